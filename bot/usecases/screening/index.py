"""An index of listed names that finds names similar to a given one. Pure and thread-safe.

Names are compared word by word. For each word of the query, the index finds listed words with a similar spelling, in
blocks by first sound. Names with enough such words are scored: each word matches at most one word of the other name,
and rare words weigh more than common ones. `distinctive` decides if missing words matter. Names with words split or
joined differently, and names in Arabic script, are looked up as a whole.
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
from bot.usecases.screening.spelling import Word, is_han, is_han_text, joined_sound, words_in

REVIEW_SCORE: Final = 82
"""Lowest score (0 to 100) that a moderator reviews. tests/bench/screening.py measures its recall."""
_ONE_WRONG: Final = 4  # minimum length of a word in which one letter may be wrong
_TWO_WRONG: Final = 8  # minimum length of a word in which two letters may be wrong
_REPLACED: Final = 5  # minimum length of a word in which a letter may be replaced by another
_COST: Final = 0.75  # cost of a wrong letter relative to its share of the word: one wrong in six leaves 0.875
_INITIAL: Final = 0.9  # similarity of an initial to a name that starts with it
_INITIAL_WEIGHT: Final = 0.3  # weight of an initial relative to an unknown word
_FIRST: Final = str.maketrans("aeouzgcktpwqih", "aaaaskkkdbvkjk")
"""Interchangeable first sounds share a block."""
_TELLING: Final = 0.5  # minimum weight of a distinctive word relative to an unknown word; "Trading" is below
_SLIP: Final = 5  # minimum length of a single word with a letter left out, doubled or swapped
_QUITE_LONG: Final = 8  # minimum length of a single word with another vowel
_LONG: Final = 9  # minimum length of a single word with another consonant
_VERY_LONG: Final = 12  # minimum length of a single word with two wrong letters
_QUERY_SHARE: Final = 0.6  # weight of the matched share of the query; the rest is that of the listed name
_MAX_CANDIDATES: Final = 400  # listed names that are scored for one query
_NONE_EXACT: Final = 90  # lowest score of a person by two words of which none matches exactly
_SAME_COUNTRY: Final = 3  # points added for a common country and subtracted for different countries
_MIN_MATCHES: Final = 2  # words that must match if both names have as many: a first name alone is not enough
_WHOLE: Final = 96  # score of a name that differs only in spaces, word order or script
_LOOSE: Final = 6  # words with fewer letters are short
_ARTICLE: Final = 7  # minimum length of a word that may start with the Arabic article
_FEWEST_CONSONANTS: Final = 6  # in a name in Arabic script, which has no vowels
_LEFT_OUT: Final = 0.4  # weight of a missing middle name relative to its usual weight
_MOST_ROTATED: Final = 7  # names with more words are not tried in another word order


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedEntry:
    """One of the names of a listed entity."""

    list_name: str
    entity: str
    name: str
    is_person: bool | None
    countries: frozenset[str] = frozenset()
    """ISO 3166 alpha-2 codes; empty if the list does not give any."""
    born: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    listed: ListedEntry
    score: int
    """0 to 100."""


_Near = dict[str, float]
"""Listed word → similarity to a word of the query, 0 to 1."""


class NameIndex:
    def __init__(self, listed: Iterable[ListedEntry]) -> None:
        self._listed = list(listed)
        spelled = [words_in(one.name) for one in self._listed]
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
        # Words that occur in more names than this do not select candidates.
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
        """Returns the similar listed names: the best one of each entity, highest score first."""
        spelled = words_in(name)
        if not self._listed or not (spelled or has_arabic(name)):
            return []
        scores: dict[int, int] = dict.fromkeys(self._near_equal(name, spelled), _WHOLE)
        for words in {spelled, self._rejoined(spelled)} - {()}:
            for number, score in self._scored(name, words):
                if len(words) == 1 < len(spelled) and self._listed[number].is_person:
                    continue  # "Shan Miel" is no "Zoro Shanmiel"
                scores[number] = max(score, scores.get(number, 0))
        best: dict[tuple[str, str], Likeness] = {}
        for number, score in scores.items():
            listed = self._listed[number]
            if is_person is not None and listed.is_person is not None and listed.is_person is not is_person:
                continue
            points = score + (_agreement(countries, listed.countries) if score < 100 else 0)
            key = (listed.list_name, listed.entity)
            if points >= REVIEW_SCORE and (key not in best or best[key].score < points):
                best[key] = Likeness(listed=listed, score=min(100, points))
        return sorted(best.values(), key=lambda one: -one.score)

    def _scored(self, name: str, spelled: Sequence[Word]) -> Iterator[tuple[int, int]]:
        """Yields (number, score) of listed names that share words with the query."""
        asked = [word.sound for word in spelled]
        found = [self._like(word) for word in spelled]
        weights = [self._weight(word, near) for word, near in zip(asked, found, strict=True)]
        in_han = is_han_text(name)
        for number in self._candidates(found, weights):
            # Two Chinese names with the same sound but other characters are different names.
            if (
                in_han
                and is_han_text(self._listed[number].name)
                and len(asked) == 2
                and not _same_han(name, self._listed[number].name)
            ):
                continue
            yield number, self._score(spelled, number, found, weights)

    def _near_equal(self, name: str, spelled: Sequence[Word]) -> Iterator[int]:
        """Yields listed names that differ only in spaces, word order or script (equal consonants in Arabic script)."""
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
        """Consonants → listed names in Latin letters. Built when the first Arabic name is screened."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, words in enumerate(self._words):
            if len(words) > 1 and all(word.isascii() for word in words):
                found[consonants(list(words))].append(number)
        return dict(found)

    def _rejoined(self, spelled: tuple[Word, ...]) -> tuple[Word, ...]:
        """Returns the query with words joined, or "al" added or removed, where that gives a listed word."""
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
        """Returns listed words with a similar sound or spelling."""
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
        """Returns the listed names that contain most of the query's words, by weight."""
        held: dict[int, float] = defaultdict(float)
        missed = 0.0
        for near, weight in zip(found, weights, strict=True):
            name_count = sum(len(self._holders[word]) for word in near)
            if not near or (name_count > self._common and weight < max(weights)):
                # Too many names contain the word. This includes initials.
                missed += weight if name_count or weight < self._unknown else 0.0
                continue
            reached: dict[int, float] = {}
            for word, likeness in near.items():
                for number in self._holders[word]:
                    reached[number] = max(reached.get(number, 0.0), likeness)
            for number, likeness in reached.items():
                held[number] += likeness * weight
        least = sum(weights) * ((REVIEW_SCORE - _SAME_COUNTRY) / 100 - (1 - _QUERY_SHARE)) / _QUERY_SHARE - missed
        enough = [(weight, number) for number, weight in held.items() if weight >= least]
        return [number for _, number in nlargest(_MAX_CANDIDATES, enough)]

    def _score(self, spelled: Sequence[Word], number: int, found: Sequence[_Near], weights: Sequence[float]) -> int:
        asked, listed = [word.sound for word in spelled], self._words[number]
        if set(asked) == set(listed) and len(asked) > 1:
            return 100 if not is_han(asked) else round(100 * _word_order_likeness(asked, listed))
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
        if len(matches) < min(_MIN_MATCHES, len(asked), len(listed)) or (_is_slight(telling) and not complete):
            return 0
        if person and len(matches) < len(listed) and _is_loose(matches, asked):
            return 0
        if person and len(matches) > 1:
            theirs = [w if at in seen or at in essential else _LEFT_OUT * w for at, w in enumerate(theirs)]
        query_found = sum(weights[here] * likeness for likeness, here, _ in matches)
        listed_found = sum(theirs[there] * likeness for likeness, _, there in matches)
        share = _QUERY_SHARE * query_found / sum(weights) + (1 - _QUERY_SHARE) * listed_found / sum(theirs)
        score = round(100 * min(share, _word_order_likeness(asked, listed)))
        exact = any(likeness == 1 for likeness, _, _ in matches)
        slight = person and len(matches) == _MIN_MATCHES and not exact and score < _NONE_EXACT
        return 0 if slight else score


