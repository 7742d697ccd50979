"""The problem by indexes from 0, with sets of slots as bits of a number, which makes the search fast."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.timetabling.problem import Booking, Interest, Place, Problem, Slot

Kind = tuple[bool, int | None]  # places that can replace each other: for video or not, and of which company
Seat = tuple[int, int]  # a slot and a kind of place, by index


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Slots are in order of time, people as in the problem. Impossible interests are left out."""

    slots: tuple[Slot, ...]
    day_of: tuple[int, ...]  # by slot
    day_slots: tuple[int, ...]  # by day: bits
    kinds: tuple[Kind, ...]
    capacity: tuple[tuple[int, ...], ...]  # by kind and slot: meetings at once
    available: tuple[int, ...]  # by person: bits
    limit: tuple[int, ...]
    daily_limit: tuple[int, ...]
    interests: tuple[Interest, ...]
    ends: tuple[tuple[int, int], ...]  # by interest: its two people
    options: tuple[tuple[int, ...], ...]  # by interest: the possible kinds of places, booths first
    possible: tuple[int, ...]  # by interest: the possible slots, as bits
    pinned: tuple[Seat | None, ...]  # by interest
    current: tuple[Seat | None, ...]  # by interest: the seat in the earlier plan, if still possible
    had_booking: int  # interests that are in the earlier plan, possible or not


def kind_of(place: Place) -> Kind:
    return place.video, place.only_for


def is_open(place: Place, slot: int) -> bool:
    return place.slots is None or slot in place.slots


def bits(indexes: Iterable[int]) -> int:
    """Returns the set of indexes as a number. Each index may occur once."""
    return sum(1 << index for index in indexes)


def indexes(mask: int) -> list[int]:
    """Returns the set bits, lowest first."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


class _Numbers:
    """The indexes of one problem's ids."""

    def __init__(self, problem: Problem) -> None:
        self.slots = tuple(sorted(problem.slots, key=lambda slot: (slot.starts_at, slot.id)))
        self.slot = {slot.id: index for index, slot in enumerate(self.slots)}
        self.places = {place.id: place for place in problem.places}
        self.kinds = tuple(sorted({kind_of(place) for place in problem.places}, key=repr))
        self.kind = {kind: index for index, kind in enumerate(self.kinds)}
        self.attendees = {one.id: one for one in problem.attendees}
        self.person = {one.id: index for index, one in enumerate(problem.attendees)}
        self.capacity = tuple(
            tuple(
                sum(place.capacity for place in problem.places if kind_of(place) == kind and is_open(place, slot.id))
                for slot in self.slots
            )
            for kind in self.kinds
        )
        self.open = tuple(bits(slot for slot, room in enumerate(by_slot) if room) for by_slot in self.capacity)
        self.available = tuple(
            bits(self.slot[slot] for slot in one.available if slot in self.slot) for one in problem.attendees
        )

    def options(self, one: Interest) -> tuple[int, ...]:
        companies = sorted({self.attendees[one.first].company, self.attendees[one.second].company})
        wanted: list[Kind] = [*((one.video, company) for company in companies), (one.video, None)]
        return tuple(self.kind[kind] for kind in wanted if kind in self.kind)

    def possible(self, one: Interest) -> int:
        opened = 0
        for kind in self.options(one):
            opened |= self.open[kind]
        return opened & self.available[self.person[one.first]] & self.available[self.person[one.second]]

    def seat(self, one: Interest, booking: Booking | None) -> Seat | None:
        """Returns the seat of the booking; None if the meeting is not possible there."""
        if booking is None or booking.slot not in self.slot or booking.place not in self.places:
            return None
        place, slot = self.places[booking.place], self.slot[booking.slot]
        kind = self.kind[kind_of(place)]
        fits = kind in self.options(one) and is_open(place, booking.slot) and place.capacity > 0
        return (slot, kind) if fits and self.possible(one) >> slot & 1 else None


def number(problem: Problem) -> Model:
    """Returns the problem by indexes. Call `check_pins` before."""
    by = _Numbers(problem)
    days = sorted({slot.day for slot in by.slots})
    day_of = tuple(days.index(slot.day) for slot in by.slots)
    used = tuple(one for one in problem.interests if not one.barred and by.possible(one))
    return Model(
        slots=by.slots,
        day_of=day_of,
        day_slots=tuple(bits(slot for slot, day in enumerate(day_of) if day == this) for this in range(len(days))),
        kinds=by.kinds,
        capacity=by.capacity,
        available=by.available,
        limit=tuple(one.limit for one in problem.attendees),
        daily_limit=tuple(len(by.slots) if one.daily_limit is None else one.daily_limit for one in problem.attendees),
        interests=used,
        ends=tuple((by.person[one.first], by.person[one.second]) for one in used),
        options=tuple(by.options(one) for one in used),
        possible=tuple(by.possible(one) for one in used),
        pinned=tuple(by.seat(one, one.pinned) for one in used),
        current=tuple(by.seat(one, one.current) for one in used),
        had_booking=sum(one.current is not None for one in problem.interests),
    )
