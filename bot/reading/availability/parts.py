"""A part of what somebody says: days or hours, and where the next words begin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.reading.date_tokens import Token

LINKS: Final = ("dash", "separators", "until", "to")
"""Kinds of words between the first and the last of two."""


class UnclearError(Exception):
    """The words are known, but not their meaning together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Days or hours, and the index after their last token."""

    days: frozenset[date] | None = None
    hours: tuple[int, int] | None = None
    after: int


def skip_fillers(found: Sequence[Token], at: int) -> int:
    while at < len(found) and found[at].has("fillers"):
        at += 1
    return at


def has_kind(found: Sequence[Token], at: int, *kinds: str) -> bool:
    return at < len(found) and any(found[at].has(kind) for kind in kinds)


def skip_closing(found: Sequence[Token], at: int) -> int:
    """Returns the index after "onwards", まで and their like."""
    return at + 1 if has_kind(found, at, "since_after", "until_after") else at
