"""The names of the lists, and tables that find them by a word, by their sound as a whole and by other keys. Pure."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from bot.usecases.screening.generic_words import is_generic, trades
from bot.usecases.screening.person_keys import person_keys
from bot.usecases.screening.scripts import arabic_consonants, consonants, has_arabic
from bot.usecases.screening.spelling import Word, joined_sound, words_in
from bot.usecases.screening.trade_words import other_spellings

_INITIAL: Final = 0.3  # weight of an initial relative to an unknown word
_GENERIC: Final = 0.4  # most weight of a firm's trade or town relative to an unknown word


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


@dataclass(frozen=True, slots=True, eq=False)
class ListedName:
    """A spelling of an entry's name, in words."""

    entry: ListedEntry
    words: tuple[Word, ...]
    sounds: tuple[str, ...]
    bare: tuple[str, ...]
    is_converted: bool
    """The list has another spelling: see `other_spellings`."""


class ListedNames:
    def __init__(self, entries: Iterable[ListedEntry]) -> None:
        given = list(entries)
        self.names = [
            *(_listed_name(one, one.name) for one in given),
            *(_listed_name(one, name, is_converted=True) for one in given for name in other_spellings(one.name)),
        ]
        self.with_word = self._by(lambda one: one.sounds)
        self.joined = self._by(lambda one: (joined_sound(one.words),))
        self.persons = self._by(
            lambda one: person_keys(one.entry.name, one.bare) if one.entry.is_person is not False else ()
        )
        self.arabic = self._by(lambda one: [arabic_consonants(one.entry.name)] if has_arabic(one.entry.name) else ())
        total = max(1, len(self.names))
        self.unknown = math.log1p(total)
        """The weight of a word that no listed name has."""
        self.common = max(1_000, total // 50)
        """Words that occur in more names than this do not select candidates."""
        self._weights = {sound: math.log1p(total / len(names)) for sound, names in self.with_word.items()}

    @cached_property
    def by_consonants(self) -> dict[str, list[ListedName]]:
        """Consonants → listed names. Built when the first Arabic name is screened."""
        return self._by(lambda one: (consonants(one.sounds),))

    def _by(self, keys: Callable[[ListedName], Iterable[str]]) -> dict[str, list[ListedName]]:
        found: dict[str, list[ListedName]] = defaultdict(list)
        for one in self.names:
            for key in keys(one):
                found[key].append(one)
        return dict(found)

    def weight(self, sound: str, similar: Iterable[str] = (), *, is_firm: bool) -> float:
        """Returns how telling a word is. A firm's trade and town tell little, however rare they are on the list."""
        if len(sound) == 1 and sound.isascii():
            return _INITIAL * self.unknown
        weight = self._weights.get(sound) or max((self._weights[other] for other in similar), default=self.unknown)
        generic = sound.isascii() and (sound in trades() or (is_firm and is_generic(sound)))
        return min(weight, _GENERIC * self.unknown) if generic else weight


def _listed_name(entry: ListedEntry, spelling: str, *, is_converted: bool = False) -> ListedName:
    words = words_in(spelling)
    sounds, bare = tuple(word.sound for word in words), tuple(word.bare for word in words)
    return ListedName(entry, words, sounds, bare, is_converted)
