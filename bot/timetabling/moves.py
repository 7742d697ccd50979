"""How a plan in the making gets better: meetings are put in, push others out, and those go elsewhere."""

from bot.timetabling.board import Board
from bot.timetabling.model import indexes


def put_in_best_slot(board: Board, interest: int) -> bool:
    """Puts it where the two wait least, if it fits without moving another."""
    slots = board.fits(interest)
    if not slots or board.seat[interest] is not None:
        return False
    slot = min(indexes(slots), key=lambda slot: board.idle_with(interest, slot))
    kind = board.kind_with_room(interest, slot)
    if kind is None:
        return False
    board.put(interest, (slot, kind))
    return True


def push_in(board: Board, interest: int, slot: int) -> bool:
    """Puts it in the slot, pushes out what is in its way and finds other slots for that. False: a pin is in its way."""
    pushed: list[int] = []
    for person in board.model.ends[interest]:
        if not _make_free(board, person, slot, pushed):
            return False
    kind = board.kind_with_room(interest, slot)
    if kind is None:
        kind = _swap_place(board, interest, slot)
    if kind is None:
        kind = _cheapest_out(board, interest, slot, pushed)
    if kind is None:
        return False
    board.put(interest, (slot, kind))
    for other in sorted(pushed, key=board.gain, reverse=True):
        if not put_in_best_slot(board, other):
            _shift_in(board, other)
    return True


def _make_free(board: Board, person: int, slot: int, pushed: list[int]) -> bool:
    """Takes what keeps the person from a meeting in the slot: another one then, or the least good of too many."""
    there = board.at[person][slot]
    if there >= 0:
        if board.model.pinned[there] is not None:
            return False
        board.take(there)
        pushed.append(there)
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
    pushed.append(least)
    return bool(board.free[person] >> slot & 1)


def _swap_place(board: Board, interest: int, slot: int) -> int | None:
    """Makes room by sending a meeting of the slot to another kind of place, such as its own booth."""
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


def _cheapest_out(board: Board, interest: int, slot: int, pushed: list[int]) -> int | None:
    """Makes room by pushing out the meeting of the slot that is worth least."""
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
    pushed.append(least[1])
    return least[2]


def _shift_in(board: Board, interest: int) -> bool:
    """Puts it where one other meeting is in its way that fits elsewhere."""
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
                if put_in_best_slot(board, blocker):
                    return True
        board.undo(mark)
    return False
