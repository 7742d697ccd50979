"""What the matcher holds: the listings of both kinds, corrected, and what is known of all of them together.

Nothing here locks; the matcher does.
"""

import heapq
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bot.matching.debias import Debias
from bot.matching.encoders import Floats, unit
from bot.matching.lexical import Vocabulary
from bot.matching.pool import Entry, Pool
from bot.matching.prepare import Prepared
from bot.matching.semantic import USUAL_HUBNESS, LanguageMeans, hub_penalty, hubness, views_of
from bot.matching.vectors import Vectors
from storage.vocabulary import Kind

SAMPLE = 1_024
"""Counterparts against which hubness is measured."""


@dataclass(slots=True)
class Side:
    """One kind: its pool, and the sample of it that the other kind's hubness is measured against."""

    pool: Pool
    sample: Floats
    usual: float = USUAL_HUBNESS
    """Mean hubness of the listings of this kind."""
    changes: int = 0
    """Listings come and gone since the sample was drawn."""


class State:
    def __init__(self, debias: Debias | None) -> None:
        self._debias = debias
        self._dimensions = 0 if debias is None else int(debias.mean.shape[0])
        self.sides = {kind: self._empty_side() for kind in Kind}
        self.means = LanguageMeans(self._dimensions)
        self.vocabulary = Vocabulary()

    def _empty_side(self) -> Side:
        return Side(pool=Pool(self._dimensions), sample=np.zeros((0, self._dimensions), np.float32))

    def entry(self, prepared: Prepared) -> Entry:
        """The pool's own, if this very listing is there."""
        pool = self.sides[prepared.subject.kind].pool
        slot = pool.slots.get(prepared.subject.id)
        known = None if slot is None else pool.entries[slot]
        if known is not None and known.tokens is prepared.tokens:
            return known
        return self.entries([prepared])[0]

    def entries(self, prepared: Sequence[Prepared]) -> list[Entry]:
        """Corrects the vectors of many listings in one product of matrices."""
        stacks = [self._rows(one.vectors) for one in prepared]
        filled = [stack for stack in stacks if stack is not None]
        corrected: Iterator[Floats] = iter(())
        if filled and self._debias is not None:
            ends = np.cumsum([len(stack) for stack in filled])[:-1]
            corrected = iter(np.split(self._debias.apply(np.vstack(filled)), ends))
        return [
            self._made(one, None if stack is None else next(corrected))
            for one, stack in zip(prepared, stacks, strict=True)
        ]

    def _rows(self, vectors: Vectors | None) -> Floats | None:
        if vectors is None or self._debias is None:
            return None
        if vectors.dimensions != self._dimensions:
            raise ValueError(f"vectors of width {vectors.dimensions} in a matcher for {self._dimensions}")
        sentences = vectors.sentences if len(vectors.sentences) else vectors.title[None]
        return np.vstack([vectors.title, vectors.full, sentences])

    def _made(self, prepared: Prepared, rows: Floats | None) -> Entry:
        return Entry(
            subject=prepared.subject,
            phrases=prepared.phrases,
            tokens=prepared.tokens,
            language=self.means.code(prepared.subject.language),
            views=None if rows is None else rows.astype(np.float16),
        )

    def put(self, entry: Entry) -> None:
        self.remove(entry.subject.id)
        side = self.sides[entry.subject.kind]
        slot = side.pool.add(entry)
        side.changes += 1
        self.vocabulary.add(entry.keys())
        search = entry.search
        if search is not None:
            self.means.add(entry.language, search)
            side.pool.penalty[slot] = self._measured(entry)

    def remove(self, listing_id: str) -> bool:
        for side in self.sides.values():
            entry = side.pool.remove(listing_id)
            if entry is None:
                continue
            side.changes += 1
            self.vocabulary.remove(entry.keys())
            search = entry.search
            if search is not None:
                self.means.add(entry.language, search, times=-1)
            return True
        return False

    def freshen(self) -> None:
        """Draws the samples anew where a tenth of a pool has changed, and measures the other pool's hubness against
        them.

        Beyond SAMPLE listings a sample is as good as it gets, and stays until the pool has turned over by half.
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
            self._measure(self.sides[kind.counterpart], side.sample, means)

    @staticmethod
    def _measure(side: Side, sample: Floats, means: Floats) -> None:
        pool, used = side.pool, side.pool.used
        hubs = hubness(unit(pool.search[:used] - means[pool.languages[:used]]), sample)
        present = np.fromiter(pool.slots.values(), np.int64, len(pool))
        side.usual = float(hubs[present].mean()) if len(present) else USUAL_HUBNESS
        pool.penalty[:used] = hub_penalty(hubs, pool.has_text[:used], side.usual)

    def penalty(self, entry: Entry) -> float:
        """As measured last for a listing of the pool, measured now for another."""
        side = self.sides[entry.subject.kind]
        slot = side.pool.slots.get(entry.subject.id)
        if slot is not None and side.pool.entries[slot] is entry:
            return float(side.pool.penalty[slot])
        return self._measured(entry)

    def _measured(self, entry: Entry) -> float:
        search = entry.search
        if search is None:
            return 0.0
        row = unit((search - self.means.table()[entry.language])[None])
        hubs = hubness(row, self.sides[entry.subject.kind.counterpart].sample)
        return float(hub_penalty(hubs, np.array([entry.has_text]), self.sides[entry.subject.kind].usual)[0])
