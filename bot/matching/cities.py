"""Finds the countries of cities that are typed in place of a country."""

import re
from collections.abc import Iterator
from typing import Final

from bot.matching.keys import name_key
from bot.matching.normalise import MAX_CHARACTERS
from bot.matching.place_index import CITY, country_index, larger_cities

_PARTS: Final = re.compile(r"[,;/()，、（）\n]| - ")
# "City" beside a city's name: Russian, Vietnamese, English.
_TOWN: Final = frozenset({"g", "gor", "gorod", "tp", "thanh", "pho", "city", "town"})
# Places whose syllables are written apart, and what stands after them.
_OF_SYLLABLES: Final = frozenset({"CN", "TW", "KR"})
_OF_PROVINCES: Final = frozenset({"province", "prov", "sheng", "shi", "do", "si"})
_MOST_SYLLABLES: Final = 3
_LONGEST_SYLLABLE: Final = 6  # letters, as in "chuang"


def countries_of_cities(text: str) -> Iterator[tuple[str, str]]:
    """Yields alpha-2 code and name for a larger city that is the whole text or one of its comma-separated parts."""
    for part in _PARTS.split(text[:MAX_CHARACTERS]):
        key = " ".join(word for word in name_key(part).split() if not word.isdecimal() and word not in _TOWN)
        code = _country_of(key) or _joined_syllables(key)
        if code is not None:
            yield code, part.strip()


def _country_of(key: str) -> str | None:
    """Returns the country of a city of either table, as in "Colombo 03"."""
    if key in larger_cities():
        return larger_cities()[key]
    spellings = country_index().exact.get(key, ())
    return spellings[0].place if len(spellings) == 1 and spellings[0].confidence == CITY else None


def _joined_syllables(key: str) -> str | None:
    """Returns the country of a place whose syllables are written apart, as in "Guang Dong Province"."""
    syllables = [word for word in key.split() if word not in _OF_PROVINCES]
    if not 1 < len(syllables) <= _MOST_SYLLABLES or max(map(len, syllables)) > _LONGEST_SYLLABLE:
        return None
    code = _country_of("".join(syllables))
    return code if code in _OF_SYLLABLES else None
