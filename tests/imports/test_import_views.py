"""What an organizer reads about a list: what strangers wrote in it is text, and no more than is worth saying."""

import csv
import io
from dataclasses import replace

import pytest

from bot.usecases.imports.doubles import Double
from bot.usecases.imports.exhibitor_list import ExhibitorList, read_list
from bot.usecases.imports.plan import EventNames, KnownState, Plan, compare, decide
from bot.usecases.imports.rows import ExhibitorRow
from bot.usecases.imports.tables import Remark
from handlers.imports import draft_views, remark_views, result_views, views
from storage.ids import EventId, ImportId, ListingId
from storage.listings.origins import ListingDraft
from storage.models import Company, Event, Import, ImportRow, Listing, ListingOrigin
from storage.vocabulary import Kind, ProfileType, RowOutcome
from tests.factories import NOW
from tests.introductions.shown import ESCAPED, MARKUP, T

ODD = (
    f"Company;Country;City;E-mail;Products;{MARKUP}\n"
    f"{MARKUP} d.o.o.;Serbia;{MARKUP};{MARKUP}@;{MARKUP} pumps and valves;red\n"
    f"{MARKUP} Ltd;;;;;\n"
)


def plan(text: str, country: str | None = None) -> Plan:
    """Of a list of companies that nobody has registered."""
    comparison = compare(read_list(text.encode(), country), EventNames(companies=(), spellings=()), {})
    known = KnownState(facts=(), advised=frozenset(), listings={})
    rows = comparison.exhibitors.rows
    return Plan(comparison=comparison, steps=decide(rows, known, comparison.repeats))


def preview(text: str, country: str | None = None, name: str = "list.csv") -> str:
    return views.understood(T, plan(text, country), name, country=country, left_out=False)


def test_cells_of_a_list_are_text_and_no_markup() -> None:
    shown = preview(ODD, name=MARKUP)
    assert MARKUP not in shown
    for line in (
        f"<b>What I understood of {ESCAPED}</b>",
        f"Not used: {ESCAPED}",
        f"<i>{ESCAPED} d.o.o. · RS · {ESCAPED}</i>",
        f"📦 <i>{ESCAPED} pumps and valves</i>",
        f"Row 2, E-mail: not an e-mail address – {ESCAPED}@",
        f"Row 3: no country – {ESCAPED} Ltd",
    ):
        assert line in shown, shown


def test_each_sheet_of_several_is_named() -> None:
    found = plan(ODD)
    layout = found.exhibitors.layouts[0]
    sheet = replace(layout, table=replace(layout.table, name=MARKUP))
    two = replace(found.comparison, exhibitors=replace(found.exhibitors, layouts=[sheet, layout]))
    shown = views.understood(T, replace(found, comparison=two), "list.xlsx", country=None, left_out=False)
    assert f"<b>Sheet {ESCAPED}</b>" in shown
    assert "<b>Sheet …</b>" in shown
    assert "<b>Sheet" not in preview(ODD)


@pytest.mark.parametrize(
    ("remark", "line"),
    [
        (Remark(why="why", sheet=MARKUP), f"{ESCAPED}: why"),
        (Remark(why="why", sheet="Sheet 1", row=3), "Row 3: why"),
        (Remark(why="why", row=3, heading=MARKUP, value=MARKUP), f"Row 3, {ESCAPED}: why – {ESCAPED}"),
        (Remark(why="why"), "why"),
    ],
)
def test_a_remark_says_where(remark: Remark, line: str) -> None:
    assert remark_views.remark_line(T, remark) == line


@pytest.mark.parametrize(("rows", "more"), [(8, False), (9, True)])
def test_eight_remarks_are_shown(rows: int, more: bool) -> None:
    shown = preview(
        "Company;Country\n" + "Firma;Nowhere\n" * 0 + "".join(f";RS{n}\n" for n in range(rows)) + "A;Serbia\n"
    )
    assert shown.count("Row ") == 8
    assert ("… and 1 more; the file of remarks has all." in shown) is more


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Company;Country\nSenzor;Serbia\n", False),
        ("Company;Country\nSenzor;Serbia\nTotal: 1;\n", True),
        ("Company;Country;E-mail\nSenzor;Serbia;info@\n", True),
    ],
)
def test_remarks_are_offered_as_a_file_where_there_are_any(text: str, expected: bool) -> None:
    assert remark_views.has_remarks(read_list(text.encode(), None)) is expected


