"""Queries about how people want to hear from the bot."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import PersonId
from storage.models import Preference
from storage.vocabulary import Frequency


async def find(session: AsyncSession, person_id: PersonId) -> Preference | None:
    """None for somebody who has chosen nothing."""
    return await session.get(Preference, person_id, populate_existing=True)


async def put(session: AsyncSession, person_id: PersonId, changes: Mapping[str, Any]) -> None:
    """Sets some of the preferences and leaves the others as they are."""
    unchosen = {"suggestions": Frequency.AT_ONCE, "quiet_chosen": False, "quiet_from": None, "quiet_to": None}
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    await session.execute(
        insert(Preference)
        .values({"person_id": person_id, **unchosen, **changes})
        .on_conflict_do_update(index_elements=["person_id"], set_=dict(changes))
    )
