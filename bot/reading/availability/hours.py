"""Finds hours in a list of tokens: "mornings", "from 2 pm", "until noon", "10-12", "14时以后"."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from bot.reading.availability.days import date_at_event, is_date, nth_day
from bot.reading.availability.parts import LINKS, Part, UnclearError, has_kind, skip_closing, skip_fillers
from bot.reading.availability.rule import DAY_END
from bot.reading.clock_times import clock_time, in_part_of_day, small_number
from bot.reading.date_tokens import Token

HOURS: Final = {
    "morning": (0, 12 * 60),
    "noon": (12 * 60, 13 * 60),
    "afternoon": (12 * 60, 20 * 60),  # as long as people in Madrid and Beijing say so
    "evening": (18 * 60, DAY_END),
}
"""Minutes since midnight. The night is no time for meetings."""

_BEFORE: Final = ("between", "since", "from", "after", "until", "before")


def part_of_day(found: Sequence[Token], at: int) -> Part | None:
    name = found[at].meanings.get("parts") or ("noon" if found[at].has("noon") else None)
    if name is None:
        return None
    if name not in HOURS:
        raise UnclearError
    return Part(hours=HOURS[name], after=at + 1)


def hours_at(found: Sequence[Token], at: int, days: Sequence[date]) -> Part | None:
    """Parses "from 14:00", "until noon", "between 10 and 12", "10-12", "14时以后"."""
    token = found[at]
    before = next((kind for kind in _BEFORE if token.has(kind)), None)
    first = _clock(found, skip_fillers(found, at + 1), days) if before else None
    if first is None:
        before, first = None, _clock(found, at, days)
    if first is None:
        return None
    begins, after = first
    link = after if has_kind(found, after, *LINKS, "and") else skip_fillers(found, after)  # "a" and "i" are both
    if has_kind(found, link, *LINKS) or (before == "between" and has_kind(found, link, "and")):
        last = _clock(found, skip_fillers(found, link + 1), days)
        if last is not None:
            return _ordered(begins, last[0], skip_closing(found, last[1]))
    if has_kind(found, after, "since_after"):
        return _ordered(begins, DAY_END, after + 1)
    if has_kind(found, after, "until_after"):
        return _ordered(0, begins, after + 1)
    if before in {"since", "from", "after"}:
        return _ordered(begins, DAY_END, skip_closing(found, after))
    if before in {"until", "before"}:
        return _ordered(0, begins, after)
    if token.has("noon"):
        return None  # the lunch hour
    raise UnclearError  # an hour alone


def _ordered(begins: int, ends: int, after: int) -> Part:
    if begins >= ends:
        raise UnclearError
    return Part(hours=(begins, ends), after=after)


def _clock(found: Sequence[Token], at: int, days: Sequence[date]) -> tuple[int, int] | None:
    """Returns minutes since midnight, and the index after them."""
    if at >= len(found) or is_date(found[at], days) or date_at_event(found, at, days) or nth_day(found, at, days):
        return None
    part, start = None, at
    if found[at].has("parts") and not found[at].has("noon"):
        part, start = found[at].meanings["parts"], skip_fillers(found, at + 1)
    read = _first_of_two(found, start) or (clock_time(found, start) if start < len(found) else None)
    if read is None:
        return None
    hour, minute, after = read
    if small_number(found[start]) is not None and after == start + 1 and part is None:
        _refuse_ambiguous(small_number(found[start]), found, after, days)
    if part is None and has_kind(found, after, "parts") and hour <= 12:
        part, after = found[after].meanings["parts"], after + 1
    if part is not None:
        meant = in_part_of_day(hour, minute, part)
        if meant is None:
            raise UnclearError
        return meant.hour * 60 + meant.minute, after
    said = found[after - 1].has("am") or found[after - 1].has("pm") or found[start].text.startswith("0")
    if 1 <= hour <= 6 and not said:
        hour += 12  # nobody meets at two in the night
    return hour * 60 + minute, after


def _first_of_two(found: Sequence[Token], at: int) -> tuple[int, int, int] | None:
    """Parses the first hour of "10 to 12" and "10 und 12 Uhr", which is no ten to twelve."""
    hour = small_number(found[at]) if at < len(found) else None
    after = at + 1
    while has_kind(found, after, "oclock"):
        after += 1
    if hour is None or hour > 24 or not (has_kind(found, after, *LINKS) or has_kind(found, after, "and")):
        return None
    last = skip_fillers(found, after + 1)
    number = small_number(found[last]) if last < len(found) else None
    return (hour, 0, after) if number is not None and number > hour % 12 else None


def _refuse_ambiguous(number: int | None, found: Sequence[Token], after: int, days: Sequence[date]) -> None:
    """Raises UnclearError for a number that may be a day of the event or something else: "from 3", "3 meetings"."""
    if number in {day.day for day in days} and not has_kind(found, after, "parts"):
        raise UnclearError
