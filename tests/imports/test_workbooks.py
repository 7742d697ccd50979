"""Excel files: what stands in their cells, behind them and beside them, and files that are damaged or none."""

from datetime import date

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.usecases.imports import workbooks
from bot.usecases.imports.exhibitor_list import ExhibitorList, read_list
from tests.imports.workbook_files import EXHIBITORS, rewritten, sheet_of, workbook


def read(content: bytes) -> ExhibitorList:
    return read_list(content, None)


def said(found: ExhibitorList) -> list[tuple[str, str, str | None]]:
    return [(row.name, row.country, row.booth) for row in found.rows if row.problem is None]


PLAIN = [("Senzor d.o.o.", "RS", "A1"), ("Green Fields GmbH", "DE", "A2")]


STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}


def strict(_: str, part: bytes) -> bytes:
    for usual, other in STRICT.items():
        part = part.replace(usual, other)
    return part


def with_extra_rows(extra: bytes):
    return lambda _, part: part.replace(b"</sheetData>", extra + b"</sheetData>")


@pytest.mark.parametrize(
    "bend",
    [
        lambda _, part: part,
        strict,
        lambda _, part: part.replace(b"<patternFill />", b""),
        lambda _, part: part.replace(b"<fill>", b"<fill/><fill>", 1),
        lambda name, part: None if name == "xl/theme/theme1.xml" else part,
        lambda name, part: None if name.startswith("docProps") else part,
        lambda _, part: part.replace(b'<dimension ref="A1:C3" />', b'<dimension ref="A1:XFD1048576"/>'),
        lambda _, part: part.replace(b'<dimension ref="A1:C3" />', b""),
        with_extra_rows(b'<row r="1048576"><c r="B1048576" s="0"/></row>'),
        with_extra_rows(b'<row r="9"/><row r="10"><c r="ZZ10"/></row>'),
        lambda name, part: b"\xef\xbb\xbf" + part if name == "xl/workbook.xml" else part,
    ],
)
def test_an_xlsx_of_another_program_is_read(bend) -> None:
    assert said(read(rewritten(sheet_of(*EXHIBITORS), bend))) == PLAIN


def test_the_list_may_stand_anywhere_in_the_sheet() -> None:
    def fill(book: Workbook) -> None:
        for number, row in enumerate(EXHIBITORS):
            for place, text in enumerate(row):
                book.active.cell(7 + number, 4 + place, text)
        book.active["A1"] = "Novi Sad Fair 2026"
        book.active["A2"] = date(2026, 11, 28)

    found = read(workbook(fill))
    assert said(found) == PLAIN
    assert [row.number for row in found.rows] == [8, 9]


@pytest.mark.parametrize(
    ("value", "booth", "remarked"),
    [
        (date(2026, 3, 12), "12-Mar", True),
        (date(2026, 12, 3), "3-Dec", True),
        ("12-Mar", "12-Mar", True),
        ("3. dec", "3. dec", True),
        ("3月12日", "3月12日", True),
        ("2026-03-12", "2026-03-12", True),
        (7.0, "7", False),
        (12, "12", False),
        ("3-12", "3-12", False),
        ("A-12", "A-12", False),
        ("Stand A12", "A12", False),
        ("Visit us at stand 3.G17", "3.G17", False),
        ("展位 B02", "B02", False),
        ("MAR-A12", "MAR-A12", False),
    ],
)
def test_a_booth_that_became_a_date_is_told(value: object, booth: str, remarked: bool) -> None:
    [row] = read(sheet_of(EXHIBITORS[0], ("Senzor d.o.o.", "Serbia", value))).rows
    assert row.booth == booth
    assert [remark.field for remark in row.remarks] == ["booth"] * remarked


@pytest.mark.parametrize(
    ("phone", "read_as"),
    [
        (381641234567, ("+381641234567",)),
        (641234567.0, ("+381641234567",)),
        ("011/123-4567", ("+381111234567",)),
        ("064/123-45-67 / 065/123-4567", ("+381641234567", "+381651234567")),
        ("064 123 4567; 065 123 4567", ("+381641234567", "+381651234567")),
        ("+381 11 1234 567\n+381 64 1234 567", ("+381111234567", "+381641234567")),
        ("3.81641234567E+11", ("+381641234567",)),
        ("-", ()),
    ],
)
def test_phones_are_read_as_they_are_written(phone: object, read_as: tuple[str, ...]) -> None:
    [row] = read(sheet_of(("Company", "Country", "Phone"), ("Senzor d.o.o.", "Serbia", phone))).rows
    assert row.phones == read_as
    assert row.remarks == ()


