"""Formats days and times for people. bot/reading parses what they type."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, format_skeleton

from bot.i18n.translator import Translator
from storage.models import Event

ZONE: Final = "_zone"
_DAYS: Final = "_days"
_NAMED: Final = 5  # days


def shown(t: Translator, at: datetime, zone: str) -> str:
    """Returns "Sun, 22 Nov, 14:30" in the event's zone."""
    return f"{day_name(t, at.astimezone(ZoneInfo(zone)).date())}, {clock(t, at, zone)}"


def clock(t: Translator, at: datetime, zone: str) -> str:
    return format_datetime(at, "HH:mm", tzinfo=ZoneInfo(zone), locale=t.locale)


def day_name(t: Translator, day: date) -> str:
    return format_skeleton("MMMEd", day, locale=t.locale)


def span(t: Translator, first: date, last: date) -> str:
    return t.date(first) if first == last else f"{t.date(first)} – {t.date(last)}"


def span_with_weekdays(t: Translator, first: date, last: date) -> str:
    """Returns "Sun, Nov 22, 2026 – Tue, Nov 24, 2026". The weekdays make a misread date visible."""
    named = [format_skeleton("yMMMEd", day, locale=t.locale) for day in dict.fromkeys((first, last))]
    return " – ".join(named)


def moment_with_weekday(t: Translator, at: datetime, zone: str) -> str:
    """Returns "Sun, Nov 22, 2026, 14:30" in the event's zone."""
    day = format_skeleton("yMMMEd", at.astimezone(ZoneInfo(zone)).date(), locale=t.locale)
    return f"{day}, {clock(t, at, zone)}"


def days_and_zone(event: Event) -> dict[str, Any]:
    """Returns what a form keeps of the event, to read times and to check their days."""
    return {ZONE: event.zone, _DAYS: [event.starts_on.isoformat(), event.ends_on.isoformat()]}


def outside_note(t: Translator, data: Mapping[str, Any], starts: Sequence[datetime]) -> str:
    """Names the days of times before or after the event, which are often a wrong month or year; "" for none."""
    if _DAYS not in data:  # a draft of an earlier version
        return ""
    first, last = map(date.fromisoformat, data[_DAYS])
    days = sorted({at.astimezone(ZoneInfo(data[ZONE])).date() for at in starts})
    outside = [day for day in days if not first <= day <= last]
    named = [span_with_weekdays(t, day, day) for day in outside[:_NAMED]] + ["…"] * (len(outside) > _NAMED)
    return t("⚠️ Not on the days of the event: {days}. Is that right?", days=" · ".join(named)) if outside else ""
