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


def sometimes(usual: object, other: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """The usual three times of four, so that most problems have meetings."""
    return st.integers(0, 3).flatmap(lambda drawn: other if drawn == 3 else st.just(usual))


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Up to seven people, two days of up to four slots and four places; without pinned meetings and earlier plans."""
    slots = make_slots(*draw(st.lists(st.integers(1, 4), min_size=1, max_size=2)))
    always = frozenset(slot.id for slot in slots)
    some_slots = st.frozensets(st.sampled_from(sorted(always)))
    companies = st.integers(1, 4)
    attendees = [
        Attendee(
            id=number,
            company=draw(companies),
            available=draw(sometimes(always, some_slots)),
            limit=draw(sometimes(9, st.integers(0, 5))),
            daily_limit=draw(sometimes(None, st.integers(0, 2))),
        )
        for number in range(1, draw(st.integers(3, 7)) + 1)
    ]
    places = [
        Place(
            id=number,
            capacity=draw(sometimes(1, st.integers(0, 2))),
            only_for=draw(sometimes(None, companies)),
            slots=draw(sometimes(None, some_slots)),
            video=draw(sometimes(False, st.booleans())),
        )
        for number in range(1, draw(st.integers(1, 4)) + 1)
    ]
    pairs = list(combinations(range(1, len(attendees) + 1), 2))
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, min_size=3))
    interests = [
        Interest(
            id=number,
            first=first,
            second=second,
            weight=draw(st.integers(1, 10)),
            video=draw(sometimes(False, st.booleans())),
            barred=draw(sometimes(False, st.booleans())),
        )
        for number, (first, second) in enumerate(chosen, start=1)
    ]
    return Problem(slots=slots, places=tuple(places), attendees=tuple(attendees), interests=tuple(interests))
