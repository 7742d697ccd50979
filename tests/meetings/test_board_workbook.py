"""The organizer's board as a workbook, read by the library that writes and by the one that reads imports."""

from dataclasses import replace
from datetime import datetime, time
from io import BytesIO

import openpyxl
import pytest

from bot.i18n.translator import translator_for
from bot.usecases.imports.reading import read_source
from bot.usecases.meetings.agenda import Board, BoardCell, CellState
from bot.usecases.meetings.board_workbook import write_board
from storage.vocabulary import Language
from tests.meetings.agendas import board

ENGLISH = translator_for(Language.EN)


def opened(board: Board, language: Language = Language.EN) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(write_board(translator_for(language), board)))


def test_each_day_has_a_sheet_with_places_and_slots() -> None:
    book = opened(board(tables=2, slots=3, days=2))
    assert book.sheetnames == ["2026-11-03", "2026-11-04", "All meetings"]
    heading, first, _ = book["2026-11-03"].iter_rows(values_only=True)
    assert heading == ("Tue, Nov 3", "09:00 – 09:25", "09:30 – 09:55", "10:00 – 10:25")
    assert first[0] == "Table 1"
    assert first[1] == "Senzor d.o.o. Šabac – 上海智能农业科技有限公司 (planned)"
    assert first[2] is None
    assert book["2026-11-03"]["B2"].fill.start_color.rgb.endswith("e4ebf2")
    assert book["2026-11-03"]["C2"].fill.fill_type is None


def test_the_last_sheet_lists_every_meeting_to_sort_and_filter() -> None:
    sheet = opened(board(tables=3, slots=4, days=2, capacity=2), Language.ZH).worksheets[-1]
    heading, first, *rest = sheet.iter_rows(values_only=True)
    assert heading[3:] == ("地点", "公司", "公司", "状态")
    assert first[:4] == (datetime.fromisoformat("2026-11-03"), time(9), time(9, 25), "Table 1")
    assert 1 + len(rest) == 3 * 4 * 2 / 2 * 2
    assert sheet.auto_filter.ref == "A1:G25"
    (table,) = [one for one in read_source(write_board(ENGLISH, board())).tables if one.name == "All meetings"]
    assert len(table.rows) == 1 + 6


def test_times_are_those_of_the_event_also_when_summer_time_ends() -> None:
    fair = board(tables=1, slots=1)
    night = [(datetime.fromisoformat("2026-10-25T00:30+00:00"), datetime.fromisoformat("2026-10-25T01:30+00:00"))]
    sheet = opened(replace(fair, slots=night)).worksheets[-1]
    assert [cell.value for cell in sheet[2]][:3] == [datetime.fromisoformat("2026-10-25"), time(2, 30), time(2, 30)]


@pytest.mark.parametrize("nasty", ["=1+1", "@SUM(A1)", "+381", "-1", "＝HYPERLINK()", "\t=1", "Sen\x0bzor"])
def test_no_name_is_a_formula_or_breaks_the_file(nasty: str) -> None:
    fair = replace(board(tables=1, slots=1), places=[nasty])
    cells = {(0, 0): [BoardCell(meeting_id=1, first=nasty, second=nasty, state=CellState.KEPT)]}
    book = opened(replace(fair, cells=cells))
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            assert cell.data_type != "f"
            assert not str(cell.value).lstrip().startswith(("=", "@", "+", "-", "＝"))


def test_an_empty_board_is_still_a_workbook() -> None:
    assert opened(board(tables=0, slots=0)).sheetnames == ["All meetings"]
    assert "2026-11-03" in opened(board(tables=0, slots=1)).sheetnames
