"""An index of all known spellings of countries and regions. Built once, in a fraction of a second."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pycountry
from babel import Locale
from babel.core import get_global

from bot.matching.address_words import demonyms
from bot.matching.case_forms import SLAVIC, case_forms, slavic_stem
from bot.matching.country_names import country_codes, country_data
from bot.matching.keys import is_short, name_key
from bot.matching.regions import region_spellings

# Languages whose spellings also match with typing errors.
_FUZZY = ("en", "zh", "sr_Latn", "sr_Cyrl", "de", "fr", "es", "it", "ru", "hr")
# Spellings in further languages must match exactly.
_EXACT = (
    "zh_Hant", "ar", "az", "be", "bg", "bs", "cs", "da", "el", "et", "fa", "fi", "he", "hi", "hu", "hy", "id", "ja",
    "ka", "kk", "ko", "lt", "lv", "mk", "ms", "nb", "nl", "pl", "pt", "ro", "sk", "sl", "sq", "sv", "th", "tr", "uk",
    "uz", "vi", "bn", "ta", "te", "mr", "ne", "si", "ur", "km", "lo", "my",
)  # fmt: skip
_SHARED = 0.7  # confidence factor of a name that several countries share
CITY = 0.85
"""Confidence of a city typed instead of its country."""
_BENT = 0.9
"""Confidence of a case form of a country's name."""
_BENT_CITY = 0.8
_SHORTEST_BENT_CITY = 5  # letters
_SHORTEST_BENT_ALIAS = 6
_AND = frozenset({"i", "and", "und", "et", "y", "e"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """One written form of a place, with the place and the confidence.

    `shared_name` marks a country name that another country has too.
    """

    written: str
    place: str
    confidence: float
    shared_name: bool = False


Index = dict[str, tuple[Spelling, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceIndex:
    """The index of one sort of places.

    `exact` holds every spelling by its key, `fuzzy` the keys that may be mistyped, `han` the Chinese keys, `inflected`
    the case forms of single words, and `stems` the Slavic names of several words without their endings.
    """

    exact: Index
    fuzzy: tuple[str, ...]
    han: frozenset[str]
    inflected: Index
    stems: Index

    def bent(self, phrase: str) -> tuple[Spelling, ...]:
        """Returns the spellings of which the phrase is a case form: "Crnoj Gori"."""
        found = self.inflected.get(phrase)
        return found or (self.stems.get(slavic_stem(phrase), ()) if " " in phrase else ())


class _Builder:
    def __init__(self) -> None:
        self.exact: dict[str, dict[str, Spelling]] = {}
        self.fuzzy: set[str] = set()
        self.inflected: dict[str, dict[str, Spelling]] = {}
        self.stems: dict[str, dict[str, Spelling]] = {}

    def add(self, written: str, place: str, confidence: float, *, fuzzy: bool) -> None:
        key = name_key(written)
        if not key:
            return
        short = " ".join(word for word in key.split() if word not in _AND)
        for form in {key, short} - {""}:
            known = self.exact.setdefault(form, {})
            if place not in known or known[place].confidence < confidence:
                known[place] = Spelling(written=written, place=place, confidence=confidence)
            if fuzzy and not is_short(form):
                self.fuzzy.add(form)

    def bend(self, written: str, place: str, language: str, confidence: float = _BENT) -> None:
        """Adds the case forms of a name: "Srbija" also appears as "Srbije", "Srbiji" and "Srbiju"."""
        key = name_key(written)
        spelling = Spelling(written=written, place=place, confidence=confidence)
        for form in case_forms(key, language):
            if demonyms().get(form, place) != place:
                continue  # "slovenska" is Slovenian rather than of Slovakia
            self.inflected.setdefault(form, {}).setdefault(place, spelling)
        if " " in key and language in SLAVIC and key.isascii():
            self.stems.setdefault(slavic_stem(key), {}).setdefault(place, spelling)

    def share(self, written: str, places: list[str], confidence: float) -> None:
        """Adds a name shared by several places, with lower confidence, also if another source has it."""
        self.exact[name_key(written)] = {
            place: Spelling(
                written=written, place=place, confidence=confidence * _SHARED, shared_name=confidence == 1.0
            )
            for place in places
        }

    def done(self) -> PlaceIndex:
        exact = {key: tuple(known.values()) for key, known in self.exact.items()}
        inflected = {key: tuple(known.values()) for key, known in self.inflected.items() if key not in exact}
        return PlaceIndex(
            exact=exact,
            fuzzy=tuple(sorted(self.fuzzy)),
            han=frozenset(key for key in exact if len(key) > 1 and "\u3400" <= key[0] <= "\u9fff"),
            inflected=inflected,
            stems={key: tuple(known.values()) for key, known in self.stems.items() if len(known) == 1},
        )


@cache
def country_index() -> PlaceIndex:
    """Returns the index of countries by all their names. Places are alpha-2 codes."""
    builder = _Builder()
    for tag in (*_FUZZY, *_EXACT):
        _add_territories(builder, tag)
    _add_iso(builder)
    data = country_data()
    _add_table(builder, data["aliases"], 1.0)
    _add_table(builder, data["cities"], CITY)
    for tag in (*_FUZZY, *_EXACT):
        _add_cities_of_zones(builder, tag)
    for table, shortest, confidence in (("aliases", _SHORTEST_BENT_ALIAS, _BENT), ("cities", 1, _BENT_CITY)):
        for code, names in data[table].items():
            for name in names:
                if len(name) >= shortest:
                    builder.bend(name, code, "sr_Latn", confidence)
    return builder.done()


def _add_territories(builder: _Builder, tag: str) -> None:
    """Adds the names of countries in a language, as CLDR has them."""
    names = Locale.parse(tag).territories
    for code in country_codes() & names.keys():
        builder.add(names[code], code, 1.0, fuzzy=tag in _FUZZY)
        builder.bend(names[code], code, tag)
        if tag == "th":  # "country" before the name
            builder.add("ประเทศ" + names[code], code, 1.0, fuzzy=False)


def _add_cities_of_zones(builder: _Builder, tag: str) -> None:
    """Adds the cities after which CLDR names time zones, by their names in a language: "Warschau", "Пекин"."""
    countries, aliases = get_global("zone_territories"), get_global("zone_aliases")
    for zone, names in Locale.parse(tag).time_zones.items():
        code, written = countries.get(aliases.get(zone, zone), ""), names.get("city")
        if not written or code not in country_codes() or zone.count("/") != 1:
            continue
        key = name_key(written)
        if not is_short(key) and key not in builder.exact:
            builder.add(written, code, CITY, fuzzy=False)
        if len(key) >= _SHORTEST_BENT_CITY:  # a case of Чита reads like "city"
            builder.bend(written, code, tag, _BENT_CITY)


def _add_iso(builder: _Builder) -> None:
    for country in pycountry.countries:
        for field in ("name", "official_name", "common_name"):
            written = getattr(country, field, None)
            if written:
                builder.add(written, country.alpha_2, 1.0, fuzzy=True)


def _add_table(builder: _Builder, table: dict[str, list[str]], confidence: float) -> None:
    claims: dict[str, list[str]] = {}
    for code, names in table.items():
        for written in names:
            claims.setdefault(name_key(written), []).append(code)
            builder.add(written, code, confidence, fuzzy=True)
    for key, codes in claims.items():
        if len(set(codes)) > 1:
            written = next(name for name in table[codes[0]] if name_key(name) == key)
            builder.share(written, list(dict.fromkeys(codes)), confidence)


@cache
def larger_cities() -> dict[str, str]:
    """Returns key of a larger city → alpha-2 code of its country. Leaves out names that are in `country_index`."""
    lines = files("bot.matching").joinpath("data", "cities.txt").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {key: code for code, keys in rows for key in keys.split("|")}


@cache
def region_index() -> PlaceIndex:
    """Returns the index of regions by all their names. Places are region ids."""
    builder = _Builder()
    for written, region_id in region_spellings():
        builder.add(written, region_id, 1.0, fuzzy=True)
        builder.bend(written, region_id, "sr_Latn")
    return builder.done()
