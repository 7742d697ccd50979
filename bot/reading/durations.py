"""Parses durations in a list of tokens: "two hours", "an hour and a half", "1 hour 30 minutes", "一个半小时"."""

from collections.abc import Sequence

from bot.reading.clock_times import small_number
from bot.reading.date_tokens import Token

DAY = 1440
"""Minutes per day."""


def amounts(found: Sequence[Token], at: int) -> tuple[float, int]:
    """Returns the sum of "1 hour and 30 minutes" in minutes, and the index after it; 0 if there is none."""
    total = 0.0
    while at < len(found):
        start = at + 1 if total and found[at].has("and") else at
        minutes, after = _amount(found, start)
        if not minutes or (total and start == at and not _starts_with_number(found, start)):
            break
        total, at = total + minutes, after
    return total, at


def _starts_with_number(found: Sequence[Token], at: int) -> bool:
    return small_number(found[at]) is not None


def _amount(found: Sequence[Token], at: int) -> tuple[float, int]:
    """Parses one amount: "two hours", "half an hour", "1.5 hours", "an hour and a half", "一个半小时", "полчаса"."""
    count, after = 1.0, at
    if at < len(found) and found[at].has("clock") and "h" in found[at].text:  # "in 1h30"
        hours, minutes = found[at].meanings["clock"]
        said = at + 1 < len(found) and found[at + 1].has("minutes_after")  # "2h 15min"
        return 60.0 * hours + minutes, at + 2 if said else at + 1
    article = at + 1 if at + 1 < len(found) and found[at].meanings.get("numbers") == 1 else at
    if article < len(found) and found[article].has("amounts"):
        return float(found[article].meanings["amounts"]), article + 1
    if at < len(found) and found[at].has("dotted"):
        whole, rest = found[at].text.replace(",", ".").split(".")[:2]
        count, after = float(f"{whole}.{rest}"), at + 1
    elif at < len(found) and small_number(found[at]) is not None:
        count, after = float(small_number(found[at]) or 0), at + 1
    after = _skip(found, after, "个")
    if after > at and after + 2 < len(found) and found[after].has("and"):
        half = _skip(found, after + 1, "a", "ein", "une")  # "two and a half hours", "dva i po sata"
        if half + 1 < len(found) and found[half].has("half") and found[half + 1].has("units"):
            return (count + 0.5) * found[half + 1].meanings["units"], half + 2
    if after < len(found) and found[after].has("half") and not found[after].has("units"):
        count = count + 0.5 if after > at and found[at].text not in {"a", "an", "une", "einer", "ein", "eine"} else 0.5
        after += 1
        after += after < len(found) and found[after].text in {"a", "an", "-"}
    if after >= len(found) or not found[after].has("units"):
        return 0.0, at
    unit = found[after].meanings["units"]
    after = _skip(found, after + 1, "vremena", "dana")
    tail = after + 1 if after < len(found) and found[after].has("and") else after
    tail = tail + 1 if tail > after and tail < len(found) and found[tail].text == "a" else tail
    if tail < len(found) and found[tail].has("half") and tail > after:
        count, after = count + 0.5, tail + 1
    return count * unit, after


def _skip(found: Sequence[Token], at: int, *words: str) -> int:
    return at + 1 if at < len(found) and found[at].text in words else at
