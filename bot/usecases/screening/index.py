"""An index of listed names that finds those that a name is like. Pure; safe to use from several threads.

Names are compared word by word. For each word of the query the index looks up the listed words that are spelled nearly
alike, in blocks by first sound. The names that hold enough of them are then scored: each word is matched with one word
of the other name at most, and rare words weigh more than common ones. `distinctive` decides whether the words that are
missing matter. Names split or joined otherwise, and names in Arabic script, are looked up as a whole.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nlargest
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.matching.normalise import simplify
from bot.usecases.screening.distinctive import essential_words, is_covered, looks_like_person
from bot.usecases.screening.scripts import arabic_consonants, consonants, has_arabic
from bot.usecases.screening.spelling import Word, is_han, is_han_text, joined_sound, spelt

ALIKE: Final = 82
"""From this score, 0 to 100, somebody has to look at it: see tests/bench/screening.py for what that catches."""
_ONE_WRONG: Final = 4  # letters from which one may be wrong …
_TWO_WRONG: Final = 8  # … and two; shorter words are alike only when they are the same
_REPLACED: Final = 5  # letters from which one may be replaced by another
_COST: Final = 0.75  # of a wrong letter, as a share of the word: one in six leaves 0.875
_INITIAL: Final = 0.9  # how alike an initial is to a name that begins with it
_INITIAL_WEIGHT: Final = 0.3  # of a name's usual weight: a letter tells little
_FIRST: Final = str.maketrans("aeouzgcktpwqih", "aaaaskkkdbvkjk")
"""First sounds that are written for each other share a block."""
_TELLING: Final = 0.5  # of the weight of a word that nobody has: "Trading" is below, whatever is somebody's own above
_SLIP: Final = 5  # letters from which a single word with a letter left out, doubled or swapped still tells who is meant
_LONG: Final = 9  # letters from which a single word with a replaced letter still tells who is meant
_VERY_LONG: Final = 12  # the same for two wrong letters
_MINE: Final = (
    0.6  # how much it counts that all of the name asked for is found; the rest, that all of the listed one is
)
_CROWD: Final = 400  # listed names that are weighed at most for one name
_SAME_COUNTRY: Final = 3  # points for a country that both have, and against where they have none in common
_NO_NAME_ALONE: Final = 2  # words that must be alike where both names have as many: a first name is nobody's own
_WHOLE: Final = 96  # score of a name that is the same but for spaces, word order or script
_LOOSE: Final = 6  # letters of a short word
_ARTICLE: Final = 7  # letters from which a word may begin with the Arabic article
_FEWEST_CONSONANTS: Final = 6  # of a name in Arabic script, which shows no vowels
_LEFT_OUT: Final = 0.4  # of its weight that a middle name counts where it is left out
_MOST_ROTATED: Final = 7  # words of a name up to which it is tried in another order


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
        self._bare = [tuple(word.bare for word in words) for words in spelled]
        holders: dict[str, list[int]] = defaultdict(list)
        sounds: dict[str, set[str]] = defaultdict(set)
        joined: dict[str, list[int]] = defaultdict(list)
        arabic: dict[str, list[int]] = defaultdict(list)
        for number, words in enumerate(spelled):
            for word in words:
                holders[word.sound].append(number)
                sounds[word.bare].add(word.sound)
            joined[joined_sound(words)].append(number)
            if has_arabic(self._listed[number].name):
                arabic[arabic_consonants(self._listed[number].name)].append(number)
        self._holders, self._joined, self._arabic = dict(holders), dict(joined), dict(arabic)
        total = max(1, len(self._listed))
        self._weights = {word: math.log1p(total / len(numbers)) for word, numbers in holders.items()}
        # Words that so many names hold select no candidates.
        self._common = max(1_000, total // 50)
        self._unknown = math.log1p(total)
        self._blocks = _in_blocks(holders)
        self._sounds = dict(sounds)
        self._bare_blocks = _in_blocks(sounds)

    def __len__(self) -> int:
        return len(self._listed)

    def alike(
        self, name: str, *, is_person: bool | None = None, countries: frozenset[str] = frozenset()
    ) -> list[Likeness]:
        """The listed names that this one is like: the best of each entity, the best first."""
        spelled = spelt(name)
        if not self._listed or not (spelled or has_arabic(name)):
            return []
        scores: dict[int, int] = dict.fromkeys(self._whole(name, spelled), _WHOLE)
        for words in {spelled, self._rejoined(spelled)} - {()}:
            for number, score in self._scored(name, words):
                scores[number] = max(score, scores.get(number, 0))
        best: dict[tuple[str, str], Likeness] = {}
        for number, score in scores.items():
            listed = self._listed[number]
            if is_person is not None and listed.is_person is not None and listed.is_person is not is_person:
                continue
            points = score + (_agreement(countries, listed.countries) if score < 100 else 0)
            key = (listed.list_name, listed.entity)
            if points >= ALIKE and (key not in best or best[key].score < points):
                best[key] = Likeness(listed=listed, score=min(100, points))
        return sorted(best.values(), key=lambda one: -one.score)

    def _scored(self, name: str, spelled: Sequence[Word]) -> Iterator[tuple[int, int]]:
        """Listed names that share words with the query, and their scores."""
        asked = [word.sound for word in spelled]
        found = [self._like(word) for word in spelled]
        weights = [self._weight(word, near) for word, near in zip(asked, found, strict=True)]
        in_han = is_han_text(name)
        for number in self._candidates(found, weights):
            # Two Chinese names that only sound alike are two names.
            if (
                in_han
                and is_han_text(self._listed[number].name)
                and len(asked) == 2
                and not _same_han(name, self._listed[number].name)
            ):
                continue
            yield number, self._score(spelled, number, found, weights)

    def _whole(self, name: str, spelled: Sequence[Word]) -> Iterator[int]:
        """Listed names that are the same but for spaces and word order, or in Arabic script by their consonants."""
        sounds = [word.sound for word in spelled]
        if 2 <= len(sounds) <= _MOST_ROTATED:
            for first in range(len(sounds)):
                for number in self._joined.get(joined_sound([*spelled[first:], *spelled[:first]]), ()):
                    letters = sum(len(word.bare) for word in spelled) - sum(map(len, self._bare[number]))
                    if len(sounds) + len(self._words[number]) > 3 and abs(letters) < 2:
                        yield number
        if has_arabic(name):
            key = arabic_consonants(name)
            if len(key.replace(" ", "")) >= _FEWEST_CONSONANTS:
                yield from self._by_consonants.get(key, ())
        elif self._arabic and len(sounds) > 1:
            key = consonants(sounds)
            if len(key.replace(" ", "")) >= _FEWEST_CONSONANTS:
                yield from self._arabic.get(key, ())

    @cached_property
    def _by_consonants(self) -> dict[str, list[int]]:
        """Listed names in Latin letters by their consonants; built when the first Arabic name is screened."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, words in enumerate(self._words):
            if len(words) > 1 and all(word.isascii() for word in words):
                found[consonants(list(words))].append(number)
        return dict(found)

    def _rejoined(self, spelled: tuple[Word, ...]) -> tuple[Word, ...]:
        """The query with neighbours joined where only that is a listed word, and "al-" taken off or put before."""
        words: list[Word] = []
        at = 0
        while at < len(spelled):
            for size in (3, 2):
                joined = joined_sound(spelled[at : at + size])
                if at + size <= len(spelled) and joined in self._holders and joined.isascii():
                    words.append(Word(joined, "".join(word.bare for word in spelled[at : at + size])))
                    at += size
                    break
            else:
                words.append(self._without_article(spelled[at]))
                at += 1
        return tuple(words)

    def _without_article(self, word: Word) -> Word:
        if word.sound in self._holders:
            return word
        if len(word.bare) >= _ARTICLE and word.sound.startswith("al") and word.sound[2:] in self._holders:
            return Word(word.sound[2:], word.bare[2:])
        return Word("al" + word.sound, "al" + word.bare) if "al" + word.sound in self._holders else word

    def _weight(self, word: str, near: _Near) -> float:
        if len(word) == 1 and word.isascii():
            return _INITIAL_WEIGHT * self._unknown
        return self._weights.get(word) or max((self._weights[other] for other in near), default=self._unknown)

    def _like(self, word: Word) -> _Near:
        """Listed words that sound or are spelled nearly like this one."""
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
        """The listed names that hold the most weight of the query's words."""
        held: dict[int, float] = defaultdict(float)
        missed = 0.0
        for near, weight in zip(found, weights, strict=True):
            crowd = sum(len(self._holders[word]) for word in near)
            if not near or (crowd > self._common and weight < max(weights)):
                # Initials too: they are like too many words to be looked up.
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

    def _score(self, spelled: Sequence[Word], number: int, found: Sequence[_Near], weights: Sequence[float]) -> int:
        asked, listed = [word.sound for word in spelled], self._words[number]
        if set(asked) == set(listed) and len(asked) > 1:
            return 100 if not is_han(asked) else round(100 * _order(asked, listed))
        theirs = [self._weight(word, {}) for word in listed]
        matches = _matched(asked, listed, found)
        seen = {there for _, _, there in matches}
        name, is_person = self._listed[number].name, self._listed[number].is_person
        person = looks_like_person(name, listed) if is_person is None else is_person
        essential = essential_words(name, listed, is_person=person)
        if not is_han(listed) and not is_covered(listed, seen, essential, is_person=person):
            return 0
        telling = [
            (likeness, spelled[here].bare, self._bare[number][there])
            for likeness, here, there in matches
            if min(weights[here], theirs[there]) >= _TELLING * self._unknown
        ]
        whole = len(matches) == len(asked) == len(listed)
        complete = whole and len(listed) > (2 if telling else 1)
        if len(matches) < min(_NO_NAME_ALONE, len(asked), len(listed)) or (_is_slight(telling) and not complete):
            return 0
        if person and len(matches) < len(listed) and _is_loose(matches, asked):
            return 0
        if person and len(matches) > 1:
            theirs = [w if at in seen or at in essential else _LEFT_OUT * w for at, w in enumerate(theirs)]
        mine_found = sum(weights[here] * likeness for likeness, here, _ in matches)
        theirs_found = sum(theirs[there] * likeness for likeness, _, there in matches)
        share = _MINE * mine_found / sum(weights) + (1 - _MINE) * theirs_found / sum(theirs)
        return round(100 * min(share, _order(asked, listed)))


