"""Finds the names and flags of places inside a text."""

import re
from collections.abc import Iterator

from bot.matching.country_mentions import capitals
from bot.matching.country_names import country_codes
from bot.matching.keys import han_runs, is_short, name_key
from bot.matching.normalise import MAX_CHARACTERS
from bot.matching.place_guesses import PlaceGuess, guesses_from
from bot.matching.place_index import PlaceIndex

_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_MOST_WORDS = 6
_LONGEST_HAN = 12


def flags_in(text: str) -> Iterator[PlaceGuess]:
    for flag in _FLAG.findall(text):
        code = "".join(chr(ord(letter) - 0x1F1E6 + ord("A")) for letter in flag)
        if code in country_codes():
            yield PlaceGuess(code=code, confidence=1.0, name=flag)


def named_in(text: str, index: PlaceIndex) -> Iterator[PlaceGuess]:
    """Yields names inside a longer text, longest first, without overlaps.

    Short names count in capitals only: "EU", "UK", but not "us".
    """
    key = name_key(text, limit=MAX_CHARACTERS)
    yield from _han_mentions(key, index)
    upper = capitals(text[:MAX_CHARACTERS])
    words = key.split()
    at = 0
    while at < len(words):
        for size in range(min(_MOST_WORDS, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + size])
            spellings = index.exact.get(phrase) or index.bent(phrase)
            if spellings and (phrase.upper() in upper or not is_short(phrase)):
                yield from guesses_from(spellings, 0.95)
                at += size - 1
                break
        at += 1


def _han_mentions(key: str, index: PlaceIndex) -> Iterator[PlaceGuess]:
    """Yields names inside Chinese text, which has no spaces, longest first."""
    for run in han_runs(key):
        at = 0
        while at < len(run):
            for size in range(min(_LONGEST_HAN, len(run) - at), 1, -1):
                if run[at : at + size] in index.han:
                    yield from guesses_from(index.exact[run[at : at + size]], 0.95)
                    at += size - 1
                    break
            at += 1
