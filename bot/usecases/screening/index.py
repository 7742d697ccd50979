"""An index of listed names that answers which of them a name is like. Pure; safe to ask from several threads.

Words, not whole names, are compared: of each word asked for, those of the vocabulary that are written nearly alike are
looked up in blocks by first sound; then the names that hold enough of them are weighed, each word of the one against
one of the other at most, rare words more than common.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.usecases.screening.spelling import Word, is_han, spelt

ALIKE: Final = 82
"""From this score, 0 to 100, somebody has to look at it: see tests/bench/screening.py for what that catches."""
_ONE_WRONG: Final = 4  # letters from which one may be wrong …
_TWO_WRONG: Final = 8  # … and two; shorter words are alike only when they are the same
_COST: Final = 0.75  # of a wrong letter, as a share of the word: one in six leaves 0.875
_INITIAL: Final = 0.9  # how alike an initial is to a name that begins with it
_INITIAL_WEIGHT: Final = 0.3  # of a name's usual weight: a letter tells little
_FIRST: Final = str.maketrans("aeouzgcktpwqi", "aaaasskkdbvkj")
"""First sounds that are written for each other share a block."""
_TELLING: Final = 0.5  # of the weight of a word that nobody has: "Trading" is below, whatever is somebody's own above
_LONG: Final = 7  # letters from which a single word may be misspelt and still tell who is meant
_MINE: Final = (
    0.6  # how much it counts that all of the name asked for is found; the rest, that all of the listed one is
)
_CROWD: Final = 400  # listed names that are weighed at most for one name
_SAME_COUNTRY: Final = 3  # points for a country that both have, and against where they have none in common
_NO_NAME_ALONE: Final = 2  # words that must be alike where both names have as many: a first name is nobody's own


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One name of one entity of a list."""

    list_name: str
    entity: str
    name: str
    is_person: bool | None
    countries: frozenset[str] = frozenset()
    """ISO 3166 alpha-2; none where the list does not say."""
    born: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    listed: Listed
    score: int
    """0 to 100."""


_Near = dict[str, float]
"""Words of the vocabulary with how alike they are to one that was asked for, 0 to 1."""


