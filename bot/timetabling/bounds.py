"""An upper bound on the value of all plans, from a linear relaxation, and the share of each meeting in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.timetabling import linear
from bot.timetabling.board import Board
from bot.timetabling.model import Model, bits
from bot.timetabling.program import MeetingProgram
from bot.timetabling.worth import FIRST_MEETING, IDLE_SLOT, INTEREST, MOVE, served_bonus

COLUMNS = 15_000  # of a program that takes two seconds; for larger fairs, slots are joined to parts of days


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxed:
    """`bound`: in points. `shares`: by interest, how much of it is in the relaxed plan."""

    bound: float
    shares: Sequence[float]


def relax(board: Board, seconds: float) -> Relaxed:
    """Relaxes the problem of a board that holds pinned meetings only.

    Without HiGHS, or if time runs out, the bound is looser and all shares are 0.
    """
    if linear.is_available():
        program = MeetingProgram(board, _parts(board))
        optimum = program.solve(seconds)
        if optimum is not None:
            points = board.value + IDLE_SLOT * board.idle  # a later meeting may fill the time between pinned ones
            return Relaxed(bound=points + optimum.value, shares=program.shares(optimum))
    model = board.model
    stay = MOVE * sum(seat is not None for seat in model.current) - MOVE * model.had_booking
    bound = stay + min(_bound_by_people(model), _bound_by_places(model))
    return Relaxed(bound=bound, shares=[0.0] * len(model.interests))


def _parts(board: Board) -> list[int]:
    """Returns sets of slots as bits: single slots, or longer parts of days if there were too many columns."""
    model, size = board.model, 1
    while True:
        parts = [
            bits(range(first, min(first + size, day.bit_length())))
            for day in model.day_slots
            for first in range((day & -day).bit_length() - 1, day.bit_length(), size)
        ]
        columns = sum(bool(possible & part) for possible in model.possible for part in parts)
        if columns <= COLUMNS or len(parts) == len(model.day_slots):
            return parts
        size *= 2


def _bound_by_people(model: Model) -> float:
    """Bound if everybody had their best meetings. Half of the interest of a meeting counts for each person."""
    weights: list[list[int]] = [[] for _ in model.available]
    for interest, ends in zip(model.interests, model.ends, strict=True):
        for person in ends:
            weights[person].append(interest.weight)
    best = [sorted(found, reverse=True)[: _most(model, person)] for person, found in enumerate(weights)]
    return sum(INTEREST * sum(found) / 2 + served_bonus(len(found)) for found in best)


def _bound_by_places(model: Model) -> float:
    """Bound if all places were full of the best meetings, with the highest bonuses."""
    meetings = sum(map(sum, model.capacity))
    interest = sum(sorted((one.weight for one in model.interests), reverse=True)[:meetings])
    most = [_most(model, person) for person in range(len(model.limit))]
    bonuses = sorted((FIRST_MEETING // number for count in most for number in range(1, count + 1)), reverse=True)
    return INTEREST * interest + sum(bonuses[: 2 * meetings])


def _most(model: Model, person: int) -> int:
    return min(model.limit[person], model.available[person].bit_count())
