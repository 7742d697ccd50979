"""Which country or region somebody means, typed in any language and spelling."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import pycountry
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.matching.country_mentions import capitals, named_countries
from bot.matching.country_names import (
    country_codes,
    country_flag,
    country_from,
    country_name,
    languages_of,
    likely_countries,
    time_zones,
)
from bot.matching.keys import han_runs, is_short, name_key
from bot.matching.normalise import MAX_CHARACTERS
from bot.matching.place_index import PlaceIndex, Spelling, country_index, region_index
from bot.matching.regions import REGIONS, expand, region_name

__all__ = [
    "REGIONS",
    "PlaceGuess",
    "country_flag",
    "country_from",
    "country_name",
    "expand",
    "find_countries",
    "find_places",
    "languages_of",
    "likely_countries",
    "mentioned_countries",
    "region_name",
    "time_zones",
]

_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_MOST_WORDS = 6
_LONGEST_HAN = 12
_MOST_FUZZY = 60
# Words that are a place in one language and something common in another: no mention in a running text.
_EVERYDAY = frozenset({
    "mali", "peru", "chad", "jordan", "turkey", "guinea", "togo", "split", "nice", "georgia", "rim", "roma",
    "most", "porto", "gent", "lima", "niger",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceGuess:
    """A place that may be meant: alpha-2 code or region id, confidence from 0 to 1, and the name that matched."""

    code: str
    confidence: float
    name: str


def find_countries(text: str, limit: int = 5) -> list[PlaceGuess]:
    """Countries that an answer to "which country?" may mean, the likeliest first; none for nonsense and regions.

    Two guesses of equal confidence mean that the text names two countries.
    """
    key = name_key(text)
    if key in region_index().exact and key not in country_index().exact:
        return []
    found = _look(text, country_index())
    if not found.sure:
        found.add_all(_codes(text))
    return found.best(limit)


def find_places(text: str, limit: int = 8) -> list[PlaceGuess]:
    """Countries and regions that an answer to "which markets?" may mean, the likeliest first."""
    regions, countries = _look(text, region_index()), _look(text, country_index())
    if regions.sure and not countries.sure:
        return regions.best(limit)
    if not countries.sure:
        countries.add_all(_codes(text))
    if not countries.sure or regions.sure:
        countries.add_all(regions.best(limit))
    return countries.best(limit)


def mentioned_countries(text: str, limit: int = 5) -> list[PlaceGuess]:
    """Countries named somewhere in a running text, in the order of confidence. Spelling mistakes are not forgiven."""
    found = _Found()
    found.add_all(_flags(text))
    mentions = _mentions(text, country_index())
    found.add_all(one for one in mentions if name_key(one.name) not in _EVERYDAY or _is_proper(one.name, text))
    return found.best(limit)


def _is_proper(name: str, text: str) -> bool:
    """Written as a name: with a capital, and not only because a sentence begins there."""
    return re.search(rf"[^\W\d_][,;]? {re.escape(name.title())}\b", text) is not None


class _Found:
    """Guesses so far, the best for each place."""

    def __init__(self) -> None:
        self._by_code: dict[str, PlaceGuess] = {}

    @property
    def sure(self) -> bool:
        return any(guess.confidence >= 0.65 for guess in self._by_code.values())

    def add(self, code: str, confidence: float, name: str) -> None:
        known = self._by_code.get(code)
        if known is None or known.confidence < confidence:
            self._by_code[code] = PlaceGuess(code=code, confidence=round(confidence, 2), name=name)

    def add_all(self, guesses: Iterable[PlaceGuess]) -> None:
        for guess in guesses:
            self.add(guess.code, guess.confidence, guess.name)

    def best(self, limit: int) -> list[PlaceGuess]:
        return sorted(self._by_code.values(), key=lambda guess: -guess.confidence)[:limit]


def _look(text: str, index: PlaceIndex) -> _Found:
    """From the surest kind of evidence to the faintest, stopping at the first that tells something."""
    found = _Found()
    key = name_key(text)
    whole = _read(index.exact.get(key, ()), 1.0)
    countries = index is country_index()
    mentions = _named(text) if countries else _mentions(text, index)
    for guesses in (whole, _flags(text) if countries else (), mentions):
        found.add_all(guesses)
        if found.sure:
            return found
    found.add_all(_beginnings(key, index))
    if not found.sure:
        found.add_all(_mistyped(key, index))
    return found


def _named(text: str) -> Iterator[PlaceGuess]:
    """The countries that an answer names; a state or city beside its country is no second one."""
    codes, name = named_countries(text)
    for code in sorted(codes):
        yield PlaceGuess(code=code, confidence=0.95 if len(codes) == 1 else 0.66, name=name)


def _read(spellings: Iterable[Spelling], faith: float) -> Iterator[PlaceGuess]:
    for one in spellings:
        yield PlaceGuess(code=one.place, confidence=one.confidence * faith, name=one.written)


@cache
def _code_table() -> dict[str, str]:
    table = {country.alpha_3: country.alpha_2 for country in pycountry.countries}
    return table | {code: code for code in country_codes()} | {"XKX": "XK"}


def _codes(text: str) -> Iterator[PlaceGuess]:
    """The answer is a code: surer in capitals, for "no" and "is" are words too."""
    typed = text.strip().strip(".")
    code = _code_table().get(typed.upper())
    if code is not None:
        yield PlaceGuess(code=code, confidence=0.95 if typed.isupper() else 0.7, name=typed.upper())


def _flags(text: str) -> Iterator[PlaceGuess]:
    for flag in _FLAG.findall(text):
        code = "".join(chr(ord(letter) - 0x1F1E6 + ord("A")) for letter in flag)
        if code in country_codes():
            yield PlaceGuess(code=code, confidence=1.0, name=flag)


def _mentions(text: str, index: PlaceIndex) -> Iterator[PlaceGuess]:
    """Names within a longer text, the longest first; what one name covers is not read again.

    Short ones count in capitals only: "EU", "UK", but not "us".
    """
    key = name_key(text, limit=MAX_CHARACTERS)
    yield from _han_mentions(key, index)
    upper = capitals(text[:MAX_CHARACTERS])
    words = key.split()
    at = 0
    while at < len(words):
        for size in range(min(_MOST_WORDS, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + size])
            spellings = index.exact.get(phrase) or index.bent.get(phrase) or ()
            if spellings and (phrase.upper() in upper or not is_short(phrase)):
                yield from _read(spellings, 0.95)
                at += size - 1
                break
        at += 1


def _han_mentions(key: str, index: PlaceIndex) -> Iterator[PlaceGuess]:
    """Chinese has no spaces: every stretch of characters is tried, the longest first."""
    for run in han_runs(key):
        at = 0
        while at < len(run):
            for size in range(min(_LONGEST_HAN, len(run) - at), 1, -1):
                if run[at : at + size] in index.han:
                    yield from _read(index.exact[run[at : at + size]], 0.95)
                    at += size - 1
                    break
            at += 1


def _beginnings(key: str, index: PlaceIndex) -> Iterator[PlaceGuess]:
    """Names that begin with what was typed, or with a word of it that does: "Ujedinjeni", "Emirat"."""
    if is_short(key):
        return
    for name in index.fuzzy:
        if name.startswith(key) or f" {key}" in name:
            yield from _read(index.exact[name], 0.55 + 0.35 * len(key) / len(name))


def _mistyped(key: str, index: PlaceIndex) -> Iterator[PlaceGuess]:
    """Names within a few slips of the finger (swapped neighbours are one slip), the more the longer the name."""
    if is_short(key) or han_runs(key):
        return
    slips = 1 if len(key) < 7 else 2 if len(key) < 12 else 3
    close = process.extract(key, index.fuzzy, scorer=OSA.distance, score_cutoff=slips + 1, limit=_MOST_FUZZY)
    for name, distance, _ in close:
        if distance > slips and (len(key) < 5 or sorted(name) != sorted(key)):
            continue  # one slip more only if the letters are right and merely in the wrong order
        spellings = index.exact[name]
        if len(key) < 5:
            spellings = tuple(one for one in spellings if one.confidence == 1.0)  # "test" is not Trst
        yield from _read(spellings, 0.95 * (1 - 1.5 * distance / max(len(name), len(key))))
