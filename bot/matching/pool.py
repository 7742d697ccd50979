"""The listings of one kind in memory: growing arrays with reused slots.

At 512 dimensions a listing takes 2 KB in the search matrix and 1 KB for each of its title and full text. The matcher
does all locking.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.matching.encoders import Floats, unit
from bot.matching.lexical import Vocabulary, Weighed
from bot.matching.listing import Subject
from bot.matching.tokens import Token

Halves = npt.NDArray[np.float16]
_FIRST = 64
_LARGE = 8_192
COMMON_KEY = 0.1
"""A key in more than this share of a pool selects no candidates. It still counts when a pair is scored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A listing in the pool.

    `views` (2, d): unit vectors of title and full text, corrected for language; None without vectors.
    """

    subject: Subject
    phrases: tuple[str, ...]
    tokens: tuple[Token, ...]
    language: int
    views: Halves | None
    longness: float

    def keys(self) -> list[str]:
        return [token.key for token in self.tokens]


def searches_of(entries: Sequence[Entry], dimensions: int) -> Floats:
    """Returns the unit mean of title and full text of each entry, shape (n, dimensions); zeros without vectors."""
    rows = np.zeros((len(entries), dimensions), np.float32)
    for place, entry in enumerate(entries):
        if entry.views is not None:
            rows[place] = entry.views[0]
            rows[place] += entry.views[1]
    return unit(rows)


class Pool:
    def __init__(self, dimensions: int) -> None:
        self.entries: list[Entry | None] = []
        self.search: Floats = np.zeros((_FIRST, dimensions), np.float32)
        self.languages: npt.NDArray[np.int32] = np.zeros(_FIRST, np.int32)
        self.penalty: Floats = np.zeros(_FIRST, np.float32)
        self.longness: Floats = np.zeros(_FIRST, np.float32)
        self.slots: dict[str, int] = {}
        self._free: list[int] = []
        self._postings: defaultdict[str, set[int]] = defaultdict(set)

    def __len__(self) -> int:
        return len(self.slots)

    @property
    def used(self) -> int:
        """Number of slots from 0 that were ever filled. Some may be empty."""
        return len(self.entries)

    def add(self, entry: Entry, search: Floats) -> int:
        """Adds a listing with its row of `searches_of`, and returns its slot. The id must not be in the pool."""
        if self._free:
            slot = self._free.pop()
            self.entries[slot] = entry
        else:
            slot = len(self.entries)
            self.entries.append(entry)
            self._grow(slot + 1)
        self.slots[entry.subject.id] = slot
        self.languages[slot] = entry.language
        self.longness[slot] = entry.longness
        if entry.views is not None:
            self.search[slot] = search
        for key in self._index_keys(entry):
            self._postings[key].add(slot)
        return slot

    def remove(self, listing_id: str) -> Entry | None:
        slot = self.slots.pop(listing_id, None)
        if slot is None:
            return None
        entry = self.entries[slot]
        self.entries[slot] = None
        self.search[slot] = 0
        self.penalty[slot] = 0
        self._free.append(slot)
        if entry is not None:
            for key in self._index_keys(entry):
                self._postings[key].discard(slot)
                if not self._postings[key]:
                    del self._postings[key]
        return entry

    def lexical(self, weighed: Weighed, sectors: frozenset[str], vocabulary: Vocabulary) -> Floats:
        """Returns for every slot the summed weight of keys in common with a listing, lightly divided by length."""
        found = np.zeros(self.used, np.float32)
        most = max(200, COMMON_KEY * len(self))
        weights = dict(weighed.weights) | {f"s:{sector}": vocabulary.weight(f"s:{sector}") / 2 for sector in sectors}
        for key, weight in weights.items():
            slots = self._postings.get(key)
            if slots and len(slots) <= most:
                found[np.fromiter(slots, np.int64, len(slots))] += weight
        return found

    def holders(self, key: str) -> int:
        """Returns the number of listings with this key."""
        return len(self._postings.get(key, ()))

    @staticmethod
    def _index_keys(entry: Entry) -> list[str]:
        return entry.keys() + [f"s:{sector}" for sector in entry.subject.sectors]

    def _grow(self, size: int) -> None:
        if size <= len(self.search):
            return
        # A large pool grows by only a quarter, because an unused reserve would be a large part of the memory.
        capacity = max(size, len(self.search) * (5 if len(self.search) >= _LARGE else 8) // 4)
        spare = np.zeros((capacity - len(self.search), self.search.shape[1]), np.float32)
        self.search = np.concatenate([self.search, spare])
        self.languages = np.resize(self.languages, capacity)
        self.penalty = np.resize(self.penalty, capacity)
        self.longness = np.resize(self.longness, capacity)
