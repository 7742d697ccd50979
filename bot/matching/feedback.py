"""Turns feedback on earlier suggestions into small bounded shifts of the log-odds, which only reorder.

Every shift is a plain function of public counts. No shift can grow without limit: listings that are shown less are also
dismissed less, and the bounds are approached slowly.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.matching.listing import Match
from bot.matching.scoring import likelihood, odds_of

MOST_LEARNT = 0.5
"""Largest shift from accepted and dismissed pairs: it multiplies or divides the odds by 1.6."""
DOUBT = 8
"""Number of equal answers that give half of MOST_LEARNT."""
CROWDED = 20
"""Number of open suggestions from which a listing is shown less."""
BUSY = 5
"""Number of open requests to a company from which each of its listings is shown less."""
MOST_CROWDED = 0.6
CHANCE = 0.2
"""Log-odds for a pair of a listing that few people have seen with one that many have seen.

When a fair begins and all listings are new, no pair gets it.
"""
HARDLY_SHOWN = 3
COUNTRY_REFUSED = 0.4
"""Log-odds for each time that this listing's side dismissed the country as the wrong one."""
MOST_REFUSED = 1.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The feedback on one listing, as counts.

    `liked`: accepted introductions, counted again for a good outcome. `disliked`: dismissals as another subject, too
    early or the wrong partner, unanswered requests, and accepted introductions after which it never answered.
    `open_requests`: open requests from others to the listing's company, whichever of its listings they are about.
    `refused`: number of counterparts that the listing's own side dismissed, by country.
    """

    liked: int = 0
    disliked: int = 0
    open_suggestions: int = 0
    open_requests: int = 0
    refused: Mapping[str, int] = field(default_factory=dict)


def learnt(record: Record) -> float:
    """Returns the shift from likes and dislikes, between -MOST_LEARNT and MOST_LEARNT; 0 without feedback."""
    return MOST_LEARNT * (record.liked - record.disliked) / (record.liked + record.disliked + DOUBT)


def room(record: Record) -> float:
    """Returns a shift between -MOST_CROWDED and 0: negative with many open suggestions or requests."""
    suggested = 0.2 * math.log2(max(1.0, record.open_suggestions / CROWDED))
    asked = 0.1 * max(0, record.open_requests - BUSY + 1)
    return -min(MOST_CROWDED, suggested + asked)


def chance(one: Record, other: Record) -> float:
    """Returns the shift of a pair with exactly one new listing."""
    return CHANCE if _is_new(one) != _is_new(other) else 0.0


def _is_new(record: Record) -> bool:
    return record.open_suggestions < HARDLY_SHOWN and not record.open_requests


def refusal(record: Record, country: str | None) -> float:
    """Returns the shift for a refused country, between -MOST_REFUSED and 0."""
    return -min(MOST_REFUSED, COUNTRY_REFUSED * record.refused.get(country or "", 0))


def shift(one: Record, other: Record, one_from: str | None, other_from: str | None) -> float:
    """Returns the sum of all shifts of a pair in log-odds. It is the same for both sides."""
    gained = learnt(one) + learnt(other) + room(one) + room(other) + chance(one, other)
    return gained + refusal(one, other_from) + refusal(other, one_from)


def shifted(match: Match, by: float) -> Match:
    return replace(match, likelihood=likelihood(odds_of(match.likelihood) + by))
