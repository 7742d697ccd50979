"""Makes a timetable: relaxation, greedy construction, local search, neighbourhood search, places."""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass

from bot.timetabling import local_search
from bot.timetabling.board import Board
from bot.timetabling.bounds import relax
from bot.timetabling.model import number
from bot.timetabling.neighbourhood_search import search_neighbourhoods
from bot.timetabling.pins import check_pins
from bot.timetabling.places import book_places
from bot.timetabling.problem import Booking, Problem
from bot.timetabling.worth import count_served, moved_interests, value_of

RELAXING = 0.7  # largest share of the time for the relaxation, which guides all later steps
TOLERANCE = 0.01  # points by which the relaxed plan may be off; the value of a plan is a whole number


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
    """Returns a plan after about `seconds`. Raises ContradictingPinsError if pinned meetings contradict each other.

    Keeps one core busy all the time, so call it in a separate process (see `worker`).
    """
    deadline = time.monotonic() + seconds
    check_pins(problem)
    model = number(problem)
    board = Board(model)
    local_search.seat_pinned(board)
    relaxed = relax(board, RELAXING * seconds)
    local_search.seat_earlier(board)
    local_search.fill(board, relaxed.shares)
    local_search.improve(board, deadline)
    if not model.had_booking:  # an earlier plan should change only where a meeting is missing
        search_neighbourhoods(board, bound=relaxed.bound, seconds=seconds, deadline=deadline, seed=seed)
        local_search.improve(board, deadline)
    bookings = book_places(problem, board)
    value, bound = value_of(problem, bookings), math.floor(relaxed.bound + TOLERANCE)
    return Timetable(
        bookings=bookings,
        value=value,
        bound=bound,
        gap=max(bound - value, 0) / bound if bound > 0 else 0.0,
        served=count_served(problem, bookings),
        moved=moved_interests(problem, bookings),
    )
