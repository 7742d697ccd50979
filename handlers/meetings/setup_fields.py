"""The questions about the meetings of an event: hours, tables and limits, typed, chosen or sent as a file."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from telegram.error import TelegramError

from bot.i18n.translator import Translator
from bot.reading.spans import read_span
from bot.usecases.imports.errors import UnreadableFileError
from bot.usecases.meetings.setup import MOST_PLACES, tables
from bot.usecases.meetings.setup_file import SetupSheet, read_setup
from handlers.events.when import day_name
from handlers.forms.context import FieldContext
from handlers.forms.form import Accept, Choice, Field, Outcome, Question, Refuse
from handlers.forms.user_input import Act, File, Pressed, Text, UserInput
from storage.vocabulary import FileKind

EVENT: Final = "event_id"
HOURS, LENGTH, PLACES, CHOSEN_BY, VIDEO = "hours", "length", "places", "chosen_by", "video"
BOOTHS, LIMIT, DAILY_LIMIT = "booths", "limit", "daily_limit"
ZONE, DAYS, PAUSE = "_zone", "_days", "_pause"
_USUAL: Final[Sequence[Sequence[str]]] = (
    ("09:30-12:30", "13:30-17:00"),
    ("10:00-12:00", "14:00-16:00"),
    ("09:00-18:00",),
)
"""Hours of every day that many fairs have."""
_COUNTS: Final = (5, 10, 20, 40)
YES, NO = "yes", "no"
UNREAD_ROWS: Final = "_unread"
_PROBLEMS: Final = 8  # rows of a file that are named as not used
_UNREAD: Final = 60  # characters of each
_MOST_MEETINGS: Final = 200  # of one person
_NUMBERS: Final = re.compile(r"-?\d[\d.,]*")
_AGO: Final = (timedelta(days=2), timedelta(days=1))
_BETWEEN_HOURS: Final = re.compile(r"[,;，；、\n]|\s(?:and|i|и)\s|和|及")


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursField(Field):
    """Stores [day, from, to] of every stretch of time."""

    async def ask(self, ctx: FieldContext) -> Question:
        choices = tuple((Choice(_joined(hours), Act.CHOOSE, str(at)),) for at, hours in enumerate(_USUAL))
        text = ctx.t(
            "At which hours can people meet, in event time? Choose, or type your own for every day, for example "
            "<i>9:00-12:30, 13:30-17:00</i>. For single days write the day too: <i>11.11. 10:00-12:00</i>.\n"
            "Or send everything as an XLSX or CSV file: hours by day, tables with hall and capacity, length, limits."
        )
        return Question(text=text, choices=choices)

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        days = [date.fromisoformat(day) for day in ctx.data[DAYS]]
        match user_input:
            case Pressed(Act.CHOOSE, value) if value.isdecimal() and int(value) < len(_USUAL):
                return Accept({self.key: _every_day(_USUAL[int(value)], days)})
            case Text(text):
                hours = typed_hours(text, days, ctx.data[ZONE])
                if hours:
                    return Accept({self.key: hours})
            case File(kind=FileKind.DOCUMENT, file_id=file_id):
                return Accept(_from_sheet(await _read_sheet(ctx, file_id, days)))
        return Refuse(
            ctx.t("Write the hours like this: <i>9:00-12:30, 13:30-17:00</i>. The days are those of the event.")
        )

    def shown(self, ctx: FieldContext) -> str:
        return shown_hours(ctx.t, ctx.data.get(self.key) or ())


async def _read_sheet(ctx: FieldContext, file_id: str, days: Sequence[date]) -> SetupSheet:
    """Raises NoSetupError, and the errors of `imports.errors`."""
    try:
        content = await ctx.download(file_id)
    except TelegramError as error:
        raise UnreadableFileError from error
    return await asyncio.to_thread(read_setup, content, days[0], days[-1])


def _from_sheet(found: SetupSheet) -> dict[str, Any]:
    """Returns the answers that the file has; the form asks for the others."""
    hours = [[day.isoformat(), f"{first:%H:%M}", f"{last:%H:%M}"] for day, first, last in found.hours]
    answers = {
        HOURS: hours or None,
        LENGTH: None if found.slot_minutes is None else str(found.slot_minutes),
        PLACES: [[place.name, place.capacity, place.hall] for place in found.places] or None,
        VIDEO: None if found.video is None else YES if found.video else NO,
        LIMIT: found.limit,
        DAILY_LIMIT: found.daily_limit,
        PAUSE: found.break_minutes,
    }
    unread = [[one.sheet, one.row, one.text[:_UNREAD], one.why] for one in found.problems[:_PROBLEMS]]
    return {**{key: value for key, value in answers.items() if value is not None}, UNREAD_ROWS: unread or None}


def _joined(hours: Sequence[str]) -> str:
    return ", ".join(one.replace("-", " – ") for one in hours)


def _every_day(hours: Sequence[str], days: Sequence[date]) -> list[list[str]]:
    return [[day.isoformat(), *one.split("-")] for day in days for one in hours]


def typed_hours(text: str, days: Sequence[date], zone: str) -> list[list[str]]:
    """Returns [day, from, to] of typed hours, in order. Hours without a day are those of every day.

    Returns an empty list if a part is unclear or not on one of the days.
    """
    found: list[list[str]] = []
    for part in filter(str.strip, _BETWEEN_HOURS.split(text)):
        # Read on two days before the event: words without a day follow the day of reading.
        read = [read_span(part, datetime.combine(days[0] - ago, time(), ZoneInfo(zone))) for ago in _AGO]
        spans = [(start, end) for start, end in filter(None, read) if end is not None and end.date() == start.date()]
        if len(spans) < len(read):
            return []
        (start, end), (other, _) = spans
        on = [start.date()] if start.date() == other.date() else days
        found += [[day.isoformat(), f"{start:%H:%M}", f"{end:%H:%M}"] for day in on]
    return sorted(found) if {date.fromisoformat(day) for day, _, _ in found} <= {*days} else []


def shown_hours(t: Translator, hours: Sequence[Sequence[str]]) -> str:
    """Returns the hours of every day in one line, those of single days with the day."""
    by_day: dict[str, list[str]] = {}
    for day, first, last in hours:
        by_day.setdefault(day, []).append(f"{first} – {last}")
    if len({tuple(spans) for spans in by_day.values()}) == 1:
        return ", ".join(next(iter(by_day.values())))
    return "; ".join(f"{day_name(t, date.fromisoformat(day))}: {', '.join(spans)}" for day, spans in by_day.items())


def _number(text: str, most: int) -> int | None:
    """Returns the only number of a text such as "12 tables", if it is from 1 to `most`."""
    found = [number.rstrip(".,") for number in _NUMBERS.findall(text)]
    return int(found[0]) if len(found) == 1 and found[0].isdecimal() and 1 <= int(found[0]) <= most else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesField(Field):
    """Stores [name, capacity, hall] of every table."""

    async def ask(self, ctx: FieldContext) -> Question:
        choices = tuple(Choice(str(count), Act.CHOOSE, str(count)) for count in _COUNTS)
        return Question(text=ctx.t("How many tables are there? Choose or type a number."), choices=(choices,))

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        text = user_input.value if isinstance(user_input, Pressed) and user_input.act is Act.CHOOSE else ""
        count = _number(user_input.text if isinstance(user_input, Text) else text, MOST_PLACES)
        if count is not None:
            named = tables(count, ctx.t("Table {number}", number="{number}"))
            return Accept({self.key: [[place.name, place.capacity, place.hall] for place in named]})
        return Refuse(ctx.t("Send a number from 1 to {most}.", most=ctx.t.number(MOST_PLACES)))

    def shown(self, ctx: FieldContext) -> str:
        return ctx.t.number(len(ctx.data.get(self.key) or ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitField(Field):
    """The most meetings of one person; nothing without a limit."""

    question: str

    async def ask(self, ctx: FieldContext) -> Question:
        return Question(text=ctx.t(self.question))

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        number = _number(user_input.text if isinstance(user_input, Text) else "", _MOST_MEETINGS)
        if number is not None:
            return Accept({self.key: number})
        return Refuse(ctx.t("Send a number from 1 to {most}.", most=ctx.t.number(_MOST_MEETINGS)))
