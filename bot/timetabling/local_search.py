"""Greedy construction of a plan, and local search: inserts missing meetings and moves planned ones."""

import time
from collections.abc import Sequence

from bot.timetabling.board import Board
from bot.timetabling.model import indexes
from bot.timetabling.moves import insert_in_best_slot, insert_with_ejection
from bot.timetabling.worth import INTEREST


def seat_pinned(board: Board) -> None:
    for interest, seat in enumerate(board.model.pinned):
        if seat is not None:
            board.put(interest, seat)
    board.keep()


def seat_earlier(board: Board) -> None:
    """Inserts the meetings of the earlier plan that are still possible, most interest first."""
    model = board.model
    for interest in sorted(range(len(model.interests)), key=lambda one: -model.interests[one].weight):
        seat = model.current[interest]
        if seat is None or board.seat[interest] is not None:
            continue
        slot, kind = seat
        if board.fits(interest) >> slot & 1 and board.room[kind] >> slot & 1:
            board.put(interest, seat)
    board.keep()


def fill(board: Board, shares: Sequence[float]) -> None:
    """Inserts meetings that fit: by their share in the relaxed plan, then by the fewest possible slots."""
    model = board.model
    order = sorted(
        range(len(model.interests)),
        key=lambda one: (-round(shares[one], 6), model.possible[one].bit_count(), -model.interests[one].weight),
    )
    for interest in order:
        if board.seat[interest] is None:
            insert_in_best_slot(board, interest)
    board.keep()


def improve(board: Board, deadline: float) -> None:
    """Inserts and moves meetings while that gains points, until `deadline` (of time.monotonic)."""
    while _move_for_less_waiting(board) | _insert_missing(board, deadline):
        pass


def _move_for_less_waiting(board: Board) -> bool:
    """Moves single meetings to slots that leave their people fewer idle slots."""
    gained = False
    for interest, seat in enumerate(board.seat):
        if seat is None or board.model.pinned[interest] is not None:
            continue
        mark, value = board.mark(), board.value
        board.take(interest)
        if insert_in_best_slot(board, interest) and board.value > value:
            gained = True
        else:
            board.undo(mark)
    board.keep()
    return gained


def _insert_missing(board: Board, deadline: float) -> bool:
    """Tries every missing meeting once, highest gain first."""
    missing = [one for one, seat in enumerate(board.seat) if seat is None]
    gained = False
    for interest in sorted(missing, key=lambda one: (-board.gain(one), one)):
        if time.monotonic() > deadline:
            return False
        if _could_gain(board, interest) and _insert_somewhere(board, interest):
            gained = True
    return gained


def _insert_somewhere(board: Board, interest: int) -> bool:
    """Inserts the meeting in the first slot where that gains points, with ejections. Returns True if it did."""
    for slot in indexes(board.model.possible[interest]):
        mark, value = board.mark(), board.value
        if insert_with_ejection(board, interest, slot) and board.value > value:
            board.keep()
            return True
        board.undo(mark)
    return False


def _could_gain(board: Board, interest: int) -> bool:
    """Returns True if the meeting is worth more than the meetings that its people would give up at their limits."""
    points = INTEREST * board.model.interests[interest].weight
    for person in board.model.ends[interest]:
        if board.served[person] < board.model.limit[person]:
            points += board.bonus[board.served[person] + 1]
        else:
            points -= min(
                (
                    board.loss(one) - board.bonus[board.served[person]]
                    for at in indexes(board.busy[person])
                    if board.model.pinned[one := board.at[person][at]] is None
                ),
                default=points,
            )
    return points > 0