def _is_loose(matches: Sequence[tuple[float, int, int]], asked: Sequence[str]) -> bool:
    """Returns True if a short word matches only approximately. Then no word of a listed person may be missing."""
    return any(likeness < _INITIAL and 1 < len(asked[here]) < _LOOSE for likeness, here, _ in matches)


def _matched(asked: Sequence[str], listed: Sequence[str], found: Sequence[_Near]) -> list[tuple[float, int, int]]:
    """Returns (likeness, index in the query, index in the listed name), best first; each word is used once."""
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
    """Yields (word, likeness) for the words of the block that differ by typing errors only."""
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
    """Returns True if letters were replaced, not left out, doubled or swapped. It may be a different name."""
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
    """Returns True if the names share too few distinctive words.

    Takes the likeness and both spellings of each distinctive word. A single one must be equal but for a typing error:
    a letter left out, doubled or swapped, or one replaced in a long word.
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
    # A vowel in place of a consonant is a typing error. Another vowel or consonant may be a different name.
    left, right = next(
        (left in "aeiou", right in "aeiou") for left, right in zip(asked, listed, strict=True) if left != right
    )
    return shorter < (_SLIP if left != right else _QUITE_LONG if left else _LONG)


def _word_order_likeness(asked: Sequence[str], listed: Sequence[str]) -> float:
    """Returns the similarity of the word order for Chinese names, where each character is a word; else 1."""
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
