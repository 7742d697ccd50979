"""Parses a moment: "tomorrow 18:30", "u četvrtak u 9", "12.11.2026 6:30 pm", "两小时后"."""

import re
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.reading.clock_times import clock_time, small_number
from bot.reading.date_tokens import Token, tokens
from bot.reading.dates import DateParts, date_at, from_today
from bot.reading.durations import DAY, amounts
from bot.reading.moment_facts import Facts

_ISO_WITH_ZONE = re.compile(
    r"20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d)[Tt ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:[Zz]|[+-][01]\d:[0-5]\d)"
)
_HERE = "here"


def read_moment(text: str, now: datetime) -> datetime | None:
    """Returns the minute, in the zone of the aware `now`. Days come before months, and a weekday is the next one.

    A zone that the text names counts for its clock and its days: "tomorrow 9:00 Beijing time".

    Returns None for a moment in the past, a contradiction, an ambiguity or an unknown word.
    """
    exact = _ISO_WITH_ZONE.fullmatch(text.strip())
    if exact:
        return _later(datetime.fromisoformat(exact.group().upper()).astimezone(now.tzinfo), now)
    found = tokens(text)
    if not found:
        return None
    zones = {token.meanings["zones"] for token in found if token.has("zones")}
    if len(zones) > 1:
        return None
    there = now if zones <= {_HERE} else now.astimezone(ZoneInfo(zones.pop()))
    facts = read_facts(from_today([token for token in found if not token.has("zones")], there.date()))
    if facts is None or (zones and facts.minutes is not None):
        return None
    meant = facts.moment(there)
    return None if meant is None else _later(meant.astimezone(now.tzinfo), now)


def _later(moment: datetime, now: datetime) -> datetime | None:
    return moment if moment > now else None


def read_facts(found: Sequence[Token], *, bare_hours: bool = False) -> Facts | None:
    """Returns all facts in the tokens; None if a token does not fit. `bare_hours` accepts small numbers as hours."""
    facts, at = Facts(bare_hours=bare_hours), 0
    while at < len(found):
        read = _duration(found, at, facts) or _dates(found, at, facts) or _words(found, at, facts)
        read = read or _times(found, at, facts)
        if read is None and (
            found[at].has("fillers") or found[at].has("about") or _dash_before_clock(found, at, facts)
        ):
            read = at + 1
        if read is None:
            return None
        at = read
    return facts


def _dash_before_clock(found: Sequence[Token], at: int, facts: Facts) -> bool:
    """Returns True for the dash of "11 December 2026 - 08:00". Without the year, "11.12 - 18:30" may be two hours."""
    said = facts.offset is not None or (facts.dated is not None and facts.dated.year is not None)
    return found[at].has("dash") and said and found[at + 1 :][:1] != [] and found[at + 1].has("clock")


def _dates(found: Sequence[Token], at: int, facts: Facts) -> int | None:
    token = found[at]
    if token.has("dotted") and not _dotted_is_date(found, at):
        return None
    read = date_at(found, at, dotted=True) or _day_of_month(found, at, facts)
    if read is None or not facts.say("dated", read[0]):
        return None
    return read[1]


def _day_of_month(found: Sequence[Token], at: int, facts: Facts) -> tuple[DateParts, int] | None:
    """Parses a day without a month: "13号", "Friday 13th", "viernes 13 a las 15:00"."""
    token, after = found[at], at + 1
    if not token.has("number") or facts.dated is not None or facts.clock is not None:
        return None
    said = after < len(found) and found[after].text in {"号", "日"}
    ordinal = token.text.endswith(("st", "nd", "rd", "th"))
    clock_follows = any(one.has("clock") or one.has("oclock") for one in found[after:])
    if not (said or ordinal or (facts.weekday is not None and clock_follows and not _hour_follows_day(found, at))):
        return None
    return DateParts(day=token.meanings["number"][0]), after + said


def _hour_follows_day(found: Sequence[Token], at: int) -> bool:
    """Returns True if the number at `at` is itself the hour: "Friday 9 Uhr 30"."""
    kinds = ("oclock", "am", "pm", "parts", "and", "half")
    return at + 1 < len(found) and any(found[at + 1].has(kind) for kind in kinds)


def _dotted_is_date(found: Sequence[Token], at: int) -> bool:
    """Returns True if "15.11" is a day, because the text contains another time."""
    return any(token.has("clock") or token.has("noon") or token.has("dotted") for token in found[at + 1 :])


def _words(found: Sequence[Token], at: int, facts: Facts) -> int | None:
    token = found[at]
    if token.has("day_parts"):
        offset, part = token.meanings["day_parts"]
        return at + 1 if facts.say("offset", offset) and facts.say("part", part) else None
    if token.has("parts") and token.has("noon") and not _hour_follows(found, at + 1):  # 明天中午, but 中午12点
        return None
    for kind, fact in (("days", "offset"), ("weeks", "week"), ("weekdays", "weekday"), ("parts", "part")):
        if token.has(kind) and facts.say(fact, token.meanings[kind]):
            return at + 1
    if token.has("days") and facts.offset == 1 and facts.say("part", "morning"):  # "morgen morgen" and "mañana"
        return at + 1
    if token.has("this") and at + 1 < len(found) and found[at + 1].has("weekdays") and facts.say("week", 0):
        return at + 1
    if token.has("next") and facts.say("next_", True):
        return at + 1
    return None


def _hour_follows(found: Sequence[Token], at: int) -> bool:
    while at < len(found) and found[at].has("fillers"):
        at += 1
    return at < len(found) and clock_time(found, at) is not None


def _times(found: Sequence[Token], at: int, facts: Facts) -> int | None:
    read = clock_time(found, at)
    if read is None or facts.clock is not None:
        return None
    hour, minute, after = read
    bare = small_number(found[at]) is not None or found[at].has("compact")
    if after == at + 1 and bare and not _hour_is_meant(found, at, facts):
        return None
    facts.clock = (hour, minute)
    return after


def _hour_is_meant(found: Sequence[Token], at: int, facts: Facts) -> bool:
    """Returns True if a bare number is an hour, because a day or a part of the day is beside it."""
    if facts.bare_hours or facts.has_day or facts.minutes is not None or facts.part is not None:
        return True
    return any(token.has(kind) for token in found[at + 1 :] for kind in ("days", "weekdays", "parts", "day_parts"))


def _duration(found: Sequence[Token], at: int, facts: Facts) -> int | None:
    """Parses a duration from now: "in two hours", "za sat i po", "半小时后", "2 hours from now"."""
    start = at + 1 if found[at].has("in") else at
    minutes, after = amounts(found, start)
    if not minutes:
        return None
    later = after < len(found) and found[after].has("later")
    since = _since_day(found, after)
    if (start == at and not later and since is None) or facts.minutes is not None:
        return None
    facts.whole_days = any(token.meanings.get("units", 0) >= DAY for token in found[start:after])
    if since is not None and not facts.whole_days:
        return None
    facts.minutes = round(minutes) + (since or 0) * DAY
    return after + 2 if since is not None else after + later


def _since_day(found: Sequence[Token], at: int) -> int | None:
    """Parses the end of "a week from tomorrow": days from today."""
    if at + 1 < len(found) and found[at].has("from") and found[at + 1].has("days"):
        return int(found[at + 1].meanings["days"])
    return None
