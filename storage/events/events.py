"""Queries about events, their organizers, participants and halls."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import EventId, HallId, PersonId
from storage.models import (
    Event,
    EventOrganizer,
    EventParticipant,
    Hall,
    Person,
)
from storage.statements import changes_rows, insert_new
from storage.vocabulary import JoinedBy


async def find(session: AsyncSession, event_id: EventId) -> Event | None:
    return await session.get(Event, event_id, populate_existing=True)


async def by_code(session: AsyncSession, code: str) -> Event | None:
    return await session.scalar(select(Event).where(Event.code == code))


async def add(session: AsyncSession, event: Event) -> Event:
    session.add(event)
    await session.flush()
    return event


async def change(session: AsyncSession, event_id: EventId, changes: Mapping[str, Any]) -> None:
    await session.execute(update(Event).where(Event.id == event_id).values(dict(changes)))


async def run_by(session: AsyncSession, person_id: PersonId, *, limit: int | None = None) -> Sequence[Event]:
    """Returns the events that a person organizes, the latest first."""
    result = await session.scalars(
        select(Event)
        .join(EventOrganizer, EventOrganizer.event_id == Event.id)
        .where(EventOrganizer.person_id == person_id)
        .order_by(Event.starts_on.desc(), Event.id.desc())
        .limit(limit)
    )
    return result.all()


async def all_events(session: AsyncSession, *, limit: int | None = None) -> Sequence[Event]:
    """Returns all events, the latest first."""
    query = select(Event).order_by(Event.starts_on.desc(), Event.id.desc()).limit(limit)
    return (await session.scalars(query)).all()


async def is_organizer(session: AsyncSession, person_id: PersonId, event_id: EventId) -> bool:
    return await session.get(EventOrganizer, (event_id, person_id), populate_existing=True) is not None


async def organizers(session: AsyncSession, event_id: EventId) -> Sequence[Person]:
    result = await session.scalars(
        select(Person)
        .join(EventOrganizer, EventOrganizer.person_id == Person.id)
        .where(EventOrganizer.event_id == event_id)
        .order_by(EventOrganizer.added_at, Person.id)
    )
    return result.all()


async def add_organizer(
    session: AsyncSession, event_id: EventId, person_id: PersonId, *, by: PersonId | None, now: datetime
) -> bool:
    """Returns True if the person was not an organizer before."""
    return await insert_new(session, EventOrganizer, event_id=event_id, person_id=person_id, added_by=by, added_at=now)


async def remove_organizer(session: AsyncSession, event_id: EventId, person_id: PersonId) -> bool:
    return await changes_rows(
        session,
        delete(EventOrganizer).where(EventOrganizer.event_id == event_id, EventOrganizer.person_id == person_id),
    )


async def join(session: AsyncSession, event_id: EventId, person_id: PersonId, how: JoinedBy, now: datetime) -> bool:
    """Returns True if the person had not joined before."""
    return await insert_new(
        session, EventParticipant, event_id=event_id, person_id=person_id, joined_by=how, joined_at=now
    )


async def leave(session: AsyncSession, event_id: EventId, person_id: PersonId) -> bool:
    return await changes_rows(
        session,
        delete(EventParticipant).where(EventParticipant.event_id == event_id, EventParticipant.person_id == person_id),
    )


async def participation(session: AsyncSession, event_id: EventId, person_id: PersonId) -> EventParticipant | None:
    return await session.get(EventParticipant, (event_id, person_id), populate_existing=True)


async def joined(session: AsyncSession, event_id: EventId, person_id: PersonId) -> Event | None:
    """Returns the event if the person takes part in it."""
    return await session.scalar(
        select(Event)
        .join(EventParticipant, EventParticipant.event_id == Event.id)
        .where(Event.id == event_id, EventParticipant.person_id == person_id)
    )


async def joined_by(session: AsyncSession, person_id: PersonId, *, not_over_on: date) -> Sequence[Event]:
    """Returns the events that a person takes part in and that end on this day or later, the next first."""
    result = await session.scalars(
        select(Event)
        .join(EventParticipant, EventParticipant.event_id == Event.id)
        .where(EventParticipant.person_id == person_id, Event.ends_on >= not_over_on)
        .order_by(Event.starts_on, Event.id)
    )
    return result.all()


async def mute(session: AsyncSession, event_id: EventId, person_id: PersonId, now: datetime | None) -> None:
    """Mutes the event's announcements for a participant, or unmutes them (None)."""
    await session.execute(
        update(EventParticipant)
        .where(EventParticipant.event_id == event_id, EventParticipant.person_id == person_id)
        .values(muted_at=now)
    )


async def count_participants(session: AsyncSession, event_id: EventId) -> int:
    query = select(func.count()).select_from(EventParticipant).where(EventParticipant.event_id == event_id)
    return await session.scalar(query) or 0


async def halls(session: AsyncSession, event_id: EventId) -> Sequence[Hall]:
    return (await session.scalars(select(Hall).where(Hall.event_id == event_id).order_by(Hall.name))).all()


async def put_hall(session: AsyncSession, event_id: EventId, name: str) -> HallId:
    """Returns the hall of this name and creates it if there is none."""
    await insert_new(session, Hall, event_id=event_id, name=name)
    return (await session.scalars(select(Hall.id).where(Hall.event_id == event_id, Hall.name == name))).one()


async def remove_hall(session: AsyncSession, event_id: EventId, hall_id: HallId) -> bool:
    return await changes_rows(session, delete(Hall).where(Hall.event_id == event_id, Hall.id == hall_id))
