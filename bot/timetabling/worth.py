"""The value of a plan in points. The search, the bound and the tests all use these numbers."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from bot.timetabling.problem import Booking, Problem

INTEREST = 20  # points for each unit of mutual interest, so 20 to 200 for a meeting
FIRST_MEETING = 240  # points for a person's first meeting; the k-th adds a k-th of it, so the least served come first
IDLE_SLOT = 1  # points lost for each slot that a person waits between two meetings of a day: a tie-breaker
MOVE = 120  # points lost when a meeting of the earlier plan moves or is dropped: six units of mutual interest


def served_bonus(meetings: int) -> int:
    """Returns the points for one person with this number of meetings."""
    return sum(FIRST_MEETING // k for k in range(1, meetings + 1))


def count_served(problem: Problem, bookings: Iterable[int]) -> dict[int, int]:
    """Returns the number of meetings by attendee."""
    by_id = {one.id: one for one in problem.interests}
    served = Counter(person for number in bookings for person in (by_id[number].first, by_id[number].second))
    return {attendee.id: served[attendee.id] for attendee in problem.attendees}


def moved_interests(problem: Problem, bookings: Mapping[int, Booking]) -> frozenset[int]:
    """Returns the interests whose booking changed or ended."""
    return frozenset(
        one.id for one in problem.interests if one.current is not None and bookings.get(one.id) != one.current
    )


def idle_slots(problem: Problem, bookings: Mapping[int, Booking]) -> int:
    """Counts the slots in which available people wait between two meetings of a day, over all people."""
    order = sorted(problem.slots, key=lambda slot: slot.starts_at)
    day = {slot.id: slot.day for slot in order}
    busy: defaultdict[tuple[int, object], set[int]] = defaultdict(set)
    for one in problem.interests:
        if booking := bookings.get(one.id):
            for person in (one.first, one.second):
                busy[person, day[booking.slot]].add(booking.slot)
    days: defaultdict[object, list[int]] = defaultdict(list)
    for slot in order:
        days[slot.day].append(slot.id)
    available = {attendee.id: attendee.available for attendee in problem.attendees}
    return sum(_idle(days[date], slots, available[person]) for (person, date), slots in busy.items())


def _idle(order: list[int], busy: set[int], available: frozenset[int]) -> int:
    places = [place for place, slot in enumerate(order) if slot in busy]
    return sum(slot in available and slot not in busy for slot in order[places[0] : places[-1]])


def value_of(problem: Problem, bookings: Mapping[int, Booking]) -> int:
    """Returns the points of a plan."""
    interest = sum(one.weight for one in problem.interests if one.id in bookings)
    fairness = sum(served_bonus(meetings) for meetings in count_served(problem, bookings).values())
    lost = IDLE_SLOT * idle_slots(problem, bookings) + MOVE * len(moved_interests(problem, bookings))
    return INTEREST * interest + fairness - lost
