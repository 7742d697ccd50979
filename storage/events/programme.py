"""Queries about an event's programme and the items that people starred."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import EventId, ItemId, PersonId
from storage.models import Event, EventParticipant, Hall, Person, ProgrammeItem, Star
from storage.statements import changes_rows, insert_new


async def find(session: AsyncSession, item_id: ItemId) -> ProgrammeItem | None:
    return await session.get(ProgrammeItem, item_id, populate_existing=True)


async def with_event(session: AsyncSession, item_id: ItemId) -> tuple[Event, ProgrammeItem, str | None] | None:
    """Returns (event, item, hall name)."""
    rows = await session.execute(
        select(Event, ProgrammeItem, Hall.name)
        .join(ProgrammeItem, ProgrammeItem.event_id == Event.id)
        .outerjoin(Hall, Hall.id == ProgrammeItem.hall_id)
        .where(ProgrammeItem.id == item_id)
    )
    return next(((event, item, hall) for event, item, hall in rows), None)


async def add(session: AsyncSession, item: ProgrammeItem) -> ProgrammeItem:
    session.add(item)
    await session.flush()
    return item


async def change(session: AsyncSession, item_id: ItemId, changes: Mapping[str, Any]) -> bool:
    return await changes_rows(
        session,
        update(ProgrammeItem)
        .where(ProgrammeItem.id == item_id)
        .values({**changes, "revision": ProgrammeItem.revision + 1}),
    )


async def remove(session: AsyncSession, item_id: ItemId) -> bool:
    return await changes_rows(session, delete(ProgrammeItem).where(ProgrammeItem.id == item_id))


async def of_event(session: AsyncSession, event_id: EventId) -> Sequence[tuple[ProgrammeItem, str | None]]:
    """Returns (item, hall name) in order of time."""
    rows = await session.execute(
        select(ProgrammeItem, Hall.name)
        .outerjoin(Hall, Hall.id == ProgrammeItem.hall_id)
        .where(ProgrammeItem.event_id == event_id)
        .order_by(ProgrammeItem.starts_at, ProgrammeItem.id)
    )
    return [(item, hall) for item, hall in rows]


async def starred_by(session: AsyncSession, person_id: PersonId, event_id: EventId) -> set[ItemId]:
    result = await session.scalars(
        select(Star.item_id)
        .join(ProgrammeItem, ProgrammeItem.id == Star.item_id)
        .where(Star.person_id == person_id, ProgrammeItem.event_id == event_id)
    )
    return set(result)


async def star(session: AsyncSession, person_id: PersonId, item_id: ItemId, now: datetime) -> None:
    await insert_new(session, Star, person_id=person_id, item_id=item_id, at=now)


async def unstar(session: AsyncSession, person_id: PersonId, item_id: ItemId) -> None:
    await session.execute(delete(Star).where(Star.person_id == person_id, Star.item_id == item_id))


async def people_who_starred(session: AsyncSession, item_id: ItemId) -> Sequence[PersonId]:
    """Returns the reachable people who starred an item and still take part."""
    result = await session.scalars(
        select(Star.person_id)
        .join(Person, Person.id == Star.person_id)
        .join(ProgrammeItem, ProgrammeItem.id == Star.item_id)
        .join(
            EventParticipant,
            (EventParticipant.event_id == ProgrammeItem.event_id) & (EventParticipant.person_id == Star.person_id),
        )
        .where(Star.item_id == item_id, Person.unreachable_since.is_(None))
        .order_by(Star.person_id)
    )
    return result.all()


async def any_to_remind(session: AsyncSession, *, now: datetime, until: datetime) -> bool:
    """Returns True if a starred item starts before `until` and has no reminder yet."""
    due = select(Star.item_id).join(ProgrammeItem, ProgrammeItem.id == Star.item_id).where(*_unreminded(now, until))
    return await session.scalar(due.limit(1)) is not None


async def to_remind(
    session: AsyncSession, *, now: datetime, until: datetime, limit: int
) -> Sequence[tuple[PersonId, ProgrammeItem]]:
    """Returns (person, item) for starred items that start before `until` and have no reminder yet, earliest first."""
    rows = await session.execute(
        select(Star.person_id, ProgrammeItem)
        .join(ProgrammeItem, ProgrammeItem.id == Star.item_id)
        .join(
            EventParticipant,
            (EventParticipant.event_id == ProgrammeItem.event_id) & (EventParticipant.person_id == Star.person_id),
        )
        .where(*_unreminded(now, until))
        .order_by(ProgrammeItem.starts_at, ProgrammeItem.id, Star.person_id)
        .limit(limit)
        .with_for_update(of=Star, skip_locked=True)
    )
    return [(person_id, item) for person_id, item in rows]


def _unreminded(now: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        ProgrammeItem.starts_at > now,
        ProgrammeItem.starts_at <= until,
        or_(Star.reminder_queued_for.is_(None), Star.reminder_queued_for != ProgrammeItem.starts_at),
    )


async def mark_reminder_queued(session: AsyncSession, person_id: PersonId, item: ProgrammeItem) -> None:
    await session.execute(
        update(Star)
        .where(Star.person_id == person_id, Star.item_id == item.id)
        .values(reminder_queued_for=item.starts_at)
    )
