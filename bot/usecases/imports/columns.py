"""Which column is what: by the headings, in several languages and however misspelt, and by what stands below."""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final

from rapidfuzz import fuzz

from bot.matching.normalise import fold
from bot.matching.places import find_countries
from bot.usecases.imports.errors import NoTableError
from bot.usecases.imports.reading import Row, Table

_SURE: Final = 84  # rapidfuzz, 0 to 100: a typo in a short heading stays above, another word falls below
_LOOKED_AT: Final = 25  # rows in which the heading may be: above it are titles, dates and logos
_SAMPLE: Final = 60
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_WEB: Final = re.compile(r"^(https?://|www\.)", re.IGNORECASE)
_PHONE: Final = re.compile(r"^[+(]?\d[\d\s()/.\-]{6,}$")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_SPACED_HAN: Final = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")


class Column(StrEnum):
    NAME = "name"
    COUNTRY = "country"
    CITY = "city"
    WEBSITE = "website"
    EMAIL = "email"
    PHONE = "phone"
    CONTACT = "contact"
    HALL = "hall"
    BOOTH = "booth"
    NEEDS = "needs"
    OFFERS = "offers"
    ABOUT = "about"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where what stands. `places` are columns from 0; a field may be read from several, the surest first."""

    table: Table
    places: Mapping[Column, tuple[int, ...]]
    headings: Mapping[Column, str]
    """As they stand in the file; empty for a column that was recognised by what stands in it."""
    first_row: int
    """Index of the first row of data."""
    unused: tuple[str, ...]
    """Headings that mean nothing to us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Guess:
    column: Column
    score: float


def understand(tables: Sequence[Table]) -> Layout:
    """The table with the most fields recognised. Raises NoTableError if none has company names."""
    layouts = [layout for table in tables if (layout := _layout(table)) is not None]
    if not layouts:
        raise NoTableError
    return max(layouts, key=lambda layout: (len(layout.places), len(layout.table.rows)))


def _layout(table: Table) -> Layout | None:
    best: Layout | None = None
    for index in range(min(_LOOKED_AT, len(table.rows))):
        for height in (1, 2):
            found = _with_heading(table, index, height)
            # A second line of headings is worth something only if it tells more.
            if found is not None and (best is None or len(found.places) > len(best.places)):
                best = found
    return best


def _with_heading(table: Table, index: int, height: int) -> Layout | None:
    lines = table.rows[index : index + height]
    if len(lines) < height or lines[-1].is_blank:
        return None
    width = max(len(line.cells) for line in lines)
    texts = [_joined([_cell(line, place) for line in lines]) for place in range(width)]
    if sum(bool(text) for text in texts) < 1 or any(_is_data(text) for text in texts):
        return None
    places, headings = _assigned(texts)
    if Column.NAME not in places:
        return None
    below = table.rows[index + height :]
    used = {place for taken in places.values() for place in taken}
    for place in range(width):
        guess = None if place in used else _by_content([_cell(row, place) for row in below[:_SAMPLE]])
        if guess is not None and guess not in places:
            places[guess], headings[guess] = (place,), texts[place]
            used.add(place)
    unused = tuple(text for place, text in enumerate(texts) if text and place not in used)
    return Layout(table=table, places=places, headings=headings, first_row=index + height, unused=unused)


def _cell(row: Row, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""


def _joined(parts: Sequence[str]) -> str:
    """A group's heading and the one below it; a merged cell repeats itself."""
    return " ".join(dict.fromkeys(part for part in parts if part))


def _is_data(text: str) -> bool:
    return bool(_EMAIL.search(text) or _WEB.match(text) or _PHONE.match(text)) or len(text) > 120


def _assigned(texts: Sequence[str]) -> tuple[dict[Column, tuple[int, ...]], dict[Column, str]]:
    """Each heading goes to the field that it is likest to, and each field to its likest headings."""
    wanted: dict[Column, list[tuple[float, int]]] = {}
    for place, text in enumerate(texts):
        guess = recognise(text)
        if guess is not None:
            wanted.setdefault(guess.column, []).append((-guess.score, place))
    places = {column: tuple(place for _, place in sorted(found)) for column, found in wanted.items()}
    return places, {column: texts[found[0]] for column, found in places.items()}


def recognise(text: str) -> _Guess | None:
    """What a heading means, or None."""
    key = _key(text)
    if not key or len(key) > 80:
        return None
    scored = [(_likeness(key, word), column) for column, words in _words().items() for word in words]
    score, column = max(scored, key=lambda pair: (pair[0], -list(Column).index(pair[1])))
    return _Guess(column=column, score=score) if score >= _SURE else None


def _likeness(key: str, word: str) -> float:
    if key == word:
        return 101.0
    if _HAN.search(word):
        return 92.0 + len(word) / 10 if word in key and len(word) > 1 else 0.0
    if len(word) <= 3:
        return 95.0 if word in key.split() else 0.0
    if len(key) < 4:
        return 0.0
    whole = fuzz.ratio(key, word)
    # "Company name (as on the badge)": the known words, and others around them.
    inside = 90.0 + len(word) / 10 if re.search(rf"\b{re.escape(word)}\b", key) else 0.0
    return max(whole, inside)


def _key(text: str) -> str:
    key = " ".join(re.sub(r"[^\w\s/]+", " ", fold(text)).split())
    return _SPACED_HAN.sub("", key)


@cache
def _words() -> dict[Column, tuple[str, ...]]:
    read = tomllib.loads(files("bot.usecases.imports").joinpath("headings.toml").read_text("utf-8"))
    return {column: tuple(dict.fromkeys(_key(word) for word in read[column]["words"])) for column in Column}


def _by_content(values: Sequence[str]) -> Column | None:
    """What a column without a known heading holds, where most of it shows it."""
    filled = [value for value in values if value]
    if len(filled) < 2:
        return None
    tests: dict[Column, Callable[[str], bool]] = {
        Column.EMAIL: lambda value: bool(_EMAIL.fullmatch(value)),
        Column.WEBSITE: lambda value: bool(_WEB.match(value)),
        Column.PHONE: lambda value: bool(_PHONE.match(value)) and sum(c.isdigit() for c in value) >= 8,
        Column.COUNTRY: lambda value: len(value) <= 40 and any(g.confidence >= 0.95 for g in find_countries(value, 1)),
    }
    for column, test in tests.items():
        if sum(test(value) for value in filled) >= 0.7 * len(filled):
            return column
    return None
