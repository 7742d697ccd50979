"""Formats days and times for people. bot/reading parses what they type."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, format_skeleton

from bot.i18n.translator import Translator


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
