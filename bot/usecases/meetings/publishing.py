"""Publishes the organizer's plan: books all of it in one transaction, and tells everybody once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AlreadyDoneError
from bot.timetabling.problem import Attendee, Interest, Problem
from bot.usecases.events.access import own_event
from bot.usecases.meetings.problem import problem_of, without_past
from bot.usecases.moderation.roles import Actor
from storage import outbox
from storage.ids import EventId, IntroductionId, PersonId, PlaceId, SlotId
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
    planned = _planned(plan, problem)
    await plans.add_wanted(session, event_id, planned, now)
    live = {
        introduction.id: meeting for meeting, introduction in await meetings.of_event(session, event_id, LIVE_MEETINGS)
    }
    changes = {
        key: where for key, where in planned.items() if key in live and (live[key].slot_id, live[key].place_id) != where
    }
    bookings = _fitting(changes, problem, live)
    await plans.free(session, [live[key].id for key in bookings if live[key].status is MeetingStatus.CONFIRMED])
    await plans.book_all(session, list(bookings.values()), now)
    await plans.forget_unbooked(session, event_id)
    told = await _tell(session, event, bookings.values(), plan, now)
    return Published(booked=len(bookings), dropped=len(changes) - len(bookings), told=told)


def _planned(plan: MeetingPlan, problem: Problem) -> dict[IntroductionId, tuple[SlotId, PlaceId]]:
    """Returns the planned bookings of pairs that still want to meet, and whose time nobody chose."""
    possible = {one.id for one in problem.interests if not one.barred and one.pinned is None}
    return {
        IntroductionId(key): (SlotId(slot), PlaceId(place)) for key, slot, place in plan.bookings if key in possible
    }


def _fitting(
    changes: Mapping[IntroductionId, tuple[SlotId, PlaceId]],
    problem: Problem,
    live: Mapping[IntroductionId, Meeting],
) -> dict[IntroductionId, dict[str, Any]]:
    """Returns the bookings without a conflict.

    A meeting that cannot move stays where it is. Its seat is taken then, which may stop others: they are tried anew.
    """
    interests = {one.id: one for one in problem.interests}
    moving = dict(changes)
    while True:
        room = _Room(problem, [meeting for key, meeting in live.items() if key not in moving])
        bookings = {
            key: {
                "meeting_id": live[key].id,
                "slot": slot,
                "place": place,
                "seat_number": seat,
                "need_person": interests[key].first,
                "offer_person": interests[key].second,
            }
            for key, (slot, place) in moving.items()
            if (seat := room.take(interests[key], slot, place)) is not None
        }
        if len(bookings) == len(moving):
            return bookings
        moving = {key: moving[key] for key in bookings}


class _Room:
    """The seats and people that are still free."""

    def __init__(self, problem: Problem, staying: Iterable[Meeting]) -> None:
        self._attendees = {one.id: one for one in problem.attendees}
        self._places = {place.id: place for place in problem.places}
        self._days = {slot.id: slot.day for slot in problem.slots}
        self._seats: set[tuple[int, int, int]] = set()
        self._slots: dict[int, list[int]] = defaultdict(list)
        """Of each person."""
        for meeting in staying:
            if meeting.slot_id and meeting.place_id and meeting.seat:
                self._seats.add((meeting.slot_id, meeting.place_id, meeting.seat))
                for person in (meeting.need_person_id, meeting.offer_person_id):
                    self._slots[person or 0].append(meeting.slot_id)

    def take(self, one: Interest, slot: SlotId, place_id: PlaceId) -> int | None:
        """Returns the number of the seat; None if a person or the place is taken, or no longer fits."""
        people = (self._attendees[one.first], self._attendees[one.second])
        place = self._places.get(place_id)
        if place is None or place.video is not one.video or not all(self._has_time(person, slot) for person in people):
            return None
        if place.only_for is not None and place.only_for not in {person.company for person in people}:
            return None
        for seat in range(1, place.capacity + 1):
            if (slot, place_id, seat) not in self._seats:
                self._seats.add((slot, place_id, seat))
                for person in people:
                    self._slots[person.id].append(slot)
                return seat
        return None

    def _has_time(self, person: Attendee, slot: SlotId) -> bool:
        mine = self._slots[person.id]
        that_day = [one for one in mine if self._days.get(one) == self._days.get(slot)]
        full = len(mine) >= person.limit or len(that_day) >= (person.daily_limit or len(self._days))
        return slot in person.available and slot not in mine and not full


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