@pytest.mark.parametrize("phone", ["3,8164E+11", "3.8E+11", "on request", "12345", "011/12"])
def test_a_phone_that_cannot_be_right_is_told(phone: str) -> None:
    [row] = read(sheet_of(("Company", "Country", "Phone"), ("Senzor d.o.o.", "Serbia", phone))).rows
    assert row.phones == ()
    assert [(remark.field, remark.value) for remark in row.remarks] == [("phone", phone)]


def test_an_error_value_is_no_value() -> None:
    found = read(
        sheet_of(*EXHIBITORS[:1], ("#N/A", "Serbia", "A1"), ("Senzor", "Serbia", "#REF!"), ("B", "#NAME?", ""))
    )
    assert said(found) == [("Senzor", "RS", None)]
    assert [remark.value for row in found.rows for remark in row.remarks] == ["#N/A", "#REF!", "#NAME?"]


def test_a_formula_without_its_result_is_told() -> None:
    found = read(sheet_of(*EXHIBITORS, ("=A2", "Serbia", "A3")))
    assert [remark.value for remark in found.rows[2].remarks] == ["#FORMULA"]


def linked(cell: str, target: str):
    def link(sheet: Worksheet) -> None:
        sheet[cell].hyperlink = target

    return link


@pytest.mark.parametrize(
    ("heading", "text", "target", "field", "value"),
    [
        ("Website", "web", "https://senzor.rs", "website", "https://senzor.rs"),
        ("Website", "Click here", "http://www.senzor.rs/en?utm=1", "website", "https://www.senzor.rs/en"),
        ("E-mail", "mail us", "mailto:ana@senzor.rs?subject=Hi", "email", "ana@senzor.rs"),
        ("Website", '=HYPERLINK("https://senzor.rs","our site")', None, "website", "https://senzor.rs"),
        ("E-mail", '=HYPERLINK("mailto:ana@senzor.rs","mail")', None, "email", "ana@senzor.rs"),
        ("Website", "senzor.rs", None, "website", "https://senzor.rs"),
    ],
)
def test_a_link_behind_a_cell_counts(heading: str, text: str, target: str | None, field: str, value: str) -> None:
    then = (lambda _: None) if target is None else linked("C2", target)
    content = sheet_of(("Company", "Country", heading), ("Senzor d.o.o.", "Serbia", text), then=then)
    [row] = read(content).rows
    assert getattr(row, field) == value
    assert row.remarks == ()


def test_merged_cells_are_filled_and_a_merged_title_is_no_column() -> None:
    def merge(sheet: Worksheet) -> None:
        for area in ("A1:D1", "B3:B4", "D4:D5"):
            sheet.merge_cells(area)

    found = read(
        sheet_of(
            ("Companies at the fair", None, None, None),
            ("Company", "Country", "Paid", "Booth"),
            ("Senzor", "Serbia", "yes", "A1"),
            ("Izvor", None, "no", "C1"),
            ("Bunar", "Croatia", "no", None),
            then=merge,
        )
    )
    assert said(found) == [("Senzor", "RS", "A1"), ("Izvor", "RS", "C1"), ("Bunar", "HR", "C1")]
    assert found.layouts[0].unused == ("Paid",)


def test_an_empty_merged_cell_beside_the_list_is_nothing() -> None:
    found = read(sheet_of(*EXHIBITORS, then=lambda sheet: sheet.merge_cells("D2:E3")))
    assert said(found) == PLAIN


def test_a_link_to_a_place_in_the_workbook_fills_no_row() -> None:
    link = b'<hyperlinks><hyperlink ref="C3" location="Sheet!A1"/></hyperlinks>'
    content = rewritten(
        sheet_of(*EXHIBITORS[:2], (), EXHIBITORS[2]),
        lambda _, part: part.replace(b"</sheetData>", b"</sheetData>" + link),
    )
    [table] = workbooks.read_zip(content).tables
    assert [row.number for row in table.rows] == [1, 2, 4]


def test_a_sheet_is_read_up_to_a_number_of_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MOST_LINES", 2)
    [table] = workbooks.read_zip(sheet_of(*EXHIBITORS, EXHIBITORS[1], EXHIBITORS[2])).tables
    assert [row.number for row in table.rows] == [1, 2, 3], "one more, so that somebody can tell it is too long"


