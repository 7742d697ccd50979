"""An index of listed names that finds names similar to a given one. Pure and thread-safe.

Names are compared word by word. For each word of the query, the index finds listed words with a similar spelling, in
blocks by first sound. Names with enough such words are scored: each word matches at most one word of the other name,
and rare words weigh more. `distinctive` decides if missing words matter. Other spellings are looked up as a whole.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nlargest
from typing import Final

from bot.usecases.screening.distinctive import essential_words, is_covered, looks_like_person
from bot.usecases.screening.east_asian import is_other_pinyin, plain_pinyin
from bot.usecases.screening.generic_words import has_own_word, is_generic, trade_sound, trades
from bot.usecases.screening.likeness import (
    SAME_COUNTRY,
    Near,
    block_of,
    country_points,
    in_blocks,
    is_loose,
    is_slight,
    matched_words,
    similar_words,
    word_order_likeness,
)
from bot.usecases.screening.person_keys import (
    is_belarusian_spelling,
    is_german_spelling,
    is_polish_spelling,
    person_keys,
    with_or_without_article,
)
from bot.usecases.screening.rejoined_words import rejoined
from bot.usecases.screening.scripts import arabic_consonants, arabic_words, consonants, has_arabic, is_same_arabic
from bot.usecases.screening.spelling import Word, has_legal_form, is_han, is_han_text, joined_sound, words_in
from bot.usecases.screening.trade_words import is_other_han, other_spellings, spelled_trades

REVIEW_SCORE: Final = 82
"""Lowest score (0 to 100) that a moderator reviews."""
_INITIAL_WEIGHT: Final = 0.3  # weight of an initial relative to an unknown word
_TELLING: Final = 0.5  # minimum weight of a distinctive word relative to an unknown word; "Trading" is below
_GENERIC: Final = 0.4  # most weight of a firm's trade or town relative to an unknown word
_QUERY_SHARE: Final = 0.6  # weight of the matched share of the query; the rest is that of the listed name
_MAX_CANDIDATES: Final = 400  # listed names that are scored for one query
_NONE_EXACT: Final = 90  # lowest score of a person by two words of which none matches exactly
_MIN_MATCHES: Final = 2  # words that must match if both names have as many: a first name alone is not enough
_WHOLE: Final = 96  # score of a name that differs only in spaces, word order or script
_LEFT_OUT: Final = 0.4  # weight of a missing middle name relative to its usual weight
_SPELLINGS: Final = (is_german_spelling, is_belarusian_spelling, is_polish_spelling)
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


class NameIndex:
    def __init__(self, listed: Iterable[ListedEntry]) -> None:
        given = [(one, one.name) for one in listed]
        otherwise = [(one, name) for one, written in given for name in other_spellings(written)]
        self._listed = [one for one, _ in (*given, *otherwise)]
        self._first_converted = len(given)
        spelled = [words_in(name) for _, name in (*given, *otherwise)]
        self._words = [tuple(word.sound for word in words) for words in spelled]
        self._bare = [tuple(word.bare for word in words) for words in spelled]
        self._spelled = spelled
        holders: dict[str, list[int]] = defaultdict(list)
        sounds: dict[str, set[str]] = defaultdict(set)
        joined: dict[str, list[int]] = defaultdict(list)
        arabic: dict[str, list[int]] = defaultdict(list)
        persons: dict[str, list[int]] = defaultdict(list)
        for number, words in enumerate(spelled):
            for word in words:
                holders[word.sound].append(number)
                sounds[word.bare].add(word.sound)
            joined[joined_sound(words)].append(number)
            for key in person_keys(self._listed[number].name, self._bare[number]):
                persons[key].append(number)
            if has_arabic(self._listed[number].name):
                arabic[arabic_consonants(self._listed[number].name)].append(number)
        self._holders, self._joined, self._arabic = dict(holders), dict(joined), dict(arabic)
        self._persons = dict(persons)
        total = max(1, len(self._listed))
        self._weights = {word: math.log1p(total / len(numbers)) for word, numbers in holders.items()}
        # Words that occur in more names than this do not select candidates.
        self._common = max(1_000, total // 50)
        self._unknown = math.log1p(total)
        self._blocks = in_blocks(holders)
        self._sounds = dict(sounds)
        self._bare_blocks = in_blocks(sounds)

    def __len__(self) -> int:
        return len(self._listed)

    def alike(
        self, name: str, *, is_person: bool | None = None, countries: frozenset[str] = frozenset()
    ) -> list[Likeness]:
        """Returns the similar listed names: the best one of each entity, highest score first."""
        spelled = words_in(name)
        if not self._listed:
            return []
        found = (*self._near_equal(spelled), *self._same_in_arabic(name, spelled), *self._same_person(name, spelled))
        in_han = is_han_text(name)
        scores = {number: _WHOLE for number in found if not (in_han and self._is_other_han(name, number))}
        converted = [words_in(other) for other in other_spellings(name)]
        rejoin = (spelled, *converted, words_in(name, as_written=True))  # "Kam Trans Agro" is no agriculture
        for words in {spelled, *converted, *(rejoined(each, self._holders) for each in rejoin)} - {()}:
            for number, score in self._scored(name, words):
                if number >= self._first_converted and is_han_text(name):
                    continue  # Chinese names are compared by their characters
                if len(words) == 1 < len(spelled) and self._listed[number].is_person:
                    continue  # "Shan Miel" is no "Zoro Shanmiel"
                scores[number] = max(score, scores.get(number, 0))
        best: dict[tuple[str, str], Likeness] = {}
        for number, score in scores.items():
            listed = self._listed[number]
            if is_person is not None and listed.is_person is not None and listed.is_person is not is_person:
                continue
            points = score + (country_points(countries, listed.countries) if score < 100 else 0)
            key = (listed.list_name, listed.entity)
            if points >= REVIEW_SCORE and (key not in best or best[key].score < points):
                best[key] = Likeness(listed=listed, score=min(100, points))
        return sorted(best.values(), key=lambda one: -one.score)

    def _scored(self, name: str, spelled: Sequence[Word]) -> Iterator[tuple[int, int]]:
        """Yields (number, score) of listed names that share words with the query."""
        asked = [word.sound for word in spelled]
        found = [self._like(word) for word in spelled]
        firm = has_legal_form(name) and has_own_word(asked)
        weights = [self._weight(word, near, firm=firm) for word, near in zip(asked, found, strict=True)]
        in_han = is_han_text(name)
        plain = plain_pinyin(name, [word.bare for word in spelled])
        for number in self._candidates(found, weights):
            if in_han and self._is_other_han(name, number):
                continue
            theirs = plain_pinyin(self._listed[number].name, self._bare[number])
            if plain and theirs and not plain & theirs:
                continue  # another syllable is another name: Xiaomin and Xiaoming
            yield number, self._score(spelled, number, found, weights)

    def _is_other_han(self, name: str, number: int) -> bool:
        """Returns True if the listed name is certainly different in characters, though it may sound the same."""
        listed = self._listed[number].name
        return is_han_text(listed) and is_other_han(name, listed)

    def _near_equal(self, spelled: Sequence[Word]) -> Iterator[int]:
        """Yields listed names that differ only in spaces and word order."""
        sounds = [word.sound for word in spelled]
        if 2 <= len(sounds) <= _MOST_ROTATED:
            for first in range(len(sounds)):
                for number in self._joined.get(joined_sound([*spelled[first:], *spelled[:first]]), ()):
                    letters = sum(len(word.bare) for word in spelled) - sum(map(len, self._bare[number]))
                    if len(sounds) + len(self._words[number]) > 3 and abs(letters) < 2:
                        yield number

    def _same_in_arabic(self, name: str, spelled: Sequence[Word]) -> Iterator[int]:
        """Yields names of which one is in Arabic script, with equal consonants and long vowels."""
        sounds = [word.sound for word in spelled]
        if has_arabic(name):
            for number in self._by_consonants.get(arabic_consonants(name), ()):
                if is_same_arabic(name, self._words[number]):
                    yield number
            for number in self._arabic.get(arabic_consonants(name), ()):
                if arabic_words(self._listed[number].name) == arabic_words(name):
                    yield number
        elif self._arabic and len(sounds) > 1:
            for number in self._arabic.get(consonants(sounds), ()):
                if is_same_arabic(self._listed[number].name, sounds):
                    yield number

    def _same_person(self, name: str, spelled: Sequence[Word]) -> Iterator[int]:
        """Yields persons whose names are the same in another spelling."""
        bare = [word.bare for word in spelled]
        plain = plain_pinyin(name, bare)
        german, belarusian, polish = (test(bare) for test in _SPELLINGS)
        for key in with_or_without_article(person_keys(name, bare)):
            for number in self._persons.get(key, ()):
                if key.startswith("ru") and not (german or is_german_spelling(self._bare[number])):
                    continue
                if key.startswith("pl") and not (polish or is_polish_spelling(self._bare[number])):
                    continue
                if key.startswith("by") and not (belarusian or is_belarusian_spelling(self._bare[number])):
                    continue
                theirs = plain_pinyin(self._listed[number].name, self._bare[number])
                if not plain or not theirs or plain & theirs:
                    yield number

    @cached_property
    def _by_consonants(self) -> dict[str, list[int]]:
        """Consonants → listed names in Latin letters. Built when the first Arabic name is screened."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, words in enumerate(self._words):
            if len(words) > 1 and all(word.isascii() for word in words):
                found[consonants(list(words))].append(number)
        return dict(found)

    def _weight(self, word: str, near: Near, *, firm: bool) -> float:
        """Returns how telling a word is. A firm's trade and town tell little, however rare they are on the list."""
        if len(word) == 1 and word.isascii():
            return _INITIAL_WEIGHT * self._unknown
        weight = self._weights.get(word) or max((self._weights[other] for other in near), default=self._unknown)
        generic = word.isascii() and (word in trades() or (firm and is_generic(word)))
        return min(weight, _GENERIC * self._unknown) if generic else weight

    def _like(self, word: Word) -> Near:
        """Returns listed words with a similar sound or spelling."""
        near = {word.sound: 1.0} if word.sound in self._holders else {}
        if not word.bare.isascii():
            return near
        for sound, likeness in similar_words(word.sound, self._blocks.get(block_of(word.sound), ())):
            near[sound] = max(near.get(sound, 0.0), likeness)
        for bare, likeness in similar_words(word.bare, self._bare_blocks.get(block_of(word.bare), ())):
            for sound in self._sounds[bare]:
                near[sound] = max(near.get(sound, 0.0), likeness)
        for written, likeness in similar_words(word.bare, spelled_trades()):  # "Tarding"
            sound = trade_sound(written)
            if sound in self._holders:
                near[sound] = max(near.get(sound, 0.0), likeness)
        return near

    def _candidates(self, found: Sequence[Near], weights: Sequence[float]) -> list[int]:
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
        least = sum(weights) * ((REVIEW_SCORE - SAME_COUNTRY) / 100 - (1 - _QUERY_SHARE)) / _QUERY_SHARE - missed
        enough = [(weight, number) for number, weight in held.items() if weight >= least]
        return [number for _, number in nlargest(_MAX_CANDIDATES, enough)]

    def _score(self, spelled: Sequence[Word], number: int, found: Sequence[Near], weights: Sequence[float]) -> int:
        asked, listed = [word.sound for word in spelled], self._words[number]
        if set(asked) == set(listed) and len(asked) > 1:
            return 100 if not is_han(asked) else round(100 * word_order_likeness(asked, listed))
        numbers = [{word for word in words if word.isdecimal()} for words in (asked, listed)]
        if all(numbers) and numbers[0] != numbers[1]:
            return 0  # Plant No. 7 is not Plant No. 9
        firm = has_legal_form(self._listed[number].name)
        theirs = [self._weight(word, {}, firm=firm and has_own_word(listed)) for word in listed]
        matches = matched_words(spelled, self._spelled[number], found)
        name, is_person = self._listed[number].name, self._listed[number].is_person
        person = looks_like_person(name, listed) if is_person is None else is_person and not firm
        if person and len(asked) == 1 < len(listed):
            return 0  # a given name or a family name alone is not enough
        if not person:
            matches = [
                m for m in matches if m[0] == 1 or not is_other_pinyin(spelled[m[1]].bare, self._bare[number][m[2]])
            ]
        seen = {there for _, _, there in matches}
        essential = essential_words(name, listed, is_person=person)
        if not is_han(listed) and not is_covered(listed, seen, essential, is_person=person):
            return 0
        telling = [
            (likeness, spelled[here], self._spelled[number][there])
            for likeness, here, there in matches
            if min(weights[here], theirs[there]) >= _TELLING * self._unknown
        ]
        whole = len(matches) == len(asked) == len(listed)
        complete = whole and len(listed) > (2 if telling else 1)
        if len(matches) < min(_MIN_MATCHES, len(asked), len(listed)) or (is_slight(telling) and not complete):
            return 0
        if person and len(matches) < len(listed) and is_loose(matches, asked):
            return 0
        if person and len(matches) > 1:
            # Of two family names one may be missing: "Ana Betancurria" for Ana Lucía Betancurria Solorzano.
            needed = () if any(likeness == 1 and at in essential for likeness, _, at in matches) else essential
            theirs = [w if at in seen or at in needed else _LEFT_OUT * w for at, w in enumerate(theirs)]
        query_found = sum(weights[here] * likeness for likeness, here, _ in matches)
        listed_found = sum(theirs[there] * likeness for likeness, _, there in matches)
        share = _QUERY_SHARE * query_found / sum(weights) + (1 - _QUERY_SHARE) * listed_found / sum(theirs)
        score = round(100 * min(share, word_order_likeness(asked, listed)))
        exact = any(likeness == 1 for likeness, _, _ in matches)
        slight = person and len(matches) == _MIN_MATCHES and not exact and score < _NONE_EXACT
        return 0 if slight else score
