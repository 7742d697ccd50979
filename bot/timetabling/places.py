"""Gives the meetings of a slot their tables and booths."""

from collections.abc import Sequence

from bot.timetabling.board import Board
from bot.timetabling.model import is_open, kind_of
from bot.timetabling.problem import Booking, Interest, Place, Problem


def book_places(problem: Problem, board: Board) -> dict[int, Booking]:
    """Returns the bookings by interest, with a place of the right kind for every meeting on the board."""
    bookings: dict[int, Booking] = {}
    for slot, at in enumerate(board.model.slots):
        for kind, name in enumerate(board.model.kinds):
            meetings = [board.model.interests[one] for one in sorted(board.seated[kind][slot])]
            places = [place for place in problem.places if kind_of(place) == name and is_open(place, at.id)]
            bookings |= _book(meetings, places, at.id)
    return dict(sorted(bookings.items()))


def _book(meetings: Sequence[Interest], places: Sequence[Place], slot: int) -> dict[int, Booking]:
    """Pinned meetings get their place first, then meetings that keep their place. Others get the first free place."""
    room = {place.id: place.capacity for place in places}
    booked: dict[int, Booking] = {}
    for wanted in ("pinned", "current"):
        for one in meetings:
            booking: Booking | None = getattr(one, wanted)
            if one.id not in booked and booking is not None and booking.slot == slot and room.get(booking.place, 0) > 0:
                booked[one.id] = booking
                room[booking.place] -= 1
    free = (place for place, count in room.items() for _ in range(count))
    for one in meetings:
        if one.id not in booked:
            booked[one.id] = Booking(slot=slot, place=next(free))
    return booked
