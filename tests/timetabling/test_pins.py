"""Pinned meetings that cannot all be are named, with what is wrong."""

import dataclasses

import pytest

from bot.timetabling.pins import ContradictingPinsError, PinConflict, PinFault
from bot.timetabling.plan import make_timetable
from bot.timetabling.problem import Booking, Interest, Place, Problem
from tests.timetabling.small import make_slots, person

TABLE, BOOTH, VIDEO, EVENING_TABLE = 1, 2, 3, 4
FAIR = Problem(
    slots=make_slots(3, 3),
    places=(
        Place(id=TABLE),
        Place(id=BOOTH, only_for=1, capacity=5),
        Place(id=VIDEO, video=True),
        Place(id=EVENING_TABLE, slots=frozenset({3, 6})),
    ),
    attendees=(
        person(1, range(1, 7)),
        person(2, range(1, 7), limit=2),
        person(3, range(1, 7), daily=1),
        person(4, {4, 5, 6}),
    ),
    interests=tuple(
        Interest(id=10 * first + second, first=first, second=second, weight=5)
        for first, second in [(1, 2), (1, 3), (1, 4), (2, 3), (2, 4), (3, 4)]
    ),
)


def pin(**bookings: tuple[int, int]) -> Problem:
    """`i12=(1, 2)`: the interest of 1 and 2 is pinned to slot 1 and place 2."""
    at = {int(name[1:]): Booking(slot=slot, place=place) for name, (slot, place) in bookings.items()}
    return dataclasses.replace(
        FAIR, interests=tuple(dataclasses.replace(one, pinned=at.get(one.id)) for one in FAIR.interests)
    )


@pytest.mark.parametrize(
    ("pinned", "conflict"),
    [
        (pin(i12=(1, 1), i13=(1, 2)), PinConflict(fault=PinFault.SAME_PERSON, interests=(12, 13), attendee=1)),
        (pin(i13=(4, 1), i24=(4, 1)), PinConflict(fault=PinFault.PLACE_FULL, interests=(13, 24))),
        (pin(i14=(1, 1)), PinConflict(fault=PinFault.NOT_AVAILABLE, interests=(14,))),
        (pin(i23=(1, BOOTH)), PinConflict(fault=PinFault.WRONG_PLACE, interests=(23,))),
        (pin(i23=(1, VIDEO)), PinConflict(fault=PinFault.WRONG_PLACE, interests=(23,))),
        (pin(i23=(1, EVENING_TABLE)), PinConflict(fault=PinFault.WRONG_PLACE, interests=(23,))),
        (pin(i23=(1, 99)), PinConflict(fault=PinFault.UNKNOWN, interests=(23,))),
        (pin(i23=(99, 1)), PinConflict(fault=PinFault.UNKNOWN, interests=(23,))),
        (
            pin(i12=(1, 1), i23=(2, 1), i24=(4, 1)),
            PinConflict(fault=PinFault.LIMIT, interests=(12, 23, 24), attendee=2),
        ),
        (pin(i13=(4, 1), i34=(5, 1)), PinConflict(fault=PinFault.DAILY_LIMIT, interests=(13, 34), attendee=3)),
    ],
)
def test_a_contradiction_is_named(pinned: Problem, conflict: PinConflict) -> None:
    with pytest.raises(ContradictingPinsError) as raised:
        make_timetable(pinned, seconds=1, seed=1)
    assert raised.value.conflicts == (conflict,)


def test_a_meeting_is_not_pinned_and_barred_at_once() -> None:
    problem = pin(i12=(1, 1))
    barred = tuple(dataclasses.replace(one, barred=one.id == 12) for one in problem.interests)
    with pytest.raises(ContradictingPinsError, match="barred: interests 12"):
        make_timetable(dataclasses.replace(problem, interests=barred), seconds=1, seed=1)


def test_everything_that_is_wrong_is_named_at_once() -> None:
    with pytest.raises(ContradictingPinsError) as raised:
        make_timetable(pin(i14=(1, 1), i12=(2, 1), i23=(2, 1)), seconds=1, seed=1)
    assert [one.fault for one in raised.value.conflicts] == [
        PinFault.NOT_AVAILABLE,
        PinFault.SAME_PERSON,
        PinFault.PLACE_FULL,
    ]
