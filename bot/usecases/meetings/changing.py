"""Changes of a booked meeting: cancel, running late, arrive; and what both say afterwards."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.events.access import own_event
from bot.usecases.introductions.access import own_side
from bot.usecases.meetings.booking import release
from bot.usecases.meetings.errors import MeetingClosedError, NotPossibleError
from bot.usecases.meetings.notices import tell, tell_side, tell_who_meets
from bot.usecases.meetings.pairs import free_slots, pair_of_meeting
from bot.usecases.moderation.roles import Actor
from storage.ids import EventId, MeetingId, PersonId, PlaceId, SlotId
from storage.meetings import due, meetings, setups
from storage.models import Meeting, MeetingSlot
from storage.vocabulary import Attendance, Kind, MeetingStatus, Topic

ARRIVE_BEFORE: Final = timedelta(minutes=30)
"""How long before its start a meeting can be checked in."""
_OFFERED: Final = 3
"""Pairs that are told of a freed slot. The first to press gets it."""


async def cancel(session: AsyncSession, person_id: PersonId, meeting_id: MeetingId, *, now: datetime) -> Meeting:
    """Cancels a booked meeting, tells the other side, and offers the slot to those who want one.

    Raises NotYoursError or MeetingClosedError.
    """
    meeting, side = await _own(session, person_id, meeting_id)
    await _refuse_past(session, meeting, now)
    cancelled = await release(session, meeting.id, status=MeetingStatus.CANCELLED, now=now)
    if cancelled is None:
        raise MeetingClosedError
    await tell_side(session, cancelled, side.counterpart, Topic.MEETING_CANCELLED, now)
    await tell_who_meets(session, cancelled, side, person_id, now)
    await offer_freed_slot(session, cancelled, now)
    return cancelled


async def cancel_for_both(
    session: AsyncSession, actor: Actor, event_id: EventId, meeting_id: MeetingId, *, now: datetime
) -> Meeting:
    """Cancels a booked meeting of an event for its organizer. Both sides are told. Raises MeetingClosedError."""
    await own_event(session, actor, event_id)
    meeting = await meetings.find(session, meeting_id)
    if meeting is None or meeting.event_id != event_id:
        raise NotPossibleError
    await _refuse_past(session, meeting, now)
    cancelled = await release(session, meeting_id, status=MeetingStatus.CANCELLED, now=now)
    if cancelled is None:
        raise MeetingClosedError
    for side in Kind:
        await tell_side(session, cancelled, side, Topic.MEETING_CANCELLED, now)
    await offer_freed_slot(session, cancelled, now)
    return cancelled


async def offer_freed_slot(session: AsyncSession, freed: Meeting, now: datetime) -> None:
    """Offers a freed slot to pairs who left the time to the plan, can still meet, and are free then."""
    if freed.slot_id is None:
        return
    told = 0
    for meeting, _ in await meetings.of_event(session, freed.event_id, [MeetingStatus.WANTED]):
        if told == _OFFERED:
            return
        person_id = meeting.need_person_id
        if person_id is None or meeting.offer_person_id is None:
            continue
        if not await due.can_take_place(session, meeting.id):
            continue
        pair = await pair_of_meeting(session, person_id, meeting.id)
        if freed.slot_id in {slot.id for slot in await free_slots(session, pair, now)}:
            await _offer(session, meeting, freed.slot_id, now)
            told += 1


async def _offer(session: AsyncSession, meeting: Meeting, slot_id: SlotId, now: datetime) -> None:
    for side in Kind:
        await tell(session, meeting, meeting.person_of(side), Topic.MEETING_SLOT_FREE, now, slot_id=slot_id)


async def run_late(session: AsyncSession, person_id: PersonId, meeting_id: MeetingId, *, now: datetime) -> Meeting:
    """Tells the other side that this one comes later. Raises MeetingClosedError if it did already, or arrived."""
    meeting, side = await _own(session, person_id, meeting_id)
    await _refuse_past(session, meeting, now)
    late = await _note(session, meeting, side, Attendance.LATE, unless=(Attendance.LATE, Attendance.ARRIVED))
    if late is None:
        raise MeetingClosedError
    await tell(session, late, late.person_of(side.counterpart), Topic.MEETING_LATE, now)
    return late


async def arrive(session: AsyncSession, person_id: PersonId, place_id: PlaceId, *, now: datetime) -> Meeting:
    """Checks the person in at a place, for the meeting that is on or next there, or for a colleague.

    Raises NotPossibleError without a meeting. The other side is told if they are not there yet.
    """
    for meeting, slot in await meetings.booked_at(session, place_id, person_id, now=now, until=now + ARRIVE_BEFORE):
        side = await _side_at(session, person_id, meeting)
        arrived = await _note(session, meeting, side, Attendance.ARRIVED, unless=(Attendance.ARRIVED,))
        if arrived is None:
            return meeting
        if arrived.attendance_of(side.counterpart) is not Attendance.ARRIVED and slot.starts_at <= now:
            await tell(session, arrived, arrived.person_of(side.counterpart), Topic.MEETING_WAITING, now)
        return arrived
    raise NotPossibleError


async def _side_at(session: AsyncSession, person_id: PersonId, meeting: Meeting) -> Kind:
    """Returns the side for which the person meets, or else for which they speak."""
    for side in Kind:
        if meeting.person_of(side) == person_id:
            return side
    return (await own_side(session, person_id, meeting.introduction_id)).side


async def tell_how_it_went(
    session: AsyncSession, person_id: PersonId, meeting_id: MeetingId, *, met: bool, again: bool | None, now: datetime
) -> Meeting:
    """Stores what one side says afterwards: whether the two met, and whether to meet again.

    Raises MeetingClosedError if the meeting has not begun: it was moved since the question.
    """
    meeting, side = await _own(session, person_id, meeting_id)
    slot = None if meeting.slot_id is None else await setups.find_slot(session, meeting.slot_id)
    if slot is None or slot.starts_at > now:
        raise MeetingClosedError
    kept = meeting.attendance_of(side) is Attendance.ARRIVED and met
    attendance = Attendance.ARRIVED if kept else Attendance.MET if met else Attendance.NOT_MET
    values = {f"{side.value}_attendance": attendance, f"{side.value}_again": again}
    noted = await meetings.note(session, meeting.id, values, guard=meetings.is_booked())
    if noted is None:
        raise MeetingClosedError
    return noted


async def _own(session: AsyncSession, person_id: PersonId, meeting_id: MeetingId) -> tuple[Meeting, Kind]:
    """Returns the booked meeting and the side that the person speaks for. Raises NotYoursError, MeetingClosedError."""
    meeting = await meetings.find(session, meeting_id)
    if meeting is None:
        raise NotPossibleError
    own = await own_side(session, person_id, meeting.introduction_id)
    if meeting.status is not MeetingStatus.CONFIRMED:
        raise MeetingClosedError
    return meeting, own.side


async def _refuse_past(session: AsyncSession, meeting: Meeting, now: datetime) -> None:
    slot: MeetingSlot | None = None if meeting.slot_id is None else await setups.find_slot(session, meeting.slot_id)
    if slot is None or slot.ends_at <= now:
        raise MeetingClosedError


async def _note(
    session: AsyncSession, meeting: Meeting, side: Kind, attendance: Attendance, *, unless: tuple[Attendance, ...]
) -> Meeting | None:
    guard = meetings.is_booked() & meetings.attendance_is_not(side, unless)
    return await meetings.note(session, meeting.id, {f"{side.value}_attendance": attendance}, guard=guard)
