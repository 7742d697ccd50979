"""Generic words of company names in many languages, and Chinese company names in Latin letters. Pure."""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from bot.matching.normalise import simplify
from bot.matching.place_index import country_index, larger_cities
from bot.usecases.screening.scripts import is_han_person
from bot.usecases.screening.wordings import former_names

HAN_FORMS: Final = re.compile(
    "股份有限公司|有限责任公司|有限責任公司|有限公司|集团公司|集團公司|责任公司|总公司|公司|集团|集團|株式会社|有限会社"
)
_DISTRICT: Final = re.compile("[省市县區区]")
_PLACES_OTHERWISE: Final = {"香港": "hong kong", "澳门": "macau", "西藏": "tibet", "内蒙古": "inner mongolia"}
_UMLAUT: Final = re.compile("([aou])e")
_HAN: Final = re.compile("[\u3400-\u9fff]")
_LONGEST_PLACE: Final = 4  # characters
_YO: Final = re.compile("([bdfghklmnprstvzw])[yj]o(?=[dlmnrvw])", re.IGNORECASE)
_SHORT_OWN: Final = 3  # characters
_INITIALS_AFTER: Final = re.compile(r"([^\W\d_]{3,40}),?\s([^\W\d_])\.\s?([^\W\d_])\.?")
_BRACKETS: Final = re.compile(r"[()（）\s·•]")


@cache
def _table() -> dict[str, str]:
    table = tomllib.loads(files(__package__).joinpath("trade_words.toml").read_text("utf-8"))
    return {word: english for english, words in table.items() for word in (english, *words.split())}


def english_of(word: str) -> str:
    """Returns the English word for a generic word of a company's name; other words unchanged."""
    return _table().get(word) or _table().get(_UMLAUT.sub(r"\1", word), word)


@cache
def spelled_trades() -> tuple[str, ...]:
    """Returns the spellings in Latin letters."""
    return tuple(word for word in _table() if word.isascii())


@cache
def trade_words() -> frozenset[str]:
    return frozenset(word for word in _table().values())


@cache
def _han_trades() -> re.Pattern[str]:
    han = sorted((word for word in _table() if not word.isascii()), key=len, reverse=True)
    return re.compile("|".join(han))


def is_han_company(name: str) -> bool:
    """Returns True for a name in Chinese characters that holds a legal form or a trade."""
    return HAN_FORMS.search(name) is not None or _han_trades().search(simplify(name)) is not None


def other_spellings(name: str) -> list[str]:
    """Returns further spellings of a name: a Chinese company's in Latin letters, and "е" for the Russian "ё", "yo"."""
    found = [latin_company_name(name)] if _HAN.search(name) and is_han_company(name) else []
    plain = _YO.sub(r"\1e", name.replace("ё", "е").replace("Ё", "Е"))
    initials = _INITIALS_AFTER.fullmatch(plain.strip())  # "Belov N.V." need not be a Dutch company
    apart = [f"{initials[2]} {initials[3]} {initials[1]}"] if initials else []
    return [*found, *apart, *former_names(name), *([plain] if plain != name else [])]


def is_other_han(one: str, other: str) -> bool:
    """Returns True if two names in Chinese characters are certainly different.

    Persons whose names sound alike, and firms whose own words of up to three characters differ, are.
    """
    left, right = (_own_han("".join(simplify(name).split())) for name in (one, other))
    return left != right and (is_han_person(other) or max(len(left), len(right)) <= _SHORT_OWN)


@lru_cache(maxsize=65_536)
def _own_han(name: str) -> str:
    """Returns a firm's name without its place, trades and legal form."""
    rest = HAN_FORMS.sub("", _BRACKETS.sub("", name))
    while place := _place(rest):
        rest = _DISTRICT.sub("", rest[len(place) :])
    return _han_trades().sub("", rest)


@lru_cache(maxsize=4096)
def latin_company_name(name: str) -> str:
    """Returns a Chinese company's name as firms write it: "深圳华云科技有限公司" → "shenzhen huayun technology"."""
    from pypinyin import lazy_pinyin

    bare = HAN_FORMS.sub(" ", _BRACKETS.sub("", simplify(name)))
    words, rest = [], bare
    while place := _place(rest):
        town = _DISTRICT.sub("", place)
        words.append(_PLACES_OTHERWISE.get(town) or "".join(lazy_pinyin(town)))
        rest = _DISTRICT.sub("", rest[len(place) :])
    at = 0
    for trade in _han_trades().finditer(rest):
        words += ["".join(lazy_pinyin(rest[at : trade.start()])), _table()[trade.group()].replace("_", " ")]
        at = trade.end()
    words.append("".join(lazy_pinyin(rest[at:])))
    return " ".join(" ".join(words).replace("ü", "u").replace("v", "u").split())


def _place(name: str) -> str:
    """Returns the place that the name begins with, or ""."""
    known, larger = country_index().han, larger_cities()
    sizes = range(min(_LONGEST_PLACE, len(name) - 1), 1, -1)
    return next((name[:size] for size in sizes if name[:size] in known or name[:size] in larger), "")
