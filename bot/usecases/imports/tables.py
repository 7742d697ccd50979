"""Rows of text, to which every kind of file is converted, and remarks on unreadable parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

ROWS: Final = 50_000
MOST_LINES: Final = ROWS + 100
"""Includes the titles above the list, its headings and the sums below it."""
COLUMNS: Final = 200
MEGABYTES: Final = 50
CELL: Final = 4_000
"""Stored characters of one cell, as many as in a Telegram message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A part of a file that was not understood, or a decision made for the organizer. `why` is a message id.

    `field` is a value of Column, or "" if the remark is about the whole row, sheet or file.
    """

    why: str
    sheet: str = ""
    row: int | None = None
    field: str = ""
    value: str = ""
    heading: str = ""
    """The heading of the column in the file."""
    grave: bool = True
    """False for a decision that an organizer may want to check, such as a guessed country."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    number: int
    """The row number that a spreadsheet program shows, from 1."""
    cells: tuple[str, ...]
    lines: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Column → the lines of a cell with several lines."""
    links: Mapping[int, str] = field(default_factory=dict)
    """Column → the link of the cell."""
    dates: frozenset[int] = frozenset()
    """Columns whose cell has the type date."""
    spread: frozenset[int] = frozenset()
    """Columns that repeat the cell to their left, because both are merged."""

    @property
    def is_blank(self) -> bool:
        return not any(self.cells) and not self.links


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    name: str
    """The name of the sheet; "" for a text file."""
    rows: Sequence[Row]
    """All rows except blank ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A parsed file, before its columns are recognised."""

    tables: Sequence[Table]
    remarks: tuple[Remark, ...] = ()


def make_row(
    number: int,
    texts: Sequence[str],
    links: Mapping[int, str] | None = None,
    dates: frozenset[int] = frozenset(),
    spread: frozenset[int] = frozenset(),
) -> Row:
    cells = tuple(map(clean_cell, texts))
    lines: dict[int, tuple[str, ...]] = {}
    if any("\n" in text or "\r" in text or "\u2028" in text for text in texts):
        lines = {
            place: tuple(line for line in map(clean_cell, text.splitlines()) if line)
            for place, text in enumerate(texts)
            if len(text.strip().splitlines()) > 1
        }
    return Row(number=number, cells=cells, lines=lines, links=links or {}, dates=dates, spread=spread)


def clean_cell(text: str) -> str:
    """Returns the text with white space folded and without control and invisible characters, also Excel's escapes."""
    if "_x" in text:
        text = text.replace("_x000D_", " ").replace("_x000A_", " ").replace("_x0009_", " ")
    if not text.isprintable():
        text = "".join(c if c.isprintable() else _replacement(c) for c in text)
    return " ".join(text.split())[:CELL]


def _replacement(c: str) -> str:
    """Returns "" for joiners and direction marks, which are inside words, and a space for everything else."""
    return "" if c in "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e\x00" else " "
