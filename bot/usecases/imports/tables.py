"""Rows of text, as every kind of file is brought to, and the remarks on what could not be read of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

ROWS: Final = 50_000
MOST_LINES: Final = ROWS + 100
"""With the titles above the list, its headings and the sums below it."""
COLUMNS: Final = 200
MEGABYTES: Final = 50
CELL: Final = 4_000
"""Characters of one cell that are kept: what a Telegram message holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something that was not understood or was decided for the organizer. `why` is a message id.

    `field` is a value of Column, or empty where the remark is about the whole row, sheet or file.
    """

    why: str
    sheet: str = ""
    row: int | None = None
    field: str = ""
    value: str = ""
    heading: str = ""
    """Of the column in the file."""
    grave: bool = True
    """False for a decision that an organizer may want to look at, such as a guessed country."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    number: int
    """As a spreadsheet program shows it, from 1."""
    cells: tuple[str, ...]
    lines: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Lines of a cell that has several, by column."""
    links: Mapping[int, str] = field(default_factory=dict)
    """Where a cell leads when it is clicked, by column."""
    dates: frozenset[int] = frozenset()
    """Columns whose cell is a date to the spreadsheet program."""
    spread: frozenset[int] = frozenset()
    """Columns that repeat the cell to their left, because both are merged."""

    @property
    def is_blank(self) -> bool:
        return not any(self.cells) and not self.links


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    name: str
    """Of the sheet; empty for a text file."""
    rows: Sequence[Row]
    """Without blank ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file as it was read, before any column is understood."""

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
    """White space run together, control and invisible characters dropped, Excel's escapes for them too."""
    if "_x" in text:
        text = text.replace("_x000D_", " ").replace("_x000A_", " ").replace("_x0009_", " ")
    if not text.isprintable():
        text = "".join(c if c.isprintable() else _replacement(c) for c in text)
    return " ".join(text.split())[:CELL]


def _replacement(c: str) -> str:
    """Joiners and direction marks stand within words; everything else is a space."""
    return "" if c in "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e\x00" else " "
