"""Finds the time of day in a list of tokens: "18:30", "half past six", "pola sedam", "6 pm", "下午6点半"."""

from collections.abc import Sequence
from datetime import time

from bot.reading.date_tokens import Token

_LESS = frozenset({"moins", "menos", "meno"})
_TENS = 10  # smallest number of minutes that may follow an hour without further words
MIDNIGHT = (24, 0)
"""The end of a day."""
Read = tuple[int, int, int]
"""(hour, minute, index of the next token)."""


def small_number(token: Token) -> int | None:
    """Returns the value of a bare number, in figures or words."""
    if token.has("number"):
        return int(token.meanings["number"][0])
    return token.meanings.get("numbers")


def clock_time(tokens: Sequence[Token], at: int) -> Read | None:
    """Returns a time that begins at `tokens[at]`, without a part of the day after it; None if there is none."""
    for rule in (_figures, _half_to, _relative, _spoken):
        read = rule(tokens, at)
        if read is not None:
            return _with_am_pm(tokens, *read)
    return None


def _figures(tokens: Sequence[Token], at: int) -> Read | None:
    """Parses 18:30, 18h30, 18.30, and noon."""
    token = tokens[at]
    if token.has("noon") and not _has(tokens, at + 1, "numbers", "number", "clock"):
        half = _has(tokens, at + 1, "and") and _has(tokens, at + 2, "half")  # "midi et demi"
        return (12, 30, at + 3) if half else (12, 0, at + 1)
    if token.has("midnight") and not _has(tokens, at + 1, "numbers", "number", "clock"):
        begins_day = token.text == "0点" and any(_has(tokens, day, "md", "ymd", "days") for day in range(at))
        return (0, 0, at + 1) if begins_day else (*MIDNIGHT, at + 1)
    if token.has("compact"):
        return *token.meanings["compact"], _after(tokens, at + 1, "oclock")
    for kind in ("clock", "dotted"):
        if token.has(kind):
            hour, minute = token.meanings[kind]
            digits = token.text.replace(",", ".").rpartition("." if kind == "dotted" else token.text[-3])[2]
            if len(digits) == 2 and "," not in token.text:
                return hour, minute, _after(tokens, at + 1, "oclock")
    return None


def _half_to(tokens: Sequence[Token], at: int) -> Read | None:
    """Parses half an hour before a full hour: "halb sieben", "pola sedam", "в половине седьмого"."""
    token = tokens[at]
    if token.has("half_to_whole"):
        return (token.meanings["half_to_whole"] - 1) % 24, 30, at + 1
    if not token.has("half_to") or at + 1 >= len(tokens):
        return None
    following = tokens[at + 1]
    hour = following.meanings.get("ordinal_hours", small_number(following))
    if hour is None or not 1 <= hour <= 24 or (_has(tokens, at + 2, "units") and not _has(tokens, at + 2, "oclock")):
        return None
    return (hour - 1) % 24, 30, _after(tokens, at + 2, "oclock")


def _relative(tokens: Sequence[Token], at: int) -> Read | None:
    """Parses minutes past or before an hour: "half past six", "twenty to seven", "petnaest do osam"."""
    if tokens[at].has("before_first") and at + 1 < len(tokens):
        hour = small_number(tokens[at + 1])
        return None if hour is None else ((hour - 1) % 24, 60 - tokens[at].meanings["before_first"], at + 2)
    start = at
    minutes = _minutes(tokens[at])
    if minutes is None and tokens[at].has("numbers") and tokens[at].meanings["numbers"] == 1 and at + 1 < len(tokens):
        start, minutes = at + 1, _minutes(tokens[at + 1]) if tokens[at + 1].has("quarter") else None
    link = start + 1
    if minutes is None or link + 1 >= len(tokens):
        return None
    hour = small_number(tokens[link + 1])
    if hour is None or not 0 <= hour <= 24:
        return None
    end = _after(tokens, link + 2, "oclock")
    if tokens[link].has("past"):
        return hour, minutes, end
    if tokens[link].has("to") and not tokens[at].has("half"):
        return (hour - 1) % 24, 60 - minutes, end
    return None


