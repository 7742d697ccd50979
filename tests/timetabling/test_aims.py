"""What a plan prefers: the least served first, short days, and few moves when it is made again."""

import dataclasses
from itertools import combinations

from bot.timetabling.plan import make_timetable
from bot.timetabling.problem import Booking, Interest, Place, Problem
from bot.timetabling.worth import idle_slots
from tests.timetabling.small import make_slots, person


def meet(first: int, second: int, weight: int, **more: object) -> Interest:
    return dataclasses.replace(Interest(id=10 * first + second, first=first, second=second, weight=weight), **more)


def test_a_first_meeting_comes_before_a_better_fourth() -> None:
    popular = [1, 2, 3, 4]
    problem = Problem(
        slots=make_slots(4),
        places=(Place(id=1, capacity=2),),
        attendees=tuple(person(number, range(1, 5), limit=3) for number in [*popular, 5]),
        interests=(*(meet(first, second, 9) for first, second in combinations(popular, 2)), meet(4, 5, 3)),
    )
    plan = make_timetable(problem, seconds=2, seed=1)
    assert plan.served[5] == 1


def test_meetings_of_a_person_follow_each_other() -> None:
    problem = Problem(
        slots=make_slots(6),
        places=(Place(id=1, capacity=9),),
        attendees=(person(1, range(1, 7)), *(person(number, range(1, 7)) for number in (2, 3, 4))),
        interests=(meet(1, 2, 5), meet(1, 3, 5), meet(1, 4, 5)),
    )
    plan = make_timetable(problem, seconds=2, seed=1)
    assert len(plan.bookings) == 3
    assert idle_slots(problem, plan.bookings) == 0


def test_a_booth_takes_the_meetings_of_its_company_so_that_tables_stay_free() -> None:
    problem = Problem(
        slots=make_slots(1),
        places=(Place(id=1), Place(id=2, only_for=1)),
        attendees=tuple(person(number, {1}) for number in range(1, 5)),
        interests=(meet(1, 2, 9), meet(3, 4, 2)),
    )
    plan = make_timetable(problem, seconds=2, seed=1)
    assert plan.bookings == {12: Booking(slot=1, place=2), 34: Booking(slot=1, place=1)}


def two_slots(*interests: Interest) -> Problem:
    return Problem(
        slots=make_slots(2),
        places=(Place(id=1), Place(id=2)),
        attendees=(person(1, {1, 2}), person(2, {1, 2}), person(3, {1})),
        interests=interests,
    )


def test_a_meeting_moves_when_another_person_gets_a_first_one_by_that() -> None:
    now = Booking(slot=1, place=1)
    plan = make_timetable(two_slots(meet(1, 2, 5, current=now), meet(1, 3, 5)), seconds=2, seed=1)
    assert set(plan.bookings) == {12, 13}
    assert plan.bookings[12].slot == 2
    assert plan.moved == {12}


def test_no_meeting_moves_for_a_little() -> None:
    """Both have met everybody else; the third has many meetings elsewhere."""
    others = range(4, 24)
    slots = make_slots(2, 20)
    later = [slot.id for slot in slots[2:]]
    problem = Problem(
        slots=slots,
        places=(Place(id=1, capacity=9),),
        attendees=(
            person(1, [1, 2, *later], limit=99),
            person(2, {1, 2}, limit=99),
            person(3, [1, *later], limit=99),
            *(person(number, later) for number in others),
        ),
        interests=(
            meet(1, 2, 5, current=Booking(slot=1, place=1)),
            meet(1, 3, 1),
            *(meet(1, number, 1, current=Booking(slot=number - 1, place=1)) for number in others),
            *(meet(3, number, 1, current=Booking(slot=3 + (number - 3) % 20, place=1)) for number in others),
        ),
    )
    plan = make_timetable(problem, seconds=2, seed=1)
    assert plan.moved == frozenset()
    assert 13 not in plan.bookings


def test_who_stays_in_the_slot_stays_at_the_table() -> None:
    """The meeting before it in the list is new, and would get the first table."""
    now = Booking(slot=1, place=1)
    problem = Problem(
        slots=make_slots(1),
        places=(Place(id=1), Place(id=2)),
        attendees=tuple(person(number, {1}) for number in range(1, 5)),
        interests=(meet(1, 2, 5), meet(3, 4, 5, current=now)),
    )
    plan = make_timetable(problem, seconds=2, seed=1)
    assert plan.bookings == {12: Booking(slot=1, place=2), 34: now}


def test_a_plan_of_nothing_is_empty() -> None:
    plan = make_timetable(Problem(slots=(), places=(), attendees=(), interests=()), seconds=1, seed=1)
    assert (plan.bookings, plan.value, plan.gap) == ({}, 0, 0.0)
