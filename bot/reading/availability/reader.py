"""Parses when somebody can meet at an event: "only afternoons", "not on Tuesday", "11月3日上午", "samo popodne"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from typing import Final

from bot.reading.availability.days import days_at
from bot.reading.availability.hours import hours_at, part_of_day
from bot.reading.availability.items import Items, Link
from bot.reading.availability.parts import Part, UnclearError
from bot.reading.availability.rule import AvailabilityRule, Hours
from bot.reading.calendar_words import vocabulary
from bot.reading.date_tokens import Token, tokens

_PAUSES: Final = re.compile(r"(?<!\d)[,，;；!！。\n]|[,，;；!！。\n](?!\d)|(?<=[^\W\d_])\.\s+(?=[^\W\d_])")
_COMPOUND: Final = re.compile(
    r"((?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|(?:maan|dins|woens|donder|vrij|zater|zon|mån|tis|ons|tors|fre)dag)"
    r"s?(vormittag|nachmittag|abend|ochtend|middag|avond|formiddag|förmiddag|eftermiddag|ettermiddag)",
    re.IGNORECASE,
)
"""Weekday and part of the day in one word, as Germanic languages write them."""
_UNSPACED: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


class _Sign(Enum):
    ONLY = auto()
    NOT = auto()
    CAN = auto()


@dataclass(slots=True)
class _Statement:
    """Words up to a change between yes and no."""

    items: Items = field(default_factory=Items)
    sign: _Sign | None = None
    sign_at: int = 0
    """The number of items before the sign."""
    everything: bool = False
    nothing: bool = False
    rest: bool = False
    restricts: bool = False
    """"On Tuesday only afternoons" says nothing about other days."""
    just_denied: bool = False
    """A "not" stands right before the next word."""

    @property
    def is_empty(self) -> bool:
        return not (self.items.found or self.sign or self.everything or self.nothing or self.rest)


def read_availability(text: str, *, days: Sequence[date]) -> AvailabilityRule | None:
    """Returns the rule for an event on these days, in order; None if the text is unclear or names other days."""
    if not days:
        return None
    text = _COMPOUND.sub(r"\1 \2", _PAUSES.sub(" | ", text.replace("、", " & ")))
    found = tokens(text, vocabulary("availability"))
    if not found:
        return None
    try:
        return _rule(_Reader(found, days).statements(), days)
    except UnclearError:
        return None


class _Reader:
    """Splits tokens into statements."""

    def __init__(self, found: Sequence[Token], days: Sequence[date]) -> None:
        self._found, self._days = found, days
        self._done: list[_Statement] = []
        self._now = _Statement()

    def statements(self) -> list[_Statement]:
        at = 0
        while at < len(self._found):
            part = (
                hours_at(self._found, at, self._days)
                or days_at(self._found, at, self._days)
                or part_of_day(self._found, at)
            )
            if part is not None:
                self._add(part, self._found[at])
                at = part.after
            else:
                self._word(self._found[at])
                at += 1
        self._close()
        return self._done

    def _close(self) -> None:
        if not self._now.is_empty:
            self._done.append(self._now)
        self._now = _Statement()

    def _add(self, part: Part, token: Token) -> None:
        now = self._now
        items = now.items
        now.just_denied = False
        after_sign = now.sign in {_Sign.ONLY, _Sign.NOT} and now.sign_at == len(items.found) > 0
        if after_sign and items.pending is not Link.NONE:
            self._close()  # "周二不行，周三可以"
        elif after_sign:
            self._beside_sign(part, token)
        self._now.items.add(part)

    def _beside_sign(self, part: Part, token: Token) -> None:
        """Judges a sign between two parts: "Tuesday only afternoons", "afternoons not Tuesday"."""
        now = self._now
        before = now.items.found[-1]
        if part.hours is not None and before.only_days:
            now.restricts = now.sign is _Sign.ONLY
        elif now.sign is _Sign.NOT and part.days is not None and before.only_hours and not _UNSPACED.search(token.text):
            now.sign = None
            self._close()
            self._now.sign = _Sign.NOT
        else:
            raise UnclearError

    def _word(self, token: Token) -> None:
        now = self._now
        if token.has("breaks"):
            now.items.pending = Link.COMMA
        elif token.has("except"):
            self._close()
            self._now.sign = _Sign.NOT
        elif token.has("except_after") and now.items.found:
            now.sign = _Sign.NOT
            self._close()
        elif token.has("but"):
            self._close()
        elif any(token.has(kind) for kind in ("only", "not", "busy", "none")):
            self._sign(token)
        elif token.has("and"):
            now.items.pending = Link.AND if now.items.pending is Link.NONE else now.items.pending
        elif any(token.has(kind) for kind in ("all", "whole", "rest", "can", "at_all")):
            self._quantity(token)
        elif not token.has("fillers"):
            raise UnclearError
        self._now.just_denied = (token.has("not") or (self._now.just_denied and token.has("fillers"))) and bool(
            self._now.sign
        )

    def _sign(self, token: Token) -> None:
        denies = not token.has("only")
        now = self._now
        if now.items.found and (now.items.pending is not Link.NONE or now.sign in {_Sign.ONLY, _Sign.NOT}):
            if denies and now.sign is _Sign.NOT and token.has("none"):
                return  # "u utorak ne mogu nikako"
            self._close()
            now = self._now
        if now.sign is _Sign.NOT and not (token.has("none") or now.nothing):
            raise UnclearError  # "not only", "not busy"
        now.sign = _Sign.NOT if denies else _Sign.ONLY
        now.sign_at = len(now.items.found)
        now.nothing |= token.has("none") or token.has("busy") or (token.has("not") and now.everything)

    def _quantity(self, token: Token) -> None:
        now = self._now
        if token.has("at_all"):
            now.nothing |= now.sign is _Sign.NOT
        elif token.has("can"):
            now.sign = now.sign or _Sign.CAN
        elif now.just_denied:
            raise UnclearError  # "not always"
        elif token.has("rest"):
            now.rest, now.sign = True, now.sign or _Sign.CAN
        else:
            now.everything = True
            now.items.add_whole()


def _rule(statements: Sequence[_Statement], days: Sequence[date]) -> AvailabilityRule:
    only: list[Hours] = []
    never: list[Hours] = []
    within: list[Hours] = []
    everything, denied = False, False
    for one in statements:
        hours = one.items.hours(days)
        if one.sign is _Sign.NOT:
            if one.items.is_list:
                raise UnclearError  # "not Tuesday, Wednesday"
            never += hours or _nothing(one, statements, days)
            denied = True
            continue
        if not hours and one.sign is _Sign.ONLY:
            raise UnclearError
        if hours and denied and one.sign is None and not one.everything:
            raise UnclearError  # "except Tuesday but mornings"
        if only and one.sign is None and any(item.only_hours for item in one.items.found):
            raise UnclearError  # "Thursday only, until 12"
        (within if one.restricts and not one.items.is_list else only).extend(hours)
        if one.rest and only:
            named = frozenset[date]().union(*(each.days for each in only))
            only.append(Hours(days=frozenset(days) - named))
        everything |= one.everything or one.rest
    if not (only or never or within or everything):
        raise UnclearError
    return AvailabilityRule(only=only or None, never=never, within=within)


def _nothing(one: _Statement, statements: Sequence[_Statement], days: Sequence[date]) -> list[Hours]:
    if not one.nothing or len(statements) > 1:
        raise UnclearError
    return [Hours(days=frozenset(days))]
