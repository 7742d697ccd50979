"""From the bytes of a spreadsheet to rows of text: CSV in whatever encoding, or XLSX with its merged cells filled."""

import csv
import io
import itertools
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from bot.usecases.imports.errors import (
    LockedFileError,
    OldExcelError,
    TooLargeFileError,
    UnreadableFileError,
)

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

ROWS: Final = 5_000
COLUMNS: Final = 100
MEGABYTES: Final = 5
_UNPACKED_MB: Final = 100  # an XLSX is a ZIP: a small one may unpack to anything
_CELL: Final = 2_000
_OLE: Final = b"\xd0\xcf\x11\xe0"  # Excel up to 2003, and what is protected by a password
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_DELIMITERS: Final = ",;\t|"
_REPLACEMENT: Final = "\ufffd"
# In the order of how surely a wrong guess is noticed: UTF-8 and GB18030 refuse most of what is not theirs.
_EIGHT_BIT: Final = ("cp1250", "cp1251", "cp1252", "big5")
_EXPECTED: Final = {
    "cp1250": "šđčćžŠĐČĆŽäöüÄÖÜéáíóőűłńąę",
    "cp1251": "абвгдежзиклмнопрстуфхцчшщыьэюяђјљњћџАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЂЈЉЊЋЏ",
    "cp1252": "äöüÄÖÜßéèêàçñ",
    "big5": "",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    number: int
    """As a spreadsheet program shows it, from 1."""
    cells: tuple[str, ...]
    lines: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """What stands in several lines within one cell, by column: its lines."""

    @property
    def is_blank(self) -> bool:
        return not any(self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    name: str
    """Of the sheet; empty for a CSV."""
    rows: Sequence[Row]


def read_tables(content: bytes) -> list[Table]:
    """Every sheet that has anything in it. Raises an error of `errors`."""
    if len(content) > MEGABYTES * 1024 * 1024:
        raise TooLargeFileError(rows=ROWS, megabytes=MEGABYTES)
    if content.startswith(_OLE):
        raise LockedFileError if _ENCRYPTED in content else OldExcelError
    tables = _sheets(content) if content.startswith(b"PK\x03\x04") else [_from_csv(content)]
    filled = [table for table in tables if not all(row.is_blank for row in table.rows)]
    if not filled:
        raise UnreadableFileError
    if any(len(table.rows) > ROWS for table in filled):
        raise TooLargeFileError(rows=ROWS, megabytes=MEGABYTES)
    return filled


def _sheets(content: bytes) -> list[Table]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _UNPACKED_MB * 1024 * 1024:
                raise TooLargeFileError(rows=ROWS, megabytes=MEGABYTES)
        book = load_workbook(io.BytesIO(content), data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, EOFError):
        raise UnreadableFileError from None
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return [_from_sheet(sheet) for sheet in sheets]


def _from_sheet(sheet: "Worksheet") -> Table:
    merged: dict[tuple[int, int], Any] = {}
    for area in sheet.merged_cells.ranges:
        value = sheet.cell(area.min_row, area.min_col).value
        if area.size["rows"] * area.size["columns"] <= COLUMNS * 50:
            merged.update(dict.fromkeys(area.cells, value))
    rows = []
    most = min(sheet.max_row or 0, ROWS + 1)
    for number, cells in enumerate(sheet.iter_rows(max_row=most, max_col=min(sheet.max_column or 1, COLUMNS)), 1):
        values = (merged.get((number, place), cell.value) for place, cell in enumerate(cells, 1))
        rows.append(_row(number, [_text(value) for value in values]))
    return Table(name=sheet.title, rows=rows)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # a telephone number that Excel took for a number
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def _row(number: int, texts: Sequence[str]) -> Row:
    lines = {
        place: tuple(line for line in map(_clean, text.splitlines()) if line)
        for place, text in enumerate(texts)
        if "\n" in text.strip()
    }
    return Row(number=number, cells=tuple(_clean(text) for text in texts), lines=lines)


def _clean(text: str) -> str:
    """White space folded, control and invisible characters dropped; Excel's own marks for them too."""
    visible = "".join(c if c.isprintable() else " " for c in text.replace("_x000D_", " ").replace("\u200b", ""))
    return " ".join(visible.split())[:_CELL]


def _from_csv(content: bytes) -> Table:
    text = decoded(content)
    # Some programs say themselves what separates the columns.
    first, _, rest = text.partition("\n")
    said = first.strip().casefold()
    if said.startswith("sep=") and len(said) == 5:
        return Table(name="", rows=_rows(rest, said[4], start=2))
    return Table(name="", rows=_rows(text, _delimiter(text), start=1))


def _rows(text: str, delimiter: str, *, start: int) -> list[Row]:
    csv.field_size_limit(1_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    rows = []
    try:
        for number, cells in enumerate(reader, start):
            rows.append(_row(number, cells[:COLUMNS]))
            if len(rows) > ROWS:
                break
    except csv.Error:
        raise UnreadableFileError from None
    return rows


def _delimiter(text: str) -> str:
    """The one that divides the first lines into the most columns, the same number in most of them."""
    lines = [line for line in text.splitlines()[:30] if line.strip()]

    def score(delimiter: str) -> tuple[int, int]:
        counts = [len(cells) for cells in csv.reader(lines, delimiter=delimiter)]
        if not counts:
            return (0, 0)
        usual = max(set(counts), key=lambda count: (counts.count(count), count))
        return (counts.count(usual) * (usual > 1), usual)

    return max(_DELIMITERS, key=score)


def decoded(content: bytes) -> str:
    """The text, in the encoding that makes most sense of it. Raises UnreadableFileError for what is no text."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    without_mark = _utf16_without_mark(content)
    if without_mark is not None:
        return without_mark
    if b"\x00" in content:
        raise UnreadableFileError
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        # One broken letter in a long file: UTF-8 nevertheless.
        text = content.decode("utf-8", errors="replace")
        if text.count(_REPLACEMENT) * 50 < sum(ord(c) > 127 for c in text) and error.start < len(content):
            return text
    chinese = _try(content, "gb18030")
    if chinese is not None and _share_of_han(chinese) > 0.5:
        return chinese
    return max((_try(content, encoding) or "" for encoding in _EIGHT_BIT), key=_sense)


def _utf16_without_mark(content: bytes) -> str | None:
    head = content[:400]
    if len(head) < 4:
        return None
    # Of a text in Latin letters every second byte is zero, on one side only.
    even, odd = (head[start::2].count(0) * 2 / len(head) for start in (0, 1))
    if max(even, odd) < 0.4 or min(even, odd) > 0.1:
        return None
    return _try(content, "utf-16-le" if odd > even else "utf-16-be")


def _try(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _share_of_han(text: str) -> float:
    """Of all letters beyond ASCII, how many are common Chinese ones: wrongly read bytes give rare ones."""
    beyond = [c for c in text if ord(c) > 127 and c.isalnum()]
    common = sum("\u4e00" <= c <= "\u9fa5" and _is_common(c) for c in beyond)
    return common / len(beyond) if beyond else 0.0


def _is_common(han: str) -> bool:
    # The first level of GB 2312, 3755 characters by frequency, starts at B0A1 and ends at D7F9.
    try:
        return b"\xb0\xa1" <= han.encode("gb2312") <= b"\xd7\xf9"
    except UnicodeEncodeError:
        return False


def _sense(text: str) -> float:
    """How much of what is beyond ASCII in a text are letters of the languages that its encoding is for."""
    beyond = [c for c in text if ord(c) > 127]
    if not beyond:
        return 0.0
    best = max(_share(beyond, expected) for expected in _EXPECTED.values() if expected)
    return max(best, _share_of_han(text)) - _mixed(text)


def _share(characters: Iterable[str], expected: str) -> float:
    known = [c in expected for c in characters]
    return sum(known) / len(known)


def _mixed(text: str) -> float:
    """Words with a capital in their middle after a small letter, or of two scripts: what wrong encodings make."""
    words = [word for word in text.split() if any(ord(c) > 127 for c in word)]
    if not words:
        return 0.0
    odd = sum(
        any(a.islower() and b.isupper() for a, b in itertools.pairwise(word))
        or (any("а" <= c <= "џ" for c in word.lower()) and any("a" <= c <= "z" for c in word.lower()))
        for word in words
    )
    return odd / len(words)
