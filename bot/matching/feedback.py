"""Turns feedback on earlier suggestions into small bounded shifts of the log-odds: it reorders, it never decides.

Every shift is a plain function of counts that anybody may see. No shift can run away: listings that are shown less are
dismissed less as well, and the bounds are approached slowly.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.matching.listing import Match
from bot.matching.scoring import likelihood, odds_of

MOST_LEARNT = 0.5
"""Largest shift from yes and no to a listing: it multiplies or divides the odds by 1.6."""
DOUBT = 8
"""Number of equal answers that give half of MOST_LEARNT."""
CROWDED = 20
"""Open suggestions from which a listing makes room for others."""
BUSY = 5
"""Open introductions from which a listing makes room for others."""
MOST_CROWDED = 0.6
CHANCE = 0.2
"""Log-odds for a pair of a listing that hardly anybody has seen yet with one that people have seen. When a fair begins
and all listings are new, no pair gains it.
"""
HARDLY_SHOWN = 3
COUNTRY_REFUSED = 0.4
"""Log-odds for each time that this listing's side dismissed a country as the wrong one."""
MOST_REFUSED = 1.2
MOST_SHIFT = 2 * MOST_LEARNT + CHANCE
"""Largest gain of a pair from all shifts of both sides together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The feedback on one listing, as counts. `liked`: introductions accepted, counted again for a good outcome.
    `disliked`: dismissed as another subject, too early or the wrong partner, or requests left unanswered. `refused`:
    how often the listing's own side dismissed counterparts from a country.
    """

    liked: int = 0
    disliked: int = 0
    open_suggestions: int = 0
    open_introductions: int = 0
    refused: Mapping[str, int] = field(default_factory=dict)


def learnt(record: Record) -> float:
    """Shift from yes and no, between -MOST_LEARNT and MOST_LEARNT; 0 without answers."""
    return MOST_LEARNT * (record.liked - record.disliked) / (record.liked + record.disliked + DOUBT)


def room(record: Record) -> float:
    """Shift between -MOST_CROWDED and 0: negative for a listing with many open suggestions or introductions."""
    suggested = 0.2 * math.log2(max(1.0, record.open_suggestions / CROWDED))
    asked = 0.1 * max(0, record.open_introductions - BUSY + 1)
    return -min(MOST_CROWDED, suggested + asked)


def chance(one: Record, other: Record) -> float:
    """Shift for a pair of which exactly one side is new."""
    return CHANCE if _is_new(one) != _is_new(other) else 0.0


def _is_new(record: Record) -> bool:
    return record.open_suggestions < HARDLY_SHOWN and not record.open_introductions


def refusal(record: Record, country: str | None) -> float:
    """Shift for a refused country, between -MOST_REFUSED and 0."""
    return -min(MOST_REFUSED, COUNTRY_REFUSED * record.refused.get(country or "", 0))


def shift(one: Record, other: Record, one_from: str | None, other_from: str | None) -> float:
    """Sum of all shifts of a pair in log-odds; the same whichever side asks."""
    gained = learnt(one) + learnt(other) + room(one) + room(other) + chance(one, other)
    return gained + refusal(one, other_from) + refusal(other, one_from)


def shifted(match: Match, by: float) -> Match:
    return replace(match, likelihood=likelihood(odds_of(match.likelihood) + by))