def _is_loose(matches: Sequence[tuple[float, int, int]], asked: Sequence[str]) -> bool:
    """Whether a short word is only nearly the same: too little where a name of the listed person is left out."""
    return any(likeness < _INITIAL and 1 < len(asked[here]) < _LOOSE for likeness, here, _ in matches)


def _matched(asked: Sequence[str], listed: Sequence[str], found: Sequence[_Near]) -> list[tuple[float, int, int]]:
    """(likeness, index in the query, index in the listed name), each word used once, the most alike first."""
    pairs = sorted(
        (
            (likeness, here, there)
            for here, near in enumerate(found)
            for there, other in enumerate(listed)
            if (likeness := _likeness(asked[here], other, near)) > 0
        ),
        reverse=True,
    )
    used_here: set[int] = set()
    used_there: set[int] = set()
    matches = []
    for likeness, here, there in pairs:
        if here not in used_here and there not in used_there:
            used_here.add(here)
            used_there.add(there)
            matches.append((likeness, here, there))
    return matches


def _same_han(one: str, other: str) -> bool:
    return simplify("".join(one.split())) == simplify("".join(other.split()))


def _nearly(word: str, block: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Those of the block that differ in no more letters than a slip would, with how alike they are."""
    if len(word) < _ONE_WRONG:
        return
    most = 1 if len(word) < _TWO_WRONG else 2
    for other, wrong, _ in process.extract(word, block, scorer=OSA.distance, score_cutoff=most, limit=None):
        if (
            len(other) >= _ONE_WRONG
            and wrong
            and not (wrong == 1 and len(word) < _REPLACED and _is_replaced(word, other))
        ):
            yield other, 1 - _COST * wrong / min(len(word), len(other))


def _is_replaced(one: str, other: str) -> bool:
    """Whether letters were replaced, not left out, doubled or swapped: as likely another name as a slip."""
    return len(one) == len(other) and sorted(one) != sorted(other)


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


def _is_slight(telling: Sequence[tuple[float, str, str]]) -> bool:
    """Whether the names share too little of what tells one name from another.

    Takes the likeness and the two spellings of each telling word. One alone must be the same but for a slip: a letter
    left out, doubled or swapped, or one replaced in a long word.
    """
    if len(telling) != 1:
        return not telling
    likeness, asked, listed = telling[0]
    if likeness == 1:
        return False
    wrong, shorter = OSA.distance(asked, listed), min(len(asked), len(listed))
    if wrong > 1:
        return wrong > 2 or shorter < _VERY_LONG
    if not _is_replaced(asked, listed):
        return shorter < _SLIP
    # A vowel in place of a consonant is a slip; another vowel, or another consonant, may be another name.
    slip = any((left in "aeiou") != (right in "aeiou") for left, right in zip(asked, listed, strict=True))
    return shorter < (_SLIP if slip else _LONG)


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
