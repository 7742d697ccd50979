"""Reads a programme from a spreadsheet, a text table or an iCalendar file. Pure and possibly slow."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import ClassVar, Final
from zoneinfo import ZoneInfo

from bot.errors import InputError
from bot.i18n.translator import mark
from bot.matching.language_guess import guess_language
from bot.reading.days import read_days
from bot.reading.spans import read_span
from bot.usecases.imports.named_columns import columns_of, read_names
from bot.usecases.imports.reading import read_source
from bot.usecases.imports.tables import Row, Table
from bot.usecases.programme_files.calendar import is_calendar, read_calendar
from bot.usecases.spreadsheets import without_midnight
from storage.vocabulary import Language

MOST: Final = 500
_HEADINGS_WITHIN: Final = 15  # rows from the top of a sheet
_USUAL: Final = timedelta(hours=1)  # length of an item without an end
_LONGEST: Final = timedelta(hours=24)
_TITLE: Final = 200
_HALL: Final = 100
_SERBIAN: Final = {"sr", "hr", "bs", "sl", "mk"}
"""Languages that the guess confuses with Serbian in short titles."""


class NoProgrammeError(InputError):
    default: ClassVar[str] = mark(
        "I found no programme in this file. It needs a column for the title and one for the time, "
        "for example: Date, Start, End, Title, Hall."
    )


class NoItemsError(NoProgrammeError):
    default: ClassVar[str] = mark("This programme has headings, but no items below them.")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileItem:
    titles: Mapping[str, str]
    """By interface language, at least one."""
    hall: str | None
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A row that says something, but no item. `why` is a message id."""

    row: int
    text: str
    why: str


@dataclass(slots=True, kw_only=True)
class ProgrammeFile:
    items: list[FileItem] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


def read_programme(content: bytes, zone: ZoneInfo, first_day: date, last_day: date) -> ProgrammeFile:
    """Reads items in the event's zone. Days without a year are those nearest after the day before the event.

    Raises NoProgrammeError, NoItemsError for a table with nothing but headings, and the errors of `imports.errors` for
    a file that is no table.
    """
    found, has_headings = ProgrammeFile(), False
    if is_calendar(content):
        for number, entry in enumerate(read_calendar(content, zone), start=1):
            if entry.starts_at is None or not entry.title:
                found.unread.append(
                    Unread(row=number, text=entry.title, why=mark("no title") if not entry.title else mark("no hour"))
                )
            else:
                _add(found, number, {"title": entry.title}, entry.hall, entry.starts_at, entry.ends_at)
    else:
        only_day = first_day if first_day == last_day else None
        for table in read_source(content).tables:
            has_headings |= _read_table(found, table, zone, first_day, only_day)
    if not found.items and not found.unread:
        raise NoItemsError if has_headings else NoProgrammeError
    return found


def _read_table(found: ProgrammeFile, table: Table, zone: ZoneInfo, first_day: date, day: date | None) -> bool:
    """Returns whether the table has the headings of a programme."""
    headings = next(_headings(table.rows), None)
    if headings is None:
        return False
    top, columns = headings
    before = datetime.combine(first_day - timedelta(days=1), datetime.min.time(), zone)
    for row in table.rows:
        if row.number <= top:
            continue
        texts = {name: row.cells[at] for name, at in columns.items() if at < len(row.cells) and row.cells[at]}
        said = [text for place, text in enumerate(row.cells) if text and place not in row.spread]
        titles: dict[str, str] = {name: text for name, text in texts.items() if name.startswith("title")}
        own_day = _day(texts.get("day", ""), before) or (_day(said[0], before) if len(said) == 1 else None)
        day = own_day or day
        if len(said) == 1 and own_day is not None:
            continue  # a line with the day of the items below it
        if not titles:
            if said and not set(texts) <= {"day", "hall"}:
                found.unread.append(Unread(row=row.number, text=" · ".join(said), why=mark("no title")))
            continue
        span = _span(texts, day, before)
        if span is None:
            why = mark("the time was not understood") if _times(texts) else mark("no time")
            found.unread.append(Unread(row=row.number, text=" · ".join(said), why=why))
            continue
        _add(found, row.number, titles, texts.get("hall"), *span)
    return True


def _headings(rows: Sequence[Row]) -> Iterator[tuple[int, dict[str, int]]]:
    """Yields (row number, column by meaning) of rows that name a title and a time."""
    names = read_names("bot.usecases.programme_files")
    for row in rows[:_HEADINGS_WITHIN]:
        columns = {meaning: places[0] for meaning, places in columns_of(row, names).items()}
        if "title" in columns and columns.keys() & {"when", "start", "day"}:
            yield row.number, columns


def _day(text: str, before: datetime) -> date | None:
    days = read_days(without_midnight(text), before) if text else None
    return days[0] if days and days[0] == days[-1] else None


def _times(texts: Mapping[str, str]) -> str:
    """Returns what the row says of its hours, with the end after a dash."""
    begin = without_midnight(texts.get("when") or texts.get("start") or "")
    end = texts.get("end", "")
    return f"{begin} – {end}" if begin and end else begin


def _span(texts: Mapping[str, str], day: date | None, before: datetime) -> tuple[datetime, datetime | None] | None:
    hours = _times(texts)
    if not hours:
        return None
    # Cells of times alone get the day of their row, or of the last row with a day.
    alone = read_span(hours, before)
    dated = None if day is None else read_span(f"{day.isoformat()} {hours}", before)
    if dated is not None:
        return dated
    whole = alone is not None and any(read_days(part, before) for part in _leading_parts(hours))
    return alone if whole else None


def _leading_parts(text: str) -> list[str]:
    words = text.split()
    return [" ".join(words[:count]) for count in range(1, min(5, len(words)) + 1)]


def _add(
    found: ProgrammeFile,
    row: int,
    titles: Mapping[str, str],
    hall: str | None,
    starts_at: datetime,
    ends_at: datetime | None,
) -> None:
    end = ends_at or starts_at + _USUAL
    text = " · ".join(titles.values())
    if not timedelta() < end - starts_at <= _LONGEST:
        why = mark("longer than a day, or its end is before its start")
        found.unread.append(Unread(row=row, text=text, why=why))
        return
    if len(found.items) >= MOST:
        found.unread.append(Unread(row=row, text=text, why=mark("a programme has at most 500 items")))
        return
    named: dict[str, str] = {}
    for name, title in sorted(titles.items()):  # columns for one language come last and win
        named[_language(name, title).value] = title[:_TITLE]
    hall = hall[:_HALL] if hall else None
    found.items.append(FileItem(titles=named, hall=hall, starts_at=starts_at, ends_at=end))


def _language(column: str, title: str) -> Language:
    if column == "title_zh":
        return Language.ZH
    code = "sr" if column == "title_sr" else guess_language(title).code
    if code == "zh":
        return Language.ZH
    if code in _SERBIAN:
        return Language.SR_CYRL if re.search(r"[\u0400-\u04ff]", title) else Language.SR_LATN
    return Language.EN
