"""Finds dates in a list of tokens, complete or with missing parts: "22.11.2026", "22 November", "Nov 22", "22."."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.reading.clock_times import small_number
from bot.reading.date_tokens import Token


@dataclass(frozen=True, slots=True, kw_only=True)
class DateParts:
    day: int
    month: int | None = None
    year: int | None = None


def from_today(tokens: Sequence[Token], today: date) -> list[Token]:
    """Replaces "next year" and "next month" by the year, and by the month and its year."""
    return [Token(token.text, _meant(token, today)) for token in tokens]


def _meant(token: Token, today: date) -> dict[str, Any]:
    if token.has("years"):
        return {"year": (today.year + token.meanings["years"],)}
    if token.has("month_from_this"):
        ahead = today.month - 1 + token.meanings["month_from_this"]
        return {"months": ahead % 12 + 1, "of_year": today.year + ahead // 12}
    return token.meanings


def date_at(tokens: Sequence[Token], at: int, *, dotted: bool) -> tuple[DateParts, int] | None:
    """Returns the date that begins at `tokens[at]`, and the index after it. `dotted` accepts "22.11"."""
    token = tokens[at]
    parts = _numeric(token, dotted=dotted)
    if parts is not None:
        return _with_year(tokens, parts, at + 1)
    day = small_number(token) if token.has("number") else None
    if day is not None and 1 <= day <= 31:
        month = _skip_fillers(tokens, at + 1)
        said = month_at(tokens, month)
        if said is not None:
            year = tokens[month].meanings.get("of_year")
            return _with_year(tokens, DateParts(day=day, month=said, year=year), month + 1)
    if token.has("months") and at + 1 < len(tokens) and tokens[at + 1].has("number"):
        day = small_number(tokens[at + 1])
        if day is not None and 1 <= day <= 31 and not _is_hour(tokens, at + 2):
            parts = DateParts(day=day, month=token.meanings["months"], year=token.meanings.get("of_year"))
            return _with_year(tokens, parts, at + 2)
    return None


def month_at(tokens: Sequence[Token], at: int) -> int | None:
    """Returns the month named by `tokens[at]`. "I" and "V" are months only at the end, and before a year or a dash."""
    if at >= len(tokens):
        return None
    month: int | None = tokens[at].meanings.get("months")
    if month is None and (at + 1 == len(tokens) or tokens[at + 1].has("year") or tokens[at + 1].has("dash")):
        month = tokens[at].meanings.get("roman_months")
    return month


def _numeric(token: Token, *, dotted: bool) -> DateParts | None:
    """Parses a token that is a date by itself."""
    if token.has("ymd"):
        year, month, day = token.meanings["ymd"]
        return DateParts(day=day, month=month, year=year)
    if token.has("dmy"):
        day, month, year = token.meanings["dmy"]
        return DateParts(day=day, month=month, year=year if year > 99 else 2000 + year)
    if token.has("md"):
        month, day = token.meanings["md"]
        return DateParts(day=day, month=month)
    for kind in ("dm", "dotted") if dotted else ("dm",):
        if token.has(kind) and "," not in token.text:
            day, month = token.meanings[kind]
            return DateParts(day=day, month=month) if 1 <= month <= 12 else None
    return None


def _with_year(tokens: Sequence[Token], parts: DateParts, at: int) -> tuple[DateParts, int]:
    year = _skip_fillers(tokens, at)
    if parts.year is None and year < len(tokens) and tokens[year].has("year"):
        return replace(parts, year=tokens[year].meanings["year"][0]), year + 1
    if parts.year is None and tokens[at - 1].has("months") and _is_short_year(tokens, at):
        return replace(parts, year=2000 + tokens[at].meanings["number"][0]), at + 1
    return parts, at


def _is_short_year(tokens: Sequence[Token], at: int) -> bool:
    """Returns True for the last number of "15-17 Oct 26", which is no hour, also before one: "12 Nov 26 9.30"."""
    if at >= len(tokens) or not tokens[at].has("number") or tokens[at].meanings["number"][0] not in _SHORT_YEARS:
        return False
    return at + 1 == len(tokens) or (at + 2 == len(tokens) and any(map(tokens[-1].has, ("clock", "dotted", "compact"))))


def _skip_fillers(tokens: Sequence[Token], at: int) -> int:
    """Skips "of" and "de" between the parts of a date."""
    return at + 1 if at < len(tokens) and tokens[at].text in {"of", "de", "di", "del", "年"} else at


def _is_hour(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and any(tokens[at].has(kind) for kind in ("oclock", "am", "pm"))


_SHORT_YEARS = range(25, 50)
_MOST_YEARS = 20
"""Maximum distance of a typed year from the current year. Others are typing errors."""


def next_fitting(parts: DateParts, today: date) -> date | None:
    """Returns the date, in the next matching year if there is none; None if the calendar has no such day."""
    if parts.month is None:
        months = ((today.year + (today.month - 1 + i) // 12, (today.month - 1 + i) % 12 + 1) for i in range(3))
        coming = (_date(year, month, parts.day) for year, month in months)
        return next((day for day in coming if day is not None and day >= today), None)
    if parts.year is not None:
        if abs(parts.year - today.year) > _MOST_YEARS:
            return None
        return _date(parts.year, parts.month, parts.day)
    # The 29th of February may be up to eight years away.
    coming = (_date(today.year + ahead, parts.month, parts.day) for ahead in range(9))
    return next((day for day in coming if day is not None and day >= today), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
