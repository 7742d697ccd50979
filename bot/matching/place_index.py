"""An index of all known spellings of countries and regions. Built once, in a fraction of a second."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pycountry
from babel import Locale

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

    `exact` holds every spelling by its key, `fuzzy` the keys that may be mistyped, `han` the Chinese keys.
    """

    exact: Index
    fuzzy: tuple[str, ...]
    han: frozenset[str]
    inflected: Index


class _Builder:
    def __init__(self) -> None:
        self.exact: dict[str, dict[str, Spelling]] = {}
        self.fuzzy: set[str] = set()
        self.inflected: dict[str, dict[str, Spelling]] = {}

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

    def bend(self, written: str, place: str) -> None:
        """Adds the case forms of a Slavic name: "Srbija" also appears as "Srbije", "Srbiji" and "Srbiju"."""
        key = name_key(written)
        if " " in key or len(key) < 4 or not key.isascii():
            return
        stem, endings = (key[:-1], "eiuoy") if key[-1] in "aieo" else (key, "aueyi")
        for ending in (*endings, "om", "oj", "em"):
            self._add_inflected(stem + ending, written, place)
        if key.endswith("ija"):  # Russian: "Сербия" becomes "Сербии"
            self._add_inflected(key[:-3] + "ii", written, place)
        if key.endswith("aj"):  # "Китай" becomes "Китая", "Китае"
            self._add_inflected(key[:-1] + "ja", written, place)
            self._add_inflected(key[:-1] + "e", written, place)

    def _add_inflected(self, form: str, written: str, place: str) -> None:
        spelling = Spelling(written=written, place=place, confidence=0.9)
        self.inflected.setdefault(form, {}).setdefault(place, spelling)

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
        return PlaceIndex(
            exact=exact,
            fuzzy=tuple(sorted(self.fuzzy)),
            han=frozenset(key for key in exact if len(key) > 1 and "\u3400" <= key[0] <= "\u9fff"),
            inflected={key: tuple(known.values()) for key, known in self.inflected.items() if key not in exact},
        )


@cache
def country_index() -> PlaceIndex:
    """Returns the index of countries by all their names. Places are alpha-2 codes."""
    builder = _Builder()
    for tag in (*_FUZZY, *_EXACT):
        names = Locale.parse(tag).territories
        for code in country_codes():
            if code in names:
                builder.add(names[code], code, 1.0, fuzzy=tag in _FUZZY)
                if tag == "th":  # "country" before the name
                    builder.add("ประเทศ" + names[code], code, 1.0, fuzzy=False)
                if tag in {"sr_Latn", "hr", "ru"}:
                    builder.bend(names[code], code)
    _add_iso(builder)
    data = country_data()
    _add_table(builder, data["aliases"], 1.0)
    _add_table(builder, data["cities"], CITY)
    return builder.done()


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
        builder.bend(written, region_id)
    return builder.done()
