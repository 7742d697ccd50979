"""Finds places whose names are mistyped or typed in part."""

from collections.abc import Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.matching.address_words import demonyms
from bot.matching.keys import han_runs, is_short
from bot.matching.place_guesses import PlaceGuess, guesses_from
from bot.matching.place_index import PlaceIndex

_MOST_FUZZY = 60
_OTHER_BEGINNING = 0.2  # of an error, which is rarely in the first letter
_LONG_NAME = 10  # letters of a name of several words in which one may be wrong


def mistyped_whole(key: str, index: PlaceIndex) -> Iterator[PlaceGuess]:
    """Yields names of several words with one wrong letter: "Equitorial Guinea", which also contains Guinea."""
    words = key.split()
    if len(words) < 2 or len(key) < _LONG_NAME or han_runs(key):
        return
    for name, _, _ in process.extract(key, index.fuzzy, scorer=OSA.distance, score_cutoff=1, limit=None):
        if len(name.split()) == len(words) and name[0] == key[0]:
            yield from guesses_from(index.exact[name], 0.9)


def mistyped_adjective(key: str) -> Iterator[PlaceGuess]:
    """Yields the country of an adjective with one typing error after its first letter: "Chineese"."""
    for word, _, _ in process.extract(key, list(demonyms()), scorer=OSA.distance, score_cutoff=1, limit=None):
        if word[0] == key[0]:
            yield PlaceGuess(code=demonyms()[word], confidence=0.8, name=word)


def beginnings(key: str, index: PlaceIndex) -> Iterator[PlaceGuess]:
    """Yields names in which a word starts with the typed text: "Ujedinjeni", "Emirat"."""
    if is_short(key):
        return
    for name in index.fuzzy:
        if name.startswith(key) or f" {key}" in name:
            yield from guesses_from(index.exact[name], 0.55 + 0.35 * len(key) / len(name))


def mistyped(key: str, index: PlaceIndex) -> Iterator[PlaceGuess]:
    """Yields names within one to three typing errors, depending on length. Two swapped letters are one error."""
    if is_short(key) or han_runs(key):
        return
    errors = 1 if len(key) < 7 else 2 if len(key) < 12 else 3
    close = process.extract(key, index.fuzzy, scorer=OSA.distance, score_cutoff=errors + 1, limit=_MOST_FUZZY)
    for name, distance, _ in close:
        swapped = sorted(name) == sorted(key)
        if distance > errors and (len(key) < 5 or not swapped):
            continue  # one more error is allowed only if two letters are swapped
        spellings = index.exact[name]
        if len(key) < 5:
            spellings = tuple(one for one in spellings if one.confidence == 1.0)  # "test" is not Trst
        # "Polland" is Poland rather than Holland.
        errors_counted = (1 if swapped and len(key) > 5 else distance) + (name[0] != key[0]) * _OTHER_BEGINNING
        yield from guesses_from(spellings, 0.95 * (1 - 1.5 * errors_counted / max(len(name), len(key))))
