"""Parses one day, or the first and the last: "22-24.11.2026", "3-5 decembar", "11月3日至5日"."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from bot.reading.clock_times import small_number
from bot.reading.date_tokens import Token, tokens
from bot.reading.dates import DateParts, date_at, from_today, month_at, next_fitting

Days = tuple[date, date]
_Point = tuple[DateParts, int | None]
"""A date with the weekday that was written beside it."""
_BETWEEN = frozenset({"between", "izmedju", "zwischen", "entre", "mezdu"})
_RANGE, _EACH = "range", "each"
_SATURDAY = 5
_AND = Token("&", {"and": None})


def read_days(text: str, now: datetime) -> Days | None:
    """Returns the first and the last day. Without a year, the next matching days as seen from `now`.

    Returns None if a word is unknown, a weekday contradicts its date, or several days are not consecutive.
    """
    found = tokens(text)
    return days_of(found, now.date()) if found else None


def days_of(found: Sequence[Token], today: date) -> Days | None:
    """Returns the first and the last day that these tokens name."""
    of_week = _of_week([token for token in found if not token.has("fillers")], today)
    if of_week is not None:
        return of_week
    long, found = _without_length(found)
    days = _days_of(found, today) if found else None
    if days is None or long is None:
        return days
    last = days[0] + timedelta(days=long - 1)
    return (days[0], last) if days[1] in {days[0], last} else None


def _of_week(found: Sequence[Token], today: date) -> Days | None:
    """Returns the coming weekend, or the days of "Monday to Wednesday next week"."""
    monday = today - timedelta(days=today.weekday())
    if len(found) == 1 and found[0].has("weekend"):
        saturday = monday + timedelta(days=_SATURDAY)
        return (saturday, saturday + timedelta(days=1)) if today <= saturday else None
    days = [token for token in found if not token.has("weeks")]
    days = days[1:] if days and days[0].has("from") else days
    if len(days) == len(found) or len(days) != 3 or _weekdays_first([*days, days[0]]) is None:
        return None
    link = next(at for at, token in enumerate(found) if token is days[1])
    before, after = (_week(part) for part in (found[:link], found[link:]))
    weeks = (after if before is None else before, before if after is None else after)
    first, last = (
        monday + timedelta(weeks=week or 0, days=one.meanings["weekdays"])
        for week, one in zip(weeks, (days[0], days[2]), strict=True)
    )
    return (first, last) if today <= first < last else None


def _week(found: Sequence[Token]) -> int | None:
    """Returns the week that these tokens name, from this one."""
    return next((token.meanings["weeks"] for token in found if token.has("weeks")), None)


def _without_length(found: Sequence[Token]) -> tuple[int | None, list[Token]]:
    """Takes out how many days it lasts: "three days from 12 May", "5月12日起，为期三天"."""
    for at, token in enumerate(found[:-1]):
        days = small_number(token)
        if days and found[at + 1].has("long") and not token.text.endswith("."):
            before = at - 1 if at and found[at - 1].has("lasting") else at
            return days, [*found[:before], *found[at + 2 :]]
    return None, list(found)


def _days_of(found: Sequence[Token], today: date) -> Days | None:
    found = _apart(from_today(found, today))
    if len(found) > 4 and _weekdays_first(found[-3:] + found[:1]):  # "3-5 December (Thu-Sat)"
        found = [*found[-3:], *found[:-3]]
    weekdays = _weekdays_first(found)
    if len(found) > 1 and found[0].has("year"):  # "2026. december 3-5."
        found = [*found[1:], found[0]]
    read = _points(found[3:] if weekdays else found, today)
    if read is None:
        return None
    points, links = read
    days = _dated(points, today)
    if days is not None and weekdays not in {None, (days[0].weekday(), days[-1].weekday())}:
        return None
    if days is None or any(
        weekday not in {None, day.weekday()} for day, (_, weekday) in zip(days, points, strict=True)
    ):
        return None
    return _span(days, links)


def _apart(found: Sequence[Token]) -> list[Token]:
    """Replaces "5/6" before the name of a month, which is no 5 June, by two days."""
    apart: list[Token] = []
    for at, token in enumerate(found):
        if token.has("dm") and "/" in token.text and month_at(found, at + 1) is not None:
            first, second = token.meanings["dm"]
            apart += [_number(first), _AND, _number(second)]
        elif token.has("dmy") and "/" in token.text and month_at(found, at + 1) is not None:  # "12/13/14 maggio"
            first, second, third = token.meanings["dmy"]
            apart += [_number(first), _AND, _number(second), _AND, _number(third)]
        elif _is_month_and_day(found, at):  # 2027-4-14至4-17
            apart.append(Token(token.text, {"md": (token.meanings["number"][0], found[at + 2].meanings["number"][0])}))
        elif (at > 1 and _is_month_and_day(found, at - 1)) or (at > 2 and _is_month_and_day(found, at - 2)):
            continue
        else:
            apart.append(token)
    return apart


def _is_month_and_day(found: Sequence[Token], at: int) -> bool:
    """Returns True for the last two numbers after a complete date written with dashes."""
    return (
        at + 3 == len(found)
        and at > 1
        and found[at - 2].has("ymd")
        and "-" in found[at - 2].text
        and found[at].has("number")
        and found[at + 1].text == "-"
        and found[at + 2].has("number")
    )


def _number(value: int) -> Token:
    return Token(str(value), {"number": (value,)})


def _span(days: Sequence[date], links: Sequence[str]) -> Days | None:
    steps = [after - before for before, after in pairwise(days)]
    if any(step < timedelta(days=1) for step in steps):
        return None
    # "15/16/17 October" names each day.
    if (_EACH in links or len(days) > 2) and any(step != timedelta(days=1) for step in steps):
        return None
    return days[0], days[-1]


def _weekdays_first(found: Sequence[Token]) -> tuple[int, int] | None:
    """Returns the weekdays of the first and last day if they come before both: "Thu-Sat, 3-5 December"."""
    if len(found) < 4 or not (found[0].has("weekdays") and found[2].has("weekdays")):
        return None
    if not (found[1].has("dash") or found[1].has("separators")):
        return None
    return found[0].meanings["weekdays"], found[2].meanings["weekdays"]


def _points(found: Sequence[Token], today: date) -> tuple[list[_Point], list[str]] | None:
    """Returns the dates in the text, and the links between them."""
    points: list[_Point] = []
    links: list[str] = []
    weekday: int | None = None
    at = 0
    while at < len(found):
        token = found[at]
        read = _point(found, at, points, today)
        if read is not None:
            if len(links) < len(points):
                links.append(_EACH)
            points.append((read[0], weekday))
            weekday, at = None, read[1]
            continue
        link = _link(token, found[0], begun=bool(points))
        if link is not None and len(links) < len(points):
            links.append(link)
        elif token.has("weekdays") and len(links) < len(points) and points[-1][1] is None:
            points[-1] = (points[-1][0], token.meanings["weekdays"])
        elif token.has("weekdays") and weekday is None:
            weekday = token.meanings["weekdays"]
        elif token.has("year") and points and points[-1][0].year is None:
            points[-1] = (replace(points[-1][0], year=token.meanings["year"][0]), points[-1][1])
        elif not (token.has("fillers") or token.has("from") or (link is not None and len(links) == len(points))):
            return None
        at += 1
    return (points, links) if points and len(links) == len(points) - 1 and weekday is None else None


def _point(found: Sequence[Token], at: int, points: Sequence[_Point], today: date) -> tuple[DateParts, int] | None:
    token = found[at]
    if token.has("days"):
        day = today + timedelta(days=token.meanings["days"])
        return DateParts(day=day.day, month=day.month, year=day.year), at + 1
    dates = [one for one in found[:at] if not one.has("weekdays")]
    if len(dates) > 1 and dates[-2].has("ymd"):  # 2026.12.3-12.5
        for kind in ("dotted", "dm"):
            if token.has(kind):
                month, day_number = token.meanings[kind]
                return DateParts(day=day_number, month=month), at + 1
    read = date_at(found, at, dotted=True)
    if read is not None:
        return read
    number = small_number(token) if token.has("number") else None
    if number is None or not 1 <= number <= 31:
        return None
    year = at + 1
    if year < len(found) and found[year].has("year") and points:
        return DateParts(day=number, year=found[year].meanings["year"][0]), year + 1
    return DateParts(day=number), at + 1


def _link(token: Token, first: Token, *, begun: bool) -> str | None:
    if not begun:
        return None
    if token.has("dash") or token.has("separators") or (token.has("and") and first.text in _BETWEEN):
        return _RANGE
    return _EACH if token.has("and") else None


def _dated(points: Sequence[_Point], today: date) -> list[date] | None:
    """Returns the points as dates. Missing months and years come from a neighbour on either side."""
    parts = [point for point, _ in points]
    months = _filled([point.month for point in parts])
    years = _filled([point.year for point in parts])
    if months is None:
        return None
    days: list[date] = []
    for index, (point, month) in enumerate(zip(parts, months, strict=True)):
        year = years[index] if years else None
        # Across New Year, the written year belongs to the end: 30 December – 2 January 2027.
        if year is not None and point.year is None and month > months[-1]:
            year = year - 1
        since = days[-1] if days and year is None else today
        day = next_fitting(DateParts(day=point.day, month=month, year=year), since)
        if day is None:
            return None
        days.append(day)
    return days


def _filled(values: Sequence[int | None]) -> list[int] | None:
    """Fills each gap with the next value, or with the previous one if there is none."""
    filled, following = list(values), None
    for index in range(len(filled) - 1, -1, -1):
        following = filled[index] if filled[index] is not None else following
        filled[index] = following
    previous: int | None = None
    for index, value in enumerate(filled):
        previous = value if value is not None else previous
        filled[index] = previous
    return None if None in filled else [value for value in filled if value is not None]
