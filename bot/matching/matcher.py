"""The index of all active listings. Finds the best counterparts of a listing."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.matching.answers import best_of, match_of
from bot.matching.batch import LARGEST, Batch
from bot.matching.candidates import Accept, candidates, query_of
from bot.matching.coded import may_meet
from bot.matching.debias import Debias, debias_for
from bot.matching.encoders import Encoder, Floats, unit
from bot.matching.lexical import Weighed
from bot.matching.listing import Match
from bot.matching.pairs import score
from bot.matching.pool import Entry, searches_of
from bot.matching.prepare import Prepared
from bot.matching.scoring import odds_of
from bot.matching.state import State

_BLOCK = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A database search for counterparts of a listing.

    `vector` (d) is None without vectors. `keys` are the rare keys with their weights, heaviest first.
    """

    vector: Floats | None
    keys: tuple[tuple[str, float], ...]


class Matcher:
    """All listings that may be suggested, in memory.

    Built for 100,000: a rank takes tens of milliseconds, so call it in a worker thread (`asyncio.to_thread`). Every
    method takes one lock, so any number of threads may call them. `debias` belongs to the encoder of the added vectors.
    Without it, vectors are ignored and listings are compared only by words and coded fields.
    """

    def __init__(self, debias: Debias | None = None) -> None:
        self._lock = threading.RLock()
        self._state = State(debias)
        self._changes = 0
        self._batch: Batch | None = None

    @classmethod
    def for_encoder(cls, encoder: Encoder | None) -> "Matcher":
        """Creates a matcher for the vectors of this encoder.

        Raises EncoderError if its language directions cannot be computed.
        """
        return cls(None if encoder is None else debias_for(encoder))

    @property
    def dimensions(self) -> int:
        """Dimensions of the vectors that a database search uses; 0 without vectors."""
        return self._state.first_dimensions

    def __len__(self) -> int:
        return sum(len(side.pool) for side in self._state.sides.values())

    def __contains__(self, listing_id: str) -> bool:
        return any(listing_id in side.pool.slots for side in self._state.sides.values())

    def add(self, prepared: Prepared) -> None:
        """Adds a listing, or replaces one with the same id. Raises ValueError for vectors of another width."""
        self.add_many([prepared])

    def add_many(self, prepared: Sequence[Prepared]) -> None:
        """Adds many listings, a few hundred at a time under the lock, so that other threads can rank in between."""
        for start in range(0, len(prepared), _BLOCK):
            block = {one.subject.id: one for one in prepared[start : start + _BLOCK]}
            entries = self._state.entries(list(block.values()))
            with self._lock:
                self._changes += 1
                self._state.put(entries)

    def remove(self, listing_id: str) -> bool:
        """Removes a listing. Returns False if it was not in the index."""
        with self._lock:
            self._changes += 1
            return self._state.remove(listing_id)

    def rank(
        self,
        prepared: Prepared,
        limit: int | None = 10,
        *,
        minimum: float = 0.0,
        accept: Accept = lambda _: True,
    ) -> list[Match]:
        """Returns the best counterparts of a listing, best first, ties by id. The listing need not be in the index.

        `limit` None returns every permitted counterpart, each scored in full. `accept` filters ids before scoring, for
        example dismissed ones. Matches below likelihood `minimum` are left out.
        """
        with self._lock:
            self._state.freshen()
            return self._rank_entry(self._state.entry(prepared), limit, minimum, accept)

    def _rank_entry(self, asked: Entry, limit: int | None, minimum: float, accept: Accept) -> list[Match]:
        weighed = self._weighed(asked)
        found = candidates(self._state, asked, weighed, limit, accept)
        return best_of(asked, weighed, score(self._state, asked, weighed, found), limit, minimum)

    def pair(self, one: Prepared, other: Prepared) -> Match | None:
        """Scores one pair like `rank`. Neither listing need be in the index. Returns None if the two may not meet."""
        if not may_meet(one.subject, other.subject):
            return None
        with self._lock:
            asked, answered = self._state.entry(one), self._state.entry(other)
            self._state.freshen()
            weighed = self._weighed(asked)
            return match_of(asked, weighed, score(self._state, asked, weighed, [answered])[0])

    def rank_many(
        self, prepared: Sequence[Prepared], limit: int, *, minimum: float = 0.0
    ) -> Iterator[tuple[Prepared, list[Match]]]:
        """Ranks many listings of one kind in the given order, a hundred times as fast as `rank` in pools up to LARGEST.

        Likelihoods equal those of `rank` except for rounding. It compares every pair, so it sometimes finds a pair that
        `rank` misses with its candidates. It holds the lock for a few hundred listings at a time.
        """
        for start in range(0, len(prepared), _BLOCK):
            with self._lock:
                done = self._rank_block(prepared[start : start + _BLOCK], limit, minimum)
            yield from done
        self._batch = None

    def rank_present(
        self,
        listing_ids: Sequence[str],
        limit: int,
        *,
        minimum: float = 0.0,
        barred: Mapping[str, frozenset[str]] | None = None,
    ) -> dict[str, list[Match]]:
        """Ranks like `rank_many`, for a few hundred listings of one kind. Leaves out ids that are not in the index.

        `barred` is country → countries blocked for it. Intermediate results of a call are reused until a listing
        changes.
        """
        with self._lock:
            found = [entry for listing_id in listing_ids if (entry := self._state.find(listing_id)) is not None]
            asked = [_with_blocked_countries(entry, barred or {}) for entry in found]
            ranked = self._rank_entries(asked, limit, minimum) if asked else []
            return {entry.subject.id: matches for entry, matches in zip(asked, ranked, strict=True)}

    def _rank_block(
        self, prepared: Sequence[Prepared], limit: int, minimum: float
    ) -> list[tuple[Prepared, list[Match]]]:
        asked = [self._state.entry(one) for one in prepared]
        return list(zip(prepared, self._rank_entries(asked, limit, minimum), strict=True))

    def _rank_entries(self, asked: Sequence[Entry], limit: int, minimum: float) -> list[list[Match]]:
        self._state.freshen()
        kind = asked[0].subject.kind.counterpart
        if len(self._state.sides[kind].pool) > LARGEST:
            return [self._rank_entry(one, limit, minimum, lambda _: True) for one in asked]
        if self._batch is None or self._batch.changes != self._changes or self._batch.kind is not kind:
            self._batch = Batch(self._state, kind, self._changes)
        return [
            [match_of(entry, weighed, found) for found in ranked]
            for entry, weighed, ranked in self._batch.rank(asked, limit, odds_of(minimum))
        ]

    def rank_among(
        self, prepared: Prepared, others: Sequence[Prepared], limit: int, *, minimum: float = 0.0
    ) -> list[Match]:
        """Ranks the given listings, which need not be in the index.

        The index serves as a sample of all listings that shows which words are common and which are rare.
        """
        with self._lock:
            asked = self._state.entry(prepared)
            self._state.freshen()
            weighed = self._weighed(asked)
            met = [one for one in others if may_meet(prepared.subject, one.subject)]
            scored = score(self._state, asked, weighed, self._state.entries(met))
            return best_of(asked, weighed, scored, limit, minimum)

    def question(self, prepared: Prepared, share: float) -> Question:
        """Returns the database search for a listing, with the keys that at most this share of the sample has."""
        with self._lock:
            asked = self._state.entry(prepared)
            vector = None if asked.views is None else self._searched(query_of(self._state, asked))
            pool = self._state.sides[asked.subject.kind.counterpart].pool
            weights = self._weighed(asked).weights
            rare = [(key, weight) for key, weight in weights.items() if pool.holders(key) <= share * len(pool)]
            return Question(vector=vector, keys=tuple(sorted(rare, key=lambda one: (-one[1], one[0]))))

    def search_vector(self, prepared: Prepared) -> Floats | None:
        """Returns the vector for a nearest-neighbour search, corrected for language; None without vectors."""
        with self._lock:
            entry = self._state.entries([prepared])[0]
        return None if entry.views is None else self._searched(searches_of([entry], self._state.dimensions)[0])

    def _weighed(self, asked: Entry) -> Weighed:
        return Weighed(asked.tokens, self._state.vocabulary, asked.subject.title)

    def _searched(self, row: Floats) -> Floats:
        """Returns the first encoder's part of a row. It finds the candidates that both encoders then rank."""
        return unit(row[: self._state.first_dimensions])

    def settle(self) -> None:
        """Measures the statistics that the first rank after a bulk load needs. Takes a second or two at 100,000."""
        with self._lock:
            self._state.freshen()


def _with_blocked_countries(entry: Entry, barred: Mapping[str, frozenset[str]]) -> Entry:
    """Returns the entry, barred from the countries that are blocked for its own."""
    apart = barred.get(entry.subject.country or "")
    return replace(entry, subject=replace(entry.subject, barred=apart)) if apart else entry
