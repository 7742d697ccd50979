"""Lines of a text file are cut where the list cuts them."""

import pytest

from bot.usecases.imports import delimited
from bot.usecases.imports.delimited import _delimiter, _end_of_quote, _is_closed, read_delimited, split_cells
from bot.usecases.imports.text_repairs import join_legal_forms, without_numbers


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["a;b", "c;d"], (0, ";")),
        (["sep=;", "a;b", "c;d"], (1, ";")),
        (["sep=,", "a;b", "c;d"], (1, ";")),  # the program names a delimiter that separates nothing
        (["sep=,", "a,b", "c;d"], (1, ",")),
        (["sep=,", "a,b", "c;d", "e;f"], (1, ";")),
        (["sep=", "a;b"], (1, ";")),
        (["a", "b"], (0, None)),
        ([], (0, None)),
        (["a, b and c;d;e", "f;g;h"], (0, ";")),
        (["a;b", '"c,d', "e;f"], (0, ";")),
    ],
)
def test_the_delimiter_is_what_most_lines_agree_on(lines: list[str], found: tuple[int, str | None]) -> None:
    assert _delimiter(lines) == found


@pytest.mark.parametrize(
    ("line", "mark", "cells"),
    [
        ("a;;b", ";", ["a", "", "b"]),
        ('"a";;"b"', ";", ["a", "", "b"]),
        (';"a"', ";", ["", "a"]),
        ('"a;b" ;c', ";", ["a;b", "c"]),
        ('"a"x|y"|c', "|", ['a"x|y', "c"]),
        ('"a"x^y"^c', "^", ['a"x^y', "c"]),
        ('a;"b"', ";", ["a", "b"]),
        ('a"b;c', ";", ['a"b', "c"]),
        ('"a";', ";", ["a", ""]),
    ],
)
def test_a_quoted_cell_may_hold_the_delimiter(line: str, mark: str, cells: list[str]) -> None:
    assert _is_closed(line, mark)
    assert split_cells(line, mark) == cells


@pytest.mark.parametrize("line", ['"a', ';"a', 'a;"b', '"a;b', '"a";"b'])
def test_an_open_quotation_mark_is_noticed_in_any_cell(line: str) -> None:
    assert not _is_closed(line, ";")


def test_in_one_column_a_line_within_quotation_marks_is_no_row() -> None:
    assert _end_of_quote(['"Rani', "Beli", 'Mraz"'], 0, ";", 0) == 2


def test_a_file_is_read_up_to_a_number_of_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "MOST_LINES", 2)
    [table] = read_delimited(b"a;b\nc;d\n;\ne;f\ng;h\n").tables
    assert [row.cells[0] for row in table.rows] == ["a", "c", "e"], "one more, so that somebody can tell it is too long"


@pytest.mark.parametrize(
    ("rows", "joined"),
    [
        ([["Name", "Land"], ["Alfa", " Ltd", "UK"]], [["Name", "Land"], ["Alfa, Ltd", "UK"]]),
        ([["Name", "Land"], ["Alfa", "UK"]], [["Name", "Land"], ["Alfa", "UK"]]),
        ([["Ltd", "UK"], ["", "Inc.", "US"]], [["Ltd", "UK"], ["", "Inc.", "US"]]),
        ([["Name", "Land"], ["", " Ltd", "UK"]], [["Name", "Land"], ["", "Ltd", "UK"]]),
    ],
)
def test_a_comma_before_a_legal_form_is_part_of_the_name(rows: list[list[str]], joined: list[list[str]]) -> None:
    assert [[cell.strip() for cell in row] for row in join_legal_forms(rows)] == joined


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        ([["1. Alfa"], ["2. Beta"]], [["Alfa"], ["Beta"]]),
        ([["1. Alfa"]], [["1. Alfa"]]),
        ([["List"], ["of"], ["1. Alfa"], ["2. Beta"]], [["List"], ["of"], ["Alfa"], ["Beta"]]),
        ([["List"], ["of"], ["all"], ["1. Alfa"], ["2. Beta"]], [["List"], ["of"], ["all"], ["1. Alfa"], ["2. Beta"]]),
        ([["1. Alfa"], ["3. Beta"]], [["1. Alfa"], ["3. Beta"]]),
    ],
)
def test_running_numbers_are_no_part_of_the_names(rows: list[list[str]], kept: list[list[str]]) -> None:
    assert [list(row) for row in without_numbers(rows)] == kept


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ('"Company;Country"\n"Rani Mraz d.o.o.;Serbia"\n', ["Rani Mraz d.o.o.", "Serbia"]),
        ('"Company,""Country"""\n"Rani Mraz,""Serbia"""\n', ["Rani Mraz", "Serbia"]),
        ('"Company"\n"Rani; Mraz"\n', ["Rani; Mraz"]),
        ('"Company;Country"\nRani Mraz;Serbia\n', ["Rani Mraz", "Serbia"]),
    ],
)
def test_quotation_marks_around_whole_lines_are_dropped(text: str, cells: list[str]) -> None:
    assert list(read_delimited(text.encode()).tables[0].rows[1].cells) == cells


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('"Rani\nMraz";Serbia\n', ["Rani Mraz"]),
        ('"Rani\nBeli\nMraz";Serbia\n', ["Rani Beli Mraz"]),
        ('"Rani;Serbia\nBeta;Serbia\nGama";Serbia\n', ["Rani", "Beta", 'Gama"']),  # half of the lines are rows
        ('"Rani;Serbia\nBeta\nAlfa;Serbia\nGama";Serbia\n', ["Rani;Serbia Beta Alfa;Serbia Gama"]),
    ],
)
def test_a_quoted_cell_of_several_lines_is_not_several_rows(text: str, names: list[str]) -> None:
    rows = read_delimited(f"Company;Country\n{text}".encode()).tables[0].rows
    assert [row.cells[0] for row in rows[1:]] == names
