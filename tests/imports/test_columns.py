"""Columns of a table: found by their headings, else by what stands in them."""

import pytest

from bot.usecases.imports.column_values import cell, column_by_content, drop_answers, is_contact_data, separate_states
from bot.usecases.imports.columns import NO_LIST, Layout, find_layouts
from bot.usecases.imports.errors import NoCompaniesError, NoTableError
from bot.usecases.imports.headings import Column
from bot.usecases.imports.named_columns import meaning_of
from bot.usecases.imports.tables import Row, Source, Table, make_row
from bot.usecases.imports.transposed import is_transposed

BELOW = ["Senzor d.o.o.", "Serbia", "A1"]


def rows(*texts: list[str]) -> list[Row]:
    return [make_row(number, each) for number, each in enumerate(texts, 1)]


def table(*texts: list[str]) -> Table:
    return Table(name="List", rows=rows(*texts))


def layout(*texts: list[str]) -> Layout | None:
    try:
        return find_layouts(Source(tables=[table(*texts)]))[0][0]
    except NoTableError:
        return None


def places(*texts: list[str]) -> dict[str, tuple[int, ...]] | None:
    found = layout(*texts)
    return found and {column.value: place for column, place in found.places.items()}


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ([["Company", "Country", "Booth"], BELOW], {"name": (0,), "country": (1,), "booth": (2,)}),
        ([["Company", "Country", "Booth"]], None),
        ([["Country", "Booth"], ["Serbia", "A1"]], None),
        ([], None),
        # The better of two rows of headings, and of one or two together.
        ([["Company"], ["Company", "Country", "Booth"], BELOW], {"name": (0,), "country": (1,), "booth": (2,)}),
        ([["Company", "Stand"], ["", "Country"], BELOW], {"name": (0,), "booth": (1,)}),
        ([["Exhibitor", "", "Stand"], ["", "Country", ""], BELOW], {"name": (0,), "country": (1,), "booth": (2,)}),
        ([["Our"], ["Company", "Country"], ["Company A", "Serbia"]], {"name": (0,), "country": (1,)}),
        # A row with contact data or a long text is no row of headings.
        (
            [["Company", "E-mail", "info@a.rs"], ["Company", "Country", "Booth"], BELOW],
            {"name": (0,), "country": (1,), "booth": (2,)},
        ),
        ([["Company", "Country", "x" * 121], BELOW], {"name": (0,)}),
        ([["Company", "Country", "x" * 120], BELOW], {"name": (0,), "country": (1,)}),
        # People's names beside a column of companies, and without one.
        ([["Name", "Company"], ["Ana", "Senzor"]], {"contact": (0,), "name": (1,)}),
        (
            [["Name", "Last name", "Company"], ["Ana", "Anić", "Senzor"]],
            {"first_name": (0,), "last_name": (1,), "name": (2,)},
        ),
        (
            [["Name", "First name", "Last name", "Company"], ["Ana Anić", "Ana", "Anić", "Senzor"]],
            {"contact": (0,), "first_name": (1,), "last_name": (2,), "name": (3,)},
        ),
        ([["Name", "Country"], ["Senzor", "Serbia"]], {"name": (0,), "country": (1,)}),
        ([["First name", "Last name", "Country"], ["Ana", "Anić", "Serbia"]], None),
        ([["First name", "Country"], ["Senzor", "Serbia"]], {"name": (0,), "country": (1,)}),
        # A question blocks its column, whatever is answered there.
        ([["Company", "Do you need a visa?"], ["A", "Serbia"], ["B", "Croatia"]], {"name": (0,)}),
        ([["Company", "Colour"], ["A", "Serbia"], ["B", "Croatia"]], {"name": (0,), "country": (1,)}),
        (
            [["Company", "Country", "Colour"], ["A", "Serbia", "Serbia"], ["B", "Croatia", "Croatia"]],
            {"name": (0,), "country": (1,)},
        ),
    ],
)
def test_columns_are_found(texts: list[list[str]], found: dict[str, tuple[int, ...]] | None) -> None:
    assert places(*texts) == found


