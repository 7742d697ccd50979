"""What is wrong with a plan, counted without the planner's own code."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from bot.timetabling.problem import Booking, Interest, Problem


def faults(problem: Problem, bookings: Mapping[int, Booking]) -> list[str]:
    """Empty when the plan keeps every rule."""
    return [*_of_meetings(problem, bookings), *_of_people(problem, bookings), *_of_places(problem, bookings)]


def _planned(problem: Problem, bookings: Mapping[int, Booking]) -> list[tuple[Interest, Booking]]:
    by_id = {one.id: one for one in problem.interests}
    return [(by_id[number], booking) for number, booking in bookings.items()]


def _of_meetings(problem: Problem, bookings: Mapping[int, Booking]) -> Iterator[str]:
    places = {place.id: place for place in problem.places}
    companies = {one.id: one.company for one in problem.attendees}
    for one in problem.interests:
        if one.barred and one.id in bookings:
            yield f"{one.id} is barred"
        if one.pinned is not None and bookings.get(one.id) != one.pinned:
            yield f"{one.id} is not where it is pinned"
    for one, booking in _planned(problem, bookings):
        place = places[booking.place]
        if place.slots is not None and booking.slot not in place.slots:
            yield f"{one.id} is at place {place.id} when that is closed"
        if place.only_for is not None and place.only_for not in {companies[one.first], companies[one.second]}:
            yield f"{one.id} is at the booth of company {place.only_for}"
        if place.video != one.video:
            yield f"{one.id} is at a place of the wrong kind"


def _of_people(problem: Problem, bookings: Mapping[int, Booking]) -> Iterator[str]:
    days = {slot.id: slot.day for slot in problem.slots}
    own: defaultdict[int, list[int]] = defaultdict(list)
    for one, booking in _planned(problem, bookings):
        own[one.first].append(booking.slot)
        own[one.second].append(booking.slot)
    for person in problem.attendees:
        slots = own[person.id]
        if len(slots) != len(set(slots)):
            yield f"{person.id} is in two meetings at once"
        if not person.available.issuperset(slots):
            yield f"{person.id} is not there"
        if len(slots) > person.limit:
            yield f"{person.id} has too many meetings"
        most = max(Counter(days[slot] for slot in slots).values(), default=0)
        if person.daily_limit is not None and most > person.daily_limit:
            yield f"{person.id} has too many meetings on a day"


def _of_places(problem: Problem, bookings: Mapping[int, Booking]) -> Iterator[str]:
    at_once = Counter(bookings.values())
    for place in problem.places:
        for slot in problem.slots:
            if at_once[Booking(slot=slot.id, place=place.id)] > place.capacity:
                yield f"place {place.id} is too full at {slot.id}"
