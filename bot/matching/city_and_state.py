"""Finds the country of "City, ST" and "City, State": Lebanon, PA is in the United States, and Paris, Texas too."""

import re
from functools import cache

import pycountry

from bot.matching.address_words import COUNTRIES_THEMSELVES, states
from bot.matching.country_mentions import named_countries
from bot.matching.country_names import country_codes
from bot.matching.keys import MAX_NAME, name_key
from bot.matching.place_index import country_index, larger_cities

_WITH_CODES = ("US", "CA", "AU")
"""Countries whose addresses end with the code of a state or province. The first wins if several have one code."""
_STATES_FIRST = frozenset({"CA", "GA", "KY", "LA", "MN", "MS", "NC", "PA", "SC", "TN", "VA"})
"""States of the US that "City, ST" means rather than the country of that code: Alexandria, VA is not in the Vatican."""
_CODE_AND_ZIP = re.compile(r"([A-Z]{2,3})\.?(?:\s(\d{5})(?:-\d{4})?)?")


def country_of_city_and_state(text: str) -> str | None:
    """Returns the alpha-2 code if the text is a city and a state or its code, as in American addresses, or None."""
    city, *parts = [part.strip() for part in text[:MAX_NAME].split(",")]
    if not parts or not any(char.isalpha() for char in city):
        return None
    coded = _CODE_AND_ZIP.fullmatch(" ".join(parts))
    if coded is None:
        return _of_state_name(name_key(parts[0])) if len(parts) == 1 else None
    code, zip_code = coded.groups()
    home, having = _countries_of(city), _state_codes().get(code, ())
    if zip_code and "US" in having:
        return "US"
    if code in home or (not home and code in country_codes() and code not in _STATES_FIRST):
        # "Berlin, DE" is in Germany, not in Delaware. "San José, CR" is nobody's state.
        return None if having or home else code
    return next((country for country in having if country in home), having[0] if having else None)


def _of_state_name(key: str) -> str | None:
    countries = states().get(key, frozenset()) & {*_WITH_CODES}
    is_country = any(one.confidence == 1.0 for one in country_index().exact.get(key, ()))
    return next(iter(countries)) if len(countries) == 1 and not is_country else None


def _countries_of(city: str) -> frozenset[str]:
    codes, _ = named_countries(city)
    larger = larger_cities().get(name_key(city))
    return codes | ({larger} if larger else set())


@cache
def _state_codes() -> dict[str, tuple[str, ...]]:
    """Returns state code → countries that have one, in the order of `_WITH_CODES`."""
    found: dict[str, tuple[str, ...]] = {}
    for division in pycountry.subdivisions:
        if division.country_code in _WITH_CODES and division.code not in COUNTRIES_THEMSELVES:
            code = division.code.partition("-")[2]
            found[code] = tuple(sorted({*found.get(code, ()), division.country_code}, key=_WITH_CODES.index))
    return found
