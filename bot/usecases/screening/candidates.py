"""Finds the listed names that share most of a name's words, with typing errors. Pure.

For each word of the name, listed words with a similar sound or spelling are looked up in blocks by first sound.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Final

from bot.usecases.screening.generic_words import has_own_word, trade_sound
from bot.usecases.screening.likeness import SAME_COUNTRY, Near, block_of, in_blocks, similar_words
from bot.usecases.screening.listed_names import ListedName, ListedNames
from bot.usecases.screening.spelling import Word, has_legal_form
from bot.usecases.screening.trade_words import spelled_trades

REVIEW_SCORE: Final = 82
"""Lowest score (0 to 100) that a moderator reviews."""
QUERY_SHARE: Final = 0.6
"""Weight of the matched share of the query; the rest is that of the listed name."""
_MAX_CANDIDATES: Final = 400  # listed names that are scored for one query


@dataclass(frozen=True, slots=True)
class Query:
    words: Sequence[Word]
    sounds: Sequence[str]
    near: Sequence[Near]
    weights: Sequence[float]


class CandidateFinder:
    def __init__(self, names: ListedNames) -> None:
        self._names = names
        sounds: dict[str, set[str]] = defaultdict(set)
        for listed in names.names:
            for word in listed.words:
                sounds[word.bare].add(word.sound)
        self._sounds = dict(sounds)
        self._by_sound, self._by_spelling = in_blocks(names.with_word), in_blocks(sounds)

    def query(self, name: str, words: Sequence[Word]) -> Query:
        """Returns the words with what is similar to them; `words` may be another spelling of the name."""
        sounds = [word.sound for word in words]
        near = [self._near(word) for word in words]
        is_firm = has_legal_form(name) and has_own_word(sounds)
        weights = [self._names.weight(sound, like, is_firm=is_firm) for sound, like in zip(sounds, near, strict=True)]
        return Query(words, sounds, near, weights)

    def _near(self, word: Word) -> Near:
        """Returns listed words with a similar sound or spelling."""
        near = {word.sound: 1.0} if word.sound in self._names.with_word else {}
        if not word.bare.isascii():
            return near
        similar = [*similar_words(word.sound, self._by_sound.get(block_of(word.sound), ()))]
        for bare, likeness in similar_words(word.bare, self._by_spelling.get(block_of(word.bare), ())):
            similar += [(sound, likeness) for sound in self._sounds[bare]]
        for written, likeness in similar_words(word.bare, spelled_trades()):  # "Tarding"
            if trade_sound(written) in self._names.with_word:
                similar.append((trade_sound(written), likeness))
        for sound, likeness in similar:
            near[sound] = max(near.get(sound, 0.0), likeness)
        return near

    def candidates(self, query: Query) -> list[ListedName]:
        """Returns the listed names that contain most of the query's words, by weight."""
        held: dict[ListedName, float] = defaultdict(float)
        missed = sum(
            self._add(held, near, weight, is_rarest=weight == max(query.weights))
            for near, weight in zip(query.near, query.weights, strict=True)
        )
        for word, near, weight in zip(query.words, query.near, query.weights, strict=True):
            for listed in () if near else held:  # "V. Bout" for "Viktor Bout"
                if word.sound[0] in listed.sounds or word.bare[0] in listed.sounds:
                    held[listed] += weight
        share = ((REVIEW_SCORE - SAME_COUNTRY) / 100 - (1 - QUERY_SHARE)) / QUERY_SHARE
        least = sum(query.weights) * share - missed
        return nlargest(_MAX_CANDIDATES, (one for one, weight in held.items() if weight >= least), key=held.__getitem__)

    def _add(self, held: dict[ListedName, float], near: Near, weight: float, *, is_rarest: bool) -> float:
        """Adds the weight of a word to the names that contain it; returns that of a word too common to look at."""
        with_word = self._names.with_word
        name_count = sum(len(with_word[sound]) for sound in near)
        if not near or (name_count > self._names.common and not is_rarest):
            return weight if weight < self._names.unknown else 0.0  # initials and trades may be missing
        reached: dict[ListedName, float] = {}
        for sound, likeness in near.items():
            for listed in with_word[sound]:
                reached[listed] = max(reached.get(listed, 0.0), likeness)
        for listed, likeness in reached.items():
            held[listed] += likeness * weight
        return 0.0