def several_sheets(book: Workbook) -> None:
    book.active.title = "Read me"
    book.active["A1"] = "Please look at the next sheet. Our company is glad to help."
    for name, rows in {
        "Hall 1": EXHIBITORS,
        "展商名单": (("公司名称", "国家/地区", "展位"), ("浦东农业科技有限公司", "中国", "101")),
        "Programme": (("Day", "Hour", "Session"), ("Monday", 9, "Opening")),
    }.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    hidden = book.create_sheet("old")
    hidden.append(("Company", "Country"))
    hidden.append(("Gone Ltd", "France"))
    hidden.sheet_state = "hidden"


def test_every_sheet_that_is_a_list_is_read_and_the_others_are_named() -> None:
    found = read(workbook(several_sheets))
    assert [(row.sheet, row.number, row.name) for row in found.rows] == [
        ("Hall 1", 2, "Senzor d.o.o."),
        ("Hall 1", 3, "Green Fields GmbH"),
        ("展商名单", 2, "浦东农业科技有限公司"),
    ]
    assert {remark.sheet for remark in found.remarks} == {"Read me", "Programme", "old"}


def test_a_hidden_row_is_read_and_told() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True

    found = read(sheet_of(*EXHIBITORS, then=hide))
    assert said(found) == PLAIN
    assert [remark.row for remark in found.remarks] == [2]


HTML = "<html><head><meta charset='{}'></head><table><tr><th>Company<th>Country<th>Booth{}</table></html>"


@pytest.mark.parametrize(
    ("rows", "companies"),
    [
        ("<tr><td>Žito &amp; Co<td>Srbija<td>1", [("Žito & Co", "RS", "1")]),
        ("<tr><td>Šećer<br>Žabalj</td><td>Srbija</td><td>2</td></tr>", [("Šećer Žabalj", "RS", "2")]),
        (
            "<tr><td>A1 doo<td rowspan=2>Srbija<td>3<tr><td>Đak<td>4",
            [("A1 doo", "RS", "3"), ("Đak", "RS", "4")],
        ),
        (
            "<tr><td>A1 doo<td rowspan=2>Srbija<td>3<tr><td>Đak<td>4<tr><td>Ćup<td>Hrvatska<td>5",
            [("A1 doo", "RS", "3"), ("Đak", "RS", "4"), ("Ćup", "HR", "5")],
        ),
        ("<tr><td><b>Ćup</b><td><script>x</script>Srbija<td>", [("Ćup", "RS", None)]),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "windows-1250", "utf-16"])
def test_a_web_page_named_xls_is_read(encoding: str, rows: str, companies: list[tuple[str, str, str | None]]) -> None:
    assert said(read(HTML.format(encoding, rows).encode(encoding))) == companies


@pytest.mark.parametrize(
    "start", [f"<?xml version='1.0'?><html><body>{' ' * 5_000}{{}}", "<?xml version='1.0'?>{}", "<!-- list -->{}"]
)
def test_a_web_page_is_known_by_its_table(start: str) -> None:
    table = "<table><tr><th>Company<th>Country<th>Booth<tr><td>Ćup<td>Srbija<td>A3</table>"
    assert said(read(start.format(table).encode())) == [("Ćup", "RS", "A3")]


def test_a_cell_may_speak_of_web_pages() -> None:
    assert said(read(b"Company;Country;Booth\n<html> and <table> Ltd;Serbia;A3\n")) == [
        ("<html> and <table> Ltd", "RS", "A3")
    ]


def test_an_xml_spreadsheet_is_read() -> None:
    cell = '<Cell{}><Data ss:Type="String">{}</Data></Cell>'
    rows = (
        "".join("<Row>" + "".join(cell.format("", text) for text in row) + "</Row>" for row in EXHIBITORS)
        + "<Row ss:Index='9'>"
        + cell.format("", "Ćup")
        + cell.format(' ss:Index="3"', "A3")
        + "</Row>"
    )
    text = (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook '
        'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="List"><Table>{rows}</Table></Worksheet></Workbook>'
    )
    found = read(text.encode())
    assert said(found) == PLAIN
    assert (found.rows[2].number, found.rows[2].name, found.rows[2].booth) == (9, "Ćup", "A3")
