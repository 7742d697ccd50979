"""Compares words: codes, rare words and near spellings, in any language."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from rapidfuzz import fuzz, process

from bot.matching.normalise import fold
from bot.matching.tokens import Token, folded

MAX_SOFT_WORDS = 24
"""Maximum number of words of a listing that are compared by spelling. The rarest words are used."""
SOFT_CUTOFF = 82
"""0 to 100, in rapidfuzz's normalised Indel similarity. One error in six letters passes, two in eight do not."""
_CODE_WEIGHT = 1.5
"""A common code or standard is stronger evidence than a word of the same rarity."""
_CONCEPT_WEIGHT = 1.6
_PIECE_WEIGHT = 0.6
"""A pair of characters counts about half a word."""


class Vocabulary:
    """The number of listings of the pool with each key. Guarded by the matcher's lock."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._listings = 0
        self._weights: dict[str, float] = {}

    def add(self, keys: Iterable[str]) -> None:
        self._weights.clear()
        self._counts.update(keys)
        self._listings += 1

    def remove(self, keys: Iterable[str]) -> None:
        self._weights.clear()
        self._counts.subtract(keys)
        self._listings -= 1

    def weight(self, key: str) -> float:
        """Returns the inverse document frequency as in BM25+ (never negative), times the factor of this kind of key."""
        known = self._weights.get(key)
        if known is None:
            rarity = math.log(1 + (self._listings + 10) / (max(0, self._counts[key]) + 1))
            known = self._weights[key] = rarity * _weight_of_kind(key)
        return known


def _weight_of_kind(key: str) -> float:
    match key[0]:
        case "c":
            return _CODE_WEIGHT
        case "@":
            return _CONCEPT_WEIGHT
        case "h":
            return _PIECE_WEIGHT
        case _:
            return 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """The words that two listings share.

    `words` and `concepts`, 0 to 1: geometric mean of each side's share of common weight. `common`: keys of both.
    `near`: pairs of keys with nearly the same spelling, this side's key first.
    """

    words: float
    concepts: float
    common: tuple[str, ...] = ()
    near: tuple[tuple[str, str], ...] = ()


class Weighed:
    """The tokens of one listing with their weights in a pool, for comparison with many others."""

    def __init__(self, tokens: tuple[Token, ...], vocabulary: Vocabulary, title: str = "") -> None:
        self._title = title
        self.tokens = {token.key: token for token in tokens}
        self.weights = {key: vocabulary.weight(key) for key in self.tokens}
        self.concepts = sum(weight for key, weight in self.weights.items() if key[0] == "@")
        self.words = sum(self.weights.values()) - self.concepts

    @cached_property
    def title(self) -> dict[str, float]:
        """Keys of the words that stand in the title, with their weights."""
        title = fold(self._title)
        return {key: weight for key, weight in self.weights.items() if folded(self.tokens[key].shown) in title}

    @cached_property
    def title_weight(self) -> float:
        return sum(self.title.values()) or 1.0

    @cached_property
    def soft(self) -> list[str]:
        """Keys of the words that are compared by spelling."""
        words = [key for key in self.tokens if key.startswith("w:") and len(self.tokens[key].shown) >= 5]
        return sorted(words, key=lambda key: (-self.weights[key], key))[:MAX_SOFT_WORDS]

    @cached_property
    def soft_words(self) -> list[str]:
        """The words that are compared by spelling, folded."""
        return [folded(self.tokens[key].shown) for key in self.soft]


def in_common(one: Weighed, other: Weighed) -> list[str]:
    """Returns the keys that both have, heaviest first."""
    return [key for _, key in sorted((-one.weights[key], key) for key in one.weights.keys() & other.weights.keys())]


def overlap(one: Weighed, other: Weighed) -> Overlap:
    """Compares two listings. Symmetric except for the order inside `near`."""
    common = in_common(one, other)
    concepts = [key for key in common if key[0] == "@"]
    near = _near(one, other)
    words = [(key, key, 1.0) for key in common if key[0] != "@"] + near
    return Overlap(
        words=_mean_share(
            sum(one.weights[mine] * likeness for mine, _, likeness in words) / (one.words or 1),
            sum(other.weights[yours] * likeness for _, yours, likeness in words) / (other.words or 1),
        ),
        concepts=_mean_share(
            sum(one.weights[key] for key in concepts) / (one.concepts or 1),
            sum(other.weights[key] for key in concepts) / (other.concepts or 1),
        ),
        common=tuple(common),
        near=tuple((mine, yours) for mine, yours, _ in near),
    )


def title_covered(need: Weighed, offer: Weighed) -> float:
    """Returns the share of the words of the need's title that the offer has, by weight, 0 to 1."""
    return sum(weight for key, weight in need.title.items() if key in offer.weights) / need.title_weight


def _mean_share(here: float, there: float) -> float:
    return math.sqrt(min(1.0, here) * min(1.0, there))


def _near(one: Weighed, other: Weighed) -> list[tuple[str, str, float]]:
    mine = [key for key in one.soft if key not in other.weights]
    yours = [key for key in other.soft if key not in one.weights]
    if not mine or not yours:
        return []
    table = process.cdist(
        [folded(one.tokens[key].shown) for key in mine],
        [folded(other.tokens[key].shown) for key in yours],
        scorer=fuzz.ratio,
        score_cutoff=SOFT_CUTOFF,
        dtype=np.float32,
    )
    pairs = []
    for row, column in zip(*np.nonzero(table), strict=True):
        if table[row, column] == table[row].max() == table[:, column].max():
            pairs.append((mine[row], yours[column], float(table[row, column]) / 100 - 0.2))
    return pairs
