"""Names, flags, time zones and languages of countries, from CLDR through Babel.

Disputed places have their names and flags in data/place_names.toml. An operator can replace that file.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Literal

import pycountry
from babel import Locale
from babel.core import get_global
from babel.languages import get_official_languages

from bot.i18n.cyrillic import to_cyrillic

# English names that take an article: "from the Netherlands".
_WITH_ARTICLE = frozenset({
    "AE", "BS", "CD", "CF", "CG", "CK", "DO", "FK", "FO", "GB", "GM", "IM", "KM", "KY", "MH", "MP", "MV", "NL",
    "PH", "PS", "SB", "SC", "TC", "US", "VG", "VI",
})  # fmt: skip
# Islands and other countries that take "sa" (from) instead of "iz" in Serbian.
_SERBIAN_SA = frozenset({
    "CK", "CY", "FK", "FO", "KM", "KY", "MH", "MP", "MV", "PH", "SB", "SC", "TC", "TW", "VG", "VI", "XK",
})  # fmt: skip
_NAMED_LANGUAGES: Final = ("en", "zh", "sr-Latn")
_ENDINGS_ADDED = {"i": "ja", "e": "a", "u": "a"}  # Mali → Malija, Čile → Čilea, Peru → Perua


@cache
def country_data() -> dict[str, Any]:
    """Returns the contents of data/countries.toml."""
    return tomllib.loads(files("bot.matching").joinpath("data", "countries.toml").read_text("utf-8"))


@cache
def country_codes() -> frozenset[str]:
    """Returns all alpha-2 codes of ISO 3166-1, and XK, which CLDR uses for Kosovo."""
    return frozenset(country.alpha_2 for country in pycountry.countries) | {"XK"}


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language.replace("-", "_"))


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """`names` and `origins` ("from …") are keyed by language and code; flags of the codes in `no_flag` are hidden."""

    names: Mapping[str, Mapping[str, str]]
    origins: Mapping[str, Mapping[str, str]]
    no_flag: frozenset[str]


def read_place_names(text: str) -> PlaceNames:
    """Parses a table like data/place_names.toml. Raises ValueError if the text is not such a table."""
    table = tomllib.loads(text)
    names, origins, no_flag = table.get("names", {}), table.get("from", {}), table.get("no_flag", [])
    by_language = [*names.items(), *origins.items()]
    if unknown := {language for language, _ in by_language} - set(_NAMED_LANGUAGES):
        raise ValueError(f"unknown language: {', '.join(sorted(unknown))}")
    codes = {code for _, entries in by_language for code in entries} | set(no_flag)
    if unknown := codes - country_codes():
        raise ValueError(f"unknown country code: {', '.join(sorted(unknown))}")
    return PlaceNames(names=names, origins=origins, no_flag=frozenset(no_flag))


def read_place_names_file(path: Path) -> PlaceNames:
    """Reads the operator's table. Raises ValueError if the file is missing or contains no such table."""
    try:
        return read_place_names(path.read_text("utf-8"))
    except OSError as error:
        raise ValueError(f"cannot be read ({error.strerror})") from None


@cache
def _built_in() -> PlaceNames:
    return read_place_names(files("bot.matching").joinpath("data", "place_names.toml").read_text("utf-8"))


class _Chosen:
    """The operator's table. Set once at startup, before any name is looked up."""

    names: PlaceNames | None = None


def use_place_names(names: PlaceNames | None) -> None:
    """Sets the operator's table for disputed places; None restores the built-in one."""
    _Chosen.names = names


def _name_in(part: Literal["names", "origins"], code: str, language: str) -> str | None:
    for table in filter(None, (_Chosen.names, _built_in())):
        said: str | None = getattr(table, part).get(language, {}).get(code)
        if said is not None:
            return said
    return None


def country_name(code: str, language: str) -> str:
    """Returns the name of an alpha-2 code in a language (IETF tag); the code itself if it has no name."""
    if language == "sr-Cyrl" and (latin := _name_in("names", code, "sr-Latn")):
        return to_cyrillic(latin)
    return _name_in("names", code, language) or str(_locale(language).territories.get(code, code))


def with_flag(code: str, words: str) -> str:
    """Returns the words after the country's flag, if the flag is shown."""
    return f"{country_flag(code)} {words}".lstrip()


def country_flag(code: str) -> str:
    """Returns the flag emoji of an alpha-2 code; "" if the code is unknown or its flag is hidden."""
    if len(code) != 2 or not (code.isascii() and code.isalpha()):
        return ""
    if code.upper() in (_Chosen.names or _built_in()).no_flag:
        return ""
    return "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in code.upper())


def country_from(code: str, language: str) -> str:
    """Returns the phrase for a person's origin: "from Serbia", "来自塞尔维亚", "iz Srbije", "из Србије"."""
    if said := _name_in("origins", code, language):
        return said
    name = country_name(code, language)
    if language == "zh":
        return f"来自{name}"
    if language == "sr-Latn":
        return _from_in_serbian(code)
    if language == "sr-Cyrl":
        return to_cyrillic(_from_in_serbian(code))
    return f"from the {name}" if code in _WITH_ARTICLE else f"from {name}"


def _from_in_serbian(code: str) -> str:
    if said := _name_in("origins", code, "sr-Latn"):
        return said
    name = country_name(code, "sr-Latn")
    genitive = country_data()["genitive"].get(code)
    if genitive is None and code in country_codes():
        genitive = _genitive(name)
    preposition = "sa" if code in _SERBIAN_SA else "iz"
    return f"{preposition} {genitive}" if genitive else f"zemlja: {name}"


def _genitive(name: str) -> str:
    """Returns the Serbian genitive of a country's name by rule. Exceptions are in countries.toml."""
    *adjectives, noun = name.split()
    inflected = [word[:-1] + "e" if word.endswith("a") else word for word in adjectives]
    return " ".join([*inflected, _genitive_of_noun(noun)])


def _genitive_of_noun(noun: str) -> str:
    if noun.endswith("a"):
        return noun[:-1] + "e"
    if noun.endswith("o"):
        return noun[:-1] + "a"
    return noun + _ENDINGS_ADDED.get(noun[-1], "a")


def likely_countries(language_code: str | None, limit: int = 8) -> tuple[str, ...]:
    """Returns the countries to offer first to a person whose Telegram uses this language (IETF tag or None)."""
    likely = country_data()["likely"]
    tag = (language_code or "").replace("_", "-")
    base = tag.split("-", maxsplit=1)[0].lower()
    region = tag.rsplit("-", maxsplit=1)[-1].upper()
    first = [region] if "-" in tag and region in country_codes() else []
    return tuple(dict.fromkeys([*first, *likely.get(base, ()), *likely[""]]))[:limit]


def time_zones(code: str) -> tuple[str, ...]:
    """Returns the IANA time zones of a country, main zone first; empty for an unknown code."""
    zones = sorted(get_global("territory_zones").get(code, ()))
    main = country_data()["main_zone"].get(code)
    return tuple(dict.fromkeys([main, *zones] if main else zones))


def languages_of(code: str) -> tuple[str, ...]:
    """Returns the official languages as ISO 639 codes, most spoken first."""
    tags = get_official_languages(code, regional=False, de_facto=True)
    return tuple(dict.fromkeys(tag.split("_", maxsplit=1)[0] for tag in tags))
