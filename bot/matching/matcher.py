"""The index of all active listings, and the answer to "who fits this one?"."""

import heapq
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bot.matching.batch import LARGEST, Batch, Ranked
from bot.matching.coded import coded, may_meet, sides
from bot.matching.debias import Debias, debias_for
from bot.matching.encoders import Encoder, Floats, unit
from bot.matching.explain import masked_phrase, secret_keys, word_reasons
from bot.matching.lexical import Weighed, overlap
from bot.matching.listing import Match, Reason, ReasonCode
from bot.matching.pool import Entry, Pool, searches_of
from bot.matching.prepare import Prepared
from bot.matching.scoring import likelihood, log_odds, odds_of
from bot.matching.semantic import likeness, views_of
from bot.matching.state import State
from storage.vocabulary import Kind

BY_MEANING = 120
BY_WORDS = 60
"""Candidates from either road that are scored in full."""
_BLOCK = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a database looks for on behalf of a listing: `vector` (d), None without vectors; the keys that few
    listings have, with their weights, the weightiest first."""

    vector: Floats | None
    keys: tuple[tuple[str, float], ...]


class Matcher:
    """All listings that may be suggested, in memory. Built for 100,000: a rank takes tens of milliseconds, so call
    it from
    a worker thread (`asyncio.to_thread`). Every method takes one lock: adding, removing and ranking from many
    threads is
    safe, and a rank sees either all or nothing of an add.

    `debias` belongs to the encoder whose vectors are added; without it listings are compared by words and fields alone,
    and vectors are ignored.
    """

    def __init__(self, debias: Debias | None = None) -> None:
        self._lock = threading.RLock()
        self._state = State(debias)
        self._changes = 0
        self._batch: Batch | None = None

    @classmethod
    def for_encoder(cls, encoder: Encoder | None) -> "Matcher":
        """A matcher for the vectors of this encoder. Raises EncoderError where the language directions must be
        computed first."""
        return cls(None if encoder is None else debias_for(encoder))

    @property
    def dimensions(self) -> int:
        """Of the vectors that it compares; 0 if it compares none."""
        return self._state.dimensions

    def __len__(self) -> int:
        return sum(len(side.pool) for side in self._state.sides.values())

    def __contains__(self, listing_id: str) -> bool:
        return any(listing_id in side.pool.slots for side in self._state.sides.values())

    def add(self, prepared: Prepared) -> None:
        """Puts a listing in, in place of an older one of that id. Raises ValueError for vectors of another encoder's
        width."""
        self.add_many([prepared])

    def add_many(self, prepared: Sequence[Prepared]) -> None:
        """The same for many, a few hundred at a time under the lock, so that others may rank in between."""
        for start in range(0, len(prepared), _BLOCK):
            block = {one.subject.id: one for one in prepared[start : start + _BLOCK]}
            entries = self._state.entries(list(block.values()))
            with self._lock:
                self._changes += 1
                self._state.put(entries)

    def remove(self, listing_id: str) -> bool:
        """Takes a listing out; False if it was not there."""
        with self._lock:
            self._changes += 1
            return self._state.remove(listing_id)

    def rank(
        self,
        prepared: Prepared,
        limit: int | None = 10,
        *,
        minimum: float = 0.0,
        accept: Callable[[str], bool] = lambda _: True,
    ) -> list[Match]:
        """The best counterparts of a listing, which need not be in the index, best first; ties by id.

        `limit` None gives every permitted counterpart, each scored in full. `accept` is asked about ids (dismissed
        ones, say)
        before anything is scored; below likelihood `minimum` nothing is given.
        """
        with self._lock:
            asked = self._state.entry(prepared)
            self._state.freshen()
            weighed = Weighed(asked.tokens, self._state.vocabulary)
            candidates = self._candidates(asked, weighed, limit, accept)
            scored = self._score(asked, weighed, candidates)
            return self._best_of(asked, weighed, scored, limit, minimum)

    def pair(self, one: Prepared, other: Prepared) -> Match | None:
        """The same score for one pair, of which neither need be in the index; None if the two may not meet."""
        if not may_meet(one.subject, other.subject):
            return None
        with self._lock:
            asked, answered = self._state.entry(one), self._state.entry(other)
            self._state.freshen()
            weighed = Weighed(asked.tokens, self._state.vocabulary)
            return self._match(asked, weighed, self._score(asked, weighed, [answered])[0])

    def rank_many(
        self, prepared: Sequence[Prepared], limit: int, *, minimum: float = 0.0
    ) -> Iterator[tuple[Prepared, list[Match]]]:
        """`rank` for many listings of one kind, in the order given: some hundred times as fast in pools up to LARGEST.

        Likelihoods are those of `rank` but for rounding. Every pair is looked at, so that now and then it finds what
        `rank` with its candidates does not. The lock is held for a few hundred listings at a time.
        """
        for start in range(0, len(prepared), _BLOCK):
            with self._lock:
                done = self._rank_block(prepared[start : start + _BLOCK], limit, minimum)
            yield from done
        self._batch = None

    def _rank_block(
        self, prepared: Sequence[Prepared], limit: int, minimum: float
    ) -> list[tuple[Prepared, list[Match]]]:
        self._state.freshen()
        kind = prepared[0].subject.kind.counterpart
        if len(self._state.sides[kind].pool) > LARGEST:
            return [(one, self.rank(one, limit, minimum=minimum)) for one in prepared]
        if self._batch is None or self._batch.changes != self._changes or self._batch.kind is not kind:
            self._batch = Batch(self._state, kind, self._changes)
        asked = [self._state.entry(one) for one in prepared]
        floor = odds_of(minimum)
        done = []
        for one, (entry, weighed, ranked) in zip(prepared, self._batch.rank(asked, limit, floor), strict=True):
            done.append((one, [self._match(entry, weighed, found) for found in ranked]))
        return done

    def rank_among(
        self, prepared: Prepared, others: Sequence[Prepared], limit: int, *, minimum: float = 0.0
    ) -> list[Match]:
        """The same among given ones, which need not be in the index. What is in it serves as a sample of all listings:
        it tells what is common and what is rare."""
        with self._lock:
            asked = self._state.entry(prepared)
            self._state.freshen()
            weighed = Weighed(asked.tokens, self._state.vocabulary)
            met = [one for one in others if may_meet(prepared.subject, one.subject)]
            scored = self._score(asked, weighed, self._state.entries(met))
            return self._best_of(asked, weighed, scored, limit, minimum)

    def question(self, prepared: Prepared, share: float) -> Question:
        """What to ask a database for; of the keys, those that at most this share of the sample has."""
        with self._lock:
            asked = self._state.entry(prepared)
            vector = None
            if asked.views is not None:
                means = self._state.means.table()
                vector = unit(searches_of([asked], self._state.dimensions)[0] - means[asked.language])
            pool = self._state.sides[asked.subject.kind.counterpart].pool
            weights = Weighed(asked.tokens, self._state.vocabulary).weights
            rare = [(key, weight) for key, weight in weights.items() if pool.holders(key) <= share * len(pool)]
            return Question(vector=vector, keys=tuple(sorted(rare, key=lambda one: (-one[1], one[0]))))

    def search_vector(self, prepared: Prepared) -> Floats | None:
        """The one vector that nearest neighbours are searched by, corrected for language; None without vectors."""
        with self._lock:
            entry = self._state.entries([prepared])[0]
        return None if entry.views is None else searches_of([entry], self._state.dimensions)[0]

    def settle(self) -> None:
        """Measures what the first rank after a bulk load would have to: a second or two at 100,000."""
        with self._lock:
            self._state.freshen()

    # -- candidates and scores -------------------------------------------------------------------------------------

    def _candidates(
        self, asked: Entry, weighed: Weighed, limit: int | None, accept: Callable[[str], bool]
    ) -> list[Entry]:
        pool = self._state.sides[asked.subject.kind.counterpart].pool
        if limit is None:
            present = [entry for entry in pool.entries if entry is not None]
            return [entry for entry in present if self._permitted(asked, entry, accept)]
        by_words = pool.lexical(weighed, asked.subject.sectors, self._state.vocabulary)
        roads = [(by_words, max(BY_WORDS, limit))]
        if asked.views is not None:
            means = self._state.means.table()
            query = unit(searches_of([asked], self._state.dimensions)[0] - means[asked.language])
            meaning = pool.search[: pool.used] @ query - (means @ query)[pool.languages[: pool.used]]
            roads.append((meaning - pool.penalty[: pool.used], max(BY_MEANING, 2 * limit)))
        chosen: dict[int, Entry] = {}
        for scores, count in roads:
            chosen |= self._best(pool, scores, count, lambda entry: self._permitted(asked, entry, accept))
        return list(chosen.values())

    @staticmethod
    def _permitted(asked: Entry, entry: Entry | None, accept: Callable[[str], bool]) -> bool:
        return entry is not None and may_meet(asked.subject, entry.subject) and accept(entry.subject.id)

    @staticmethod
    def _best(pool: Pool, scores: Floats, count: int, permitted: Callable[[Entry | None], bool]) -> dict[int, Entry]:
        """The `count` best permitted entries; looks further down as long as too many are not permitted."""
        reach = min(len(scores), 2 * count)
        while True:
            top = np.argpartition(-scores, reach - 1)[:reach] if 0 < reach < len(scores) else np.arange(len(scores))
            order = top[np.argsort(-scores[top], kind="stable")]
            found: dict[int, Entry] = {}
            for slot in order:
                entry = pool.entries[slot]
                if entry is not None and permitted(entry):
                    found[int(slot)] = entry
                    if len(found) == count:
                        return found
            if reach == len(scores):
                return found
            reach = min(len(scores), 4 * reach)

    def _score(self, asked: Entry, weighed: Weighed, candidates: Sequence[Entry]) -> list[Ranked]:
        scored = []
        for entry, (meaning, places) in zip(candidates, self._meanings(asked, candidates), strict=True):
            other = Weighed(entry.tokens, self._state.vocabulary)
            words = overlap(weighed, other)
            evidence = coded(*sides(asked.subject, entry.subject)).evidence
            odds = log_odds(meaning, words.words, words.concepts, evidence)
            scored.append(Ranked(entry=entry, odds=odds, meaning=meaning, words=words, weighed=other, places=places))
        return scored

    def _meanings(self, asked: Entry, candidates: Sequence[Entry]) -> list[tuple[float | None, tuple[int, int]]]:
        """Hub-corrected likeness, None without vectors, and the closest sentences."""
        with_views = [entry for entry in candidates if entry.views is not None]
        if asked.views is None or not with_views:
            return [(None, (0, 0))] * len(candidates)
        means = self._state.means.table()
        theirs = views_of(with_views, means)
        alike = likeness(views_of([asked], means), theirs, one_is_need=asked.subject.kind is Kind.NEED)
        corrected = alike.values - self._state.penalties(with_views) - self._state.penalties([asked])
        places = [(int(here), int(there)) for here, there in alike.places]
        known = iter(list(zip(corrected.tolist(), places, strict=True)))
        return [(None, (0, 0)) if entry.views is None else next(known) for entry in candidates]

    # -- answers ---------------------------------------------------------------------------------------------------

    def _best_of(
        self, asked: Entry, weighed: Weighed, scored: Sequence[Ranked], limit: int | None, minimum: float
    ) -> list[Match]:
        count = len(scored) if limit is None else limit
        best = heapq.nsmallest(count, scored, key=lambda one: (-one.odds, one.entry.subject.id))
        return [self._match(asked, weighed, one) for one in best if likelihood(one.odds) >= minimum]

    def _match(self, asked: Entry, weighed: Weighed, scored: Ranked) -> Match:
        there = scored.entry
        need, offer = sides(asked.subject, there.subject)
        fields = coded(need, offer)
        asked_is_need = asked.subject is need
        secrets = secret_keys(need, offer)
        own = fields.reasons if asked_is_need else tuple(reason.turned() for reason in fields.reasons)
        against = fields.mismatches if asked_is_need else tuple(reason.turned() for reason in fields.mismatches)
        words = word_reasons(weighed, scored.weighed, scored.words, secrets)
        meaning = [] if scored.meaning is None else [_phrases(asked, scored, secrets)]
        return Match(
            need_id=need.id,
            offer_id=offer.id,
            likelihood=likelihood(scored.odds),
            reasons=(*words, *own, *meaning),
            mismatches=against,
        )


def _phrases(asked: Entry, scored: Ranked, secrets: frozenset[str]) -> Reason:
    """The closest sentence of each side."""
    here, there = (
        masked_phrase(entry.phrases[min(place, len(entry.phrases) - 1)], secrets)
        for entry, place in zip((asked, scored.entry), scored.places, strict=True)
    )
    return Reason(code=ReasonCode.MEANING, values_here=(here,), values_there=(there,))
