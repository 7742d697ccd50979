"""Every module that writes a table for a spreadsheet escapes what people wrote."""

from pathlib import Path
from typing import Final

import pytest

from bot.usecases.spreadsheets import escape_spreadsheet_cell

ROOT: Final = Path(__file__).parents[2]
WRITING: Final = sorted(
    path
    for folder in ("bot", "handlers")
    for path in (ROOT / folder).rglob("*.py")
    if any(words in path.read_text("utf-8") for words in ("csv.writer(", "csv.DictWriter(", " Workbook("))
)


@pytest.mark.parametrize("path", WRITING, ids=lambda path: path.name)
def test_a_module_that_writes_tables_escapes_cells(path: Path) -> None:
    assert "escape_spreadsheet_cell" in path.read_text("utf-8")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", " =1", "\x00=1", "＝1", "\n=1"])
def test_a_formula_becomes_a_text(text: str) -> None:
    assert escape_spreadsheet_cell(text).startswith("'")


@pytest.mark.parametrize("text", ["Senzor d.o.o.", "a=1", "1-2", ""])
def test_other_texts_stay(text: str) -> None:
    assert escape_spreadsheet_cell(text) == text
