"""Contradictions between pinned meetings."""

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from bot.timetabling.model import is_open
from bot.timetabling.problem import Booking, Interest, Problem


class PinFault(StrEnum):
    BARRED = "barred"  # pinned and barred at once
    UNKNOWN = "unknown"  # the slot, place or attendee does not exist
    NOT_AVAILABLE = "not_available"  # one of the two is not available
    WRONG_PLACE = "wrong_place"  # closed, a booth of other companies, or video at a table
    SAME_PERSON = "same_person"  # a person has several meetings in one slot
    PLACE_FULL = "place_full"  # more meetings in one slot than the place holds
    LIMIT = "limit"  # more meetings than the person wants
    DAILY_LIMIT = "daily_limit"  # more meetings than the person wants on a day


@dataclass(frozen=True, slots=True, kw_only=True)
class PinConflict:
    """A fault and its pinned interests. `attendee` is the person concerned, if it concerns one."""

    fault: PinFault
    interests: tuple[int, ...]
    attendee: int | None = None


class ContradictingPinsError(ValueError):
    """Pinned meetings contradict each other. `conflicts` has all contradictions in a stable order."""

    def __init__(self, conflicts: tuple[PinConflict, ...]) -> None:
        super().__init__("; ".join(f"{one.fault}: interests {', '.join(map(str, one.interests))}" for one in conflicts))
        self.conflicts = conflicts


def check_pins(problem: Problem) -> None:
    """Raises ContradictingPinsError with all faults of the pinned meetings."""
    pinned = {one.id: (one, one.pinned) for one in problem.interests if one.pinned is not None}
    faults = {number: _fault(problem, one, booking) for number, (one, booking) in pinned.items()}
    conflicts = [PinConflict(fault=fault, interests=(number,)) for number, fault in faults.items() if fault is not None]
    conflicts += _too_many_at_once(problem, [pinned[number] for number, fault in faults.items() if fault is None])
    conflicts += _too_many_for_a_person(problem, [pinned[number] for number, fault in faults.items() if fault is None])
    if conflicts:
        raise ContradictingPinsError(tuple(conflicts))


def _fault(problem: Problem, one: Interest, booking: Booking) -> PinFault | None:
    """Returns the fault of a single pinned meeting, if any."""
    place = next((place for place in problem.places if place.id == booking.place), None)
    people = [person for person in problem.attendees if person.id in {one.first, one.second}]
    if one.barred:
        return PinFault.BARRED
    if place is None or len(people) != 2 or all(slot.id != booking.slot for slot in problem.slots):
        return PinFault.UNKNOWN
    if any(booking.slot not in person.available for person in people):
        return PinFault.NOT_AVAILABLE
    is_of_others = place.only_for is not None and place.only_for not in {person.company for person in people}
    if is_of_others or place.video != one.video or not is_open(place, booking.slot):
        return PinFault.WRONG_PLACE
    return None


def _too_many_at_once(problem: Problem, pinned: list[tuple[Interest, Booking]]) -> list[PinConflict]:
    by_person: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    by_place: defaultdict[Booking, list[int]] = defaultdict(list)
    for one, booking in pinned:
        by_place[booking].append(one.id)
        for person in (one.first, one.second):
            by_person[person, booking.slot].append(one.id)
    capacity = {place.id: place.capacity for place in problem.places}
    return [
        *(
            PinConflict(fault=PinFault.SAME_PERSON, interests=tuple(numbers), attendee=person)
            for (person, _), numbers in by_person.items()
            if len(numbers) > 1
        ),
        *(
            PinConflict(fault=PinFault.PLACE_FULL, interests=tuple(numbers))
            for booking, numbers in by_place.items()
            if len(numbers) > capacity[booking.place]
        ),
    ]


def _too_many_for_a_person(problem: Problem, pinned: list[tuple[Interest, Booking]]) -> list[PinConflict]:
    day = {slot.id: slot.day for slot in problem.slots}
    conflicts = []
    for person in problem.attendees:
        own = [(one.id, day[at.slot]) for one, at in pinned if person.id in {one.first, one.second}]
        if len(own) > person.limit:
            numbers = tuple(number for number, _ in own)
            conflicts.append(PinConflict(fault=PinFault.LIMIT, interests=numbers, attendee=person.id))
        for date in sorted({date for _, date in own}):
            numbers = tuple(number for number, on in own if on == date)
            if person.daily_limit is not None and len(numbers) > person.daily_limit:
                conflicts.append(PinConflict(fault=PinFault.DAILY_LIMIT, interests=numbers, attendee=person.id))
    return conflicts
