"""What organizers do without a planner: meetings get the first free slot, or any, in the order they are asked for."""

import random
from collections import Counter, defaultdict
from collections.abc import Sequence

from bot.timetabling.problem import Attendee, Booking, Interest, Place, Problem, Slot


def first_come(problem: Problem) -> dict[int, Booking]:
    """In the order of the ids, at the first time and place that are free."""
    return _Book(problem).fill(problem.interests, sorted(problem.slots, key=lambda slot: slot.starts_at))


def drawn(problem: Problem, seed: int) -> dict[int, Booking]:
    """In any order, at any time."""
    lot = random.Random(seed)
    return _Book(problem).fill(lot.sample(problem.interests, len(problem.interests)), problem.slots, lot)


class _Book:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.attendees = {one.id: one for one in problem.attendees}
        self.days = {slot.id: slot.day for slot in problem.slots}
        self.busy: defaultdict[int, set[int]] = defaultdict(set)
        self.taken: Counter[Booking] = Counter()

    def fill(
        self, interests: Sequence[Interest], slots: Sequence[Slot], lot: random.Random | None = None
    ) -> dict[int, Booking]:
        bookings = {}
        for one in interests:
            order = slots if lot is None else lot.sample(slots, len(slots))
            booking = None if one.barred else self._first_free(one, order)
            if booking is not None:
                bookings[one.id] = booking
                self.taken[booking] += 1
                self.busy[one.first].add(booking.slot)
                self.busy[one.second].add(booking.slot)
        return bookings

    def _first_free(self, one: Interest, slots: Sequence[Slot]) -> Booking | None:
        people = [self.attendees[one.first], self.attendees[one.second]]
        for slot in slots:
            if all(self._is_free(person, slot) for person in people):
                for place in self.problem.places:
                    booking = Booking(slot=slot.id, place=place.id)
                    if self._hosts(place, one, people, slot) and self.taken[booking] < place.capacity:
                        return booking
        return None

    def _is_free(self, person: Attendee, slot: Slot) -> bool:
        busy = self.busy[person.id]
        today = sum(self.days[other] == slot.day for other in busy)
        return (
            slot.id in person.available
            and slot.id not in busy
            and len(busy) < person.limit
            and (person.daily_limit is None or today < person.daily_limit)
        )

    def _hosts(self, place: Place, one: Interest, people: Sequence[Attendee], slot: Slot) -> bool:
        return (
            place.video == one.video
            and (place.slots is None or slot.id in place.slots)
            and (place.only_for is None or place.only_for in {person.company for person in people})
        )
