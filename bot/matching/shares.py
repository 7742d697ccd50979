"""Compares the words of several listings with many others at once."""

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from bot.matching.encoders import Floats
from bot.matching.lexical import SOFT_CUTOFF, Weighed
from bot.matching.tokens import folded

Places = npt.NDArray[np.int64]


class WordTable:
    """The words of listings of one kind, in the given order: the listings with each key, and spellings."""

    def __init__(self, weighed: Sequence[Weighed]) -> None:
        self.weighed = weighed
        self._word_weight = np.array([one.words or 1 for one in weighed], np.float32)
        self._concept_weight = np.array([one.concepts or 1 for one in weighed], np.float32)
        self._places = _postings([one.weights for one in weighed])
        self._numbers: dict[str, int] = {}
        self._spelt: list[str] = []
        self._keys: list[str] = []
        self._soft = [self._numbered(one) for one in weighed]

    def _numbered(self, one: Weighed) -> Places:
        """Returns the words that are compared by spelling, as numbers."""
        numbers = []
        for key in one.soft:
            word = folded(one.tokens[key].shown)
            number = self._numbers.setdefault(word, len(self._spelt))
            if number == len(self._spelt):
                self._spelt.append(word)
                self._keys.append(key)
            numbers.append(number)
        return np.array(numbers, np.int64)

    def shares(self, asked: Sequence[Weighed]) -> tuple[Floats, Floats]:
        """Returns the shares of common words and concepts as in `overlap`, without near spellings; shapes (m, n)."""
        words, concepts = np.zeros((2, len(asked), len(self.weighed)), np.float32)
        for row, one in enumerate(asked):
            for key, weight in one.weights.items():
                held = self._places.get(key)
                if held is not None:
                    (concepts if key[0] == "@" else words)[row, held] += weight
        own_words = np.array([[one.words or 1] for one in asked], np.float32)
        own_concepts = np.array([[one.concepts or 1] for one in asked], np.float32)
        return (
            _mean_share(words, own_words, self._word_weight),
            _mean_share(concepts, own_concepts, self._concept_weight),
        )

    def titles(self, asked: Sequence[Weighed], *, of_asked: bool) -> Floats:
        """Returns the shares of the asking titles' words that the listings have, or the other way round; shape (m, n).

        As `title_covered`.
        """
        found = np.zeros((len(asked), len(self.weighed)), np.float32)
        places = self._places if of_asked else self._title_places
        for row, one in enumerate(asked):
            for key, weight in (one.title if of_asked else one.weights).items():
                held = places.get(key)
                if held is not None:
                    found[row, held] += weight
        if of_asked:
            weights = np.array([[one.title_weight] for one in asked], np.float32)
        else:
            weights = np.array([one.title_weight for one in self.weighed], np.float32)
        return np.asarray(found / weights, np.float32)

    @cached_property
    def _title_places(self) -> dict[str, Places]:
        return _postings([one.title for one in self.weighed])

    def near(self, one: Weighed, places: Places) -> set[int]:
        """Returns the listings with a word that is nearly, but not exactly, spelt like one of the asking listing."""
        if not len(places) or not one.soft:
            return set()
        mine = [folded(one.tokens[key].shown) for key in one.soft]
        yours = np.unique(np.concatenate([self._soft[place] for place in places]))
        if not len(yours):
            return set()
        spelt = [self._spelt[number] for number in yours]
        table = process.cdist(mine, spelt, scorer=fuzz.ratio, score_cutoff=SOFT_CUTOFF, dtype=np.uint8)
        alike = {
            int(yours[column])
            for row, column in np.argwhere(table)
            if self._keys[yours[column]] != one.soft[row]  # an equal word is common, not near
        }
        return (
            {place for place in places.tolist() if not alike.isdisjoint(self._soft[place].tolist())} if alike else alike
        )


def _postings(keys: Iterable[Iterable[str]]) -> dict[str, Places]:
    places: dict[str, list[int]] = {}
    for place, some in enumerate(keys):
        for key in some:
            places.setdefault(key, []).append(place)
    return {key: np.array(held, np.int64) for key, held in places.items()}


def _mean_share(common: Floats, here: Floats, there: Floats) -> Floats:
    shares = np.minimum(1, common / here) * np.minimum(1, common / there)
    return np.asarray(np.sqrt(shares), np.float32)
