"""The form in which an organizer sets up the meetings of an event."""

import asyncio
import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from telegram.error import TelegramError

from bot.errors import DomainError
from bot.i18n.translator import Translator, mark
from bot.reading.spans import read_span
from bot.usecases.imports.errors import UnreadableFileError
from bot.usecases.meetings import setup
from bot.usecases.meetings.overview_of_event import event_meetings
from bot.usecases.meetings.setup import MOST_PLACES, Hours, NewPlace, NewSetup, slot_times, tables
from bot.usecases.meetings.setup_file import SetupSheet, read_setup
from handlers.events.when import day_name
from handlers.forms.context import Data, FieldContext, FinishContext, opened_with
from handlers.forms.fields import ChoiceField
from handlers.forms.form import Accept, Choice, Field, Finished, Form, Outcome, Question, Refuse, ends_when_refused
from handlers.forms.user_input import Act, File, Pressed, Text, UserInput
from handlers.forms.views import lines
from handlers.meetings import organizer_views
from handlers.ui.notes import error_text
from storage.ids import EventId
from storage.models import Event, MeetingPlace, MeetingSetup
from storage.vocabulary import FileKind, TimesChosenBy

EVENT: Final = "event_id"
HOURS, LENGTH, PLACES, CHOSEN_BY, VIDEO = "hours", "length", "places", "chosen_by", "video"
LIMIT, DAILY_LIMIT = "limit", "daily_limit"
_ZONE, _DAYS, _PAUSE = "_zone", "_days", "_pause"
_BREAK_MINUTES: Final = 5
_USUAL: Final[Sequence[Sequence[str]]] = (
    ("09:30-12:30", "13:30-17:00"),
    ("10:00-12:00", "14:00-16:00"),
    ("09:00-18:00",),
)
"""Hours of every day that many fairs have."""
_COUNTS: Final = (5, 10, 20, 40)
_YES, _NO = "yes", "no"
_UNREAD_ROWS: Final = "_unread"
_PROBLEMS: Final = 8  # rows of a file that are named as not used
_UNREAD: Final = 60  # characters of each
_MOST_MEETINGS: Final = 200  # of one person
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
        days = [date.fromisoformat(day) for day in ctx.data[_DAYS]]
        match user_input:
            case Pressed(Act.CHOOSE, value) if value.isdecimal() and int(value) < len(_USUAL):
                return Accept({self.key: _every_day(_USUAL[int(value)], days)})
            case Text(text):
                hours = typed_hours(text, days, ctx.data[_ZONE])
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
        VIDEO: None if found.video is None else _YES if found.video else _NO,
        LIMIT: found.limit,
        DAILY_LIMIT: found.daily_limit,
        _PAUSE: found.break_minutes,
    }
    unread = [[one.sheet, one.row, one.text[:_UNREAD], one.why] for one in found.problems[:_PROBLEMS]]
    return {**{key: value for key, value in answers.items() if value is not None}, _UNREAD_ROWS: unread or None}


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesField(Field):
    """Stores [name, capacity, hall] of every table."""

    async def ask(self, ctx: FieldContext) -> Question:
        choices = tuple(Choice(str(count), Act.CHOOSE, str(count)) for count in _COUNTS)
        return Question(text=ctx.t("How many tables are there? Choose or type a number."), choices=(choices,))

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        text = user_input.value if isinstance(user_input, Pressed) and user_input.act is Act.CHOOSE else ""
        text = user_input.text.strip() if isinstance(user_input, Text) else text
        if text.isdecimal() and 1 <= int(text) <= MOST_PLACES:
            named = tables(int(text), ctx.t("Table {number}", number="{number}"))
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
        text = user_input.text.strip() if isinstance(user_input, Text) else ""
        if text.isdecimal() and 1 <= int(text) <= _MOST_MEETINGS:
            return Accept({self.key: int(text)})
        return Refuse(ctx.t("Send a number from 1 to {most}.", most=ctx.t.number(_MOST_MEETINGS)))


async def _preview(ctx: FieldContext) -> str:
    t = ctx.t
    text = [t("<b>Meetings</b>"), "", *lines(FORM.fields, ctx)]
    try:
        times = slot_times(_hours(ctx.data), int(ctx.data[LENGTH]), ctx.data[_PAUSE], ctx.data[_ZONE])
    except DomainError as error:
        return "\n".join([*text, "", f"⚠️ {error_text(t, error)}"])
    seats = sum(capacity for _, capacity, _ in ctx.data[PLACES])
    room = t(
        "{times} times × {tables} tables: room for {most} meetings.",
        times=t.number(len(times)),
        tables=t.number(seats),
        most=t.number(len(times) * seats),
    )
    return "\n".join([*text, "", room, *_unread_rows(ctx)])


