"""Joins and splits the words of a name where that gives listed words: "Abu Hamdan", "Abuhamdan", "Al Hamdan"."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Final

from bot.usecases.screening.spelling import Word, joined_sound, words_in

_PART: Final = 3  # minimum letters of each of two words written as one
_ARTICLE: Final = 6  # minimum length of a word that may start with the Arabic article

Holders = Mapping[str, Collection[Hashable]]
"""The sound of a listed word → the names that contain it."""


def rejoined(spelled: Sequence[Word], holders: Holders) -> tuple[Word, ...]:
    """Returns the words, joined, split, or with "al" added or removed, where that gives a listed word."""
    words: list[Word] = []
    at = 0
    while at < len(spelled):
        for size in (3, 2):
            joined = joined_sound(spelled[at : at + size])
            if joined in holders:
                words.append(Word(joined, "".join(word.bare for word in spelled[at : at + size])))
                at += size
                break
        else:
            words += _split(spelled[at], holders) or (_with_or_without_article(spelled[at], holders),)
            at += 1
    return tuple(words)


def _split(word: Word, holders: Holders) -> tuple[Word, ...]:
    """Returns the two words of one listed name that were written as one; nothing if there are none."""
    if word.sound in holders:
        return ()
    for cut in range(_PART, len(word.bare) - _PART + 1):
        parts = [words_in(part)[0] for part in (word.bare[:cut], word.bare[cut:])]
        if set.intersection(*(set(holders.get(part.sound, ())) for part in parts)):
            return tuple(parts)
    return ()


def _with_or_without_article(word: Word, holders: Holders) -> Word:
    if word.sound in holders:
        return word
    if len(word.bare) >= _ARTICLE and word.sound.startswith("al"):
        return Word(word.sound[2:], word.bare[2:])
    return Word("al" + word.sound, "al" + word.bare) if "al" + word.sound in holders else word
