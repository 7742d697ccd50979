"""An index of listed names that answers which of them a name is like. Pure; safe to ask from several threads.

Words, not whole names, are compared fuzzily: of each word asked for, those of the vocabulary that sound alike are
looked up in blocks by first sound, and the names that hold enough of them are weighed, rare words more than common.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from bot.usecases.screening.spelling import words_of

ALIKE: Final = 82
"""From this score, 0 to 100, somebody has to look at it: see tests/bench/screening.py for what that catches."""
_WORD_ALIKE: Final = 0.86  # Jaro-Winkler: one letter wrong in six stays above
_EXACT_BELOW: Final = 4  # letters: shorter words are alike only when they are the same
_FIRST: Final = str.maketrans("aeouzgcktpwqi", "aaaasskkdbvkj")
"""First sounds that are written for each other share a block."""
_MINE: Final = (
    0.6  # how much it counts that all of the name asked for is found; the rest, that all of the listed one is
)
_CROWD: Final = 400  # listed names that are weighed at most for one name


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One name of one entity of a list."""

    list_name: str
    entity: str
    name: str
    is_person: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    listed: Listed
    score: int
    """0 to 100."""


class NameIndex:
    def __init__(self, listed: Iterable[Listed]) -> None:
        self._listed = list(listed)
        self._words = [words_of(one.name) for one in self._listed]
        holders: dict[str, list[int]] = defaultdict(list)
        for number, words in enumerate(self._words):
            for word in words:
                holders[word].append(number)
        self._holders = dict(holders)
        total = max(1, len(self._listed))
        self._weights = {word: math.log1p(total / len(numbers)) for word, numbers in holders.items()}
        self._common = max(1_000, total // 50)
        """Words that so many names hold choose nobody: they only weigh in."""
        self._unknown = math.log1p(total)
        blocks: dict[str, list[str]] = defaultdict(list)
        for word in holders:
            blocks[_block(word)].append(word)
        self._blocks = dict(blocks)
        self._sums = [sum(self._weights[word] for word in words) for words in self._words]

    def __len__(self) -> int:
        return len(self._listed)

    def alike(self, name: str, *, is_person: bool | None = None) -> list[Likeness]:
        """The listed names that this one is like, the likest of each entity, the likest first."""
        asked = words_of(name)
        if not asked or not self._listed:
            return []
        found = [self._like(word) for word in asked]
        weights = [max((self._weights[word] for word in near), default=self._unknown) for near in found]
        whole = sum(weights)
        best: dict[tuple[str, str], Likeness] = {}
        for number in self._candidates(found, weights):
            listed = self._listed[number]
            if is_person is not None and listed.is_person is not None and listed.is_person is not is_person:
                continue
            score = self._score(number, found, weights, whole)
            key = (listed.list_name, listed.entity)
            if score >= ALIKE and (key not in best or best[key].score < score):
                best[key] = Likeness(listed=listed, score=score)
        return sorted(best.values(), key=lambda one: -one.score)

    def _like(self, word: str) -> dict[str, float]:
        """Words of the vocabulary that sound like this one, each with how alike they are."""
        near = {word: 1.0} if word in self._holders else {}
        if len(word) < _EXACT_BELOW or not word.isascii():
            return near
        block = [other for other in self._blocks.get(_block(word), ()) if abs(len(other) - len(word)) <= 2]
        hits = process.extract(word, block, scorer=JaroWinkler.similarity, score_cutoff=_WORD_ALIKE, limit=None)
        return near | {other: score for other, score, _ in hits if len(other) >= _EXACT_BELOW and other != word}

    def _candidates(self, found: Sequence[dict[str, float]], weights: Sequence[float]) -> list[int]:
        """Those that hold the weightiest of what was asked for."""
        held: dict[int, float] = defaultdict(float)
        missed = 0.0
        for near, weight in zip(found, weights, strict=True):
            if sum(len(self._holders[word]) for word in near) > self._common and weight < max(weights):
                missed += weight
                continue
            reached: dict[int, float] = {}
            for word, likeness in near.items():
                for number in self._holders[word]:
                    reached[number] = max(reached.get(number, 0.0), likeness)
            for number, likeness in reached.items():
                held[number] += likeness * weight
        least = sum(weights) * (ALIKE / 100 - (1 - _MINE)) / _MINE - missed
        enough = [(weight, number) for number, weight in held.items() if weight >= least]
        return [number for _, number in nlargest(_CROWD, enough)]

    def _score(self, number: int, found: Sequence[dict[str, float]], weights: Sequence[float], whole: float) -> int:
        mine, theirs = 0.0, 0.0
        for near, weight in zip(found, weights, strict=True):
            common = [word for word in self._words[number] if word in near]
            if common:
                best = max(common, key=near.__getitem__)
                mine += weight * near[best]
                theirs += self._weights[best] * near[best]
        covered = min(1.0, theirs / self._sums[number]) if self._sums[number] else 0.0
        return round(100 * (_MINE * mine / whole + (1 - _MINE) * covered))


def _block(word: str) -> str:
    return word[:1].translate(_FIRST)
