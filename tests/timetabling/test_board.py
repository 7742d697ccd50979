"""The running total of a plan in the making."""

import dataclasses
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.timetabling.board import Board
from bot.timetabling.local_search import seat_earlier
from bot.timetabling.model import indexes, number
from bot.timetabling.moves import insert_with_ejection
from bot.timetabling.places import book_places
from bot.timetabling.plan import make_timetable
from bot.timetabling.problem import Problem
from bot.timetabling.worth import idle_slots, value_of
from tests.timetabling.checks import faults
from tests.timetabling.small import problems


@settings(deadline=None, max_examples=150)
@given(problems(), st.booleans(), st.randoms(use_true_random=False))
def test_the_total_is_right_after_moves_and_undone_ones(problem: Problem, again: bool, lot: random.Random) -> None:
    if again:
        before = make_timetable(problem, seconds=5, seed=1).bookings
        changed = tuple(dataclasses.replace(one, current=before.get(one.id)) for one in problem.interests)
        closed = tuple(dataclasses.replace(one, slots=frozenset()) if one.id == 1 else one for one in problem.places)
        problem = dataclasses.replace(problem, interests=changed, places=closed)
    model = number(problem)
    board = Board(model)
    seat_earlier(board)
    check_total(problem, board)
    for _ in range(10):
        missing = [one for one, seat in enumerate(board.seat) if seat is None]
        if not missing:
            break
        interest = lot.choice(missing)
        mark, value = board.mark(), board.value
        is_in = insert_with_ejection(board, interest, lot.choice(indexes(model.possible[interest])))
        if not is_in or lot.random() < 0.3:
            board.undo(mark)
            assert board.value == value
        check_total(problem, board)


def check_total(problem: Problem, board: Board) -> None:
    bookings = book_places(problem, board)
    assert faults(problem, bookings) == []
    assert board.idle == idle_slots(problem, bookings)
    assert board.value == value_of(problem, bookings)
