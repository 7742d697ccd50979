"""Reads an organizer's setup sheet of meetings: hours by day, tables and rules. Pure and possibly slow."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Final

from bot.errors import InputError
from bot.i18n.translator import mark
from bot.usecases.imports.named_columns import columns_of, meaning_of, read_names
from bot.usecases.imports.reading import read_source
from bot.usecases.imports.tables import Row
from bot.usecases.meetings.setup_values import (
    Hours,
    MisreadError,
    read_answer,
    read_event_days,
    read_hours,
    read_limit,
    read_minutes,
    read_number,
    read_place_names,
)

MOST_PLACES: Final = 500
_SETTINGS: Final = ("slot", "break", "video", "limit", "daily_limit")
_SLOT: Final = (5, 240)  # minutes
_BREAK: Final = (0, 120)  # minutes
_CAPACITY: Final = (1, 100)  # meetings at a time
_LIMIT: Final = (1, 200)  # meetings
_COUNT: Final = (1, MOST_PLACES)
_HALL: Final = 100  # characters


class NoSetupError(InputError):
    default: ClassVar[str] = mark(
        "I found no meeting hours and no tables in this file. It needs columns such as: Day, From, To; and: Table, "
        "Capacity, Hall."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPlace:
    name: str
    capacity: int = 1
    """Meetings at the same time."""
    hall: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetProblem:
    """A row, or a part of one, that was not used. `why` is a message id."""

    sheet: str
    row: int
    text: str
    why: str


@dataclass(slots=True, kw_only=True)
class SetupSheet:
    """What the file says. None where it says nothing."""

    hours: list[Hours] = field(default_factory=list)
    """(day, from, to) in event time, in order."""
    places: list[SheetPlace] = field(default_factory=list)
    slot_minutes: int | None = None
    break_minutes: int | None = None
    video: bool | None = None
    limit: int | None = None
    """Most meetings of one person."""
    daily_limit: int | None = None
    problems: list[SheetProblem] = field(default_factory=list)


def read_setup(content: bytes, first_day: date, last_day: date) -> SetupSheet:
    """Reads a workbook or a text table. Days without a year are those of the event.

    Raises NoSetupError, and the errors of `imports.errors` for a file that is no table.
    """
    reader = _Reader(first_day, last_day)
    for table in read_source(content).tables:
        reader.read(table.name, table.rows)
    found = reader.found
    if not (found.hours or found.places or found.problems):
        raise NoSetupError
    found.hours.sort()
    return found


class _Reader:
    def __init__(self, first_day: date, last_day: date) -> None:
        self.found = SetupSheet()
        self._first, self._last = first_day, last_day
        self._names = read_names("bot.usecases.meetings", "setup_headings.toml")
        self._said: dict[str, object] = {}
        self._days: Sequence[date] = (first_day,) if first_day == last_day else ()
        self._sheet, self._row = "", Row(number=0, cells=())

    def read(self, sheet: str, rows: Sequence[Row]) -> None:
        """Reads rows below headings, and lines with the name of a rule and its value."""
        columns: Mapping[str, list[int]] = {}
        self._sheet = sheet
        for row in rows:
            self._row = row
            headings = columns_of(row, self._names)
            said = _filled(row)
            if self._is_rule(said):
                continue
            if _is_heading(headings, len(said)):
                columns = headings
            elif columns:
                self._read_row(columns)

    def _is_rule(self, said: Sequence[str]) -> bool:
        """Reads "Slot minutes | 30" and "Slot minutes: 30". Returns False for other rows."""
        if len(said) == 1 and ":" in said[0].replace("：", ":"):
            said = said[0].replace("：", ":").split(":", maxsplit=1)
        meaning = meaning_of(said[0], self._names) if len(said) == 2 else None
        value = said[-1].strip() if said else ""
        if meaning in {"place", "count"} and value.isdecimal():
            self._try(value, lambda: self._add_tables(read_number(value, _COUNT)))
            return True
        if meaning not in _SETTINGS or meaning_of(value, self._names) is not None:
            return False
        self._rule(meaning, value)
        return True

    def _read_row(self, columns: Mapping[str, list[int]]) -> None:
        texts = {
            meaning: [self._row.cells[at] for at in places if at < len(self._row.cells)]
            for meaning, places in columns.items()
        }
        first = {meaning: next(filter(None, values), "") for meaning, values in texts.items()}
        spans = [f"{start} – {end}" for start, end in zip(texts.get("start", ()), texts.get("end", ()), strict=False)]
        hours = [*texts.get("hours", ()), *(span for span in spans if span.strip(" –"))]
        if any(hours) or first.get("day"):
            self._try(" · ".join(filter(None, [first.get("day", ""), *hours])), lambda: self._add_hours(first, hours))
        name = first.get("place", "")
        if name:
            self._try(name, lambda: self._add_place(name, first))
        for meaning in _SETTINGS:
            if first.get(meaning):
                self._rule(meaning, first[meaning])

    def _add_hours(self, first: Mapping[str, str], hours: Iterable[str]) -> None:
        if first.get("day"):
            self._days = ()  # hours below a day that is not understood are not those of the day above it
            self._days = read_event_days(first["day"], self._first, self._last)
        if not self._days:
            raise MisreadError(mark("the day was not understood"))
        for day in self._days:
            for text in filter(None, hours):
                for begins, ends in read_hours(text, day):
                    if any(day == other and begins < till and since < ends for other, since, till in self.found.hours):
                        raise MisreadError(mark("these hours overlap with others of the same day"))
                    self.found.hours.append((day, begins, ends))

    def _add_place(self, text: str, first: Mapping[str, str]) -> None:
        capacity = read_number(first["capacity"], _CAPACITY) if first.get("capacity") else 1
        hall = first.get("hall", "")[:_HALL] or None
        for name in read_place_names(text):
            self._append(SheetPlace(name=name, capacity=capacity, hall=hall))

    def _add_tables(self, count: int) -> None:
        for number in range(1, count + 1):
            self._append(SheetPlace(name=str(number)))

    def _append(self, place: SheetPlace) -> None:
        if any(place.name.casefold() == known.name.casefold() for known in self.found.places):
            raise MisreadError(mark("this place is listed twice"))
        if len(self.found.places) >= MOST_PLACES:
            raise MisreadError(mark("an event has at most 500 places"))
        self.found.places.append(place)

    def _rule(self, meaning: str, text: str) -> None:
        self._try(text, lambda: self._set(meaning, text))

    def _set(self, meaning: str, text: str) -> None:
        value: int | bool | None
        match meaning:
            case "slot":
                self.found.slot_minutes = value = read_minutes(text, _SLOT)
            case "break":
                self.found.break_minutes = value = read_minutes(text, _BREAK)
            case "video":
                self.found.video = value = read_answer(text)
            case "limit":
                self.found.limit = value = read_limit(text, _LIMIT)
            case _:
                self.found.daily_limit = value = read_limit(text, _LIMIT)
        if self._said.setdefault(meaning, value) != value:
            raise MisreadError(mark("the file says this twice, and differently; the last one counts"))

    def _try(self, text: str, read: Callable[[], None]) -> None:
        """Notes what could not be read, and goes on."""
        try:
            read()
        except MisreadError as error:
            problem = SheetProblem(sheet=self._sheet, row=self._row.number, text=text, why=error.why)
            self.found.problems.append(problem)


def _filled(row: Row) -> list[str]:
    return [text for place, text in enumerate(row.cells) if text and place not in row.spread]


def _is_heading(headings: Mapping[str, Sequence[int]], filled: int) -> bool:
    """Returns True for a row that names hours or places. A single word must stand alone."""
    has_hours = "hours" in headings or ("start" in headings and "end" in headings)
    named = sum(map(len, headings.values()))
    return (has_hours or "place" in headings) and (named > 1 or filled == 1)
