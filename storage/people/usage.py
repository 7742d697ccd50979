"""Queries about daily limits: how often a person did something on one day."""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Executable, bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import PersonId
from storage.models import DailyUse
from storage.statements import insert_of
from storage.vocabulary import Use

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

_BATCH: Final = 500


async def count_one(session: AsyncSession, person_id: PersonId, use: Use, day: date, most: int) -> bool:
    """Counts one use. Returns False, without counting, once `most` is reached. Safe against concurrent calls."""
    counting = _counting(insert_of(session))
    values = {"person_id": person_id, "use": use, "day": day, "times": 1, "most": most}
    return (await session.execute(counting, values)).first() is not None


@cache
def _counting(insert: "Callable[[Any], postgresql.Insert | sqlite.Insert]") -> Executable:
    """Returns the statement. Built once: building and hashing it takes longer than running it."""
    return (
        insert(DailyUse.__table__)
        .on_conflict_do_update(
            index_elements=["person_id", "use", "day"],
            set_={"times": DailyUse.times + 1},
            where=DailyUse.times < bindparam("most"),
        )
        .returning(DailyUse.times)
    )


async def drop_before(session: AsyncSession, day: date) -> int:
    """Deletes a batch of counters older than this day and returns their number."""
    old = select(DailyUse.person_id, DailyUse.use, DailyUse.day).where(DailyUse.day < day).limit(_BATCH)
    rows = (await session.execute(old)).all()
    for person_id, use, on in rows:
        await session.execute(
            delete(DailyUse).where(DailyUse.person_id == person_id, DailyUse.use == use, DailyUse.day == on)
        )
    return len(rows)