def test_a_column_of_names_is_no_other_whatever_stands_in_it() -> None:
    assert places(["Company", "Country"], ["info@a.rs", "Serbia"], ["info@b.rs", "Serbia"]) == {
        "name": (0,),
        "country": (1,),
    }


@pytest.mark.parametrize(
    ("texts", "first_row"),
    [
        ([["Company", "Country of"], ["", "origin"], BELOW], 1),  # a second row of headings has to find more columns
        ([["Exhibitor", ""], ["", "Country"], BELOW], 2),
        ([["Company", "Country", "info@a.rs"], ["Firma", "Land", ""], BELOW], 2),  # contact data is no heading
    ],
)
def test_where_the_list_begins(texts: list[list[str]], first_row: int) -> None:
    found = layout(*texts)
    assert found is not None
    assert found.first_row == first_row


def test_a_column_that_is_known_by_its_values_has_the_heading_of_the_file() -> None:
    found = layout(["Company", "Colour"], ["A", "Serbia", "info@a.rs"], ["B", "Croatia", "info@b.rs"])
    assert found is not None
    assert found.headings[Column.COUNTRY] == "Colour"
    assert found.headings[Column.EMAIL] == ""
    assert found.unused == ()


def test_headings_that_mean_nothing_are_told_once() -> None:
    found = layout(["Company", "", "Colour", "Colour", "Country"], ["A", "", "red", "blue", "Serbia"])
    assert found is not None
    assert found.unused == ("Colour",)


def test_a_table_that_is_no_list_is_told_and_the_others_are_read() -> None:
    layouts, remarks = find_layouts(
        Source(tables=[table(["Day", "Hour"], ["1", "2"]), table(["Company", "Country"], ["A", "Serbia"])])
    )
    assert len(layouts) == 1
    assert [remark.why for remark in remarks] == [NO_LIST]


@pytest.mark.parametrize(
    ("texts", "error"), [(["Company", "Country", "Booth"], NoCompaniesError), (["Day", "Hour"], NoTableError)]
)
def test_headings_without_companies_are_told_from_no_headings(texts: list[str], error: type[NoTableError]) -> None:
    with pytest.raises(NoTableError) as refused:
        find_layouts(Source(tables=[table(texts)]))
    assert type(refused.value) is error


def test_a_merged_heading_is_one_column() -> None:
    texts = ["Company", "Company", "Country"]
    for spread, names in ((frozenset({1}), (0,)), (frozenset(), (0, 1))):
        head = make_row(1, texts, spread=spread)
        found, _ = find_layouts(Source(tables=[Table(name="", rows=[head, *rows(["A", "B", "Serbia"])])]))
        assert found[0].places[Column.NAME] == names
    groups = make_row(2, ["Name", "Hall", "Hall"], spread=frozenset({2}))
    head = [make_row(1, ["Company", "Country", ""]), groups, *rows(["A", "Serbia", "1"])]
    found, _ = find_layouts(Source(tables=[Table(name="", rows=head)]))
    assert found[0].places[Column.HALL] == (2,), "only what has the same heading is left out"


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        ([["x", "Senzor d.o.o."], ["y", "Izvor GmbH"]], 1),
        ([["x", "Senzor d.o.o."], ["y", "Izvor GmbH"], ["z", "Bunar"], ["q", "Alfa"]], 1),  # half of them
        ([["x", "Senzor d.o.o."], ["y", "Izvor GmbH"], ["z", "Bunar"], ["q", "Alfa"], ["w", "Beta"]], None),
        ([["x", "Senzor d.o.o."]], None),
        ([["x", "Senzor d.o.o."], ["y", ""]], None),
    ],
)
def test_without_headings_the_names_are_where_legal_forms_are(texts: list[list[str]], name: int | None) -> None:
    found = places(*texts)
    assert (found and found["name"]) == (None if name is None else (name,))


def test_a_state_beside_a_country_is_a_region() -> None:
    assert places(["Company", "State", "Country"], ["Pine", "Texas", "USA"]) == {
        "name": (0,),
        "region": (1,),
        "country": (2,),
    }
    assert places(["Company", "Country", "Country"], ["Pine", "USA", "USA"]) == {"name": (0,), "country": (1, 2)}


