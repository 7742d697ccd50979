"""Days and hours as people type them, and as they read them."""

import re
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, format_skeleton

from bot.i18n.translator import Translator

_ISO: Final = re.compile(r"(\d{4})\s?[-./年]\s?(\d{1,2})\s?[-./月]\s?(\d{1,2})日?")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})?")
_HOUR: Final = re.compile(r"(?<!\d)(\d{1,2})[:：.h](\d{2})(?!\d)")


def read_dates(text: str, today: date) -> list[date]:
    """The days in a text, in order: 2026-11-22, 22.11.2026, 22.11., 2026年11月22日. Without a year it is the next."""
    found: list[tuple[int, date]] = []
    taken: list[tuple[int, int]] = []
    for pattern, order in ((_ISO, (1, 2, 3)), (_DAY_FIRST, (3, 2, 1))):
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            year, month, day = (match.group(group) for group in order)
            read = _date(year, int(month), int(day), today)
            if read is not None:
                found.append((match.start(), read))
                taken.append(match.span())
    return [day for _, day in sorted(found)]


def _date(year: str | None, month: int, day: int, today: date) -> date | None:
    try:
        if year:
            return date(int(year), month, day)
        this = date(today.year, month, day)
        return this if this >= today else this.replace(year=today.year + 1)
    except ValueError:
        return None


def read_hours(text: str) -> list[time]:
    """The hours in a text, in order: 9:00, 14.30, 16h15."""
    without_dates = _DAY_FIRST.sub(" ", _ISO.sub(" ", text))
    hours = []
    for match in _HOUR.finditer(without_dates):
        hour, minute = int(match.group(1)), int(match.group(2))
        if hour < 24 and minute < 60:
            hours.append(time(hour, minute))
    return hours


def moment(day: date, hour: time, zone: str) -> datetime:
    """In UTC. An hour that a clock change skips or repeats is the first that fits."""
    return datetime.combine(day, hour, tzinfo=ZoneInfo(zone))


def shown(t: Translator, at: datetime, zone: str) -> str:
    """ "Sun, 22 Nov, 14:30" in the event's zone."""
    return f"{day_name(t, at.astimezone(ZoneInfo(zone)).date())}, {clock(t, at, zone)}"


def clock(t: Translator, at: datetime, zone: str) -> str:
    return format_datetime(at, "HH:mm", tzinfo=ZoneInfo(zone), locale=t.locale)


def day_name(t: Translator, day: date) -> str:
    return format_skeleton("MMMEd", day, locale=t.locale)


def span(t: Translator, first: date, last: date) -> str:
    return t.date(first) if first == last else f"{t.date(first)} – {t.date(last)}"
