"""Which rows of a list are companies, and what the other lines are."""

import pytest

from bot.usecases.imports.columns import Layout, find_layouts
from bot.usecases.imports.row_kinds import HEADING, NOTE, TOTAL, Section, section_of, sections_of
from bot.usecases.imports.tables import Row, Source, Table, make_row

THREE = ["Company", "Country", "Booth"]
FIVE = [*THREE, "City", "Hall"]
COMPANY = ["Senzor d.o.o.", "Serbia", "A1", "Novi Sad", "2"]


def layout_of(headings: list[str]) -> Layout:
    rows = [make_row(1, headings), make_row(2, COMPANY[: len(headings)])]
    return find_layouts(Source(tables=[Table(name="", rows=rows)]))[0][0]


def kind(headings: list[str], cells: list[str]) -> Section | None:
    return section_of(make_row(3, cells), layout_of(headings))


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        (THREE, ["Senzor", "Serbia", "A1"]),
        (THREE, ["Senzor", "Serbia", "A1", "more than the headings"]),
        (THREE, ["Senzor"]),
        # Names that would be something else in a line of their own.
        (THREE, ["Hall 4", "Serbia", "A1"]),
        (THREE, ["Free", "Serbia", "A1"]),
        (THREE, ["Note Systems", "Serbia", ""]),
        (THREE, ["UK", "", ""]),
        (THREE, ["USA", "", ""]),
        (THREE, ["AB", "", ""]),
        (THREE, ["7", "", ""]),
        (THREE, ["中", "", ""]),
        (THREE, ["阀门", "", ""]),
        (THREE, ["Georgia Korea", "", ""]),
        (THREE, ["Total Energies", "", ""]),
        (THREE, ["Total", "Serbia", ""]),
        # A row without its name.
        (THREE, ["", "Serbia", ""]),
        (THREE, ["", "", "Hall 2"]),
        # A list of nothing but names.
        (["Company"], ["Serbia"]),
        (["Company"], ["Hall 1"]),
        (["Company", "Colour"], ["Exhibitor", "blue"]),
        # Words of headings, but too few of them.
        (FIVE, ["Alfa", "Country", "Booth", "Subotica", "1"]),
        (THREE, ["Alfa", "Country", "Stand"]),
        (FIVE, ["Alfa", "Exhibitor", "Stand", "City", "Hall"]),
        (THREE, ["Exhibitor", "Serbia", "A1"]),
        ([*THREE, "City"], ["Exhibitor", "Country", "A1", "Novi Sad"]),
        (FIVE, ["Exhibitor", "Country", "A1", "Novi Sad", "1"]),
        ([*THREE, "Colour"], ["Exhibitor", "", "", "blue"]),
        (["Exhibiting company name", "Country"], ["Exhibiting company name", ""]),
    ],
)
def test_rows_of_companies_are_recognized(headings: list[str], cells: list[str]) -> None:
    assert kind(headings, cells) is None


@pytest.mark.parametrize(
    ("headings", "cells", "section"),
    [
        (THREE, THREE, Section()),
        (THREE, ["Exhibitor", "Country", "Stand"], Section()),
        (["Company", "Colour"], ["Company", "Colour"], Section()),
        ([*THREE, "Colour"], ["Exhibitor", "Country", "Stand", "blue"], Section()),
        (THREE, ["Exhibitor", "", ""], Section()),
        (["Company"], ["Exhibitor"], Section()),
        (THREE, ["A", "", ""], Section()),
        ([*THREE, "Colour"], ["", "", "", "red"], Section()),
        ([*THREE, "Colour"], ["", "", "", "Hall 3"], Section(hall="Hall 3")),
        (THREE, ["Hall 3", "", ""], Section(hall="Hall 3")),
        (THREE, ["Peru", "", ""], Section(country="PE")),
        (THREE, ["中国", "", ""], Section(country="CN")),
        (THREE, ["Peru", "Peru", "Peru"], Section(country="PE")),
        (THREE, ["Note: subject to change", "", ""], Section(problem=NOTE)),
        (THREE, ["Total: 12", "Serbia", ""], Section(problem=TOTAL)),
        (THREE, ["Total 12", "", ""], Section(problem=TOTAL)),
        (THREE, ["Total exhibitors", "", ""], Section(problem=TOTAL)),
    ],
)
def test_rows_without_a_company_are_recognized(headings: list[str], cells: list[str], section: Section) -> None:
    assert kind(headings, cells) == section


@pytest.mark.parametrize(
    ("row", "section"),
    [
        (make_row(3, ["", "Hall 2", "Hall 2"], spread=frozenset({2})), Section(hall="Hall 2")),
        (make_row(3, ["Food producers", "Food producers", ""], spread=frozenset({1})), Section(problem=HEADING)),
        (make_row(3, ["", "", ""], links={0: "https://fair.rs"}), Section()),
    ],
)
def test_a_merged_cell_is_no_company(row: Row, section: Section) -> None:
    assert section_of(row, layout_of(THREE)) == section


def test_a_title_above_repeated_headings_is_no_company_and_a_hall_stays_one() -> None:
    rows = [make_row(number, cells) for number, cells in enumerate((["Visitors"], THREE, ["Hall 3", "", ""], THREE), 3)]
    assert sections_of(rows, layout_of(THREE)) == [Section(), Section(), Section(hall="Hall 3"), Section()]


@pytest.mark.parametrize("name", ["- slobodno -", "FREE", "空位", "(reserved)", "свободно", "frei"])
def test_a_booth_that_nobody_has_is_no_company(name: str) -> None:
    assert kind(THREE, [name, "", "A4"]) == Section(problem=NOTE)