@pytest.mark.parametrize(
    ("heading", "values", "is_region"),
    [
        ("State", ["Texas", "GA", ""], True),
        ("State", ["Texas", "Serbia"], False),
        ("State", ["", ""], False),
        ("Country", ["GA", "CA"], False),
    ],
)
def test_american_states_are_told_from_countries(heading: str, values: list[str], is_region: bool) -> None:
    found: dict[Column, tuple[int, ...]] = {Column.COUNTRY: (0, 1)}
    separate_states(found, [heading, "Land"], rows(*[[value, ""] for value in values]))
    kept: dict[Column, tuple[int, ...]] = {Column.COUNTRY: (1,), Column.REGION: (0,)}
    assert found == (kept if is_region else {Column.COUNTRY: (0, 1)})


@pytest.mark.parametrize(
    ("values", "is_dropped"),
    [
        (["yes", "no"], True),
        (["yes"], False),
        (["pumps", "valves"], False),
        (["yes"] * 7 + ["pumps"] * 3, True),
        (["yes"] * 6 + ["pumps"] * 4, False),
    ],
)
def test_answers_of_yes_and_no_are_no_needs(values: list[str], is_dropped: bool) -> None:
    found: dict[Column, tuple[int, ...]] = {Column.NEEDS: (0, 1), Column.OFFERS: (1,)}
    drop_answers(found, rows(*[[value, "pumps"] for value in values]))
    assert found == {Column.NEEDS: (1,) if is_dropped else (0, 1), Column.OFFERS: (1,)}


MAIL, WEB, PHONE = "info@a.rs", "www.a.rs", "011 1234 56"


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ([MAIL, MAIL], Column.EMAIL),
        ([MAIL, ""], None),
        ([MAIL] * 7 + ["x"] * 3, Column.EMAIL),
        ([MAIL] * 6 + ["x"] * 4, None),
        ([WEB, "https://b.rs"], Column.WEBSITE),
        ([f"{PHONE}7", f"{PHONE}8"], Column.PHONE),
        (["011/12345", "011/12346"], Column.PHONE),  # eight digits
        (["011/1234", "011/1235"], None),
        (["DE", "RS"], Column.COUNTRY),
        (["Serbja", "Croatja"], None),
        (["Beograd", "Zagreb"], Column.CITY),
        (["Serbia " + "and so on " * 5, "Serbia " + "and so on " * 5], None),
        (["Beograd " + "and so on " * 5, "Beograd " + "and so on " * 5], None),
    ],
)
def test_a_column_is_told_by_most_of_its_values(values: list[str], column: Column | None) -> None:
    assert column_by_content(values) is column


@pytest.mark.parametrize(
    ("text", "is_contact"),
    [(MAIL, True), (WEB, True), ("011/12345", True), ("011/1234", False), ("Company", False)],
)
def test_contact_data_is_no_heading(text: str, is_contact: bool) -> None:
    assert is_contact_data(text) is is_contact


def test_a_cell_beyond_the_end_of_a_row_is_empty() -> None:
    [row] = rows(["a", "b"])
    assert [cell(row, place) for place in range(3)] == ["a", "b", ""]


@pytest.mark.parametrize(
    ("texts", "is_turned"),
    [
        ([["Company", "Senzor"], ["Country", "Serbia"], ["Booth", "A1"]], True),
        ([["Company", "Senzor", "Country", "Booth"], ["Country", "Serbia"], ["Booth", "A1"]], False),
        ([["Company", "Senzor", "Country", ""], ["Country", "Serbia"], ["Booth", "A1"]], True),
        ([["Company", "Senzor"], ["Country", "Serbia"], ["Booth", "Hall"]], False),
    ],
)
def test_a_table_is_turned_if_its_headings_stand_below_each_other_alone(
    texts: list[list[str]], is_turned: bool
) -> None:
    assert is_transposed(table(*texts)) is is_turned


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [("tables", "table"), ("table", "table"), ("hall", None), ("洽谈桌子数量栏", None), ("rooms", None)],
)
def test_a_typing_error_is_forgiven_in_long_headings_of_latin_letters(heading: str, meaning: str | None) -> None:
    assert meaning_of(heading, {"tables": "table", "halls": "hall", "洽谈桌子数量表": "table"}) == meaning
