"""Queries for updates that were confirmed to Telegram before they were handled."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import PersonId
from storage.models import ReceivedUpdate
from storage.statements import insert_of

_REMEMBERED = 4096  # handled updates that a new instance learns


async def keep(
    session: AsyncSession,
    updates: Sequence[tuple[int, PersonId | None, Mapping[str, Any]]],
    *,
    owner: str,
    now: datetime,
) -> None:
    """Stores (id, person, JSON) of updates. One that is stored already stays as it is."""
    rows = [
        {"id": update_id, "owner": owner, "person_id": person_id, "raw": raw, "received_at": now}
        for update_id, person_id, raw in updates
    ]
    await session.execute(insert_of(session)(ReceivedUpdate).on_conflict_do_nothing(), rows)


async def mark_handled(session: AsyncSession, update_ids: Collection[int], now: datetime) -> None:
    """Empties the updates and keeps their numbers."""
    await session.execute(
        update(ReceivedUpdate)
        .where(ReceivedUpdate.id.in_(update_ids), ReceivedUpdate.handled_at.is_(None))
        .values(handled_at=now, raw=None, person_id=None)
    )


async def any_left_behind(session: AsyncSession, *, owner: str) -> bool:
    """Returns True if another instance has stored updates and not handled them."""
    return await session.scalar(select(ReceivedUpdate.id).where(_is_left_behind(owner)).limit(1)) is not None


async def claim_left_behind(session: AsyncSession, *, owner: str) -> Sequence[Mapping[str, Any]]:
    """Gives the unhandled updates of other instances to this one. Returns them in Telegram's order."""
    rows = await session.execute(
        update(ReceivedUpdate)
        .where(_is_left_behind(owner))
        .values(owner=owner)
        .returning(ReceivedUpdate.id, ReceivedUpdate.raw)
        .execution_options(synchronize_session=False)
    )
    return [row.raw for row in sorted(rows, key=lambda row: row.id)]


async def handled_ids(session: AsyncSession) -> Sequence[int]:
    """Returns the numbers of the latest updates that were confirmed early and are handled."""
    ids = await session.scalars(
        select(ReceivedUpdate.id)
        .where(ReceivedUpdate.handled_at.is_not(None))
        .order_by(ReceivedUpdate.id.desc())
        .limit(_REMEMBERED)
    )
    return ids.all()


async def any_expired(
    session: AsyncSession, *, owner: str, handled_before: datetime, received_before: datetime
) -> bool:
    expired = _is_expired(owner, handled_before, received_before)
    return await session.scalar(select(ReceivedUpdate.id).where(expired).limit(1)) is not None


async def drop_expired(
    session: AsyncSession, *, owner: str, handled_before: datetime, received_before: datetime
) -> None:
    """Deletes updates that were handled before then, and those left behind that were received long before."""
    await session.execute(
        delete(ReceivedUpdate)
        .where(_is_expired(owner, handled_before, received_before))
        .execution_options(synchronize_session=False)
    )


async def forget(session: AsyncSession, person_id: PersonId) -> None:
    """Deletes what a person sent and nobody has read yet."""
    await session.execute(delete(ReceivedUpdate).where(ReceivedUpdate.person_id == person_id))


def _is_left_behind(owner: str) -> ColumnElement[bool]:
    return and_(ReceivedUpdate.handled_at.is_(None), ReceivedUpdate.owner != owner)


def _is_expired(owner: str, handled_before: datetime, received_before: datetime) -> ColumnElement[bool]:
    long_ago = and_(_is_left_behind(owner), ReceivedUpdate.received_at < received_before)
    return or_(ReceivedUpdate.handled_at < handled_before, long_ago)
