"""Guesses a company's country from its domain, phone, address, city or legal form if the list names none."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from bot.i18n.translator import mark
from bot.matching.keys import name_key
from bot.matching.normalise import simplify
from bot.matching.places import find_countries, mentioned_countries

BY_DOMAIN: Final = mark("country guessed from the domain")
BY_PHONE: Final = mark("country guessed from the phone number")
BY_ADDRESS: Final = mark("country guessed from the address")
BY_CITY: Final = mark("country guessed from the city")
BY_FORM: Final = mark("country guessed from the legal form")
BY_DEFAULT: Final = mark("country chosen for rows that name none")
_WEIGHTS: Final = {BY_ADDRESS: 4, BY_PHONE: 3, BY_DOMAIN: 3, BY_CITY: 2, BY_FORM: 2}
# National domain endings that companies worldwide use.
_WORLDWIDE: Final = frozenset(
    {"IO", "CO", "AI", "ME", "TV", "EU", "CC", "WS", "FM", "TO", "LA", "VC", "GG", "SH", "TK", "BIZ", "AC", "NU"}
)
_SURE: Final = 0.8
_ASK: Final = "?"
"""First item of a legal form that does not indicate the country alone."""
_LONGEST: Final = 6  # words of a legal form


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryGuess:
    code: str
    why: str
    """Message id."""


def guess_country(
    *,
    name: str,
    websites: Iterable[str],
    emails: Iterable[str],
    phones: Iterable[str],
    address: str,
    state: str,
    city: str,
) -> CountryGuess | None:
    """Returns the country with the most votes of the row's own data; None without any. Phones are as in the list."""
    votes: list[CountryGuess] = []
    for host in [*map(_host, websites), *(mail.rpartition("@")[2] for mail in emails)]:
        votes += _vote(_of_domain(host), BY_DOMAIN)
    for phone in phones:
        votes += _vote(_of_phone(phone), BY_PHONE)
    if address:
        votes += _vote(_of_address(address), BY_ADDRESS)
    if is_us_state(state):
        votes += _vote("US", BY_ADDRESS)
    if city:
        votes += _vote(_of_city(city), BY_CITY)
    forms = form_countries(name)
    votes += [CountryGuess(code=code, why=BY_FORM) for code in forms[:1] if len(forms) == 1]
    if not votes:
        return None
    points: Counter[str] = Counter()
    for each in dict.fromkeys(votes):
        points[each.code] += _WEIGHTS[each.why]
    # A legal form of several countries supports other evidence.
    for code in forms:
        points[code] += code in points
    best = points.most_common(1)[0][0]
    return max((each for each in votes if each.code == best), key=lambda each: _WEIGHTS[each.why])


def guess_by_form(name: str, others: Mapping[str, int]) -> CountryGuess | None:
    """Returns one country for a legal form of several: the most frequent one in the list, else the most likely one."""
    forms = form_countries(name)
    if not forms:
        return None
    best = max(forms, key=lambda code: (others.get(code, 0), -forms.index(code)))
    return None if best == _ASK else CountryGuess(code=best, why=BY_FORM)


def _vote(code: str | None, why: str) -> list[CountryGuess]:
    return [] if code is None else [CountryGuess(code=code, why=why)]


def _host(website: str) -> str:
    return website.rsplit("://", maxsplit=1)[-1].split("/", maxsplit=1)[0]


@lru_cache(maxsize=4_000)
def _of_domain(host: str) -> str | None:
    ending = host.rpartition(".")[2].upper()
    if len(ending) != 2 or ending in _WORLDWIDE:
        return None
    return next((guess.code for guess in find_countries({"UK": "GB"}.get(ending, ending), 1)), None)


def _of_phone(phone: str) -> str | None:
    import phonenumbers

    digits = phone.strip().replace("(0)", "")
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    try:
        number = phonenumbers.parse(digits)
    except phonenumbers.NumberParseException:
        return None
    region = phonenumbers.region_code_for_number(number) or phonenumbers.region_code_for_country_code(
        number.country_code or 0
    )
    return region if len(region) == 2 else None  # "001" for numbers of no country


def country_of_prefix(text: str) -> str | None:
    """Returns the country of a dialling code such as "+381"; None if several countries share it."""
    import phonenumbers

    found = re.fullmatch(r"(?:\+|00)\s?(\d{1,3})", text.strip())
    regions = phonenumbers.region_codes_for_country_code(int(found[1])) if found else ()
    return str(regions[0]) if len(regions) == 1 and regions[0] != "001" else None


def is_us_state(text: str) -> bool:
    """Returns True for a state of the USA, by name or two letters."""
    return name_key(text) in _us_states()


@cache
def _us_states() -> frozenset[str]:
    import pycountry

    states = [each for each in pycountry.subdivisions if each.country_code == "US"]
    return frozenset(name_key(text) for state in states for text in (state.name, state.code.removeprefix("US-")))


@lru_cache(maxsize=4_000)
def _of_address(address: str) -> str | None:
    """Returns the country at the end of an address, or named in it."""
    last = address.replace("，", ",").replace("\n", ",").split(",")[-1].strip()
    for text, find in ((last, find_countries), (address[:300], mentioned_countries)):
        sure = {guess.code for guess in find(text, 2) if guess.confidence >= _SURE}
        if len(sure) == 1:
            return sure.pop()
    return None


@lru_cache(maxsize=4_000)
def _of_city(city: str) -> str | None:
    guess = next(iter(find_countries(city[:100], 1)), None)
    return None if guess is None or guess.confidence < _SURE else guess.code


def form_countries(name: str) -> tuple[str, ...]:
    """Returns the countries that use the legal form of a name, most likely first.

    The form is at the end of the name, in Chinese or Korean anywhere.
    """
    forms, simplified = _forms(), simplify(name)
    for form, codes in forms.unspaced:
        if form in simplified:
            if form in {"有限公司", "股份有限公司"}:
                return ("TW", "HK") if simplified != name else ("CN",)
            return codes
    words = name_key(name).split()
    for size in range(min(_LONGEST, len(words) - 1), 0, -1):
        for at in (len(words) - size, 0):
            found = forms.words.get(tuple(words[at : at + size]))
            if found is not None:
                return found
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Forms:
    words: Mapping[tuple[str, ...], tuple[str, ...]]
    unspaced: Sequence[tuple[str, tuple[str, ...]]]


@cache
def _forms() -> _Forms:
    read = tomllib.loads(files("bot.usecases.imports").joinpath("legal_forms.toml").read_text("utf-8"))
    return _Forms(
        words={tuple(name_key(form).split()): tuple(codes) for form, codes in read["words"].items()},
        unspaced=sorted(
            ((form, tuple(codes)) for form, codes in read["unspaced"].items()), key=lambda each: -len(each[0])
        ),
    )
