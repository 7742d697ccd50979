"""Parses a start and an end: "12.11.2026 14:00 – 15:30", "14-15h", "tomorrow 2-3 pm"."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.reading.date_tokens import Token, tokens
from bot.reading.dates import date_at, from_today
from bot.reading.moment_facts import Facts
from bot.reading.moments import read_facts

Span = tuple[datetime, datetime | None]
_OVERNIGHT = (18, 6)  # an end before the start means the next day only from the evening to the early morning


def read_span(text: str, now: datetime) -> Span | None:
    """Returns the start and, if given, the end, in the zone of the aware `now`. They may be in the past.

    Returns None if a word is unknown or the end is not after the start.
    """
    found = tokens(text)
    if not found:
        return None
    found = from_today(found, now.date())
    alone = read_facts(found)
    if alone is not None:
        start = alone.moment(now)
        return None if start is None else (start, None)
    spans = {span for span in _spans(found, now) if span is not None}
    return spans.pop() if len(spans) == 1 else None


def _spans(found: Sequence[Token], now: datetime) -> Iterator[Span | None]:
    """Yields the meaning of the text when split at each of its separators."""
    for at, token in enumerate(found):
        if token.has("dash") or token.has("separators"):
            left = [one for one in found[:at] if not _opens(one)]
            yield _between(left, found[at + 1 :], now)


def _opens(token: Token) -> bool:
    return token.has("from") and not token.has("fillers")


def _between(left: Sequence[Token], right: Sequence[Token], now: datetime) -> Span | None:
    if not left or not right or (date_at(right, 0, dotted=False) is not None and not _has_day(left)):
        return None
    end = read_facts(right, bare_hours=True)
    if end is None or end.clock is None:
        return None
    for suffix in ([token for token in right if token.has("am") or token.has("pm")][:1], []):
        start = read_facts([*left, *suffix], bare_hours=True)
        span = None if start is None or start.clock is None else _joined(start, end, now)
        if span is not None:
            return span
    return None


def _has_day(found: Sequence[Token]) -> bool:
    facts = read_facts(found, bare_hours=True)
    return facts is not None and facts.has_day


def _joined(start: Facts, end: Facts, now: datetime) -> Span | None:
    """Returns both moments. If one has no day, it takes the day of the other."""
    own_day = end.has_day
    if not own_day:
        end.take_day(start)
    elif not start.has_day:
        start.take_day(end)
    first, last = start.moment(now), end.moment(now)
    if first is not None and last is not None and last <= first and start.part and not end.part:
        end.part = start.part  # 下午2点到3点
        last = end.moment(now)
    if first is None or last is None:
        return None
    if last <= first and not own_day and first.hour >= _OVERNIGHT[0] and last.hour <= _OVERNIGHT[1]:
        last += timedelta(days=1)
    return (first, last) if first < last else None
