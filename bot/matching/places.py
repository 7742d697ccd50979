"""Recognises countries and regions in any language and spelling."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pycountry

from bot.matching.cities import countries_of_cities
from bot.matching.city_and_state import country_of_city_and_state
from bot.matching.country_mentions import named_countries
from bot.matching.country_names import country_codes, country_data
from bot.matching.given_names import may_be_persons_name
from bot.matching.keys import name_key
from bot.matching.place_guesses import GuessCollection, PlaceGuess, guesses_from
from bot.matching.place_index import CITY, PlaceIndex, country_index, region_index
from bot.matching.place_mentions import flags_in, named_in
from bot.matching.place_typos import beginnings, mistyped, mistyped_adjective, mistyped_whole

_TURNED = re.compile(r"([^\W\d_][^,()]{2,40}?)\s*(?:,\s*|\(\s*)([^\W\d_][^,()]{2,40}?)\s*\)?")
_REP = re.compile(r"\br[eé]p(?:\.|\b)", re.IGNORECASE)
_REPUBLICS = ("Republic", "Republika", "République", "República", "Republik", "Repubblica")
_TURNED_WORDS = 2
_LONG_ADJECTIVE = 7  # letters from which a nationality may be mistyped
_DOUBTFUL = 0.6
"""Confidence of a country that may be a person's name. The bot asks."""
# Place names that are common words in another language. In running text they need a capital.
_EVERYDAY = frozenset({
    "mali", "peru", "chad", "jordan", "turkey", "guinea", "togo", "split", "nice", "georgia", "rim", "roma",
    "most", "porto", "gent", "lima", "niger",
})  # fmt: skip


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
    found = GuessCollection()
    found.add_all(flags_in(text))
    mentions = named_in(text, country_index())
    found.add_all(one for one in mentions if name_key(one.name) not in _EVERYDAY or _is_capital(one.name, text))
    return found.best(limit)


def _is_capital(name: str, text: str) -> bool:
    """Returns True if the name has a capital inside a sentence."""
    return re.search(rf"[^\W\d_][,;]? {re.escape(name.title())}\b", text) is not None


def _find(text: str, index: PlaceIndex) -> GuessCollection:
    """Tries kinds of evidence from strongest to weakest, and stops at the first certain guess."""
    found = GuessCollection()
    key = name_key(text)
    whole = tuple(guesses_from(index.exact.get(key, ()), 1.0)) or tuple(mistyped_whole(key, index))
    countries = index is country_index()
    mentions = _named(text) if countries else named_in(text, index)
    for guesses in (whole, *((flags_in(text), mentions, _cities(text)) if countries else (mentions,))):
        found.add_all(guesses)
        if found.sure:
            return found
    found.add_all(beginnings(key, index))
    if not found.sure:
        found.add_all(mistyped(key, index))
    if not found.sure and countries and len(key) >= _LONG_ADJECTIVE:
        found.add_all(mistyped_adjective(key))
    return found


def _named(text: str) -> Iterator[PlaceGuess]:
    """Yields the countries in an answer. A state or city next to its country does not count as a second one."""
    codes, name = named_countries(text)
    for code in sorted(codes):
        yield PlaceGuess(code=code, confidence=0.95 if len(codes) == 1 else 0.66, name=name)


def _cities(text: str) -> Iterator[PlaceGuess]:
    """Yields the country of a larger city that is the whole text or one of its comma-separated parts."""
    for code, name in countries_of_cities(text):
        yield PlaceGuess(code=code, confidence=CITY, name=name)


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
