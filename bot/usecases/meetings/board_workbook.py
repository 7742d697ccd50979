"""The organizer's board as a workbook: a sheet for each day with places × slots, and one with all meetings."""

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Final

from babel.dates import format_skeleton

from bot.i18n.translator import Translator
from bot.usecases.meetings.agenda import LOOKS, Board, BoardCell
from bot.usecases.spreadsheets import escape_spreadsheet_cell

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_COLUMN: Final = 26  # letters
_LIST_COLUMNS: Final = (14, 9, 9, 18, 32, 32, 16)  # letters


def write_board(t: Translator, board: Board) -> bytes:
    """Returns an XLSX. Slow: call it in a thread."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for day, slots in groupby(range(len(board.slots)), key=lambda slot: _local(board, slot)[0].date()):
        _day_sheet(book, t, board, day, list(slots))
    _list_sheet(book, t, board)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _local(board: Board, slot: int) -> tuple[datetime, datetime]:
    """Returns start and end in the event's zone. Cells of a workbook hold no zone."""
    start, end = (at.astimezone(board.zone).replace(tzinfo=None) for at in board.slots[slot])
    return start, end


def _day_sheet(book: "Workbook", t: Translator, board: Board, day: date, slots: Sequence[int]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(day.isoformat())
    hours = [f"{start:%H:%M} – {end:%H:%M}" for start, end in (_local(board, slot) for slot in slots)]
    sheet.append([format_skeleton("MMMMEEEEd", day, locale=t.locale), *hours])
    for place, name in enumerate(board.places):
        sheet.append([escape_spreadsheet_cell(name)])
        for column, slot in enumerate(slots, start=2):
            meetings = board.cells.get((place, slot), ())
            if not meetings:
                continue
            cell = sheet.cell(place + 2, column, "\n".join(_line(t, meeting) for meeting in meetings))
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if len({meeting.state for meeting in meetings}) == 1:
                cell.fill = PatternFill("solid", start_color=LOOKS[meetings[0].state].colour[1:])
    _finish(sheet, [18, *[_COLUMN] * len(slots)])
    for row in sheet.iter_rows(max_col=1, min_row=2):
        row[0].font = Font(bold=True)
    sheet.freeze_panes = "B2"
    sheet.print_title_cols = "A:A"
    sheet.print_area = f"A1:{get_column_letter(len(slots) + 1)}{len(board.places) + 1}"


def _line(t: Translator, meeting: BoardCell) -> str:
    return escape_spreadsheet_cell(f"{meeting.first} – {meeting.second} ({t(LOOKS[meeting.state].label)})")


def _list_sheet(book: "Workbook", t: Translator, board: Board) -> None:
    sheet = book.create_sheet(t("All meetings"))
    sheet.append([t("Day"), t("Start"), t("End"), t("Place"), t("Company"), t("Company"), t("State")])
    for row in _rows(t, board):
        sheet.append(row)
    _finish(sheet, _LIST_COLUMNS)
    for cells in sheet.iter_rows(min_row=2, max_col=3):
        for cell, shape in zip(cells, ("yyyy-mm-dd", "hh:mm", "hh:mm"), strict=True):
            cell.number_format = shape
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _rows(t: Translator, board: Board) -> Iterator[list[object]]:
    for slot in range(len(board.slots)):
        start, end = _local(board, slot)
        for place, name in enumerate(board.places):
            for meeting in board.cells.get((place, slot), ()):
                texts = map(escape_spreadsheet_cell, (name, meeting.first, meeting.second))
                yield [start.date(), start.time(), end.time(), *texts, t(LOOKS[meeting.state].label)]


def _finish(sheet: "Worksheet", widths: Sequence[int]) -> None:
    """Sets the headings in bold, the widths in letters, and printing in landscape on pages one sheet wide."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
