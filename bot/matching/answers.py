"""From scored counterparts to answers with their reasons."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

from bot.matching.coded import coded, sides
from bot.matching.explain import masked_phrase, secret_keys, word_reasons
from bot.matching.lexical import Overlap, Weighed
from bot.matching.listing import Match, Reason, ReasonCode
from bot.matching.pool import Entry
from bot.matching.scoring import likelihood


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One counterpart with its log-odds; `meaning` None without vectors."""

    entry: Entry
    odds: float
    meaning: float | None
    words: Overlap
    weighed: Weighed
    places: tuple[int, int]
    """The closest sentence of the one asked about and of this one."""


def best_of(asked: Entry, weighed: Weighed, scored: Sequence[Ranked], limit: int | None, minimum: float) -> list[Match]:
    """The best first, ties by id; `limit` None gives all."""
    count = len(scored) if limit is None else limit
    best = heapq.nsmallest(count, scored, key=lambda one: (-one.odds, one.entry.subject.id))
    return [match_of(asked, weighed, one) for one in best if likelihood(one.odds) >= minimum]


def match_of(asked: Entry, weighed: Weighed, scored: Ranked) -> Match:
    there = scored.entry
    need, offer = sides(asked.subject, there.subject)
    fields = coded(need, offer)
    asked_is_need = asked.subject is need
    secrets = secret_keys(need, offer)
    own = fields.reasons if asked_is_need else tuple(reason.turned() for reason in fields.reasons)
    against = fields.mismatches if asked_is_need else tuple(reason.turned() for reason in fields.mismatches)
    words = word_reasons(weighed, scored.weighed, scored.words, secrets)
    meaning = [] if scored.meaning is None else _phrases(asked, scored, secrets)
    return Match(
        need_id=need.id,
        offer_id=offer.id,
        likelihood=likelihood(scored.odds),
        reasons=(*words, *own, *meaning),
        mismatches=against,
    )


def _phrases(asked: Entry, scored: Ranked, secrets: frozenset[str]) -> list[Reason]:
    """The closest sentence of each side; none where nothing of one may be shown."""
    here, there = (
        _shown(entry, place, secrets) for entry, place in zip((asked, scored.entry), scored.places, strict=True)
    )
    if not here or not there:
        return []
    return [Reason(code=ReasonCode.MEANING, values_here=(here,), values_there=(there,))]


def _shown(entry: Entry, place: int, secrets: frozenset[str]) -> str:
    """The phrase at this place or, if it is all contacts and names, the first that is not; "" if all are."""
    closest = entry.phrases[min(place, len(entry.phrases) - 1)]
    masked = (masked_phrase(phrase, secrets) for phrase in (closest, *entry.phrases))
    return next((phrase for phrase in masked if any(map(str.isalnum, phrase))), "")
