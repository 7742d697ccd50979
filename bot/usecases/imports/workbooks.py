"""Reads Excel (XLSX, XLSM, XLSB, XLS) and OpenDocument spreadsheets with python-calamine.

Calamine omits error values, links and hidden parts. `workbook_marks` finds them in an XLSX.
"""

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from copy import copy
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from bot.i18n.translator import mark
from bot.usecases.imports.errors import (
    BrokenWorkbookError,
    LockedFileError,
    OtherFormatError,
    TooLargeFileError,
)
from bot.usecases.imports.tables import COLUMNS, MEGABYTES, MOST_LINES, ROWS, Remark, Row, Source, Table, make_row
from bot.usecases.imports.workbook_marks import SheetMarks, read_marks

HIDDEN_SHEET: Final = mark("this sheet is hidden in the file and was not read")
HIDDEN_ROW: Final = mark("this row is hidden in the file; it was read all the same")
_UNPACKED_MB: Final = 300  # an XLSX is a ZIP, and a small one may unpack to any size
_PIECE: Final = 1024 * 1024
_LARGE_PART: Final = 30 * 1024 * 1024
_HIGHEST_RATIO: Final = 150  # of repetitive XML; a file that packs better is an attack
_MOST_MERGED: Final = 20_000  # cells of one merged area
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_NO_MARKS: Final = SheetMarks()


def read_zip(content: bytes) -> Source:
    """Reads a ZIP that should be an XLSX, XLSB or ODS. Raises an error of `errors` for others."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = [part.filename.replace("\\", "/") for part in packed.infolist()]
            _refuse_other_formats(names)
            _refuse_bombs(packed.infolist())
            _refuse_understated_sizes(packed)
            marks = read_marks(packed)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, ValueError):
        raise BrokenWorkbookError from None
    except RuntimeError:  # zipfile's error for a ZIP with a password
        raise LockedFileError from None
    return _read(content, marks)


def read_ole(content: bytes) -> Source:
    """Reads an old Excel file (BIFF), or an encrypted one, which has the same container format."""
    if _ENCRYPTED in content:
        raise LockedFileError
    if "WordDocument".encode("utf-16-le") in content:
        raise OtherFormatError(kind="Word")
    if "PowerPoint Document".encode("utf-16-le") in content:
        raise OtherFormatError(kind="PowerPoint")
    return _read(content, {})


def _refuse_other_formats(names: Sequence[str]) -> None:
    if any(name.startswith("xl/") or name == "content.xml" for name in names) or "[Content_Types].xml" in names:
        kinds = {"word/": "Word", "ppt/": "PowerPoint"}
        for start, kind in kinds.items():
            if any(name.startswith(start) for name in names):
                raise OtherFormatError(kind=kind)
        return
    raise OtherFormatError(kind="Numbers" if any(name.endswith(".iwa") for name in names) else "ZIP")


def _refuse_bombs(parts: Sequence[zipfile.ZipInfo]) -> None:
    bursting = any(
        part.file_size > _LARGE_PART and part.file_size > _HIGHEST_RATIO * max(1, part.compress_size) for part in parts
    )
    if bursting or sum(part.file_size for part in parts) > _UNPACKED_MB * 1024 * 1024:
        raise TooLargeFileError(rows=ROWS, megabytes=MEGABYTES)


def _refuse_understated_sizes(packed: zipfile.ZipFile) -> None:
    """Unpacks each part up to its stated size, which an attack can make small and the parser does not check."""
    for part in packed.infolist():
        one_more = copy(part)
        one_more.file_size += 1
        del one_more.CRC  # which would be compared before the last bytes are given out
        read = 0
        with packed.open(one_more) as unpacked:
            while piece := unpacked.read(_PIECE):
                read += len(piece)
        if read > part.file_size:
            raise TooLargeFileError(rows=ROWS, megabytes=MEGABYTES)


def _read(content: bytes, marks: Mapping[str, SheetMarks]) -> Source:
    try:
        return _sheets(content, marks)
    except BaseException as error:
        # Calamine is written in Rust. A panic in it raises a BaseException of a class that cannot be imported.
        if type(error).__name__ == "PanicException":
            raise BrokenWorkbookError from None
        raise


def _sheets(content: bytes, marks: Mapping[str, SheetMarks]) -> Source:
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        if not sheets:
            raise BrokenWorkbookError
        shown = [one for one in sheets if one.visible == SheetVisibleEnum.Visible] or sheets
        remarks = [Remark(sheet=one.name, why=HIDDEN_SHEET, grave=False) for one in sheets if one not in shown]
        tables = []
        for one in shown:
            sheet_marks = marks.get(one.name, _NO_MARKS)
            tables.append(Table(name=one.name, rows=_rows(book.get_sheet_by_name(one.name), sheet_marks)))
            hidden = {row.number for row in tables[-1].rows} & sheet_marks.hidden_rows
            remarks += [Remark(sheet=one.name, row=row, why=HIDDEN_ROW, grave=False) for row in sorted(hidden)]
    except PasswordError:
        raise LockedFileError from None
    except (CalamineError, ValueError, OSError, EOFError, MemoryError):
        raise BrokenWorkbookError from None
    return Source(tables=tables, remarks=tuple(remarks))


def _rows(sheet: Any, marks: SheetMarks) -> list[Row]:
    if sheet.start is None:
        return []
    # Calamine starts at the sheet's first row, but at the first column with a value.
    margin = [""] * sheet.start[1]
    merged = _merged(sheet.merged_cell_ranges or ())
    values: dict[tuple[int, int], Any] = {}
    rows: list[Row] = []
    for at, filled in enumerate(sheet.iter_rows()):
        cells = margin + filled
        if not any(cell != "" for cell in cells) and at not in marks.rows and at not in merged:
            continue
        texts = [_text(cell) for cell in cells[:COLUMNS]]
        dates = frozenset(place for place, cell in enumerate(cells[:COLUMNS]) if isinstance(cell, date))
        spread = []
        for place, source in merged.get(at, {}).items():
            if source == (at, place):
                values[source] = texts[place] if place < len(texts) else ""
                continue
            texts += [""] * (place + 1 - len(texts))
            if not texts[place]:
                texts[place] = values.get(source, "")
                spread += [place] * (source[1] != place)
        for place, error in marks.errors.get(at, {}).items():
            texts += [""] * (place + 1 - len(texts))
            texts[place] = texts[place] or error
        row = make_row(at + 1, texts, marks.links.get(at, {}), dates, frozenset(spread))
        if not row.is_blank:
            rows.append(row)
        if len(rows) > MOST_LINES:
            break
    return rows


def _merged(areas: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> dict[int, dict[int, tuple[int, int]]]:
    """Returns row and column of a merged cell → position of the area's value, its upper left cell."""
    found: dict[int, dict[int, tuple[int, int]]] = {}
    for (top, left), (bottom, farthest) in areas:
        right = min(farthest, COLUMNS - 1)
        if (bottom - top + 1) * (right - left + 1) > _MOST_MERGED:
            continue
        for row in range(top, bottom + 1):
            found.setdefault(row, {}).update(dict.fromkeys(range(left, right + 1), (top, left)))
    return found


def _text(value: Any) -> str:
    match value:
        case str():
            return value
        case bool():
            return "1" if value else ""
        case float() if value.is_integer() and abs(value) < 1e18:
            return str(int(value))  # a phone number that Excel stored as a number
        case datetime() if value.time() == time(0):
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
    return str(value)
