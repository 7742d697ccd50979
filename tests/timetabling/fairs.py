"""Fairs with people who want to meet, drawn by lot."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from bot.timetabling.problem import Attendee, Interest, Place, Problem, Slot

FIRST_DAY = date(2027, 5, 10)
LENGTH = timedelta(minutes=30)
MORNING, AFTERNOON = time(9, tzinfo=UTC), time(13, 30, tzinfo=UTC)  # seven meetings each
BOOTHS, VIDEO, TABLES = 2_000, 9_000, 1  # the first id of each kind of place


def make_fair(
    *, people: int, tables: int, days: int, interests: int, seed: int, limits: Sequence[int] = (6, 10, 12, 16, 20)
) -> Problem:
    """Half of the people are there all the time, others for some half-days or when other duties let them.

    One in ten companies has a booth, one person in twenty comes by video, and a few are wanted by many.
    """
    lot = random.Random(seed)
    slots = _slots(days)
    companies = max(2, people * 2 // 3)
    attendees = tuple(_attendee(number, companies, slots, limits, lot) for number in range(1, people + 1))
    places = [Place(id=TABLES + number) for number in range(tables)]
    places += [
        Place(id=BOOTHS + company, only_for=company, capacity=lot.choice([1, 1, 2]))
        for company in range(1, companies // 10 + 1)
    ]
    places.append(Place(id=VIDEO, capacity=max(2, tables // 8), video=True))
    return Problem(
        slots=slots,
        places=tuple(places),
        attendees=attendees,
        interests=tuple(_interests(attendees, interests, lot)),
    )


def _slots(days: int) -> tuple[Slot, ...]:
    starts = [
        datetime.combine(FIRST_DAY + timedelta(day), half) + LENGTH * number
        for day in range(days)
        for half in (MORNING, AFTERNOON)
        for number in range(7)
    ]
    return tuple(
        Slot(id=number, day=start.date(), starts_at=start, ends_at=start + LENGTH)
        for number, start in enumerate(starts, start=1)
    )


def _attendee(
    number: int, companies: int, slots: Sequence[Slot], limits: Sequence[int], lot: random.Random
) -> Attendee:
    kind = lot.random()
    if kind < 0.5:
        available = {slot.id for slot in slots}
    elif kind < 0.8:
        halves = {(slot.day, slot.starts_at.timetz() < AFTERNOON) for slot in slots}
        there = {half for half in sorted(halves) if lot.random() < 0.6} or {min(halves)}
        available = {slot.id for slot in slots if (slot.day, slot.starts_at.timetz() < AFTERNOON) in there}
    else:
        available = {slot.id for slot in slots if lot.random() < 0.5}
    return Attendee(
        id=number,
        company=number if number <= companies else lot.randint(1, companies),
        available=frozenset(available),
        limit=lot.choice(limits),
        daily_limit=lot.choice([None, None, 4, 6]),
    )


def _interests(attendees: Sequence[Attendee], count: int, lot: random.Random) -> list[Interest]:
    wanted = [lot.paretovariate(1.5) for _ in attendees]
    by_video = {one.id for one in attendees if lot.random() < 0.05}
    pairs: dict[tuple[int, int], None] = {}
    while len(pairs) < count:
        (one,), other = lot.choices(attendees, wanted), lot.choice(attendees)
        if one.company != other.company:
            pairs[min(one.id, other.id), max(one.id, other.id)] = None
    return [
        Interest(
            id=number,
            first=first,
            second=second,
            weight=min(10, 1 + int(lot.expovariate(0.35))),
            video=first in by_video or second in by_video,
        )
        for number, (first, second) in enumerate(pairs, start=1)
    ]
