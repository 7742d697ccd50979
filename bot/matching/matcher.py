"""The index of all active listings, and the answer to "who fits this one?"."""

import heapq
import threading
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.matching.coded import coded, may_meet, sides
from bot.matching.debias import Debias, debias_for
from bot.matching.encoders import Encoder, Floats, unit
from bot.matching.explain import masked_phrase, secret_keys, word_reasons
from bot.matching.lexical import Overlap, Vocabulary, Weighed, overlap
from bot.matching.listing import Match, Reason, ReasonCode
from bot.matching.pool import Entry, Pool, middle
from bot.matching.prepare import Prepared, head, sentences
from bot.matching.scoring import likelihood, log_odds
from bot.matching.semantic import (
    LanguageMeans,
    best_sentences,
    hub_penalty,
    hubness,
    likeness,
    views_of,
)
from storage.vocabulary import Kind

BY_MEANING = 200
BY_WORDS = 100
"""Candidates from either road that are scored in full."""
SAMPLE = 1_024
"""Counterparts against which hubness is measured."""


@dataclass(slots=True)
class _Side:
    """One kind: its pool, and the sample of it that the other kind's hubness is measured against."""

    pool: Pool
    sample: Floats
    usual: float = 0.0
    """Mean hubness of the listings of this kind."""
    changes: int = 0
    """Listings come and gone since the sample was drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scored:
    entry: Entry
    odds: float
    meaning: float | None
    words: Overlap


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
        self._debias = debias
        self._dimensions = 0 if debias is None else int(debias.mean.shape[0])
        self._lock = threading.RLock()
        self._sides = {kind: self._empty_side() for kind in Kind}
        self._means = LanguageMeans(self._dimensions)
        self._vocabulary = Vocabulary()

    @classmethod
    def for_encoder(cls, encoder: Encoder | None) -> "Matcher":
        """A matcher for the vectors of this encoder. Raises EncoderError where the language directions must be
        computed first."""
        return cls(None if encoder is None else debias_for(encoder))

    def __len__(self) -> int:
        return sum(len(side.pool) for side in self._sides.values())

    def __contains__(self, listing_id: str) -> bool:
        return any(listing_id in side.pool.slots for side in self._sides.values())

    def add(self, prepared: Prepared) -> None:
        """Puts a listing in, in place of an older one of that id. Raises ValueError for vectors of another encoder's
        width."""
        entry = self._entry(prepared)
        with self._lock:
            self.remove(prepared.subject.id)
            side = self._sides[prepared.subject.kind]
            slot = side.pool.add(entry)
            side.changes += 1
            self._vocabulary.add(entry.keys())
            if entry.search is not None:
                self._means.add(entry.language, entry.search)
                side.pool.penalty[slot] = self._penalty(entry)

    def add_many(self, prepared: Iterable[Prepared]) -> None:
        for one in prepared:
            self.add(one)

    def remove(self, listing_id: str) -> bool:
        """Takes a listing out; False if it was not there."""
        with self._lock:
            for side in self._sides.values():
                entry = side.pool.remove(listing_id)
                if entry is not None:
                    side.changes += 1
                    self._vocabulary.remove(entry.keys())
                    if entry.search is not None:
                        self._means.add(entry.language, entry.search, times=-1)
                    return True
        return False

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
        asked = self._entry(prepared)
        with self._lock:
            self._freshen()
            weighed = Weighed(asked.tokens, self._vocabulary)
            candidates = self._candidates(asked, weighed, limit, accept)
            scored = self._score(asked, weighed, candidates)
            best = heapq.nsmallest(
                len(scored) if limit is None else limit, scored, key=lambda one: (-one.odds, one.entry.subject.id)
            )
            return [self._match(asked, weighed, one) for one in best if likelihood(one.odds) >= minimum]

    def pair(self, one: Prepared, other: Prepared) -> Match | None:
        """The same score for one pair, of which neither need be in the index; None if the two may not meet."""
        asked, answered = self._entry(one), self._entry(other)
        if not may_meet(one.subject, other.subject):
            return None
        with self._lock:
            self._freshen()
            weighed = Weighed(asked.tokens, self._vocabulary)
            return self._match(asked, weighed, self._score(asked, weighed, [answered])[0])

    # -- in and out ------------------------------------------------------------------------------------------------

    def _empty_side(self) -> _Side:
        return _Side(pool=Pool(self._dimensions), sample=np.zeros((0, self._dimensions), np.float32))

    def _entry(self, prepared: Prepared) -> Entry:
        vectors = prepared.vectors
        language = self._means.code(prepared.subject.language)
        if vectors is None or self._debias is None:
            return Entry(subject=prepared.subject, tokens=prepared.tokens, language=language, views=None, search=None)
        if vectors.dimensions != self._dimensions:
            raise ValueError(f"vectors of width {vectors.dimensions} in a matcher for {self._dimensions}")
        sentence_rows = vectors.sentences if len(vectors.sentences) else vectors.title[None]
        rows = self._debias.apply(np.vstack([vectors.title, vectors.full, sentence_rows]))
        return Entry(
            subject=prepared.subject,
            tokens=prepared.tokens,
            language=language,
            views=rows.astype(np.float16),
            search=middle(rows[0], rows[1]),
        )

    # -- hubs ------------------------------------------------------------------------------------------------------

    def _freshen(self) -> None:
        """Draws the samples anew where a tenth of a pool has changed, and measures the other pool's hubness against
        them.

        Beyond SAMPLE listings a sample is as good as it gets, and stays until the pool has turned over by half.
        """
        for kind, side in self._sides.items():
            size = len(side.pool)
            due = size / 2 if size > 2 * SAMPLE else size / 10
            if self._debias is None or not side.changes or (side.changes < due and len(side.sample)):
                continue
            side.changes = 0
            entries = [entry for entry in side.pool.entries if entry is not None and entry.views is not None]
            drawn = heapq.nsmallest(
                SAMPLE, entries, key=lambda entry: zlib.crc32(entry.subject.id.encode("utf-8", "replace"))
            )
            means = self._means.table()
            side.sample = views_of(drawn, means).search if drawn else side.sample[:0]
            self._measure(self._sides[kind.counterpart], side.sample, means)

    @staticmethod
    def _measure(side: _Side, sample: Floats, means: Floats) -> None:
        pool, used = side.pool, side.pool.used
        hubs = hubness(unit(pool.search[:used] - means[pool.languages[:used]]), sample)
        present = np.fromiter(pool.slots.values(), np.int64, len(pool))
        side.usual = float(hubs[present].mean()) if len(present) else 0.0
        pool.penalty[:used] = hub_penalty(hubs, pool.has_text[:used], side.usual)

    def _penalty(self, entry: Entry) -> float:
        if entry.search is None:
            return 0.0
        row = unit((entry.search - self._means.table()[entry.language])[None])
        hubs = hubness(row, self._sides[entry.subject.kind.counterpart].sample)
        return float(hub_penalty(hubs, np.array([entry.has_text]), self._sides[entry.subject.kind].usual)[0])

    # -- candidates and scores -------------------------------------------------------------------------------------

    def _candidates(
        self, asked: Entry, weighed: Weighed, limit: int | None, accept: Callable[[str], bool]
    ) -> list[Entry]:
        pool = self._sides[asked.subject.kind.counterpart].pool
        if limit is None:
            present = [entry for entry in pool.entries if entry is not None]
            return [entry for entry in present if self._permitted(asked, entry, accept)]
        by_words = pool.lexical(weighed, asked.subject.sectors, self._vocabulary)
        roads = [(by_words, max(BY_WORDS, limit))]
        if asked.search is not None:
            means = self._means.table()
            query = unit(asked.search - means[asked.language])
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

    def _score(self, asked: Entry, weighed: Weighed, candidates: Sequence[Entry]) -> list[_Scored]:
        meanings = self._meanings(asked, candidates)
        scored = []
        for entry, meaning in zip(candidates, meanings, strict=True):
            words = overlap(weighed, Weighed(entry.tokens, self._vocabulary))
            evidence = coded(*sides(asked.subject, entry.subject)).evidence
            scored.append(
                _Scored(
                    entry=entry,
                    odds=log_odds(meaning, words.words, words.concepts, evidence),
                    meaning=meaning,
                    words=words,
                )
            )
        return scored

    def _meanings(self, asked: Entry, candidates: Sequence[Entry]) -> list[float | None]:
        with_views = [entry for entry in candidates if entry.views is not None]
        if asked.views is None or not with_views:
            return [None] * len(candidates)
        means = self._means.table()
        mine, theirs = views_of([asked], means), views_of(with_views, means)
        alike = likeness(mine, theirs, one_is_need=asked.subject.kind is Kind.NEED)
        has_text = np.array([entry.has_text for entry in with_views])
        usual = self._sides[asked.subject.kind.counterpart].usual
        hubs = hubness(theirs.search, self._sides[asked.subject.kind].sample)
        penalties = hub_penalty(hubs, has_text, usual) + self._penalty(asked)
        corrected = iter((alike - penalties).tolist())
        return [None if entry.views is None else next(corrected) for entry in candidates]

    # -- answers ---------------------------------------------------------------------------------------------------

    def _match(self, asked: Entry, weighed: Weighed, scored: _Scored) -> Match:
        there = scored.entry
        need, offer = sides(asked.subject, there.subject)
        fields = coded(need, offer)
        asked_is_need = asked.subject is need
        secrets = secret_keys(need, offer)
        own = fields.reasons if asked_is_need else tuple(reason.turned() for reason in fields.reasons)
        against = fields.mismatches if asked_is_need else tuple(reason.turned() for reason in fields.mismatches)
        words = word_reasons(weighed, Weighed(there.tokens, self._vocabulary), scored.words, secrets)
        meaning = [] if scored.meaning is None else [self._phrases(asked, there, secrets)]
        return Match(
            need_id=need.id,
            offer_id=offer.id,
            likelihood=likelihood(scored.odds),
            reasons=(*words, *own, *meaning),
            mismatches=against,
        )

    def _phrases(self, asked: Entry, there: Entry, secrets: frozenset[str]) -> Reason:
        """The closest sentence of each side."""
        means = self._means.table()
        places = best_sentences(views_of([asked], means), views_of([there], means))
        phrases = []
        for entry, place in zip((asked, there), places, strict=True):
            parts = sentences(entry.subject)
            text = parts[place] if place < len(parts) else head(entry.subject)
            phrases.append(masked_phrase(text, secrets))
        return Reason(code=ReasonCode.MEANING, values_here=(phrases[0],), values_there=(phrases[1],))