class NameIndex:
    def __init__(self, listed: Iterable[Listed]) -> None:
        self._listed = list(listed)
        spelled = [spelt(one.name) for one in self._listed]
        self._words = [tuple(word.sound for word in words) for words in spelled]
        holders: dict[str, list[int]] = defaultdict(list)
        sounds: dict[str, set[str]] = defaultdict(set)
        for number, words in enumerate(spelled):
            for word in words:
                holders[word.sound].append(number)
                sounds[word.bare].add(word.sound)
        self._holders = dict(holders)
        total = max(1, len(self._listed))
        self._weights = {word: math.log1p(total / len(numbers)) for word, numbers in holders.items()}
        self._common = max(1_000, total // 50)
        """Words that so many names hold choose nobody: they only weigh in."""
        self._unknown = math.log1p(total)
        self._blocks = _in_blocks(holders)
        self._sounds = dict(sounds)
        self._bare_blocks = _in_blocks(sounds)

    def __len__(self) -> int:
        return len(self._listed)

    def alike(
        self, name: str, *, is_person: bool | None = None, countries: frozenset[str] = frozenset()
    ) -> list[Likeness]:
        """The listed names that this one is like, the likest of each entity, the likest first."""
        spelled = spelt(name)
        if not spelled or not self._listed:
            return []
        asked = [word.sound for word in spelled]
        found = [self._like(word) for word in spelled]
        weights = [self._weight(word, near) for word, near in zip(asked, found, strict=True)]
        best: dict[tuple[str, str], Likeness] = {}
        for number in self._candidates(found, weights):
            listed = self._listed[number]
            if is_person is not None and listed.is_person is not None and listed.is_person is not is_person:
                continue
            score = self._score(asked, self._words[number], found, weights)
            score += _agreement(countries, listed.countries) if score < 100 else 0
            key = (listed.list_name, listed.entity)
            if score >= ALIKE and (key not in best or best[key].score < score):
                best[key] = Likeness(listed=listed, score=min(100, score))
        return sorted(best.values(), key=lambda one: -one.score)

    def _weight(self, word: str, near: _Near) -> float:
        if len(word) == 1 and word.isascii():
            return _INITIAL_WEIGHT * self._unknown
        return self._weights.get(word) or max((self._weights[other] for other in near), default=self._unknown)

    def _like(self, word: Word) -> _Near:
        """Words of the vocabulary that sound or are written nearly like this one."""
        near = {word.sound: 1.0} if word.sound in self._holders else {}
        if not word.bare.isascii():
            return near
        for sound, likeness in _nearly(word.sound, self._blocks.get(_block(word.sound), ())):
            near[sound] = max(near.get(sound, 0.0), likeness)
        for bare, likeness in _nearly(word.bare, self._bare_blocks.get(_block(word.bare), ())):
            for sound in self._sounds[bare]:
                near[sound] = max(near.get(sound, 0.0), likeness)
        return near

    def _candidates(self, found: Sequence[_Near], weights: Sequence[float]) -> list[int]:
        """Those that hold the weightiest of what was asked for."""
        held: dict[int, float] = defaultdict(float)
        missed = 0.0
        for near, weight in zip(found, weights, strict=True):
            crowd = sum(len(self._holders[word]) for word in near)
            if not near or (crowd > self._common and weight < max(weights)):
                # Also initials, which are alike to too much to be looked up.
                missed += weight if crowd or weight < self._unknown else 0.0
                continue
            reached: dict[int, float] = {}
            for word, likeness in near.items():
                for number in self._holders[word]:
                    reached[number] = max(reached.get(number, 0.0), likeness)
            for number, likeness in reached.items():
                held[number] += likeness * weight
        least = sum(weights) * ((ALIKE - _SAME_COUNTRY) / 100 - (1 - _MINE)) / _MINE - missed
        enough = [(weight, number) for number, weight in held.items() if weight >= least]
        return [number for _, number in nlargest(_CROWD, enough)]

    def _score(
        self, asked: Sequence[str], listed: Sequence[str], found: Sequence[_Near], weights: Sequence[float]
    ) -> int:
        if set(asked) == set(listed):
            return 100 if not is_han(asked) else round(100 * _order(asked, listed))
        theirs = [self._weight(word, {}) for word in listed]
        pairs = sorted(
            (
                (likeness, here, there)
                for here, near in enumerate(found)
                for there, other in enumerate(listed)
                if (likeness := _likeness(asked[here], other, near)) > 0
            ),
            reverse=True,
        )
        used: set[tuple[str, int]] = set()
        mine_found = theirs_found = 0.0
        matched, telling = 0, []
        for likeness, here, there in pairs:
            if ("here", here) in used or ("there", there) in used:
                continue
            used |= {("here", here), ("there", there)}
            mine_found += weights[here] * likeness
            theirs_found += theirs[there] * likeness
            matched += 1
            if min(weights[here], theirs[there]) >= _TELLING * self._unknown:
                telling.append((likeness, min(len(asked[here]), len(listed[there]))))
        if matched < min(_NO_NAME_ALONE, len(asked), len(listed)) or _is_slight(telling):
            return 0
        share = _MINE * mine_found / sum(weights) + (1 - _MINE) * theirs_found / sum(theirs)
        return round(100 * min(share, _order(asked, listed)))


def _nearly(word: str, block: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Those of the block that differ in no more letters than a slip would, with how alike they are."""
    if len(word) < _ONE_WRONG:
        return
    most = 1 if len(word) < _TWO_WRONG else 2
    for other, wrong, _ in process.extract(word, block, scorer=OSA.distance, score_cutoff=most, limit=None):
        if len(other) >= _ONE_WRONG and wrong:
            yield other, 1 - _COST * wrong / min(len(word), len(other))


def _in_blocks(words: Iterable[str]) -> dict[str, list[str]]:
    blocks: dict[str, list[str]] = defaultdict(list)
    for word in words:
        blocks[_block(word)].append(word)
    return dict(blocks)


def _likeness(asked: str, listed: str, near: _Near) -> float:
    if len(asked) == 1 or len(listed) == 1:
        same = asked == listed
        initial = asked.isascii() and listed.isascii() and asked[0] == listed[0]
        return 1.0 if same else _INITIAL if initial else 0.0
    return near.get(listed, 0.0)


def _is_slight(telling: Sequence[tuple[float, int]]) -> bool:
    """All that the two names share of what tells one from another is one short word, and that not to the letter.
    Takes how alike such words are, and how long."""
    return not telling or (len(telling) == 1 and telling[0][0] < 1 and telling[0][1] < _LONG)


def _order(asked: Sequence[str], listed: Sequence[str]) -> float:
    """Of Chinese names the order counts, since each character is a word here; of others it does not."""
    if not is_han(asked) or not is_han(listed):
        return 1.0
    shorter, longer = sorted(("".join(asked), "".join(listed)), key=len)
    return 1.0 if shorter in longer and len(shorter) > 2 else OSA.normalized_similarity(shorter, longer)


def _agreement(one: frozenset[str], other: frozenset[str]) -> int:
    if not one or not other:
        return 0
    return _SAME_COUNTRY if one & other else -_SAME_COUNTRY


def _block(word: str) -> str:
    return word[:1].translate(_FIRST)