def test_a_guessed_country_is_told_unless_the_organizer_has_chosen_one() -> None:
    text = "Company;Country\nGreen Fields GmbH;\nNobody;\n"
    assert "1 country is guessed" in preview(text)
    assert "1 row names no country" in preview(text)
    chosen = preview(text, "CN")
    assert "guessed" not in chosen
    assert "names no country" not in chosen


def test_a_preview_ends_with_a_whole_line() -> None:
    assert views._fitting(["x" * 3_499]) == ["x" * 3_499]
    assert views._fitting(["a", "x" * 3_498]) == ["a", "…"]


def test_a_probable_double_is_shown_beside_what_it_repeats() -> None:
    one = ExhibitorRow(number=2, name=MARKUP, city=MARKUP)
    other = ExhibitorRow(number=3, name="Senzor", city="Novi Sad", email="ana@senzor.rs")
    found = Double(position=1, row=other, other=one)
    shown = views.double(T, found, 1)
    assert MARKUP not in shown
    assert shown.count(ESCAPED) == 2
    assert "after this one" not in shown
    assert "1 more pair after this one." in views.double(T, found, 2)
    with_double = replace(plan(ODD), comparison=replace(plan(ODD).comparison, doubles=[found]))
    told = views.understood(T, with_double, "list.csv", country=None, left_out=False)
    assert f"• Senzor ↔ {ESCAPED}" in told
    assert "probably" not in preview(ODD)


def test_nothing_is_said_before_a_double_is_decided() -> None:
    assert views.decided(T, 0, 0) == ""
    assert views.decided(T, 1, 3) == "1 the same, 2 different"


def test_names_of_others_are_text_in_results_too() -> None:
    done = Import(id=ImportId(1), file_name=MARKUP, created_at=NOW, undone_at=None, finished_at=NOW)
    assert f"• {ESCAPED} · " in result_views._list_line(T, done, NOW)
    assert f"• {ESCAPED}: 2" in result_views.held_matches(T, [(ListingId(1), MARKUP, 2)]).text
    assert f"get {ESCAPED} again" in result_views.stopped(T, MARKUP, 1, 2)
    assert f"row 3 of {ESCAPED} said" in result_views.row_withdrawn(T, MARKUP, 3).text


def test_a_spreadsheet_runs_nothing_that_a_list_says() -> None:
    row = ImportRow(number=1, sheet="=CMD()", sheet_row=3, name="+CMD()", outcome=RowOutcome.CREATED, reason=None)
    rows = list(csv.reader(io.StringIO(result_views.write_results(T, [row]).decode("utf-8-sig"))))
    assert rows[1][:3] == ["'=CMD()", "3", "'+CMD()"]
    found = ExhibitorList(layouts=(), rows=(), remarks=[Remark(why="why", sheet="=CMD()", value="@CMD()")])
    event = Event(code="GREEN1", names={"en": "Green Fair"})
    rows = list(
        csv.reader(io.StringIO(remark_views.remarks_file(T, event, "list.csv", found).content.decode("utf-8-sig")))
    )
    assert rows[1] == ["'=CMD()", "", "", "", "'@CMD()", "why"]


def test_a_draft_shows_what_the_list_says_as_text() -> None:
    profile = ProfileType.BUSINESS_OFFER
    found = ListingDraft(
        listing=Listing(
            id=ListingId(1), kind=Kind.OFFER, title=f"Title {MARKUP}", summary=f"Summary {MARKUP}",
            profile_type=profile, sectors=frozenset(),
        ),
        origin=ListingOrigin(guessed=False),
        company=Company(name=f"Company {MARKUP}", country="RS"),
    )  # fmt: skip
    shown = draft_views.draft(T, EventId(1), found, may_correct=False).text
    assert all(f"{part} {ESCAPED}" in shown for part in ("Title", "Summary", "Company"))
    line = draft_views._line(found)
    assert all(f"{part} {ESCAPED}" in line for part in ("Title", "Company"))
    assert draft_views.actions(T, EventId(1), 0) == ()
