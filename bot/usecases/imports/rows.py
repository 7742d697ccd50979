"""What each row says of a company, and what is wrong with it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.i18n.translator import mark
from bot.matching.companies import company_key
from bot.matching.places import find_countries
from bot.usecases.imports.columns import Column, Layout, recognise
from bot.usecases.imports.reading import Row
from bot.usecases.people.contact_checks.email import check_email
from bot.usecases.people.contact_checks.failure import CheckFailed
from bot.usecases.people.contact_checks.phone import check_phone
from bot.usecases.people.contact_checks.website import check_website

NO_NAME: Final = mark("no company name")
NO_COUNTRY: Final = mark("no country")
HEADING: Final = mark("a heading or a sum, not a company")
TOTAL: Final = mark("a sum, not a company")
_SEPARATOR: Final = re.compile(r"[;,，；、\s]+")
_TOTAL: Final = re.compile(r"^(total|sum|ukupno|zbir|укупно|合计|总计|共计|summe|итого)\b", re.IGNORECASE)
_SURE: Final = 0.8  # confidence of a country
_BULLET: Final = re.compile(r"[;；|•●▪◆]+")
_EDGES: Final = " \t-–—*·.,，。、:："
_SHORTEST: Final = 2  # letters: "N/A" and dashes are no offer, "茶叶" is one
_NOTHING: Final = frozenset({"n/a", "na", "none", "no", "nema", "нема", "无", "暂无", "keine", "nichts", "нет"})
LISTINGS: Final = 5
"""Of each kind that one row may make: a catalogue is not a list of what somebody looks for a partner with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One row as it was understood. `problem` is a message id: then the row is not taken over."""

    number: int
    name: str = ""
    key: str = ""
    country: str = ""
    """ISO 3166-1 alpha-2."""
    city: str | None = None
    website: str | None = None
    email: str | None = None
    phone: str | None = None
    hall: str | None = None
    booth: str | None = None
    about: str | None = None
    offers: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    """What each is to become a listing of, in the words of the table."""
    notes: tuple[str, ...] = ()
    """Raw values that were left out because they cannot be right."""
    problem: str | None = None


def read_rows(layout: Layout, default_country: str | None) -> list[Reading]:
    """Every row below the heading that is not blank, each accounted for."""
    hall: str | None = None
    readings = []
    for row in layout.table.rows[layout.first_row :]:
        if row.is_blank:
            continue
        heading = _section(row, layout)
        if heading is not None:
            hall = heading or hall
            readings.append(Reading(number=row.number, name=next(filter(None, row.cells))[:200], problem=HEADING))
            continue
        readings.append(_read(row, layout, default_country, hall))
    return readings


def _values(row: Row, layout: Layout, column: Column) -> list[str]:
    places = layout.places.get(column, ())
    return [row.cells[place] for place in places if place < len(row.cells) and row.cells[place]]


def _value(row: Row, layout: Layout, column: Column) -> str:
    return next(iter(_values(row, layout, column)), "")


def _section(row: Row, layout: Layout) -> str | None:
    """The hall that a line such as "HALL 2" begins, empty for another heading; None for a company's row.

    The heading repeated on every page is one too.
    """
    filled = list(dict.fromkeys(cell for cell in row.cells if cell))
    if len(filled) == 1 and len(layout.places) > 1:
        guess = recognise(filled[0])
        is_hall = guess is not None and guess.column is Column.HALL
        return filled[0] if is_hall else ("" if _is_title(row, layout) else None)
    repeated = [guess.column for cell in filled if (guess := recognise(cell)) is not None]
    return "" if len(filled) > 1 and len(set(repeated)) >= max(2, len(filled) - 1) else None


def _is_title(row: Row, layout: Layout) -> bool:
    """Merged over the whole width, or not in the column of names."""
    return len([cell for cell in row.cells if cell]) > 1 or not _value(row, layout, Column.NAME)


def _read(row: Row, layout: Layout, default_country: str | None, hall: str | None) -> Reading:
    name = _value(row, layout, Column.NAME)[:200]
    if not any(c.isalpha() for c in name):
        return Reading(number=row.number, name=name, problem=NO_NAME)
    if _TOTAL.match(name):
        return Reading(number=row.number, name=name, problem=TOTAL)
    notes: list[str] = []
    email = _email(_values(row, layout, Column.EMAIL), notes)
    website = _website(_values(row, layout, Column.WEBSITE), notes)
    country = _country(_value(row, layout, Column.COUNTRY), notes) or _country_of_domain(website, email)
    country = country or default_country or ""
    offers, needs = _items(row, layout, Column.OFFERS), _items(row, layout, Column.NEEDS)
    if not country:
        return Reading(number=row.number, name=name, offers=offers, needs=needs, problem=NO_COUNTRY)
    return Reading(
        number=row.number,
        name=name,
        key=company_key(name, country)[:200],
        country=country,
        city=_value(row, layout, Column.CITY)[:100] or None,
        website=website,
        email=email,
        phone=_phone(_values(row, layout, Column.PHONE), country, notes),
        hall=(_value(row, layout, Column.HALL) or hall or "")[:100] or None,
        booth=_value(row, layout, Column.BOOTH)[:50] or None,
        about=_value(row, layout, Column.ABOUT)[:300] or None,
        offers=offers,
        needs=needs,
        notes=tuple(notes),
    )


def _items(row: Row, layout: Layout, column: Column) -> tuple[str, ...]:
    """One a line or between semicolons, each once; commas stay, because they stand within descriptions too."""
    found: dict[str, str] = {}
    for place in layout.places.get(column, ()):
        if place < len(row.cells):
            for line in row.lines.get(place, (row.cells[place],)):
                for item in _BULLET.split(line):
                    text = item.strip(_EDGES)
                    if sum(c.isalpha() for c in text) >= _SHORTEST and text.casefold() not in _NOTHING:
                        found.setdefault(text.casefold(), text)
    return tuple(found.values())[:LISTINGS]


def _country(text: str, notes: list[str]) -> str | None:
    if not text:
        return None
    guess = next(iter(find_countries(text[:100], 1)), None)
    if guess is not None and guess.confidence >= _SURE:
        return guess.code
    notes.append(text)
    return None


def _country_of_domain(website: str | None, email: str | None) -> str | None:
    """A national domain says where a company is, where nothing else does."""
    host = (website or "").split("://")[-1].split("/")[0] or (email or "").rpartition("@")[2]
    ending = host.rpartition(".")[2].upper()
    if len(ending) != 2 or ending in {"IO", "CO", "AI", "ME", "TV", "EU", "CC"}:
        return None
    guess = next(iter(find_countries({"UK": "GB"}.get(ending, ending), 1)), None)
    return None if guess is None else guess.code


def _parts(values: Sequence[str]) -> list[str]:
    return [part for value in values for part in _SEPARATOR.split(value) if part]


def _email(values: Sequence[str], notes: list[str]) -> str | None:
    for part in _parts(values):
        if "@" in part:
            try:
                return check_email(part).address
            except CheckFailed:
                notes.append(part)
    return None


def _website(values: Sequence[str], notes: list[str]) -> str | None:
    for part in _parts(values):
        try:
            return check_website(part).url[:300]
        except CheckFailed:
            notes.append(part)
    return None


def _phone(values: Sequence[str], country: str, notes: list[str]) -> str | None:
    for value in values:
        for part in re.split(r"[;,/，；、]", value):
            if not part.strip():
                continue
            try:
                return check_phone(part, country).e164
            except CheckFailed:
                notes.append(part.strip())
    return None
