"""Plans beside the best there is, found by trying everything, and beside what people do by hand."""

import random
from collections.abc import Iterator

import pytest

from bot.timetabling.plan import make_timetable
from bot.timetabling.problem import Booking, Interest, Place, Problem
from bot.timetabling.worth import value_of
from tests.timetabling.baselines import drawn, first_come
from tests.timetabling.checks import faults
from tests.timetabling.fairs import make_fair
from tests.timetabling.small import make_slots, person


def tiny(seed: int) -> Problem:
    """Four to six interests of four people, two tables or a table and a booth, three or four slots."""
    lot = random.Random(seed)
    slots = make_slots(*lot.choice([(3,), (4,), (2, 2), (1, 2)]))
    ids = [slot.id for slot in slots]
    pairs = [(1, 2), (1, 3), (1, 4), (2, 3), (2, 4), (3, 4)]
    return Problem(
        slots=slots,
        places=(Place(id=1), Place(id=2, only_for=lot.choice([None, 1]))),
        attendees=tuple(
            person(
                number,
                lot.sample(ids, lot.randint(2, len(ids))),
                limit=lot.randint(1, 3),
                daily=lot.choice([None, 1, 2]),
            )
            for number in range(1, 5)
        ),
        interests=tuple(
            Interest(id=number, first=first, second=second, weight=lot.randint(1, 10))
            for number, (first, second) in enumerate(lot.sample(pairs, lot.randint(4, 6)), start=1)
        ),
    )


def every_plan(
    problem: Problem, bookings: dict[int, Booking], left: tuple[Interest, ...]
) -> Iterator[dict[int, Booking]]:
    if not left:
        yield bookings
        return
    yield from every_plan(problem, bookings, left[1:])
    for slot in problem.slots:
        for place in problem.places:
            more = {**bookings, left[0].id: Booking(slot=slot.id, place=place.id)}
            if not faults(problem, more):
                yield from every_plan(problem, more, left[1:])


@pytest.mark.parametrize("seed", range(24))
def test_a_tiny_plan_is_the_best_there_is(seed: int) -> None:
    problem = tiny(seed)
    best = max(value_of(problem, bookings) for bookings in every_plan(problem, {}, problem.interests))
    found = make_timetable(problem, seconds=5, seed=1)
    assert found.bound >= best
    assert found.value == best


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("people", "tables", "days"), [(12, 2, 1), (24, 12, 1), (40, 6, 2)])
def test_neither_first_come_nor_lots_are_better(people: int, tables: int, days: int, seed: int) -> None:
    problem = make_fair(people=people, tables=tables, days=days, interests=people * 4, seed=seed)
    found = make_timetable(problem, seconds=10, seed=1)
    by_hand = [first_come(problem), drawn(problem, seed)]
    assert [faults(problem, bookings) for bookings in (found.bookings, *by_hand)] == [[], [], []]
    assert max(value_of(problem, bookings) for bookings in by_hand) < found.value
    assert found.gap < 0.05
