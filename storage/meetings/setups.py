"""Queries about how the meetings of an event work: its setup, slots and places."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import EventId, PersonId, PlaceId, SlotId
from storage.models import Event, EventParticipant, Hall, Meeting, MeetingPlace, MeetingSetup, MeetingSlot
from storage.statements import insert_new, insert_of
from storage.vocabulary import MeetingStatus


async def find(session: AsyncSession, event_id: EventId) -> MeetingSetup | None:
    return await session.get(MeetingSetup, event_id, populate_existing=True)


async def put(session: AsyncSession, event_id: EventId, values: Mapping[str, Any]) -> None:
    """Creates or replaces the setup."""
    statement = insert_of(session)(MeetingSetup).values(event_id=event_id, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=["event_id"], set_=dict(values)))


async def slots(session: AsyncSession, event_id: EventId) -> Sequence[MeetingSlot]:
    """Returns the slots in order of time."""
    query = select(MeetingSlot).where(MeetingSlot.event_id == event_id).order_by(MeetingSlot.starts_at)
    return (await session.scalars(query)).all()


async def find_slot(session: AsyncSession, slot_id: SlotId) -> MeetingSlot | None:
    return await session.get(MeetingSlot, slot_id)


async def lock_slot(session: AsyncSession, slot_id: SlotId) -> MeetingSlot | None:
    """Returns the slot, locked until the transaction ends: bookings of one slot take turns.

    Suggesting the slot takes no turn: the lock does not hold up foreign keys.
    """
    return await session.scalar(select(MeetingSlot).where(MeetingSlot.id == slot_id).with_for_update(key_share=True))


async def lock_slots(session: AsyncSession, event_id: EventId) -> None:
    """Locks all slots of the event until the transaction ends."""
    query = select(MeetingSlot.id).where(MeetingSlot.event_id == event_id).order_by(MeetingSlot.id)
    await session.execute(query.with_for_update(key_share=True))


async def add_slots(session: AsyncSession, event_id: EventId, times: Collection[tuple[datetime, datetime]]) -> None:
    for starts_at, ends_at in times:
        await insert_new(session, MeetingSlot, event_id=event_id, starts_at=starts_at, ends_at=ends_at)


async def remove_slots(session: AsyncSession, slot_ids: Collection[SlotId]) -> None:
    await session.execute(delete(MeetingSlot).where(MeetingSlot.id.in_(slot_ids)))


async def booked_slots(session: AsyncSession, event_id: EventId) -> set[SlotId]:
    """Returns the slots in which somebody meets."""
    query = select(Meeting.slot_id).where(
        Meeting.event_id == event_id, Meeting.status == MeetingStatus.CONFIRMED, Meeting.slot_id.is_not(None)
    )
    return {slot_id for slot_id in await session.scalars(query.distinct()) if slot_id is not None}


async def places(session: AsyncSession, event_id: EventId) -> Sequence[tuple[MeetingPlace, str | None]]:
    """Returns (place, hall name) in the order in which they were added."""
    rows = await session.execute(
        select(MeetingPlace, Hall.name)
        .outerjoin(Hall, Hall.id == MeetingPlace.hall_id)
        .where(MeetingPlace.event_id == event_id)
        .order_by(MeetingPlace.id)
    )
    return [(place, hall) for place, hall in rows]


async def place_of_code(session: AsyncSession, code: str) -> MeetingPlace | None:
    return await session.scalar(select(MeetingPlace).where(MeetingPlace.code == code))


async def add_place(session: AsyncSession, event_id: EventId, values: Mapping[str, Any]) -> bool:
    """Returns False if the event has a place of this name."""
    return await insert_new(session, MeetingPlace, event_id=event_id, **values)


async def change_place(session: AsyncSession, place_id: PlaceId, values: Mapping[str, Any]) -> None:
    await session.execute(update(MeetingPlace).where(MeetingPlace.id == place_id).values(dict(values)))


async def remove_places(session: AsyncSession, place_ids: Collection[PlaceId]) -> None:
    await session.execute(delete(MeetingPlace).where(MeetingPlace.id.in_(place_ids)))


async def booked_places(session: AsyncSession, event_id: EventId) -> dict[PlaceId, int]:
    """Returns place → the highest number of meetings in one slot, for places that are booked."""
    booked = (
        select(Meeting.place_id, func.max(Meeting.seat).label("seat"))
        .where(Meeting.event_id == event_id, Meeting.status == MeetingStatus.CONFIRMED, Meeting.place_id.is_not(None))
        .group_by(Meeting.place_id)
    )
    rows = await session.execute(booked)
    return {place_id: seat for place_id, seat in rows if place_id is not None and seat is not None}


async def events_with_meetings(session: AsyncSession, person_id: PersonId, now: datetime) -> Sequence[Event]:
    """Returns the events that the person joined and that have a slot after `now`, the next first."""
    coming = exists().where(MeetingSlot.event_id == Event.id, MeetingSlot.starts_at > now)
    result = await session.scalars(
        select(Event)
        .join(EventParticipant, EventParticipant.event_id == Event.id)
        .where(EventParticipant.person_id == person_id, coming)
        .order_by(Event.starts_on, Event.id)
    )
    return result.all()
