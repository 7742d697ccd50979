"""What the organizer's plan is made from: who would meet whom, who has time when, and where."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.timetabling.problem import Attendee, Booking, Interest, Place, Problem, Slot
from storage.ids import CompanyId, EventId, IntroductionId, PersonId, SlotId
from storage.meetings import attendees, meetings, plans, setups
from storage.models import Event, Introduction, Meeting, MeetingSlot
from storage.vocabulary import Kind, MeetingStatus

_BOTH_WANT, _ONE_WANTS, _CONNECTED = 10, 5, 2
"""Weights: both left the time to the plan; one asked; they accepted an introduction and nobody asked."""
_MANY = 1_000  # meetings of a person without a limit


async def problem_of(
    session: AsyncSession, event: Event, *, barred: Collection[int], pinned: Collection[int]
) -> Problem:
    """Returns the problem; its interests have the ids of introductions.

    Meetings whose time people chose themselves stay. Those of an earlier plan may move.
    """
    setup = await setups.find(session, event.id)
    slots = await setups.slots(session, event.id)
    known, pairs = await _meetings_and_pairs(session, event.id)
    people_at = await plans.people_at(session, event.id)
    sides = {one.id: _people(one, known.get(one.id), people_at) for one in pairs}
    free = await _free(session, event.id, slots, {person for pair in sides.values() if pair for person in pair})
    companies = {person: company for one in pairs for person, company in _companies(one, sides[one.id])}
    video = {one.person_id for one in await attendees.all_of(session, event.id) if one.by_video}
    limit = _MANY if setup is None or setup.person_limit is None else setup.person_limit
    daily = None if setup is None else setup.daily_limit
    return Problem(
        slots=tuple(_slot(slot, ZoneInfo(event.zone)) for slot in slots),
        places=tuple(
            Place(id=place.id, capacity=place.capacity, only_for=place.company_id, video=place.video)
            for place, _ in await setups.places(session, event.id)
        ),
        attendees=tuple(
            Attendee(
                id=person, company=companies[person], available=frozenset(free[person]), limit=limit, daily_limit=daily
            )
            for person in sorted(companies)
        ),
        interests=tuple(
            _interest(one, pair, known.get(one.id), video, barred=barred, pinned=pinned)
            for one in pairs
            if (pair := sides[one.id]) is not None
        ),
    )


async def _meetings_and_pairs(
    session: AsyncSession, event_id: EventId
) -> tuple[Mapping[IntroductionId, Meeting], Sequence[Introduction]]:
    """Returns the live meetings by introduction, and the pairs that may meet: connected ones that did not refuse."""
    live = await meetings.of_event(
        session, event_id, [MeetingStatus.ASKED, MeetingStatus.WANTED, MeetingStatus.CONFIRMED]
    )
    refused = await meetings.of_event(
        session, event_id, [MeetingStatus.DECLINED, MeetingStatus.WITHDRAWN, MeetingStatus.CANCELLED]
    )
    known = {introduction.id: meeting for meeting, introduction in live}
    gone = {introduction.id for _, introduction in refused}
    connected = await plans.connected_pairs(session, event_id)
    return known, [one for one in connected if one.id in known or one.id not in gone]


def _slot(slot: MeetingSlot, zone: ZoneInfo) -> Slot:
    day = slot.starts_at.astimezone(zone).date()
    return Slot(id=slot.id, day=day, starts_at=slot.starts_at, ends_at=slot.ends_at)


def _people(
    introduction: Introduction, meeting: Meeting | None, people_at: Mapping[CompanyId, Sequence[PersonId]]
) -> tuple[PersonId, PersonId] | None:
    """Returns who would meet: those who are booked, or asked or answered, else the first of each company there."""

    def who(side: Kind) -> PersonId | None:
        company, chosen = introduction.company_of(side), None if meeting is None else meeting.person_of(side)
        there = [] if company is None else people_at.get(company, [])
        stays = chosen in there or (meeting is not None and meeting.seat is not None)
        return chosen if stays else next(iter(there), None)

    first, second = who(Kind.NEED), who(Kind.OFFER)
    return None if first is None or second is None or first == second else (first, second)


def _companies(
    introduction: Introduction, pair: tuple[PersonId, PersonId] | None
) -> Sequence[tuple[PersonId, CompanyId]]:
    need, offer = introduction.need_company_id, introduction.offer_company_id
    return [] if pair is None or need is None or offer is None else [(pair[0], need), (pair[1], offer)]


async def _free(
    session: AsyncSession, event_id: EventId, slots: Sequence[MeetingSlot], people: Collection[PersonId]
) -> dict[PersonId, set[SlotId]]:
    """Returns person → slots in which they have time, apart from this event's own meetings."""
    free = {person: {slot.id for slot in slots} for person in people}
    for person, slot_id in await attendees.all_absences(session, event_id):
        free.get(person, set()).discard(slot_id)
    for person, slot_id in await plans.seats_elsewhere(session, event_id, people):
        free[person].discard(slot_id)
    return free


def _interest(
    introduction: Introduction,
    pair: tuple[PersonId, PersonId],
    meeting: Meeting | None,
    video: Collection[PersonId],
    *,
    barred: Collection[int],
    pinned: Collection[int],
) -> Interest:
    booked = (
        Booking(slot=meeting.slot_id, place=meeting.place_id)
        if meeting is not None and meeting.seat is not None and meeting.slot_id and meeting.place_id
        else None
    )
    fixed = meeting is not None and (not meeting.by_plan or introduction.id in pinned)
    wanted = _CONNECTED if meeting is None else _ONE_WANTS if meeting.status is MeetingStatus.ASKED else _BOTH_WANT
    return Interest(
        id=introduction.id,
        first=pair[0],
        second=pair[1],
        weight=wanted,
        video=bool({*pair} & {*video}),
        pinned=booked if fixed else None,
        barred=introduction.id in barred and not (fixed and booked),
        current=None if fixed else booked,
    )


def without_past(problem: Problem, now: datetime) -> Problem:
    """Returns the problem without slots that have begun, and without the meetings in them."""
    past = {slot.id for slot in problem.slots if slot.starts_at <= now}
    return Problem(
        slots=tuple(slot for slot in problem.slots if slot.id not in past),
        places=problem.places,
        attendees=tuple(replace(one, available=one.available - past) for one in problem.attendees),
        interests=tuple(
            one for one in problem.interests if past.isdisjoint(at.slot for at in (one.current, one.pinned) if at)
        ),
    )
