"""Finds the meaning of a table's columns by their headings, or by their values if a heading is unknown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.i18n.translator import mark
from bot.usecases.imports.column_values import (
    SAMPLE,
    cell,
    column_by_content,
    drop_answers,
    is_contact_data,
    separate_states,
)
from bot.usecases.imports.country_guess import form_countries
from bot.usecases.imports.errors import NoCompaniesError, NoTableError
from bot.usecases.imports.headings import Column, recognise
from bot.usecases.imports.tables import Remark, Row, Source, Table
from bot.usecases.imports.transposed import is_transposed, turned

NO_LIST: Final = mark("no column with company names was found in this sheet, so it was not read")
_LOOKED_AT: Final = 25  # rows that may contain the headings; titles, dates and logos come before them
_LONGEST_HEADING: Final = 120
_HALF: Final = 0.5
_EXACT_BONUS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The columns of a table by meaning. `places` are column indexes from 0; a field may have several, best first."""

    table: Table
    places: Mapping[Column, tuple[int, ...]]
    headings: Mapping[Column, str]
    """Headings as in the file; "" for a column that was recognised by its values."""
    texts: tuple[str, ...]
    """The heading of every column."""
    first_row: int
    """Index of the first row of data."""
    unused: tuple[str, ...]
    """Headings without a known meaning."""


def find_layouts(source: Source) -> tuple[list[Layout], list[Remark]]:
    """Returns the layout of each table that is a list of companies, and a remark on each other table.

    Raises NoTableError if no table is such a list, and NoCompaniesError if one has nothing but headings.
    """
    layouts, remarks = [], []
    tables = [turned(table) if is_transposed(table) else table for table in source.tables]
    for table in tables:
        layout = _layout(table)
        if layout is None:
            remarks.append(Remark(sheet=table.name, why=NO_LIST))
        else:
            layouts.append(layout)
    if not layouts and any(next(_candidates(table), None) for table in tables):
        raise NoCompaniesError
    if not layouts:
        raise NoTableError
    return layouts, remarks


@dataclass(slots=True, kw_only=True)
class _Headings:
    """The recognised columns of one heading row, or of two that belong together."""

    texts: list[str]
    first_row: int
    places: dict[Column, tuple[int, ...]]
    blocked: frozenset[int]
    score: float


def _layout(table: Table) -> Layout | None:
    found = max(_candidates(table), key=lambda each: (each.score, -each.first_row), default=None)
    found = found or _without_headings(table)
    if found is None or found.first_row >= len(table.rows):
        return None
    below = table.rows[found.first_row :]
    places = dict(found.places)
    drop_answers(places, below)
    separate_states(places, found.texts, below)
    used = {place for taken in places.values() for place in taken}
    headings = {column: found.texts[taken[0]] for column, taken in places.items()}
    for place in range(max((len(row.cells) for row in below[:SAMPLE]), default=0)):
        if place in used or place in found.blocked:
            continue
        guess = column_by_content([cell(row, place) for row in below[:SAMPLE]])
        if guess is not None and guess not in places:
            places[guess] = (place,)
            headings[guess] = found.texts[place] if place < len(found.texts) else ""
            used.add(place)
    unused = tuple(text for place, text in enumerate(found.texts) if text and place not in used)
    return Layout(
        table=table,
        places=places,
        headings=headings,
        texts=tuple(found.texts),
        first_row=found.first_row,
        unused=tuple(dict.fromkeys(unused)),
    )


def _candidates(table: Table) -> Iterator[_Headings]:
    for index in range(min(_LOOKED_AT, len(table.rows))):
        single = _headings(table, index, 1)
        if single is not None:
            yield single
        double = _headings(table, index, 2)
        # A second heading row counts only if it gives more columns.
        if double is not None and (single is None or len(double.places) > len(single.places)):
            yield double


def _headings(table: Table, index: int, height: int) -> _Headings | None:
    lines = table.rows[index : index + height]
    width = max(len(line.cells) for line in lines)
    texts = [_joined([cell(line, place) for line in lines]) for place in range(width)]
    if any(map(_is_data, texts)):
        return None
    wanted: dict[Column, list[tuple[float, int]]] = {}
    blocked = set()
    exact = 0
    for place, text in enumerate(texts):
        if place in lines[-1].spread and text == texts[place - 1]:
            continue
        guess = recognise(text)
        if guess is None:
            continue
        if guess.column is None:
            blocked.add(place)
            continue
        exact += guess.is_exact
        wanted.setdefault(guess.column, []).append((-guess.score, place))
    for column in (Column.OFFERS, Column.NEEDS) if (both := wanted.pop(Column.OFFERS_OR_NEEDS, [])) else ():
        wanted.setdefault(column, []).extend(both)
    _settle_names(wanted)
    _settle_countries(wanted)
    if Column.NAME not in wanted:
        return None
    places = {column: tuple(place for _, place in sorted(found)) for column, found in wanted.items()}
    score = len(places) + exact / (_EXACT_BONUS * max(1, width))
    return _Headings(texts=texts, first_row=index + height, places=places, blocked=frozenset(blocked), score=score)


def _settle_names(wanted: dict[Column, list[tuple[float, int]]]) -> None:
    """Interprets "Name" as a person's name beside a company column, otherwise as the company's name."""
    anyone = wanted.pop(Column.ANY_NAME, [])
    if Column.NAME in wanted:
        column = Column.CONTACT
        if Column.LAST_NAME in wanted and Column.FIRST_NAME not in wanted:
            column = Column.FIRST_NAME
        if anyone:
            wanted.setdefault(column, []).extend(anyone)
        return
    if Column.LAST_NAME in wanted:
        return  # a list of people
    names = anyone or wanted.pop(Column.FIRST_NAME, [])
    if names:
        wanted[Column.NAME] = names


def _settle_countries(wanted: dict[Column, list[tuple[float, int]]]) -> None:
    """Interprets "State" as a region beside a country column."""
    found = wanted.get(Column.COUNTRY, [])
    if found:
        best = min(score for score, _ in found)
        wanted[Column.COUNTRY] = [each for each in found if each[0] == best]
        others = [each for each in found if each[0] > best]
        if others:
            wanted.setdefault(Column.REGION, []).extend(others)


def _without_headings(table: Table) -> _Headings | None:
    """Handles a table without headings. The column with legal forms contains the company names."""
    sample = table.rows[:SAMPLE]
    for place in range(max((len(row.cells) for row in sample), default=0)):
        filled = [value for row in sample if (value := cell(row, place))]
        forms = sum(bool(form_countries(value)) for value in filled)
        if len(filled) > 1 and forms >= _HALF * len(sample):
            texts, first = [""] * (place + 1), _titles_above(sample)
            return _Headings(texts=texts, first_row=first, places={Column.NAME: (place,)}, blocked=frozenset(), score=0)
    return None


def _titles_above(sample: Sequence[Row]) -> int:
    """Returns the number of lines with one text, and without a company, above lines with several."""
    filled = [[value for value in row.cells if value] for row in sample]
    several = sum(len(values) > 1 for values in filled)
    first = next((at for at, values in enumerate(filled) if len(values) > 1 or form_countries(values[0])), 0)
    return first if several >= _HALF * len(sample) else 0


def _joined(parts: Sequence[str]) -> str:
    """Joins a group heading and the heading below it. A merged cell repeats the same text."""
    return " ".join(dict.fromkeys(part for part in parts if part))


def _is_data(text: str) -> bool:
    return is_contact_data(text) or len(text) > _LONGEST_HEADING
