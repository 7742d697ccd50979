"""Finds days of an event in a list of tokens: "first day", "Tue-Thu", "3 November", "from Wednesday"."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from bot.reading.availability.parts import Part, UnclearError, has_kind, skip_closing, skip_fillers
from bot.reading.clock_times import clock_time, small_number
from bot.reading.date_tokens import Token
from bot.reading.days import days_of

_DATES: Final = ("ymd", "dmy", "md", "dm", "dotted", "months")
_IN_DATES: Final = (*_DATES, "number", "year", "roman_months", "dash", "separators", "and")
_DAY_MARKS: Final = frozenset({"号", "日"})
_BEFORE: Final = ("since", "from", "after", "until", "before")


def is_date(token: Token, days: Sequence[date]) -> bool:
    """Returns True for "3.11" at an event on 3 November, which elsewhere would be an hour."""
    return token.has("dotted") and token.meanings["dotted"] in {(day.day, day.month) for day in days}


def days_at(found: Sequence[Token], at: int, days: Sequence[date]) -> Part | None:
    """Parses days, and "from Wednesday", "until 4 November"."""
    before = None if found[at].has("fillers") else next((kind for kind in _BEFORE if found[at].has(kind)), None)
    start = skip_fillers(found, at + 1) if before else at
    read = _day(found, start, days) if start < len(found) else None
    if read is None and before:
        before, read = None, _day(found, at, days)
    if read is None or read.days is None:
        return None
    after = read.after
    side = before or next((kind for kind in ("since_after", "until_after") if has_kind(found, after, kind)), None)
    if side is None or len(read.days) > 1:
        return Part(days=read.days, after=skip_closing(found, after))  # "from Tuesday to Thursday"
    clock = skip_fillers(found, after)
    if clock < len(found) and clock_time(found, clock) is not None:
        raise UnclearError  # "from Wednesday 14:00" may mean Wednesday alone
    return _beside(side, next(iter(read.days)), days, skip_closing(found, after))


def _beside(side: str, named: date, days: Sequence[date], after: int) -> Part:
    """Returns the days from a day, or until it. "After" and "before" do not count the day itself."""
    kept = {
        "since": [day for day in days if day >= named],
        "from": [day for day in days if day >= named],
        "since_after": [day for day in days if day >= named],
        "after": [day for day in days if day > named],
        "before": [day for day in days if day < named],
        "until": [day for day in days if day <= named],
        "until_after": [day for day in days if day <= named],
    }[side]
    if not kept:
        raise UnclearError
    return Part(days=frozenset(kept), after=after)


def _day(found: Sequence[Token], at: int, days: Sequence[date]) -> Part | None:
    return nth_day(found, at, days) or date_at_event(found, at, days) or _weekdays(found, at, days)


def nth_day(found: Sequence[Token], at: int, days: Sequence[date]) -> Part | None:
    """Parses "first day", "first and last day", "1. dana", "day 1", 第一天."""
    token = found[at]
    if token.has("nth_day"):
        return _of_numbers([token.meanings["nth_day"]], days, at + 1)
    if token.has("day_noun") and has_kind(found, at + 1, "number"):
        return _of_numbers([found[at + 1].meanings["number"][0]], days, at + 2)
    numbers, after = list[int](), at
    while after < len(found):
        number = found[after].meanings.get("ordinals", (found[after].meanings.get("number") or (None,))[0])
        if number is None:
            return None
        numbers.append(number)
        after += 1
        if has_kind(found, after, "day_noun"):
            return _of_numbers(numbers, days, after + 1)
        if not has_kind(found, after, "and"):
            return None
        after = skip_fillers(found, after + 1)
    return None


def _of_numbers(numbers: Sequence[int], days: Sequence[date], after: int) -> Part:
    if any(number == 0 or not -1 <= number <= len(days) for number in numbers):
        raise UnclearError
    return Part(days=frozenset(days[number - 1 if number > 0 else -1] for number in numbers), after=after)


def date_at_event(found: Sequence[Token], at: int, days: Sequence[date]) -> Part | None:
    """Parses dates that name their month or a mark of the day. Raises UnclearError for days outside the event."""
    number, after = small_number(found[at]), at + 1
    after += after < len(found) and found[after].text in _DAY_MARKS
    if number is not None and (_is_marked(found[at]) or after > at + 1) and not has_kind(found, after, "months"):
        named = frozenset(day for day in days if day.day == number)
        if not named:
            raise UnclearError
        return Part(days=named, after=after)
    end = at
    while end < len(found) and (has_kind(found, end, *_IN_DATES) or found[end].text in _DAY_MARKS):
        end += 1
    for after in range(end, at, -1):
        window = found[at:after]
        if window[-1].has("dash") or window[-1].has("separators") or window[-1].has("and"):
            continue
        read = days_of(window, days[0]) if _names_day(window, days) else None
        if read is not None:
            if not set(read) <= set(days):
                raise UnclearError
            return Part(days=frozenset(day for day in days if read[0] <= day <= read[1]), after=after)
    return None


def _names_day(window: Sequence[Token], days: Sequence[date]) -> bool:
    if any(one.has("dotted") and not is_date(one, days) for one in window):
        return False
    return any(one.has(kind) for one in window for kind in _DATES)


def _is_marked(token: Token) -> bool:
    return token.has("number") and token.text.endswith(("st", "nd", "rd", "th"))


def _weekdays(found: Sequence[Token], at: int, days: Sequence[date]) -> Part | None:
    """Parses "Tuesday" and "Tue-Thu"."""
    if not found[at].has("weekdays"):
        return None
    first, after = _of_weekday(found[at], days), at + 1
    if has_kind(found, after, "dash", "separators", "until") and has_kind(found, after + 1, "weekdays"):
        last = _of_weekday(found[after + 1], days)
        if not first or not last or min(first) >= max(last):
            raise UnclearError
        return Part(days=frozenset(day for day in days if min(first) <= day <= max(last)), after=after + 2)
    other = [kind for kind in found[at].meanings if kind not in {"weekdays", "months", "oclock", "ordinals"}]
    if other and not first:
        return None  # "so" is no Sunday at an event without one
    if other or not first:
        raise UnclearError
    return Part(days=first, after=after)


def _of_weekday(token: Token, days: Sequence[date]) -> frozenset[date]:
    return frozenset(day for day in days if day.weekday() == token.meanings["weekdays"])
