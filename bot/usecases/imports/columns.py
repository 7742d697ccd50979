"""Which column of a table holds what: by the headings, and by the values where a heading does not tell."""

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
    tell_states,
)
from bot.usecases.imports.country_guess import form_countries
from bot.usecases.imports.errors import NoTableError
from bot.usecases.imports.headings import Column, recognise
from bot.usecases.imports.tables import Remark, Source, Table

NO_LIST: Final = mark("no column with company names was found in this sheet, so it was not read")
_LOOKED_AT: Final = 25  # rows in which the heading may be: above it are titles, dates and logos
_LONGEST_HEADING: Final = 120
_HALF: Final = 0.5
_EXACT_BONUS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where what stands in a table. `places` are columns from 0; a field may be read from several, the surest first."""

    table: Table
    places: Mapping[Column, tuple[int, ...]]
    headings: Mapping[Column, str]
    """As they stand in the file; empty for a column that was recognised by what stands in it."""
    texts: tuple[str, ...]
    """The heading of every column."""
    first_row: int
    """Index of the first row of data."""
    unused: tuple[str, ...]
    """Headings that mean nothing to us."""


def understand(source: Source) -> tuple[list[Layout], list[Remark]]:
    """The layout of every table that is a list of companies, and the tables that are none.

    Raises NoTableError if none of them is.
    """
    layouts, remarks = [], []
    for table in source.tables:
        layout = _layout(table)
        if layout is None:
            remarks.append(Remark(sheet=table.name, why=NO_LIST))
        else:
            layouts.append(layout)
    if not layouts:
        raise NoTableError
    return layouts, remarks


@dataclass(slots=True, kw_only=True)
class _Headings:
    """What the headings of one row, or of two that belong together, were recognised as."""

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
    tell_states(places, found.texts, below)
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
        # A second line of headings is worth something only if it tells more.
        if double is not None and (single is None or len(double.places) > len(single.places)):
            yield double


def _headings(table: Table, index: int, height: int) -> _Headings | None:
    lines = table.rows[index : index + height]
    if len(lines) < height:
        return None
    width = max(len(line.cells) for line in lines)
    texts = [_joined([cell(line, place) for line in lines]) for place in range(width)]
    if any(map(_is_data, texts)):
        return None
    wanted: dict[Column, list[tuple[float, int]]] = {}
    blocked = set()
    exact = 0
    for place, text in enumerate(texts):
        if place and text == texts[place - 1] and place in lines[-1].spread:
            continue
        guess = recognise(text)
        if guess is None:
            continue
        if guess.column is None:
            blocked.add(place)
            continue
        exact += guess.is_exact
        wanted.setdefault(guess.column, []).append((-guess.score, place))
    _settle_names(wanted)
    _settle_countries(wanted)
    if Column.NAME not in wanted:
        return None
    places = {column: tuple(place for _, place in sorted(found)) for column, found in wanted.items()}
    score = len(places) + exact / (_EXACT_BONUS * max(1, width))
    return _Headings(texts=texts, first_row=index + height, places=places, blocked=frozenset(blocked), score=score)


def _settle_names(wanted: dict[Column, list[tuple[float, int]]]) -> None:
    """Beside a column of companies "Name" is a person's; alone it is the company's."""
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
    """Beside a column of countries "State" is a part of one."""
    found = wanted.get(Column.COUNTRY, [])
    if len(found) > 1:
        best = min(score for score, _ in found)
        wanted[Column.COUNTRY] = [each for each in found if each[0] == best]
        others = [each for each in found if each[0] > best]
        if others:
            wanted.setdefault(Column.REGION, []).extend(others)
    elif not found and Column.REGION in wanted:
        return


def _without_headings(table: Table) -> _Headings | None:
    """A table that begins with its first company: the names are where legal forms stand."""
    sample = table.rows[:SAMPLE]
    for place in range(max((len(row.cells) for row in sample), default=0)):
        filled = [value for row in sample if (value := cell(row, place))]
        forms = sum(bool(form_countries(value)) for value in filled)
        if len(filled) > 1 and forms >= _HALF * len(sample):
            texts = [""] * (place + 1)
            return _Headings(texts=texts, first_row=0, places={Column.NAME: (place,)}, blocked=frozenset(), score=0)
    return None


def _joined(parts: Sequence[str]) -> str:
    """A group's heading and the one below it; a merged cell repeats itself."""
    return " ".join(dict.fromkeys(part for part in parts if part))


def _is_data(text: str) -> bool:
    return is_contact_data(text) or len(text) > _LONGEST_HEADING