def _minutes(token: Token) -> int | None:
    if token.has("quarter"):
        return 15
    if token.has("half"):
        return 30
    number = small_number(token)
    return number if number is not None and 1 <= number <= 59 else None


def _spoken(tokens: Sequence[Token], at: int) -> Read | None:
    """Parses an hour with what follows: "6 Uhr 15", "9 i 30", "6点半", "six heures et demie", "18h"."""
    hour = small_number(tokens[at])
    after = _after(tokens, at + 1, "oclock")
    said = after > at + 1
    if hour is None or (hour == 1 and tokens[at].has("numbers") and not said and tokens[at].text != "one"):
        return None  # "a" and "un" are articles, but "ein Uhr" is an hour
    if _has(tokens, after, "half_after"):
        return hour, 30, after + 1
    to = _minutes_to(tokens, after)
    if to is not None:
        return (hour - 1) % 24, 60 - to[0], to[1]
    following = after + 1 if _has(tokens, after, "and") else after
    if following > after or said:
        for kind, minutes in (("three_quarters", 45), ("quarter", 15), ("half", 30)):
            if _has(tokens, following, kind):
                return hour, minutes, following + 1
        if said and _has(tokens, following, "numbers", "number") and _has(tokens, following + 1, "quarter"):
            return hour, 15, following + 2
        minute = small_number(tokens[following]) if following < len(tokens) else None
        if minute is not None and minute < 60:
            return hour, minute, _after(tokens, following + 1, "minutes_after")
    if tokens[at].has("numbers") and _has(tokens, after, "numbers") and tokens[after].meanings["numbers"] >= _TENS:
        return hour, tokens[after].meanings["numbers"], after + 1  # "nine thirty"
    return (hour, 0, after) if said or _has(tokens, after, "am", "pm", "parts") or hour <= 24 else None


def _minutes_to(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """Parses minutes before an hour that come after the hour: "dix heures moins le quart", "las diez menos cuarto"."""
    if not _has(tokens, at, "to") or tokens[at].text not in _LESS:
        return None
    at += 2 if _has(tokens, at + 1, "fillers") else 1
    minutes = _minutes(tokens[at]) if at < len(tokens) else None
    return None if minutes is None or tokens[at].has("half") else (minutes, at + 1)


def _with_am_pm(tokens: Sequence[Token], hour: int, minute: int, after: int) -> Read | None:
    if (hour, minute) == (12, 0) and _has(tokens, after, "noon"):  # "12 noon"
        return hour, minute, after + 1
    if _has(tokens, after, "am", "pm"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if tokens[after].has("pm") else 0)
        after += 1
    return (hour, minute, after) if (hour < 24 and minute < 60) or (hour, minute) == MIDNIGHT else None


def in_part_of_day(hour: int, minute: int, part: str) -> time | None:
    """Returns the time meant by "7 in the evening"; None for a contradiction, such as 9 in the afternoon."""
    if part == "morning":
        fits = hour < 12
    elif part == "noon":
        hour = hour + 12 if hour in {1, 2} else hour
        fits = 11 <= hour <= 14
    elif part == "afternoon":
        hour = hour + 12 if 1 <= hour <= 7 else hour
        fits = 12 <= hour <= 19
    elif part == "evening":
        hour = hour + 12 if 4 <= hour <= 11 else hour
        fits = 16 <= hour <= 23
    else:
        fits = hour <= 5
    return time(hour, minute) if fits else None


def _has(tokens: Sequence[Token], at: int, *kinds: str) -> bool:
    return at < len(tokens) and any(tokens[at].has(kind) for kind in kinds)


def _after(tokens: Sequence[Token], at: int, kind: str) -> int:
    """Returns the index after an optional token of a kind."""
    return at + 1 if _has(tokens, at, kind) else at
