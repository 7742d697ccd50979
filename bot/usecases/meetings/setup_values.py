"""Reads the cells of a setup sheet: days, hours, minutes, numbers, answers and names of places."""

import re
import tomllib
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Final
from zoneinfo import ZoneInfo

from bot.i18n.translator import mark
from bot.reading.availability import read_availability
from bot.reading.date_tokens import tokens
from bot.reading.days import read_days
from bot.reading.durations import amounts
from bot.reading.spans import read_span
from bot.usecases.imports.headings import heading_key
from bot.usecases.spreadsheets import without_midnight

Hours = tuple[date, time, time]
"""(day, from, to)."""
Limits = tuple[int, int]
"""The smallest and the largest number that is accepted."""

_UTC: Final = ZoneInfo("UTC")
_SEPARATORS: Final = re.compile(r"\s*[;；/+\n]\s*|\s*[,，、]\s*(?=\d)")
_CLOCK: Final = re.compile(r"(\d{1,2}):(\d{2})(?::00)?")
_WHOLE: Final = re.compile(r"(\d{1,4})(?:[.,]0+)?")
_RANGE: Final = re.compile(r"(.{0,50}?)(\d{1,3})\s*(?:[-–—~～]|至|到)\s*(.{0,50}?)(\d{1,3})")
_NAME: Final = 60  # characters


class MisreadError(Exception):
    """A cell that cannot be used. `why` is a message id."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def read_event_days(text: str, first_day: date, last_day: date) -> Sequence[date]:
    """Returns the days of the event that the text names: "3 Nov", "3–4 Nov", "Tuesday", "day 1", "every day"."""
    days = [first_day + timedelta(days=number) for number in range((last_day - first_day).days + 1)]
    clean = without_midnight(text)
    named = read_days(clean, datetime.combine(first_day, time(), _UTC))
    if named is not None:
        if not days[0] <= named[0] <= named[1] <= days[-1]:
            raise MisreadError(mark("this is no day of the event"))
        return [day for day in days if named[0] <= day <= named[1]]
    rule = read_availability(clean, days=days)
    if rule is not None:
        meant = [day for day in days if rule.allows(*_whole(day))]
        if meant:
            return meant
    raise MisreadError(mark("the day was not understood"))


def _whole(day: date) -> tuple[datetime, datetime]:
    begins = datetime.combine(day, time(), _UTC)
    return begins, begins + timedelta(days=1)


def read_hours(text: str, day: date) -> list[tuple[time, time]]:
    """Returns the hours of a cell, which may have several: "9:00–12:00, 13:00–17:00"."""
    before = datetime.combine(day - timedelta(days=1), time(), _UTC)
    found: list[tuple[time, time]] = []
    for part in _SEPARATORS.split(text):
        span = read_span(f"{day.isoformat()} {without_midnight(part)}", before)
        if span is None or span[1] is None or span[0].date() != day or span[1].date() != day:
            raise MisreadError(mark("the hours were not understood, or they end before they begin"))
        found.append((span[0].time(), span[1].time()))
    return found


def read_minutes(text: str, limits: Limits) -> int:
    """Returns the minutes of "30", "30 min", "0:30" or 半小时."""
    clock = _CLOCK.fullmatch(text)
    if clock:
        return _within(int(clock[1]) * 60 + int(clock[2]), limits)
    whole = _WHOLE.fullmatch(text)
    if whole:
        return _within(int(whole[1]), limits)
    found = tokens(text) or []
    minutes, after = amounts(found, 0)
    if not found or after != len(found):
        raise MisreadError(mark("the number was not understood"))
    return _within(round(minutes), limits)


def read_number(text: str, limits: Limits) -> int:
    """Returns the one number in the text: "4", "max 4", "4 seats"."""
    whole = _WHOLE.fullmatch(text)
    numbers = [whole[1]] if whole else re.findall(r"(?<!\w)-?\d+", text)
    if len(numbers) != 1 or ("." in text.strip(".") and not whole):
        raise MisreadError(mark("the number was not understood"))
    return _within(int(numbers[0]), limits)


def _within(number: int, limits: Limits) -> int:
    if not limits[0] <= number <= limits[1]:
        raise MisreadError(mark("the number is too small or too large"))
    return number


def read_limit(text: str, limits: Limits) -> int | None:
    """Returns None for "no limit"."""
    return None if heading_key(text) in _answers()["unlimited"] or text == "∞" else read_number(text, limits)


def read_answer(text: str) -> bool:
    key = heading_key(text) or text
    if key in _answers()["yes"]:
        return True
    if key in _answers()["no"]:
        return False
    raise MisreadError(mark("the answer should be yes or no"))


@cache
def _answers() -> dict[str, frozenset[str]]:
    read = tomllib.loads(files("bot.usecases.meetings").joinpath("setup_words.toml").read_text("utf-8"))
    return {kind: frozenset(heading_key(word) or word for word in words) for kind, words in read.items()}


def read_place_names(text: str) -> list[str]:
    """Returns one name, or all names of a range: "Table 1–20"."""
    found = _RANGE.fullmatch(text)
    if not found or found[3].strip().casefold() not in {"", found[1].strip().casefold()}:
        return [text[:_NAME]]
    first, last = int(found[2]), int(found[4])
    if not first < last:
        return [text[:_NAME]]
    width = len(found[2]) if found[2].startswith("0") else 1
    return [f"{found[1]}{number:0{width}}"[:_NAME] for number in range(first, last + 1)]
