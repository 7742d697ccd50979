"""Turns scored counterparts into matches with their reasons."""

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
    """One counterpart with its log-odds. `by_meaning` is False if one side has no vectors."""

    entry: Entry
    odds: float
    by_meaning: bool
    words: Overlap
    weighed: Weighed


def best_of(asked: Entry, weighed: Weighed, scored: Sequence[Ranked], limit: int | None, minimum: float) -> list[Match]:
    """Returns the best matches first, ties by id; all of them if `limit` is None."""
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
    meaning = _phrases(asked, weighed, scored, secrets) if scored.by_meaning else []
    return Match(
        need_id=need.id,
        offer_id=offer.id,
        likelihood=likelihood(scored.odds),
        reasons=(*words, *own, *meaning),
        mismatches=against,
    )


def _phrases(asked: Entry, weighed: Weighed, scored: Ranked, secrets: frozenset[str]) -> list[Reason]:
    """Returns each side's phrase with the most common words; none if one of the phrases may not be shown."""
    here, there = _shown(asked, weighed, scored, secrets), _shown(scored.entry, scored.weighed, scored, secrets)
    if not here or not there:
        return []
    return [Reason(code=ReasonCode.MEANING, values_here=(here,), values_there=(there,))]


def _shown(entry: Entry, weighed: Weighed, scored: Ranked, secrets: frozenset[str]) -> str:
    """Returns the phrase with the highest weight that does not consist of contacts and names; "" if there is none."""
    shared = [(weighed.tokens[key].shown, weighed.weights[key]) for key in scored.words.common]
    heaviest = sorted(entry.phrases, key=lambda phrase: -sum(weight for word, weight in shared if word in phrase))
    masked = (masked_phrase(phrase, secrets) for phrase in heaviest)
    return next((phrase for phrase in masked if any(map(str.isalnum, phrase))), "")
