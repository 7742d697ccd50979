"""The matcher's data: the listings of both kinds with corrected vectors, and statistics over all of them.

The matcher does all locking.
"""

import heapq
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.matching.debias import Debias
from bot.matching.encoders import Floats, unit
from bot.matching.lexical import Vocabulary
from bot.matching.pool import Entry, Pool, searches_of
from bot.matching.prepare import Prepared
from bot.matching.semantic import LanguageMeans, hub_penalty, hubness, views_of
from bot.matching.vectors import Vectors
from storage.vocabulary import Kind

SAMPLE = 1_024
"""Number of counterparts against which hubness is measured."""
_AT_A_TIME = 4_096


@dataclass(slots=True)
class Side:
    """The pool of one kind, and a sample of it. The hubness of the other kind is measured against the sample."""

    pool: Pool
    sample: Floats
    changes: int = 0
    """Listings added or removed since the sample was drawn."""


class State:
    def __init__(self, debias: Debias | None) -> None:
        self._debias = debias
        self.dimensions = 0 if debias is None else debias.dimensions
        self.first_dimensions = 0 if debias is None else debias.first_dimensions
        self.terms = None if debias is None else debias.all_terms
        self.sides = {kind: self._empty_side() for kind in Kind}
        self.means = LanguageMeans(self.dimensions)
        self.vocabulary = Vocabulary()

    def _empty_side(self) -> Side:
        return Side(pool=Pool(self.dimensions), sample=np.zeros((0, self.dimensions), np.float32))

    def entry(self, prepared: Prepared) -> Entry:
        """Returns the pool's entry if the listing is there unchanged, otherwise a new one."""
        pool = self.sides[prepared.subject.kind].pool
        slot = pool.slots.get(prepared.subject.id)
        known = None if slot is None else pool.entries[slot]
        if known is not None and known.tokens is prepared.tokens:
            # The subject may have newer permissions (the countries it may meet). The rest is the same.
            return known if known.subject is prepared.subject else replace(known, subject=prepared.subject)
        return self.entries([prepared])[0]

    def find(self, listing_id: str) -> Entry | None:
        for side in self.sides.values():
            slot = side.pool.slots.get(listing_id)
            if slot is not None:
                return side.pool.entries[slot]
        return None

    def entries(self, prepared: Sequence[Prepared]) -> list[Entry]:
        """Corrects the vectors of many listings in one matrix product."""
        stacks = [self._rows(one.vectors) for one in prepared]
        filled = [stack for stack in stacks if stack is not None]
        corrected: Iterator[Floats] = iter(())
        if filled and self._debias is not None:
            corrected = iter(self._debias.apply(np.vstack(filled)).reshape(len(filled), 2, -1))
        return [
            self._made(one, None if stack is None else next(corrected))
            for one, stack in zip(prepared, stacks, strict=True)
        ]

    def _rows(self, vectors: Vectors | None) -> Floats | None:
        if vectors is None or self._debias is None:
            return None
        if vectors.dimensions != self._debias.width:
            raise ValueError(f"vectors of width {vectors.dimensions} in a matcher for {self._debias.width}")
        return np.vstack([vectors.title, vectors.full])

    def _made(self, prepared: Prepared, rows: Floats | None) -> Entry:
        return Entry(
            subject=prepared.subject,
            phrases=prepared.phrases,
            tokens=prepared.tokens,
            language=self.means.code(prepared.subject.language),
            views=None if rows is None else rows.astype(np.float16),
            longness=prepared.longness,
        )

    def put(self, entries: Sequence[Entry]) -> None:
        """Adds listings with different ids, and replaces older ones."""
        for entry in entries:
            self.remove(entry.subject.id)
            self.vocabulary.add(entry.keys())
        for kind, side in self.sides.items():
            own = [entry for entry in entries if entry.subject.kind is kind]
            searches = searches_of(own, self.dimensions)
            slots = [side.pool.add(entry, search) for entry, search in zip(own, searches, strict=True)]
            side.changes += len(own)
            self.means.add(np.array([entry.language for entry in own], np.int64), searches)
            side.pool.penalty[slots] = self.measured(own, kind)

    def remove(self, listing_id: str) -> bool:
        for side in self.sides.values():
            entry = side.pool.remove(listing_id)
            if entry is None:
                continue
            side.changes += 1
            self.vocabulary.remove(entry.keys())
            self.means.add(np.array([entry.language]), searches_of([entry], self.dimensions), times=-1)
            return True
        return False

    def freshen(self) -> None:
        """Draws new samples where a tenth of a pool has changed, and measures the other pool's hubness against them.

        In pools of more than twice SAMPLE listings, the sample is kept until half of the pool has changed.
        """
        for kind, side in self.sides.items():
            size = len(side.pool)
            due = size / 2 if size > 2 * SAMPLE else size / 10
            if self._debias is None or not side.changes or (side.changes < due and len(side.sample)):
                continue
            side.changes = 0
            entries = [entry for entry in side.pool.entries if entry is not None and entry.views is not None]
            drawn = heapq.nsmallest(
                SAMPLE, entries, key=lambda entry: zlib.crc32(entry.subject.id.encode("utf-8", "replace"))
            )
            means = self.means.table()
            side.sample = views_of(drawn, means).search if drawn else side.sample[:0]
            self._measure(self.sides[kind.counterpart].pool, side.sample, means)

    @staticmethod
    def _measure(pool: Pool, sample: Floats, means: Floats) -> None:
        used = pool.used
        hubs = np.zeros(used, np.float32)
        for start in range(0, used, _AT_A_TIME):  # all at once would need twice the memory
            rows = slice(start, min(used, start + _AT_A_TIME))
            hubs[rows] = hubness(unit(pool.search[rows] - means[pool.languages[rows]]), sample)
        pool.penalty[:used] = hub_penalty(hubs, pool.longness[:used], len(sample))

    def penalties(self, entries: Sequence[Entry]) -> Floats:
        """Returns the hub penalties of listings of one kind: stored for listings in the pool, measured for others."""
        found = np.zeros(len(entries), np.float32)
        unknown: list[int] = []
        for place, entry in enumerate(entries):
            pool = self.sides[entry.subject.kind].pool
            slot = pool.slots.get(entry.subject.id)
            if slot is not None and pool.entries[slot] is entry:
                found[place] = pool.penalty[slot]
            else:
                unknown.append(place)
        if unknown:
            found[unknown] = self.measured([entries[place] for place in unknown], entries[0].subject.kind)
        return found

    def measured(self, entries: Sequence[Entry], kind: Kind) -> Floats:
        """Measures the hub penalties of listings of one kind against the other kind's sample; 0 without vectors."""
        if not entries:
            return np.zeros(0, np.float32)
        languages = np.array([entry.language for entry in entries])
        rows = unit(searches_of(entries, self.dimensions) - self.means.table()[languages])
        sample = self.sides[kind.counterpart].sample
        hubs = hubness(rows, sample)
        longness = np.array([entry.longness for entry in entries], np.float32)
        has_vectors = np.array([entry.views is not None for entry in entries])
        return np.asarray(hub_penalty(hubs, longness, len(sample)) * has_vectors, np.float32)
