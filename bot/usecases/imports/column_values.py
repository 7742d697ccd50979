"""Checks the values of a column, where its heading says too little or is wrong."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from bot.matching.place_index import CITY
from bot.matching.places import find_countries
from bot.usecases.imports.country_guess import is_us_state
from bot.usecases.imports.headings import Column, heading_key
from bot.usecases.imports.tables import Row

SAMPLE: Final = 60
"""Number of rows to check."""
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_WEB: Final = re.compile(r"^(https?://|www\.)", re.IGNORECASE)
_PHONE: Final = re.compile(r"^[+(]?\d[\d\s()/.\-]{6,}$")
_PHONE_DIGITS: Final = 8
_MOSTLY: Final = 0.7
_ANSWER: Final = re.compile(
    r"(yes|no|y|n|x|true|false|maybe|da|ne|ja|nein|oui|non|si|да|нет|не|是|否|有|无|需要|不需要|✓|✔|✗|\d)\W*",
    re.IGNORECASE,
)


def cell(row: Row, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""


def is_contact_data(text: str) -> bool:
    """Returns True for an e-mail address, website or phone number. No heading is one."""
    return bool(_EMAIL.search(text) or _WEB.match(text) or (_PHONE.match(text) and _digits(text) >= _PHONE_DIGITS))


def _digits(text: str) -> int:
    return sum(c.isdigit() for c in text)


def separate_states(places: dict[Column, tuple[int, ...]], texts: Sequence[str], below: Sequence[Row]) -> None:
    """Treats a column "State" with American states as states, not countries: there GA is Georgia, not Gabon."""
    for place in places.get(Column.COUNTRY, ()):
        filled = [value for row in below[:SAMPLE] if (value := cell(row, place))]
        if "state" in heading_key(texts[place]).split() and filled and all(map(is_us_state, filled)):
            left = tuple(each for each in places.pop(Column.COUNTRY) if each != place)
            if left:
                places[Column.COUNTRY] = left
            places[Column.REGION] = (*places.get(Column.REGION, ()), place)
            return


def drop_answers(places: dict[Column, tuple[int, ...]], below: Sequence[Row]) -> None:
    """Drops need and offer columns with yes/no answers to a registration question."""
    for column in (Column.NEEDS, Column.OFFERS):
        for place in places.get(column, ()):
            filled = [value for row in below[: SAMPLE * 4] if (value := cell(row, place))]
            if len(filled) > 1 and sum(bool(_ANSWER.fullmatch(value)) for value in filled) >= _MOSTLY * len(filled):
                left = tuple(each for each in places[column] if each != place)
                places.pop(column)
                if left:
                    places[column] = left


def column_by_content(values: Sequence[str]) -> Column | None:
    """Guesses a column without a known heading from the majority of its values."""
    filled = [value for value in values if value]
    if len(filled) < 2:
        return None
    tests: dict[Column, Callable[[str], bool]] = {
        Column.EMAIL: lambda value: bool(_EMAIL.fullmatch(value)),
        Column.WEBSITE: lambda value: bool(_WEB.match(value)),
        Column.PHONE: lambda value: bool(_PHONE.match(value)) and _digits(value) >= _PHONE_DIGITS,
        Column.COUNTRY: lambda value: len(value) <= 40 and any(g.confidence >= 0.95 for g in find_countries(value, 1)),
        Column.CITY: lambda value: len(value) <= 40 and any(g.confidence == CITY for g in find_countries(value, 1)),
    }
    for column, test in tests.items():
        if sum(test(value) for value in filled) >= _MOSTLY * len(filled):
            return column
    return None
