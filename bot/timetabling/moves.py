"""Moves of the local search: insert a meeting, eject the meetings in its way, and insert those elsewhere."""

from bot.timetabling.board import Board
from bot.timetabling.model import indexes


def insert_in_best_slot(board: Board, interest: int) -> bool:
    """Inserts the meeting where the two wait least, if it fits without moving others. Returns True if it did."""
    slots = board.fits(interest)
    if not slots or board.seat[interest] is not None:
        return False
    slot = min(indexes(slots), key=lambda slot: board.idle_with(interest, slot))
    kind = board.kind_with_room(interest, slot)
    if kind is None:
        return False
    board.put(interest, (slot, kind))
    return True


def insert_with_ejection(board: Board, interest: int, slot: int) -> bool:
    """Inserts the meeting in the slot, ejects meetings in its way, and inserts those elsewhere if they fit.

    Returns False if a pinned meeting is in its way. The board may have changed then: the caller undoes it.
    """
    ejected: list[int] = []
    for person in board.model.ends[interest]:
        if not _make_free(board, person, slot, ejected):
            return False
    kind = board.kind_with_room(interest, slot)
    if kind is None:
        kind = _swap_place(board, interest, slot)
    if kind is None:
        kind = _eject_least_valuable(board, interest, slot, ejected)
    if kind is None:
        return False
    board.put(interest, (slot, kind))
    for other in sorted(ejected, key=board.gain, reverse=True):
        if not insert_in_best_slot(board, other):
            _insert_by_shifting(board, other)
    return True


def _make_free(board: Board, person: int, slot: int, ejected: list[int]) -> bool:
    """Ejects the person's meeting in the slot and, if they are at a limit, their least valuable meeting.

    Returns False if a pinned meeting is in the way.
    """
    there = board.at[person][slot]
    if there >= 0:
        if board.model.pinned[there] is not None:
            return False
        board.take(there)
        ejected.append(there)
    if board.free[person] >> slot & 1:
        return True
    day = board.model.day_slots[board.model.day_of[slot]]
    if board.served_on[person][board.model.day_of[slot]] >= board.model.daily_limit[person]:
        busy = board.busy[person] & day
    else:
        busy = board.busy[person]
    others = [one for at in indexes(busy) if board.model.pinned[one := board.at[person][at]] is None]
    if not others:
        return False
    least = min(others, key=lambda one: (board.loss(one), one))
    board.take(least)
    ejected.append(least)
    return bool(board.free[person] >> slot & 1)


def _swap_place(board: Board, interest: int, slot: int) -> int | None:
    """Moves a meeting of the slot to another kind of place, such as its own booth. Returns the kind that it left."""
    for kind in board.model.options[interest]:
        for other in sorted(board.seated[kind][slot]):
            if board.model.pinned[other] is not None or board.model.current[other] == (slot, kind):
                continue
            elsewhere = next((one for one in board.model.options[other] if board.room[one] >> slot & 1), None)
            if elsewhere is not None:
                board.take(other)
                board.put(other, (slot, elsewhere))
                return kind
    return None


def _eject_least_valuable(board: Board, interest: int, slot: int, ejected: list[int]) -> int | None:
    """Ejects the least valuable meeting of the slot. Returns its kind of place, or None if all are pinned."""
    least = min(
        (
            (board.loss(other), other, kind)
            for kind in board.model.options[interest]
            for other in board.seated[kind][slot]
            if board.model.pinned[other] is None
        ),
        default=None,
    )
    if least is None:
        return None
    board.take(least[1])
    ejected.append(least[1])
    return least[2]


def _insert_by_shifting(board: Board, interest: int) -> bool:
    """Inserts the meeting where a single other meeting is in its way and fits elsewhere. Returns True if it did."""
    first, second = board.model.ends[interest]
    rooms = board.rooms(interest)
    one_busy = (board.free[first] & board.busy[second] & board.model.available[second]) | (
        board.free[second] & board.busy[first] & board.model.available[first]
    )
    for slot in indexes(one_busy & rooms & board.model.possible[interest]):
        person = first if board.at[first][slot] >= 0 else second
        blocker = board.at[person][slot]
        if board.model.pinned[blocker] is not None or board.model.current[blocker] == board.seat[blocker]:
            continue
        if not board.elsewhere(blocker):
            continue
        mark = board.mark()
        board.take(blocker)
        if board.fits(interest) >> slot & 1:
            kind = board.kind_with_room(interest, slot)
            if kind is not None:
                board.put(interest, (slot, kind))
                if insert_in_best_slot(board, blocker):
                    return True
        board.undo(mark)
    return False
