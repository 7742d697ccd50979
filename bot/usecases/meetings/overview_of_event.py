"""What the organizer sees of the meetings of an event: figures, what is free now, and the board."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.events.access import own_event
from bot.usecases.events.names import in_language
from bot.usecases.meetings.agenda import Board, BoardCell, CellState, ReportFigures
from bot.usecases.moderation.roles import Actor
from storage.events import events
from storage.ids import CompanyId, EventId, MeetingId, SlotId
from storage.meetings import attendees, meetings, plans, setups
from storage.models import Event, Introduction, Meeting, MeetingPlace, MeetingPlan, MeetingSetup, MeetingSlot
from storage.people import companies
from storage.vocabulary import Attendance, Language, MeetingStatus

_THERE = (Attendance.ARRIVED, Attendance.MET)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMeetings:
    event: Event
    setup: MeetingSetup | None
    slots: Sequence[MeetingSlot]
    places: Sequence[tuple[MeetingPlace, str | None]]
    counts: Mapping[MeetingStatus, int]
    plan: MeetingPlan | None
    answered: int
    """People who said when they have time."""


async def event_meetings(session: AsyncSession, actor: Actor, event_id: EventId) -> EventMeetings:
    """Returns the state of an event's meetings. Raises NotAllowedError."""
    event = await own_event(session, actor, event_id)
    found = await meetings.of_event(session, event_id, list(MeetingStatus))
    return EventMeetings(
        event=event,
        setup=await setups.find(session, event_id),
        slots=await setups.slots(session, event_id),
        places=await setups.places(session, event_id),
        counts=Counter(meeting.status for meeting, _ in found),
        plan=await plans.find(session, event_id),
        answered=len(await attendees.all_of(session, event_id)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotState:
    slot: MeetingSlot
    free: Sequence[str]
    """Names of the places that have room."""
    booked: int
    """Meetings, by video too."""


async def free_now(session: AsyncSession, actor: Actor, event_id: EventId, now: datetime) -> list[SlotState]:
    """Returns the slot that is on, or next. If it is full, the first later slot with a free place follows.

    Returns nothing after the last slot. Raises NotAllowedError.
    """
    await own_event(session, actor, event_id)
    slots = [slot for slot in await setups.slots(session, event_id) if slot.ends_at > now]
    places = [place for place, _ in await setups.places(session, event_id) if not place.video]
    taken = Counter(await meetings.seats_of_slots(session, event_id))
    states = [
        SlotState(
            slot=slot,
            free=[place.name for place in places if taken[slot.id, place.id] < place.capacity],
            booked=sum(count for (slot_id, _), count in taken.items() if slot_id == slot.id),
        )
        for slot in slots
    ]
    later = next((state for state in states if state.free), None)
    return states[:1] if later is None or later is states[0] else [states[0], later]


async def board(session: AsyncSession, actor: Actor, event_id: EventId, language: Language, now: datetime) -> Board:
    """Returns all booked meetings by place and slot, with the names of the companies: the organizer set them up."""
    event = await own_event(session, actor, event_id)
    slots, places = await setups.slots(session, event_id), [one for one, _ in await setups.places(session, event_id)]
    rows = {place.id: index for index, place in enumerate(places)}
    columns: dict[SlotId, int] = {slot.id: index for index, slot in enumerate(slots)}
    ends = {slot.id: slot.ends_at for slot in slots}
    found = await meetings.of_event(session, event_id, [MeetingStatus.CONFIRMED])
    names = await _names(session, [introduction for _, introduction in found])
    cells: dict[tuple[int, int], list[BoardCell]] = {}
    for meeting, introduction in found:
        if meeting.slot_id is None or meeting.place_id is None:
            continue
        cell = BoardCell(
            meeting_id=meeting.id,
            first=_name(names, introduction.need_company_id),
            second=_name(names, introduction.offer_company_id),
            state=state_of(meeting, over=ends[meeting.slot_id] <= now),
        )
        cells.setdefault((rows[meeting.place_id], columns[meeting.slot_id]), []).append(cell)
    return Board(
        event_name=in_language(event.names, language),
        zone=ZoneInfo(event.zone),
        slots=[(slot.starts_at, slot.ends_at) for slot in slots],
        places=[place.name for place in places],
        cells=cells,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedMeeting:
    meeting_id: MeetingId
    slot: MeetingSlot
    place: str
    first: str
    second: str
    """Names of the two companies."""


async def people_there(session: AsyncSession, actor: Actor, event_id: EventId) -> list[tuple[str, str, str]]:
    """Returns (name, company, country) of those who come, for badges. A question or their meeting told them so."""
    await own_event(session, actor, event_id)
    return await attendees.there(session, event_id)


async def count_booked(session: AsyncSession, actor: Actor, event_id: EventId) -> int:
    await own_event(session, actor, event_id)
    return await meetings.count_booked(session, event_id)


async def booked(
    session: AsyncSession, actor: Actor, event_id: EventId, *, offset: int, limit: int
) -> Sequence[BookedMeeting]:
    """Returns a page of the booked meetings in order of time."""
    await own_event(session, actor, event_id)
    found = await meetings.booked_page(session, event_id, offset=offset, limit=limit)
    names = await _names(session, [introduction for _, introduction, _, _ in found])
    return [
        BookedMeeting(
            meeting_id=meeting.id,
            slot=slot,
            place=place,
            first=_name(names, introduction.need_company_id),
            second=_name(names, introduction.offer_company_id),
        )
        for meeting, introduction, slot, place in found
    ]


def _name(names: Mapping[CompanyId, str], company_id: CompanyId | None) -> str:
    return "" if company_id is None else names.get(company_id, "")


async def _names(session: AsyncSession, introductions: Sequence[Introduction]) -> dict[CompanyId, str]:
    ids = {company for one in introductions for company in (one.need_company_id, one.offer_company_id) if company}
    return await companies.names_of(session, ids)


def state_of(meeting: Meeting, *, over: bool) -> CellState:
    said = (meeting.need_attendance, meeting.offer_attendance)
    if all(one in _THERE for one in said):
        return CellState.KEPT
    if over:
        met = any(one in _THERE for one in said) and Attendance.NOT_MET not in said
        return CellState.KEPT if met else CellState.MISSED
    if Attendance.LATE in said:
        return CellState.LATE
    return CellState.ARRIVED if Attendance.ARRIVED in said else CellState.CONFIRMED


async def report(session: AsyncSession, actor: Actor, event_id: EventId, now: datetime) -> ReportFigures:
    """Returns what the organizer compares with other fairs. Raises NotAllowedError."""
    await own_event(session, actor, event_id)
    found = [meeting for meeting, _ in await meetings.of_event(session, event_id, list(MeetingStatus))]
    ends = {slot.id: slot.ends_at for slot in await setups.slots(session, event_id)}
    booked = [one for one in found if one.status is MeetingStatus.CONFIRMED]
    over = [one for one in booked if one.slot_id is not None and ends[one.slot_id] <= now]
    states = Counter(state_of(one, over=True) for one in over)
    seats = Counter(person for one in booked for person in (one.need_person_id, one.offer_person_id) if person)
    cancelled = [one for one in found if one.status is MeetingStatus.CANCELLED]
    wanted = [one for one in found if one.status is MeetingStatus.WANTED]
    return ReportFigures(
        asked=sum(one.asked_by is not None for one in found),
        accepted=sum(one.asked_by is not None for one in (*booked, *cancelled, *wanted)),
        confirmed=len(booked),
        kept=states[CellState.KEPT],
        missed=states[CellState.MISSED],
        cancelled=len(cancelled),
        people=await events.count_participants(session, event_id),
        people_with_meetings=len(seats),
        seats=seats.total(),
        again_wished=sum(bool(one.need_again and one.offer_again) for one in over),
    )
