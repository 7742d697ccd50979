"""The state of the search: who meets when, at which kind of place, and the value of the plan so far."""

from bot.timetabling.model import Model, Seat
from bot.timetabling.worth import FIRST_MEETING, IDLE_SLOT, INTEREST, MOVE


class Board:
    """A plan without conflicts. Records its changes, so that they can be undone.

    Persons, slots, kinds and interests are indexes of the model. Sets of slots are bits of a number.
    """

    def __init__(self, model: Model) -> None:
        people, slots, days = len(model.available), len(model.slots), len(model.day_slots)
        self.model = model
        self.seat: list[Seat | None] = [None] * len(model.interests)
        self.at: list[list[int]] = [[-1] * slots for _ in range(people)]  # by person and slot: the interest
        self.free = list(model.available)  # by person: slots in which another meeting is possible, bits
        self.busy = [0] * people
        self.served = [0] * people
        self.served_on = [[0] * days for _ in range(people)]
        self.seated: list[list[set[int]]] = [[set() for _ in range(slots)] for _ in model.kinds]
        self.room = [sum(1 << slot for slot, room in enumerate(row) if room) for row in model.capacity]
        self.value = -MOVE * model.had_booking
        self.idle = 0  # slots, of all people
        self._full = [0 if limit > 0 else -1 for limit in model.daily_limit]  # days with enough, bits of slots
        self._idle = [[0] * days for _ in range(people)]
        self._changes: list[tuple[int, Seat | None]] = []
        self.bonus = (0, *(FIRST_MEETING // number for number in range(1, slots + 2)))
        for person in range(people):
            self._refresh(person)

    def fits(self, interest: int) -> int:
        """Returns the slots in which the meeting fits without moving others."""
        first, second = self.model.ends[interest]
        both = self.free[first] & self.free[second]
        return both & self.rooms(interest) if both else 0

    def elsewhere(self, interest: int) -> int:
        """Returns the slots with a place in which neither of the two has a meeting. Ignores their limits."""
        first, second = self.model.ends[interest]
        idle = self.model.possible[interest] & ~self.busy[first] & ~self.busy[second]
        return idle & self.rooms(interest) if idle else 0

    def rooms(self, interest: int) -> int:
        """Returns the slots with a free place for the meeting."""
        found = 0
        for kind in self.model.options[interest]:
            found |= self.room[kind]
        return found

    def kind_with_room(self, interest: int, slot: int) -> int | None:
        """Returns a kind of place with room in the slot: where the meeting is now, then own booths, then tables."""
        current = self.model.current[interest]
        if current is not None and current[0] == slot and self.room[current[1]] >> slot & 1:
            return current[1]
        return next((kind for kind in self.model.options[interest] if self.room[kind] >> slot & 1), None)

    def gain(self, interest: int) -> int:
        """Returns the points of adding the meeting, without idle slots and moves."""
        first, second = self.model.ends[interest]
        bonus = self.bonus[self.served[first] + 1] + self.bonus[self.served[second] + 1]
        return INTEREST * self.model.interests[interest].weight + bonus

    def loss(self, interest: int) -> int:
        """Returns the points of a planned meeting, without idle slots."""
        first, second = self.model.ends[interest]
        bonus = self.bonus[self.served[first]] + self.bonus[self.served[second]]
        kept = MOVE if self.model.current[interest] == self.seat[interest] else 0
        return INTEREST * self.model.interests[interest].weight + bonus + kept

    def idle_with(self, interest: int, slot: int) -> int:
        """Returns how many more idle slots the two have if they meet in the slot."""
        day = self.model.day_of[slot]
        return sum(
            self._count_idle(person, day, self.busy[person] | 1 << slot) - self._idle[person][day]
            for person in self.model.ends[interest]
        )

    def put(self, interest: int, seat: Seat) -> None:
        self._changes.append((interest, None))
        self._put(interest, seat)

    def take(self, interest: int) -> None:
        self._changes.append((interest, self.seat[interest]))
        self._take(interest)

    def mark(self) -> int:
        return len(self._changes)

    def undo(self, mark: int) -> None:
        """Undoes all changes since the mark."""
        while len(self._changes) > mark:
            interest, seat = self._changes.pop()
            if seat is None:
                self._take(interest)
            else:
                self._put(interest, seat)

    def keep(self) -> None:
        """Makes all changes so far final."""
        self._changes.clear()

    def _put(self, interest: int, seat: Seat) -> None:
        slot, kind = seat
        self.seat[interest] = seat
        seated = self.seated[kind][slot]
        seated.add(interest)
        if len(seated) >= self.model.capacity[kind][slot]:
            self.room[kind] &= ~(1 << slot)
        self.value += INTEREST * self.model.interests[interest].weight
        if seat == self.model.current[interest]:
            self.value += MOVE
        day = self.model.day_of[slot]
        for person in self.model.ends[interest]:
            self.at[person][slot] = interest
            self.busy[person] |= 1 << slot
            self.served[person] += 1
            self.served_on[person][day] += 1
            self.value += self.bonus[self.served[person]]
            if self.served_on[person][day] >= self.model.daily_limit[person]:
                self._full[person] |= self.model.day_slots[day]
            self._recount(person, day)

    def _take(self, interest: int) -> None:
        seat = self.seat[interest]
        if seat is None:
            raise LookupError(interest)
        slot, kind = seat
        self.seat[interest] = None
        self.seated[kind][slot].remove(interest)
        self.room[kind] |= 1 << slot
        self.value -= INTEREST * self.model.interests[interest].weight
        if seat == self.model.current[interest]:
            self.value -= MOVE
        day = self.model.day_of[slot]
        for person in self.model.ends[interest]:
            self.at[person][slot] = -1
            self.busy[person] &= ~(1 << slot)
            self.value -= self.bonus[self.served[person]]
            self.served[person] -= 1
            self.served_on[person][day] -= 1
            self._full[person] &= ~self.model.day_slots[day]
            self._recount(person, day)

    def _recount(self, person: int, day: int) -> None:
        idle = self._count_idle(person, day, self.busy[person])
        more = idle - self._idle[person][day]
        self.idle += more
        self.value -= IDLE_SLOT * more
        self._idle[person][day] = idle
        self._refresh(person)

    def _refresh(self, person: int) -> None:
        if self.served[person] >= self.model.limit[person]:
            self.free[person] = 0
        else:
            self.free[person] = self.model.available[person] & ~self.busy[person] & ~self._full[person]

    def _count_idle(self, person: int, day: int, busy: int) -> int:
        """Counts the slots in which the available person waits between the first and the last meeting of the day."""
        busy &= self.model.day_slots[day]
        if not busy:
            return 0
        between = (1 << busy.bit_length()) - (busy & -busy)
        return (self.model.available[person] & between & ~busy).bit_count()
