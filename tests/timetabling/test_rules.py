"""Every plan keeps every rule, whatever the fair is like."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.timetabling import linear
from bot.timetabling.pins import ContradictingPinsError
from bot.timetabling.plan import Timetable, make_timetable
from bot.timetabling.problem import Booking, Problem
from bot.timetabling.worth import served_bonus, value_of
from tests.timetabling.checks import faults
from tests.timetabling.small import problems


def plan(problem: Problem, seed: int = 1) -> Timetable:
    return make_timetable(problem, seconds=5, seed=seed)


@settings(deadline=None, max_examples=150)
@given(problems())
def test_nobody_and_no_place_is_booked_twice_or_when_not_there(problem: Problem) -> None:
    assert faults(problem, plan(problem).bookings) == []


@settings(deadline=None, max_examples=150)
@given(problems())
def test_the_value_is_what_the_meetings_are_worth_and_the_bound_holds(problem: Problem) -> None:
    found = plan(problem)
    assert found.value == value_of(problem, found.bookings) <= found.bound
    assert 0 <= found.gap <= 1
    meetings = [one for one in problem.interests if one.id in found.bookings]
    served = {person.id: sum(person.id in {one.first, one.second} for one in meetings) for person in problem.attendees}
    assert found.served == served
    without_idle = 20 * sum(one.weight for one in meetings) + sum(map(served_bonus, served.values()))
    assert without_idle - len(problem.slots) * len(problem.attendees) <= found.value <= without_idle


@settings(deadline=None, max_examples=60)
@given(problems(), st.integers(0, 9))
def test_equal_problems_have_equal_plans(problem: Problem, seed: int) -> None:
    assert plan(problem, seed) == plan(problem, seed)


@settings(deadline=None, max_examples=150)
@given(problems(), st.data())
def test_pinned_meetings_stay_and_barred_ones_are_out(problem: Problem, data: st.DataObject) -> None:
    before = plan(problem).bookings
    pinned = data.draw(st.sets(st.sampled_from(sorted(before)))) if before else set()
    barred = data.draw(st.sets(st.sampled_from(sorted(before)))) - pinned if before else set()
    changed = dataclasses.replace(
        problem,
        interests=tuple(
            dataclasses.replace(
                one, pinned=before[one.id] if one.id in pinned else None, barred=one.barred or one.id in barred
            )
            for one in problem.interests
        ),
    )
    found = plan(changed)
    assert faults(changed, found.bookings) == []
    assert found.value <= found.bound


@settings(deadline=None, max_examples=150)
@given(problems(), st.data())
def test_pins_are_kept_or_named_as_contradicting(problem: Problem, data: st.DataObject) -> None:
    bookings = st.builds(Booking, slot=st.integers(1, 4), place=st.integers(1, 3))
    pinned = dataclasses.replace(
        problem,
        interests=tuple(dataclasses.replace(one, pinned=data.draw(st.none() | bookings)) for one in problem.interests),
    )
    only_pinned = {one.id: one.pinned for one in pinned.interests if one.pinned is not None}
    try:
        found = plan(pinned)
    except ContradictingPinsError as error:
        named = {number for conflict in error.conflicts for number in conflict.interests}
        assert named <= only_pinned.keys()
        return
    assert faults(pinned, found.bookings) == []


@settings(deadline=None, max_examples=150)
@given(problems())
def test_planning_again_moves_nobody_when_nothing_changed(problem: Problem) -> None:
    before = plan(problem)
    again = dataclasses.replace(
        problem,
        interests=tuple(dataclasses.replace(one, current=before.bookings.get(one.id)) for one in problem.interests),
    )
    after = plan(again)
    assert after.moved == frozenset()
    assert after.bookings == before.bookings
    assert after.value == before.value <= after.bound


@settings(deadline=None, max_examples=100)
@given(problems(), st.data())
def test_a_plan_after_changes_keeps_every_rule(problem: Problem, data: st.DataObject) -> None:
    before = plan(problem)
    gone = data.draw(st.sets(st.sampled_from([slot.id for slot in problem.slots])))
    changed = dataclasses.replace(
        problem,
        attendees=tuple(
            dataclasses.replace(one, available=one.available - gone) if one.id % 2 else one for one in problem.attendees
        ),
        interests=tuple(dataclasses.replace(one, current=before.bookings.get(one.id)) for one in problem.interests),
    )
    after = plan(changed)
    assert faults(changed, after.bookings) == []
    assert after.moved == {number for number, at in before.bookings.items() if after.bookings.get(number) != at}
    assert after.value == value_of(changed, after.bookings) <= after.bound


@settings(deadline=None, max_examples=60)
@given(problems())
def test_without_the_solver_there_is_a_plan_with_a_bound(problem: Problem) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(linear, "is_available", lambda: False)
        found = plan(problem)
    assert faults(problem, found.bookings) == []
    assert found.value == value_of(problem, found.bookings) <= found.bound