def _unread_rows(ctx: FieldContext) -> list[str]:
    """Returns the rows of the file that were not used, each with the reason."""
    found = ctx.data.get(_UNREAD_ROWS) or ()
    lines = [
        ctx.t("• Row {row}: {why} <i>{text}</i>", row=row, why=ctx.t(why), text=html.escape(text))
        for _, row, text, why in found
    ]
    return ["", ctx.t("<b>Not used of the file</b>"), *lines] if lines else []


def _hours(data: Data) -> list[Hours]:
    return [
        (date.fromisoformat(day), time.fromisoformat(first), time.fromisoformat(last))
        for day, first, last in data[HOURS]
    ]


async def _finish(ctx: FinishContext) -> Finished:
    data, event_id = ctx.data, EventId(ctx.data[EVENT])
    new = NewSetup(
        hours=_hours(data),
        slot_minutes=int(data[LENGTH]),
        break_minutes=data[_PAUSE],
        places=[NewPlace(name=name, capacity=capacity, hall=hall) for name, capacity, hall in data[PLACES]],
        video=data[VIDEO] == _YES,
        chosen_by=TimesChosenBy(data[CHOSEN_BY]),
        person_limit=data.get(LIMIT),
        daily_limit=data.get(DAILY_LIMIT),
    )
    await setup.set_up(ctx.session, ctx.actor, event_id, new, draw=ctx.draw, now=ctx.now)
    found = await event_meetings(ctx.session, ctx.actor, event_id)
    return Finished(view=organizer_views.managed(ctx.t, found))


def start_data(
    event: Event, known: MeetingSetup | None, places: Sequence[tuple[MeetingPlace, str | None]]
) -> dict[str, Any]:
    """Returns the data to set up the meetings of an event, with the answers of the present setup."""
    days = [event.starts_on + timedelta(days=more) for more in range((event.ends_on - event.starts_on).days + 1)]
    data: dict[str, Any] = {
        EVENT: event.id,
        _ZONE: event.zone,
        _DAYS: [day.isoformat() for day in days],
        _PAUSE: _BREAK_MINUTES,
    }
    if known is None:
        return data
    answers = {
        HOURS: known.hours,
        LENGTH: str(known.slot_minutes),
        PLACES: [[place.name, place.capacity, hall] for place, hall in places if not place.video],
        CHOSEN_BY: known.chosen_by.value,
        VIDEO: _YES if known.video else _NO,
        LIMIT: known.person_limit,
        DAILY_LIMIT: known.daily_limit,
    }
    return {**data, _PAUSE: known.break_minutes, **opened_with(answers)}


FORM = Form(
    name="meeting_setup",
    title=lambda t, _: t("Meetings"),
    fields=(
        HoursField(key=HOURS, label=mark("Hours")),
        ChoiceField(
            key=LENGTH,
            label=mark("Length"),
            question=mark("How long is a meeting? After each, there are five minutes to walk to the next table."),
            options=lambda _: {
                "15": mark("15 minutes"),
                "20": mark("20 minutes"),
                "25": mark("25 minutes"),
                "30": mark("30 minutes"),
                "45": mark("45 minutes"),
            },
            per_row=2,
        ),
        PlacesField(key=PLACES, label=mark("Tables")),
        ChoiceField(
            key=CHOSEN_BY,
            label=mark("Who chooses the times"),
            question=mark(
                "Who chooses the times? People suggest times to each other; your plan finds times for all at once."
            ),
            options=lambda _: {
                TimesChosenBy.BOTH: mark("People, and a plan for the rest"),
                TimesChosenBy.PEOPLE: mark("People choose"),
                TimesChosenBy.PLAN: mark("The plan chooses"),
            },
        ),
        ChoiceField(
            key=VIDEO,
            label=mark("By video"),
            question=mark("May people who are not there meet by video?"),
            options=lambda _: {_YES: mark("Yes"), _NO: mark("No")},
            per_row=2,
        ),
        LimitField(
            key=LIMIT,
            label=mark("Meetings a person"),
            question=mark("How many meetings may one person have? Send a number, or skip for no limit."),
            optional=True,
            hidden=True,
        ),
        LimitField(
            key=DAILY_LIMIT,
            label=mark("Meetings a day"),
            question=mark("How many meetings may one person have on one day? Send a number, or skip for no limit."),
            optional=True,
            hidden=True,
        ),
    ),
    sent=HOURS,
    skips_answered=True,
    preview=_preview,
    finish=ends_when_refused(_finish),
    aside=mark("Nothing was changed."),
)
