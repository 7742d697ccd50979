"""Small problems: by hypothesis, and built by hand."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

from hypothesis import strategies as st

from bot.timetabling.problem import Attendee, Interest, Place, Problem, Slot

LENGTH = timedelta(minutes=20)


def make_slots(*by_day: int) -> tuple[Slot, ...]:
    """So many slots on each day, numbered from 1; the first day is that of the switch to summer time."""
    starts = [
        datetime(2027, 3, 28 + day, 0, 20, tzinfo=UTC) + number * LENGTH
        for day, count in enumerate(by_day)
        for number in range(count)
    ]
    return tuple(
        Slot(id=number, day=date(2027, 3, start.day), starts_at=start, ends_at=start + LENGTH)
        for number, start in enumerate(starts, start=1)
    )


def person(
    number: int, slots: Iterable[int], *, company: int = 0, limit: int = 9, daily: int | None = None
) -> Attendee:
    return Attendee(id=number, company=company or number, available=frozenset(slots), limit=limit, daily_limit=daily)


@st.composite
def problems(draw: st.DrawFn, *, most_people: int = 6, most_slots: int = 4, most_interests: int = 15) -> Problem:
    """Without pinned meetings and earlier plans."""
    slots = make_slots(*draw(st.lists(st.integers(1, most_slots), min_size=1, max_size=2)))
    some_slots = st.frozensets(st.sampled_from([slot.id for slot in slots]))
    companies = st.integers(1, 4)
    attendees = [
        Attendee(
            id=number,
            company=draw(companies),
            available=draw(some_slots),
            limit=draw(st.integers(0, 5)),
            daily_limit=draw(st.none() | st.integers(0, 2)),
        )
        for number in range(1, draw(st.integers(2, most_people)) + 1)
    ]
    places = [
        Place(
            id=number,
            capacity=draw(st.integers(0, 2)),
            only_for=draw(st.none() | companies),
            slots=draw(st.none() | some_slots),
            video=draw(st.sampled_from([False, False, True])),
        )
        for number in range(1, draw(st.integers(0, 4)) + 1)
    ]
    pairs = list(combinations(range(1, len(attendees) + 1), 2))
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=most_interests))
    interests = [
        Interest(
            id=number,
            first=first,
            second=second,
            weight=draw(st.integers(1, 10)),
            video=draw(st.sampled_from([False, False, True])),
            barred=draw(st.sampled_from([False, False, False, True])),
        )
        for number, (first, second) in enumerate(chosen, start=1)
    ]
    return Problem(slots=slots, places=tuple(places), attendees=tuple(attendees), interests=tuple(interests))
