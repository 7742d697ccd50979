"""Turns a table whose headings stand below each other in its first column, with a company in each column."""

from collections.abc import Sequence
from typing import Final

from bot.usecases.imports.headings import Column, exact_columns, recognise
from bot.usecases.imports.tables import COLUMNS, Row, Table

_MOST_LINES: Final = 60
"""A longer table is a list with a company in each line."""
_LEAST: Final = 3  # known headings in the first column
_MOSTLY: Final = 0.6


def is_transposed(table: Table) -> bool:
    """Returns True if most cells of the first column are headings, and among them that of the company."""
    rows = [row for row in table.rows if sum(map(bool, row.cells)) > 1]
    if not _LEAST <= len(rows) <= len(table.rows) <= _MOST_LINES:
        return False
    first, second = ([row.cells[place] for row in rows] for place in (0, 1))
    found = [guess for text in first if (guess := recognise(text)) is not None]
    columns = {guess.column for guess in found if guess.column is not None}
    if len(columns) < _LEAST or len(found) < _MOSTLY * len(rows) or not columns & {Column.NAME, Column.ANY_NAME}:
        return False
    # A usual table has its headings side by side.
    return sum(bool(exact_columns(text)) for text in rows[0].cells) < _LEAST and not any(map(exact_columns, second))


def turned(table: Table) -> Table:
    """Returns the table with a line for each of its columns. Lines are numbered by their column."""
    width = min(COLUMNS, max((len(row.cells) for row in table.rows), default=0))
    rows = (_column(table.rows, place) for place in range(width))
    return Table(name=table.name, rows=[row for row in rows if not row.is_blank])


def _column(rows: Sequence[Row], place: int) -> Row:
    held = list(enumerate(rows))
    return Row(
        number=place + 1,
        cells=tuple(row.cells[place] if place < len(row.cells) else "" for row in rows),
        lines={at: row.lines[place] for at, row in held if place in row.lines},
        links={at: row.links[place] for at, row in held if place in row.links},
        dates=frozenset(at for at, row in held if place in row.dates),
    )
