"""An index of listed names that finds names similar to a given one. Pure and thread-safe.

A name is the same as a whole (`same_names`), or shares most of its words with a listed one (`candidates`, `scoring`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from bot.usecases.screening.candidates import REVIEW_SCORE, CandidateFinder
from bot.usecases.screening.east_asian import plain_pinyin
from bot.usecases.screening.likeness import country_points
from bot.usecases.screening.listed_names import ListedEntry, ListedName, ListedNames
from bot.usecases.screening.rejoined_words import rejoined
from bot.usecases.screening.same_names import same_names
from bot.usecases.screening.scoring import score
from bot.usecases.screening.spelling import Word, is_han_text, words_in
from bot.usecases.screening.trade_words import is_other_han, other_spellings

_WHOLE: Final = 96  # score of a name that differs only in spaces, word order or script


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    listed: ListedEntry
    score: int
    """0 to 100."""


class NameIndex:
    def __init__(self, listed: Iterable[ListedEntry]) -> None:
        self._names = ListedNames(listed)
        self._finder = CandidateFinder(self._names)

    def __len__(self) -> int:
        return len(self._names.names)

    def alike(
        self, name: str, *, is_person: bool | None = None, countries: frozenset[str] = frozenset()
    ) -> list[Likeness]:
        """Returns the similar listed names: the best one of each entity, highest score first."""
        found: list[Likeness] = []
        for listed, points in self._scores(name).items():
            entry = listed.entry
            if None in (is_person, entry.is_person) or entry.is_person is is_person:
                by_country = 0 if points == 100 else country_points(countries, entry.countries)
                found.append(Likeness(listed=entry, score=min(100, points + by_country)))
        best: dict[tuple[str, str], Likeness] = {}
        for one in sorted(found, key=lambda one: -one.score):
            if one.score >= REVIEW_SCORE:
                best.setdefault((one.listed.list_name, one.listed.entity), one)
        return list(best.values())

    def _scores(self, name: str) -> dict[ListedName, int]:
        words = words_in(name)
        scores = dict.fromkeys(same_names(self._names, name, words), _WHOLE)
        for spelled in self._spellings(name, words):
            for listed, points in self._shared_words(name, spelled):
                if len(spelled) == 1 < len(words) and listed.entry.is_person:
                    continue  # "Li Na" is not Lina
                scores[listed] = max(points, scores.get(listed, 0))
        if is_han_text(name):  # compared by its characters: other names sound the same
            return {
                one: points
                for one, points in scores.items()
                if not (one.is_converted or is_other_han(name, one.entry.name))
            }
        return scores

    def _spellings(self, name: str, words: tuple[Word, ...]) -> set[tuple[Word, ...]]:
        converted = [words_in(other) for other in other_spellings(name)]
        as_written = words_in(name, as_written=True)  # "Kam Trans Agro" is no agriculture
        joined = [rejoined(each, self._names.with_word) for each in (words, *converted, as_written)]
        return {words, *converted, *joined} - {()}

    def _shared_words(self, name: str, words: tuple[Word, ...]) -> Iterator[tuple[ListedName, int]]:
        query = self._finder.query(name, words)
        plain = plain_pinyin(name, [word.bare for word in words])
        for listed in self._finder.candidates(query):
            theirs = plain_pinyin(listed.entry.name, listed.bare) if plain else plain
            if theirs and plain.isdisjoint(theirs):
                continue  # another syllable is another name: Xiaomin and Xiaoming
            yield listed, score(query, listed, self._names)
