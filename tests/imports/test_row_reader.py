"""Cells that stand in the wrong column or say too little: what is read of them, and what is told."""

import pytest

from bot.usecases.imports.row_kinds import Section
from bot.usecases.imports.row_reader import NOT_A_PHONE, NOT_AN_EMAIL, RowReader, country_of
from bot.usecases.imports.rows import NO_COUNTRY
from bot.usecases.imports.tables import make_row
from tests.imports.test_row_kinds import THREE, layout_of
from tests.imports.test_rows import read, row_of


@pytest.mark.parametrize(
    ("cells", "booth", "city"),
    [
        ("A1;Stand 4.B02", "A1", "Stand 4.B02"),
        (";Stand 4.B02", "4.B02", None),
        (";Novi Sad", None, "Novi Sad"),
        (";", None, None),
    ],
)
def test_a_booth_in_the_city_counts_where_there_is_no_other(cells: str, booth: str | None, city: str | None) -> None:
    row = row_of("Company;Country;Booth;City", f"Senzor;Serbia;{cells}")
    assert (row.booth, row.city) == (booth, city)


@pytest.mark.parametrize("city", ["info@senzor.rs", "https://senzor.rs", "21000", "-"])
def test_other_texts_than_cities_are_ignored(city: str) -> None:
    assert row_of("Company;Country;City;Booth", f"Senzor;Serbia;{city};A1").city is None


def test_details_are_looked_at_only_for_what_has_no_column_or_an_empty_one() -> None:
    head = "Company;Country;Phone;E-mail;Website;Contact Details"
    details = "+381 64 123 4567, ana@details.rs, www.details.rs"
    full = row_of(head, f"Senzor;Serbia;+381 21 234 567;info@senzor.rs;www.senzor.rs;{details}")
    assert (full.phones, full.email, full.website) == (("+38121234567",), "info@senzor.rs", "https://www.senzor.rs")
    bare = row_of(head, f"Senzor;Serbia;;;;{details}")
    assert (bare.phones, bare.email, bare.website) == (("+381641234567",), "ana@details.rs", "https://www.details.rs")


@pytest.mark.parametrize(("country", "code"), [("", "PE"), ("Chile", "CL"), ("Nowhere", "")])
def test_the_country_above_holds_for_rows_that_name_none(country: str, code: str) -> None:
    found = read(f"Company;Country;Booth\nPERU;;\nSenzor;{country};A1\n")
    assert found.rows[1].country == code
    assert found.rows[1].problem == (None if code else NO_COUNTRY)


@pytest.mark.parametrize(
    ("written", "code"), [("Mali", "ML"), ("Mala", ""), ("Malli", "ML"), ("Serbja", "RS"), ("Nowhere at all", "")]
)
def test_a_short_word_is_a_country_only_as_it_is_written(written: str, code: str) -> None:
    assert country_of(written)[0] == code


@pytest.mark.parametrize(
    ("country", "written", "is_told"),
    [("", "12", False), ("Serbia", "12", True), ("", "ask us", True), ("Serbia", "ask us", True)],
)
def test_a_national_number_is_not_called_wrong_without_a_country(country: str, written: str, is_told: bool) -> None:
    row = row_of("Company;Country;Phone", f"Nobody;{country};{written}")
    assert any(remark.why == NOT_A_PHONE for remark in row.remarks) is is_told


def test_a_merged_cell_says_nothing_of_the_columns_it_covers() -> None:
    row = make_row(3, ["Senzor", "Serbia", "Serbia"], spread=frozenset({2}))
    assert RowReader(row, layout_of(THREE), Section()).read().booth is None


def test_a_remark_on_a_column_without_a_heading_names_none() -> None:
    rows = "".join(f"{name};Serbia;info@{name}.rs\n" for name in ("alfa", "beta", "gama"))
    found = read(f"Company;Country\n{rows}delta;Serbia;info@\n")
    [remark] = [remark for row in found.rows for remark in row.remarks]
    assert (remark.why, remark.value, remark.heading) == (NOT_AN_EMAIL, "info@", "")


@pytest.mark.parametrize(
    ("name", "is_company"), [("360;Serbia;", True), ("360;;A1", False), ("---;;", False), (";Serbia;A1", False)]
)
def test_a_number_is_a_name_only_beside_what_companies_have(name: str, is_company: bool) -> None:
    assert (row_of("Company;Country;Booth", name).problem is None) is is_company
