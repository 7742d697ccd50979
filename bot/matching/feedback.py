"""What people made of earlier suggestions, as small bounded shifts of the log-odds: it reorders, it never decides.

Every shift is a plain function of counts that anybody may be shown. None can run away: what is shown less is dismissed
less as well, and the bounds are reached slowly.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.matching.listing import Match
from bot.matching.scoring import likelihood, odds_of

MOST_LEARNT = 0.5
"""The most that yes and no to a listing can shift it: odds times 1.6 or through 1.6."""
DOUBT = 8
"""Answers at which half of MOST_LEARNT is reached, were they all alike."""
CROWDED = 20
"""Open suggestions from which on a listing makes room for others."""
BUSY = 5
"""Open introductions from which on it does."""
MOST_CROWDED = 0.6
CHANCE = 0.2
"""For a listing that is hardly shown to anybody yet, with one that is. In a fair that begins, where all are new, nobody
needs it."""
HARDLY_SHOWN = 3
COUNTRY_REFUSED = 0.4
"""For each time that this listing's side called a country the wrong one."""
MOST_REFUSED = 1.2
MOST_SHIFT = 2 * MOST_LEARNT + CHANCE
"""The most that a pair can gain by it all, both sides together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One listing's, in numbers. `liked`: introductions accepted, and again when something came of them; `disliked`:
    others found it on another subject, too early or the wrong partner, or it left a request unanswered; `refused`:
    country to how often its own side dismissed a counterpart for it."""

    liked: int = 0
    disliked: int = 0
    open_suggestions: int = 0
    open_introductions: int = 0
    refused: Mapping[str, int] = field(default_factory=dict)


def learnt(record: Record) -> float:
    """Between -MOST_LEARNT and MOST_LEARNT, 0 without answers."""
    return MOST_LEARNT * (record.liked - record.disliked) / (record.liked + record.disliked + DOUBT)


def room(record: Record) -> float:
    """Between -MOST_CROWDED and 0: below 0 for who is suggested to many or asked by many already."""
    suggested = 0.2 * math.log2(max(1.0, record.open_suggestions / CROWDED))
    asked = 0.1 * max(0, record.open_introductions - BUSY + 1)
    return -min(MOST_CROWDED, suggested + asked)


def chance(one: Record, other: Record) -> float:
    """For a pair of which one side only is new."""
    return CHANCE if _is_new(one) != _is_new(other) else 0.0


def _is_new(record: Record) -> bool:
    return record.open_suggestions < HARDLY_SHOWN and not record.open_introductions


def refusal(record: Record, country: str | None) -> float:
    """Between -MOST_REFUSED and 0."""
    return -min(MOST_REFUSED, COUNTRY_REFUSED * record.refused.get(country or "", 0))


def shift(one: Record, other: Record, one_from: str | None, other_from: str | None) -> float:
    """What a pair gains or loses in log-odds; the same whichever side is asked."""
    gained = learnt(one) + learnt(other) + room(one) + room(other) + chance(one, other)
    return gained + refusal(one, other_from) + refusal(other, one_from)


def shifted(match: Match, by: float) -> Match:
    return replace(match, likelihood=likelihood(odds_of(match.likelihood) + by))
