"""Finds the listed names that are the same as a whole: in another word order, script or spelling. Pure."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.usecases.screening.east_asian import plain_pinyin
from bot.usecases.screening.listed_names import ListedName, ListedNames
from bot.usecases.screening.person_keys import keys_to_look_up
from bot.usecases.screening.scripts import arabic_consonants, arabic_words, consonants, has_arabic, is_same_arabic
from bot.usecases.screening.spelling import Word, joined_sound

_MOST_ROTATED: Final = 7  # names with more words are not tried in another word order


def same_names(names: ListedNames, name: str, words: Sequence[Word]) -> Iterator[ListedName]:
    yield from _in_other_order(names, words)
    yield from _in_arabic(names, name, [word.sound for word in words])
    yield from _same_persons(names, name, [word.bare for word in words])


def _in_other_order(names: ListedNames, words: Sequence[Word]) -> Iterator[ListedName]:
    """Yields names that differ only in spaces and word order."""
    if 2 <= len(words) <= _MOST_ROTATED:
        letters = sum(len(word.bare) for word in words)
        for first in range(len(words)):
            for listed in names.joined.get(joined_sound([*words[first:], *words[:first]]), ()):
                # "Li Na" is not Lina.
                if len(words) + len(listed.words) > 3 and abs(letters - sum(map(len, listed.bare))) < 2:
                    yield listed


def _in_arabic(names: ListedNames, name: str, sounds: Sequence[str]) -> Iterator[ListedName]:
    """Yields names of which one is in Arabic script, with equal consonants and long vowels."""
    if not has_arabic(name):
        for listed in names.arabic.get(consonants(sounds), ()):
            if is_same_arabic(listed.entry.name, sounds):
                yield listed
        return
    key = arabic_consonants(name)
    for listed in names.by_consonants.get(key, ()):
        if is_same_arabic(name, listed.sounds):
            yield listed
    for listed in names.arabic.get(key, ()):
        if arabic_words(listed.entry.name) == arabic_words(name):
            yield listed


def _same_persons(names: ListedNames, name: str, bare: Sequence[str]) -> Iterator[ListedName]:
    """Yields persons whose names are the same in another spelling."""
    plain = plain_pinyin(name, bare)
    for key in keys_to_look_up(name, bare):
        for listed in names.persons.get(key, ()):
            if not (plain and plain_pinyin(listed.entry.name, listed.bare)):  # of these, each syllable counts
                yield listed
