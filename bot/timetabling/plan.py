"""The one way to a timetable."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.timetabling.problem import Booking, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """A plan without conflicts.

    `bookings`: by interest. `value`: of `bot.timetabling.worth`. `bound`: no plan has more value.
    `gap`: the part of the bound that is missing, 0 to 1. `served`: meetings by attendee.
    `moved`: interests that had a booking and have another one or none.
    """

    bookings: Mapping[int, Booking]
    value: int
    bound: float
    gap: float
    served: Mapping[int, int]
    moved: frozenset[int]


def make_timetable(problem: Problem, *, seconds: float, seed: int) -> Timetable:
    """A plan within about `seconds`. Raises ContradictingPinsError when the pinned meetings cannot all be."""
    raise NotImplementedError
