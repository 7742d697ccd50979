"""The missing meetings of a board as a linear program: which of them take place, and in which parts of the days."""

from collections import defaultdict
from collections.abc import Sequence

from bot.timetabling.board import Board
from bot.timetabling.linear import LinearProgram, Optimum
from bot.timetabling.model import Seat
from bot.timetabling.worth import INTEREST, MOVE


class MeetingProgram:
    """The board says how many more meetings each person and each kind of place can have in each part."""

    def __init__(self, board: Board, parts: Sequence[int]) -> None:
        """`parts`: sets of slots of one day, as bits; single slots make the program exact."""
        self._board, self._parts = board, parts
        self._program = LinearProgram()
        self._meetings: list[tuple[int, Seat]] = []  # by column: the interest, and the part and kind of place
        self._of_person: defaultdict[int, list[int]] = defaultdict(list)
        self._in_part: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        self._on_day: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        self._at_places: defaultdict[Seat, list[int]] = defaultdict(list)
        self._room = [
            [sum(self._room_in(kind, slot) for slot in range(part.bit_length()) if part >> slot & 1) for part in parts]
            for kind in range(len(board.model.kinds))
        ]
        for interest, seat in enumerate(board.seat):
            if seat is None:
                self._add_meeting(interest, board.fits(interest))
        for (kind, part), columns in self._at_places.items():
            self._program.add_row(columns, self._room[kind][part])
        for person in list(self._of_person):
            self._limit_person(person)

    @property
    def size(self) -> int:
        return len(self._meetings)

    def shares(self, optimum: Optimum) -> list[float]:
        """Returns the share of each interest in the relaxed plan, 0 to 1."""
        found = [0.0] * len(self._board.seat)
        for (interest, _), amount in zip(self._meetings, optimum.columns, strict=False):
            found[interest] += amount
        return found

    def chosen(self, optimum: Optimum) -> list[tuple[int, Seat]]:
        """Returns the chosen interests, each with its part and kind of place."""
        return [one for one, amount in zip(self._meetings, optimum.columns, strict=False) if amount > 0.5]

    def solve(self, seconds: float, *, whole: bool = False) -> Optimum | None:
        """`whole`: shares are 0 or 1."""
        return self._program.solve(seconds, whole=self.size if whole else 0)

    def _room_in(self, kind: int, slot: int) -> int:
        return self._board.model.capacity[kind][slot] - len(self._board.seated[kind][slot])

    def _add_meeting(self, interest: int, slots: int) -> None:
        """Adds a column for each part and kind of place in which the meeting is possible."""
        model = self._board.model
        current, first_column = model.current[interest], self.size
        for part, part_slots in enumerate(self._parts):
            if not slots & part_slots:
                continue
            day = model.day_of[part_slots.bit_length() - 1]
            for kind in model.options[interest]:
                if self._room[kind][part] <= 0:
                    continue
                stays = current is not None and current[1] == kind and bool(part_slots >> current[0] & 1)
                column = self._program.add_column(INTEREST * model.interests[interest].weight + (MOVE if stays else 0))
                self._meetings.append((interest, (part, kind)))
                self._at_places[kind, part].append(column)
                for person in model.ends[interest]:
                    self._of_person[person].append(column)
                    self._in_part[person, part].append(column)
                    self._on_day[person, day].append(column)
        if self.size > first_column:
            self._program.add_row(range(first_column, self.size), 1)

    def _limit_person(self, person: int) -> None:
        """Limits the meetings of a person, and adds the bonuses: a column for each further meeting, each worth less."""
        board, model = self._board, self._board.model
        for part, slots in enumerate(self._parts):
            if columns := self._in_part.get((person, part)):
                self._program.add_row(columns, (board.free[person] & slots).bit_count())
        for day, served in enumerate(board.served_on[person]):
            if columns := self._on_day.get((person, day)):
                self._program.add_row(columns, model.daily_limit[person] - served)
        columns, served = self._of_person[person], board.served[person]
        most = min(len(columns), model.limit[person] - served, board.free[person].bit_count())
        bonuses = [self._program.add_column(board.bonus[served + number]) for number in range(1, most + 1)]
        self._program.add_row(columns, 0, minus=bonuses)
        self._program.add_row(bonuses, 0, minus=columns)
