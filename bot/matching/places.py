"""Recognises countries and regions in any language and spelling."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

import pycountry
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.matching.address_words import demonyms
from bot.matching.cities import countries_of_cities
from bot.matching.city_and_state import country_of_city_and_state
from bot.matching.country_mentions import capitals, named_countries
from bot.matching.country_names import (
    country_codes,
    country_data,
    country_flag,
    country_from,
    country_name,
    languages_of,
    likely_countries,
    time_zones,
    with_flag,
)
from bot.matching.given_names import may_be_persons_name
from bot.matching.keys import han_runs, is_short, name_key
from bot.matching.normalise import MAX_CHARACTERS
from bot.matching.place_index import CITY, PlaceIndex, Spelling, country_index, region_index
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
    "with_flag",
]

_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_MOST_WORDS = 6
_TURNED = re.compile(r"([^\W\d_][^,()]{2,40}?)\s*(?:,\s*|\(\s*)([^\W\d_][^,()]{2,40}?)\s*\)?")
_REP = re.compile(r"\br[eé]p(?:\.|\b)", re.IGNORECASE)
_REPUBLICS = ("Republic", "Republika", "République", "República", "Republik", "Repubblica")
_TURNED_WORDS = 2
_LONGEST_HAN = 12
_MOST_FUZZY = 60
_OTHER_BEGINNING = 0.2  # of an error, which is rarely in the first letter
_LONG_NAME = 10  # letters of a name of several words in which one may be wrong
_LONG_ADJECTIVE = 7  # letters from which a nationality may be mistyped
_DOUBTFUL = 0.6
"""Confidence of a country that may be a person's name. The bot asks."""
# Place names that are common words in another language. In running text they need a capital.
_EVERYDAY = frozenset({
    "mali", "peru", "chad", "jordan", "turkey", "guinea", "togo", "split", "nice", "georgia", "rim", "roma",
    "most", "porto", "gent", "lima", "niger",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceGuess:
    """A possible place: alpha-2 code or region id, confidence from 0 to 1, and the matched name."""

    code: str
    confidence: float
    name: str


def find_countries(text: str, limit: int = 5) -> list[PlaceGuess]:
    """Returns the countries that answer "which country?", most likely first; empty for nonsense and regions.

    Two guesses with equal confidence mean that the text names two countries.
    """
    key = name_key(text)
    if key in _no_answer() or (key in region_index().exact and key not in country_index().exact):
        return []
    state = country_of_city_and_state(text)
    if state is not None:
        return [PlaceGuess(code=state, confidence=CITY, name=key)]
    found = _find(_usual_form(text), country_index())
    if not found.sure:
        found.add_all(_codes(text))
    if may_be_persons_name(text):
        return [replace(guess, confidence=min(guess.confidence, _DOUBTFUL)) for guess in found.best(limit)]
    return found.best(limit)


def _usual_form(text: str) -> str:
    """Returns "South Korea" for "Korea (South)" and "Sudan, South", and "Republika Srbija" for "Rep. Srbija"."""
    exact = country_index().exact
    if name_key(text) in exact:
        return text
    turned = _TURNED.fullmatch(text.strip())
    written = f"{turned[2]} {turned[1]}" if turned else text
    words = text.split()
    if len(words) == _TURNED_WORDS:  # "Sudan Južni"
        backwards = name_key(" ".join(reversed(words)))
        if any(one.confidence == 1.0 for one in exact.get(backwards, ())):
            return backwards
    in_full = [_REP.sub(republic, written) for republic in _REPUBLICS] if _REP.search(written) else []
    return next((one for one in (written, *in_full) if name_key(one) in exact), text)


def find_places(text: str, limit: int = 8) -> list[PlaceGuess]:
    """Returns the countries and regions that answer "which markets?", most likely first."""
    regions, countries = _find(text, region_index()), _find(text, country_index())
    if regions.sure and not countries.sure:
        return regions.best(limit)
    if not countries.sure:
        countries.add_all(_codes(text))
    if not countries.sure or regions.sure:
        countries.add_all(regions.best(limit))
    return countries.best(limit)


def mentioned_countries(text: str, limit: int = 5) -> list[PlaceGuess]:
    """Returns the countries named in a running text, by confidence. Names must be spelled correctly."""
    found = _Found()
    found.add_all(_flags(text))
    mentions = _mentions(text, country_index())
    found.add_all(one for one in mentions if name_key(one.name) not in _EVERYDAY or _is_capital(one.name, text))
    return found.best(limit)


def _is_capital(name: str, text: str) -> bool:
    """Returns True if the name has a capital inside a sentence."""
    return re.search(rf"[^\W\d_][,;]? {re.escape(name.title())}\b", text) is not None


class _Found:
    """Collects guesses and keeps the best one for each place."""

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


def _find(text: str, index: PlaceIndex) -> _Found:
    """Tries kinds of evidence from strongest to weakest, and stops at the first certain guess."""
    found = _Found()
    key = name_key(text)
    whole = tuple(_guesses(index.exact.get(key, ()), 1.0)) or tuple(_mistyped_whole(key, index))
    countries = index is country_index()
    mentions = _named(text) if countries else _mentions(text, index)
    for guesses in (whole, *((_flags(text), mentions, _cities(text)) if countries else (mentions,))):
        found.add_all(guesses)
        if found.sure:
            return found
    found.add_all(_beginnings(key, index))
    if not found.sure:
        found.add_all(_mistyped(key, index))
    if not found.sure and countries and len(key) >= _LONG_ADJECTIVE:
        found.add_all(_mistyped_adjective(key))
    return found


def _mistyped_whole(key: str, index: PlaceIndex) -> Iterator[PlaceGuess]:
    """Yields names of several words with one wrong letter: "Equitorial Guinea", which also contains Guinea."""
    words = key.split()
    if len(words) < 2 or len(key) < _LONG_NAME or han_runs(key):
        return
    for name, _, _ in process.extract(key, index.fuzzy, scorer=OSA.distance, score_cutoff=1, limit=None):
        if len(name.split()) == len(words) and name[0] == key[0]:
            yield from _guesses(index.exact[name], 0.9)


def _mistyped_adjective(key: str) -> Iterator[PlaceGuess]:
    """Yields the country of an adjective with one typing error after its first letter: "Chineese"."""
    for word, _, _ in process.extract(key, list(demonyms()), scorer=OSA.distance, score_cutoff=1, limit=None):
        if word[0] == key[0]:
            yield PlaceGuess(code=demonyms()[word], confidence=0.8, name=word)


def _named(text: str) -> Iterator[PlaceGuess]:
    """Yields the countries in an answer. A state or city next to its country does not count as a second one."""
    codes, name = named_countries(text)
    for code in sorted(codes):
        yield PlaceGuess(code=code, confidence=0.95 if len(codes) == 1 else 0.66, name=name)


def _cities(text: str) -> Iterator[PlaceGuess]:
    """Yields the country of a larger city that is the whole text or one of its comma-separated parts."""
    for code, name in countries_of_cities(text):
        yield PlaceGuess(code=code, confidence=CITY, name=name)


def _guesses(spellings: Iterable[Spelling], factor: float) -> Iterator[PlaceGuess]:
    for one in spellings:
        yield PlaceGuess(code=one.place, confidence=one.confidence * factor, name=one.written)


@cache
def _code_table() -> dict[str, str]:
    table = {country.alpha_3: country.alpha_2 for country in pycountry.countries}
    other: dict[str, str] = country_data()["other_codes"]
    return other | table | {code: code for code in country_codes()} | {"XKX": "XK"}


@cache
def _no_answer() -> frozenset[str]:
    answers = country_data()["no_answer"]
    return frozenset({*answers["words"].split(), *answers["phrases"]})


def _codes(text: str) -> Iterator[PlaceGuess]:
    """Yields the country if the text is a code. Capitals are more certain, because "no" and "is" are also words."""
    typed = text.strip(" \t.,:;()[]\"'*")
    code = _code_table().get(typed.upper())
    if code is not None:
        yield PlaceGuess(code=code, confidence=0.95 if typed.isupper() else 0.7, name=typed.upper())


def _flags(text: str) -> Iterator[PlaceGuess]:
    for flag in _FLAG.findall(text):
        code = "".join(chr(ord(letter) - 0x1F1E6 + ord("A")) for letter in flag)
        if code in country_codes():
            yield PlaceGuess(code=code, confidence=1.0, name=flag)


def _mentions(text: str, index: PlaceIndex) -> Iterator[PlaceGuess]:
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
                yield from _guesses(spellings, 0.95)
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
                    yield from _guesses(index.exact[run[at : at + size]], 0.95)
                    at += size - 1
                    break
            at += 1


def _beginnings(key: str, index: PlaceIndex) -> Iterator[PlaceGuess]:
    """Yields names in which a word starts with the typed text: "Ujedinjeni", "Emirat"."""
    if is_short(key):
        return
    for name in index.fuzzy:
        if name.startswith(key) or f" {key}" in name:
            yield from _guesses(index.exact[name], 0.55 + 0.35 * len(key) / len(name))


def _mistyped(key: str, index: PlaceIndex) -> Iterator[PlaceGuess]:
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
        yield from _guesses(spellings, 0.95 * (1 - 1.5 * errors_counted / max(len(name), len(key))))
