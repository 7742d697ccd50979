"""Publishes the organizer's plan: books all of it in one transaction, and tells everybody once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AlreadyDoneError
from bot.timetabling.problem import Interest, Problem
from bot.usecases.events.access import own_event
from bot.usecases.meetings.problem import problem_of, without_past
from bot.usecases.moderation.roles import Actor
from storage import outbox
from storage.ids import EventId, IntroductionId, MeetingId, PersonId, PlaceId, SlotId
from storage.meetings import meetings, plans
from storage.models import Event, Meeting, MeetingPlan
from storage.vocabulary import LIVE_MEETINGS, MeetingStatus, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    booked: int
    dropped: int
    """Planned meetings that were no longer possible: somebody cancelled, or took the time, since the draft."""
    told: int
    """People who are told what changed for them."""


async def publish(
    session: AsyncSession, actor: Actor, event_id: EventId, made_at: datetime, now: datetime
) -> Published:
    """Books the draft that was made at that time. A second press raises AlreadyDoneError.

    What changed since the draft is checked under the locks of single bookings, so nobody is booked twice.
    """
    event = await own_event(session, actor, event_id)
    plan = await plans.take(session, event_id, made_at)
    if plan is None:
        raise AlreadyDoneError
    seen = await problem_of(session, event, barred=plan.barred, pinned=plan.pinned)
    await plans.lock_all(session, event_id, [PersonId(one.id) for one in seen.attendees])
    problem = without_past(await problem_of(session, event, barred=plan.barred, pinned=plan.pinned), now)
    await plans.add_wanted(session, event_id, [IntroductionId(key) for key, _, _ in plan.bookings], now)
    live = {
        introduction.id: meeting for meeting, introduction in await meetings.of_event(session, event_id, LIVE_MEETINGS)
    }
    changes = _changes(plan, problem, live)
    await plans.free(session, [live[key].id for key in changes if live[key].status is MeetingStatus.CONFIRMED])
    bookings = _fitting(changes, problem, live, await plans.taken(session, event_id))
    await plans.book_all(session, list(bookings.values()), now)
    told = await _tell(session, event, bookings.values(), plan, now)
    return Published(booked=len(bookings), dropped=len(changes) - len(bookings), told=told)


def _changes(
    plan: MeetingPlan, problem: Problem, live: Mapping[IntroductionId, Meeting]
) -> dict[IntroductionId, tuple[SlotId, PlaceId]]:
    """Returns the planned bookings of pairs that still want to meet, except those that are booked like that."""
    possible = {one.id for one in problem.interests if not one.barred and one.pinned is None}
    planned = {IntroductionId(key): (SlotId(slot), PlaceId(place)) for key, slot, place in plan.bookings}
    return {
        key: where
        for key, where in planned.items()
        if key in possible and key in live and (live[key].slot_id, live[key].place_id) != where
    }


def _fitting(
    changes: Mapping[IntroductionId, tuple[SlotId, PlaceId]],
    problem: Problem,
    live: Mapping[IntroductionId, Meeting],
    taken: Sequence[tuple[MeetingId, SlotId, PlaceId, int]],
) -> dict[IntroductionId, dict[str, Any]]:
    """Returns the bookings without a conflict. A meeting that cannot move keeps its time if nobody took it."""
    interests = {one.id: one for one in problem.interests}
    room = _Room(problem, live.values(), taken)
    bookings: dict[IntroductionId, dict[str, Any]] = {}
    for key, planned in changes.items():
        one, meeting = interests[key], live[key]
        before = [(meeting.slot_id, meeting.place_id)] if meeting.slot_id and meeting.place_id else []
        for slot, place in (planned, *before):
            seat = room.take(one, slot, place)
            if seat is not None:
                where = {"slot": slot, "place": place, "seat_number": seat}
                bookings[key] = where | {
                    "meeting_id": meeting.id,
                    "need_person": one.first,
                    "offer_person": one.second,
                }
                break
    return bookings


class _Room:
    """The seats and people that are still free."""

    def __init__(
        self, problem: Problem, live: Collection[Meeting], taken: Sequence[tuple[MeetingId, SlotId, PlaceId, int]]
    ) -> None:
        self._attendees = {one.id: one for one in problem.attendees}
        self._days = {slot.id: slot.day for slot in problem.slots}
        self._capacity = {place.id: place.capacity for place in problem.places}
        self._seats = {(slot, place, seat) for _, slot, place, seat in taken}
        slots = {meeting_id: slot for meeting_id, slot, _, _ in taken}
        self._busy = {
            (person, slots[meeting.id])
            for meeting in live
            if meeting.id in slots
            for person in (meeting.need_person_id, meeting.offer_person_id)
        }

    def _has_time(self, person: PersonId, slot: SlotId) -> bool:
        attendee = self._attendees[person]
        taken = [one for who, one in self._busy if who == person]
        that_day = [one for one in taken if self._days.get(one) == self._days.get(slot)]
        full = len(taken) >= attendee.limit or len(that_day) >= (attendee.daily_limit or len(self._days))
        return slot in attendee.available and (person, slot) not in self._busy and not full

    def take(self, one: Interest, slot: SlotId, place: PlaceId) -> int | None:
        """Returns the number of the seat; None if a person or the place is taken."""
        people = (PersonId(one.first), PersonId(one.second))
        if not all(self._has_time(person, slot) for person in people):
            return None
        for seat in range(1, self._capacity.get(place, 0) + 1):
            if (slot, place, seat) not in self._seats:
                self._seats.add((slot, place, seat))
                self._busy |= {(person, slot) for person in people}
                return seat
        return None


async def _tell(
    session: AsyncSession, event: Event, bookings: Collection[Mapping[str, Any]], plan: MeetingPlan, now: datetime
) -> int:
    people = sorted({one[person] for one in bookings for person in ("need_person", "offer_person")})
    for person_id in people:
        await outbox.queue_message(
            session,
            PersonId(person_id),
            Topic.MEETING_PLAN,
            payload={"event_id": event.id},
            dedupe_key=f"{Topic.MEETING_PLAN}:{event.id}:{plan.asked_at.isoformat()}:{person_id}",
            now=now,
        )
    return len(people)
