"""Books a meeting: two people, a slot, a place. Of two bookings of one slot, person or seat, one gets it.

Locks are taken in the same order by everybody: people by id, then the slot, then the meeting.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.meetings.errors import FullError, MeetingClosedError, NotPossibleError, TimeTakenError
from bot.usecases.meetings.pairs import Pair, Rooms, by_video, is_free
from storage.database import savepoint
from storage.ids import EventId, MeetingId, PersonId, PlaceId, SlotId
from storage.meetings import attendees, due, meetings, setups
from storage.models import Meeting, MeetingPlace, MeetingSlot
from storage.people import people
from storage.vocabulary import LIVE_MEETINGS, Kind, MeetingStatus


async def book(
    session: AsyncSession,
    pair: Pair,
    slot_id: SlotId,
    meets: Mapping[Kind, PersonId],
    *,
    now: datetime,
    place_id: PlaceId | None = None,
) -> Meeting:
    """Books the pair's meeting, or moves it. `meets`: who meets for each side. `place_id`: None takes any free place.

    Raises TimeTakenError if a person, the slot or every place is taken, FullError, MeetingClosedError if the meeting
    has changed since the pair was read, or NotPossibleError if the two cannot meet: one left the event, for example.
    """
    meeting, event_id = pair.meeting, pair.event.id
    if meeting is None:
        raise NotPossibleError
    slot = await _lock(session, meets.values(), slot_id)
    if await meetings.has_changed(session, meeting):
        # Check this first: this meeting itself may hold the slot or the place that looks taken.
        raise MeetingClosedError
    if slot is None or slot.event_id != event_id or slot.starts_at <= now:
        raise TimeTakenError
    for person_id in meets.values():
        if not await is_free(session, person_id, slot, meeting.id):
            raise TimeTakenError
        await _refuse_too_many(session, pair, person_id, slot, meeting)
    rooms = Rooms(
        places=[place for place, _ in await setups.places(session, event_id)],
        booked=(),
        companies=(pair.own.company_id, pair.own.their_company_id),
    )
    usable = rooms.usable(video=await by_video(session, event_id, meets.values()))
    place, seat = await _free_seat(session, event_id, slot_id, usable, place_id, kept=meeting)
    return await _confirm(session, meeting, meets, slot_id, place.id, seat, now)


async def _confirm(
    session: AsyncSession,
    meeting: Meeting,
    meets: Mapping[Kind, PersonId],
    slot_id: SlotId,
    place_id: PlaceId,
    seat: int,
    now: datetime,
) -> Meeting:
    """Books the meeting if it is unchanged, the seats are free and it can take place; otherwise changes nothing."""
    changes: dict[str, Any] = {
        "status": MeetingStatus.CONFIRMED,
        "turn": None,
        "slot_id": slot_id,
        "place_id": place_id,
        "seat": seat,
        "by_plan": False,
        "need_person_id": meets[Kind.NEED],
        "offer_person_id": meets[Kind.OFFER],
        "reminded_at": None,
        "asked_afterwards_at": None,
        "need_attendance": None,
        "offer_attendance": None,
    }
    unchanged = meetings.unchanged(meeting)
    async with savepoint(session):
        booked = await meetings.move(
            session, meeting.id, from_=LIVE_MEETINGS, changes=changes, now=now, guard=unchanged
        )
        if booked is None:
            raise MeetingClosedError
        # After the meeting: all transactions lock in this order, so no two of them wait for each other.
        await meetings.free_seats(session, meeting.id)
        if not await meetings.take_seats(session, booked.id, slot_id, meets.values()):
            raise TimeTakenError
        if not await due.can_take_place(session, booked.id):
            raise NotPossibleError
        await meetings.propose(session, booked.id, ())
    return booked


async def _lock(session: AsyncSession, people_ids: Collection[PersonId], slot_id: SlotId) -> MeetingSlot | None:
    """Returns the slot, None if there is none. Raises NotPossibleError if one of the people is gone."""
    for person_id in sorted(people_ids):
        if not await people.lock(session, person_id):
            raise NotPossibleError
    return await setups.lock_slot(session, slot_id)


async def _refuse_too_many(
    session: AsyncSession, pair: Pair, person_id: PersonId, slot: MeetingSlot, meeting: Meeting
) -> None:
    """Raises FullError if the person has as many other meetings, in all or that day, as the event allows."""
    limit, daily = pair.setup.person_limit, pair.setup.daily_limit
    if limit is None and daily is None:
        return
    taken = [one for one in await attendees.seats(session, person_id, but=meeting.id) if one.event_id == pair.event.id]
    zone = ZoneInfo(pair.event.zone)
    day = slot.starts_at.astimezone(zone).date()
    that_day = [one for one in taken if one.starts_at.astimezone(zone).date() == day]
    if (limit is not None and len(taken) >= limit) or (daily is not None and len(that_day) >= daily):
        raise FullError


async def _free_seat(
    session: AsyncSession,
    event_id: EventId,
    slot_id: SlotId,
    usable: Sequence[MeetingPlace],
    place_id: PlaceId | None,
    *,
    kept: Meeting,
) -> tuple[MeetingPlace, int]:
    """Returns a place and the number of its seat. A meeting that is moved within its slot may keep its seat."""
    taken = await meetings.taken_at(session, event_id, slot_id)
    if kept.slot_id == slot_id and kept.place_id is not None and kept.seat is not None:
        taken = taken - {(kept.place_id, kept.seat)}
    for place in usable:
        if place_id not in {None, place.id}:
            continue
        for seat in range(1, place.capacity + 1):
            if (place.id, seat) not in taken:
                return place, seat
    raise TimeTakenError


async def release(
    session: AsyncSession, meeting_id: MeetingId, *, status: MeetingStatus, now: datetime
) -> Meeting | None:
    """Ends a booked meeting and frees its seats. Returns None if it was not booked any more."""
    ended = await meetings.move(
        session,
        meeting_id,
        from_=[MeetingStatus.CONFIRMED],
        changes={"status": status, "turn": None, "seat": None},
        now=now,
    )
    if ended is not None:
        await meetings.free_seats(session, meeting_id)
        await meetings.propose(session, meeting_id, ())
    return ended
