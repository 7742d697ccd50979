"""Plans some slots of a day anew, as well as can be, while all other meetings stay."""

import random
import time

from bot.timetabling import linear
from bot.timetabling.board import Board
from bot.timetabling.model import indexes
from bot.timetabling.program import MeetingProgram
from bot.timetabling.worth import IDLE_SLOT

COLUMNS = 1_200  # of a program that takes a tenth of a second
MOST_SLOTS = 6
COLUMNS_A_SECOND = 1_000  # a third of what one core solves: work is counted, so that equal problems get equal plans
VAIN = 40  # slots are planned anew so often in vain before the search ends
SOLVING = 5.0  # seconds for one program, which are hardly ever needed


def plan_anew(board: Board, *, bound: float, seconds: float, deadline: float, seed: int) -> None:
    """Some slots after the other, by lot, until nothing gains or the work of so many seconds is done."""
    if not linear.is_available():
        return
    lot, work, vain, count = random.Random(seed), seconds * COLUMNS_A_SECOND, 0, 3  # noqa: S311 (not for secrets)
    while work > 0 and vain < VAIN and time.monotonic() < deadline:
        if board.value + IDLE_SLOT * board.idle >= bound:
            return
        day = indexes(lot.choice(board.model.day_slots))
        slots = sorted(lot.sample(day, min(count, len(day))))
        value = board.value
        columns = _plan_slots(board, slots, min(SOLVING, deadline - time.monotonic()))
        work -= columns
        vain = 0 if board.value > value else vain + 1
        count = min(max(count + (1 if columns < COLUMNS else -1), 1), MOST_SLOTS)


def _plan_slots(board: Board, slots: list[int], seconds: float) -> int:
    """Returns how many columns the program had."""
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
