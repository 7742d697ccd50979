"""Large neighbourhood search: plans a few slots of a day again with an exact program; all other meetings stay."""

import random
import time

from bot.timetabling import linear
from bot.timetabling.board import Board
from bot.timetabling.model import indexes
from bot.timetabling.program import MeetingProgram
from bot.timetabling.worth import IDLE_SLOT

COLUMNS = 1_200  # target size of a program, which takes a tenth of a second
MOST_SLOTS = 6  # per program
COLUMNS_PER_SECOND = 1_000
"""Work per second, a third of what one core solves. Counting work instead of time gives equal problems equal plans."""
MOST_FAILURES = 40  # programs in a row without a gain, after which the search ends
SOLVING_S = 5.0  # time limit of one program; hardly ever needed


def search_neighbourhoods(board: Board, *, bound: float, seconds: float, deadline: float, seed: int) -> None:
    """Improves random slots, until `bound` is reached, nothing gains, or the work for `seconds` is done.

    The number of slots per program adapts to the size of the programs.
    """
    if not linear.is_available():
        return
    rng, work, failures, count = random.Random(seed), seconds * COLUMNS_PER_SECOND, 0, 3  # noqa: S311 (not for secrets)
    while work > 0 and failures < MOST_FAILURES and time.monotonic() < deadline:
        if board.value + IDLE_SLOT * board.idle >= bound:
            return
        day = indexes(rng.choice(board.model.day_slots))
        slots = sorted(rng.sample(day, min(count, len(day))))
        value = board.value
        columns = _plan_slots(board, slots, min(SOLVING_S, deadline - time.monotonic()))
        work -= columns
        failures = 0 if board.value > value else failures + 1
        count = min(max(count + (1 if columns < COLUMNS else -1), 1), MOST_SLOTS)


def _plan_slots(board: Board, slots: list[int], seconds: float) -> int:
    """Removes all unpinned meetings of the slots and plans them again. Keeps the result only if it gains points.

    Returns the number of columns of the program.
    """
    mark, value = board.mark(), board.value
    for slot in slots:
        for seated in board.seated:
            for interest in sorted(seated[slot]):
                if board.model.pinned[interest] is None:
                    board.take(interest)
    program = MeetingProgram(board, [1 << slot for slot in slots])
    optimum = program.solve(seconds, whole=True)
    if optimum is not None:
        for interest, (part, kind) in program.chosen(optimum):
            board.put(interest, (slots[part], kind))
    if board.value > value:
        board.keep()
    else:
        board.undo(mark)
    return program.size
