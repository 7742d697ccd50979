"""What is understood of spreadsheets as they really are."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from bot.usecases.imports.columns import Column, recognise, understand
from bot.usecases.imports.errors import (
    LockedFileError,
    NoTableError,
    OldExcelError,
    TooLargeFileError,
    UnreadableFileError,
)
from bot.usecases.imports.plan import read
from bot.usecases.imports.reading import ROWS, decoded, read_tables
from tests.imports.nasty import NASTY, book


@pytest.mark.parametrize("make", NASTY, ids=lambda make: make.__name__)
def test_every_row_is_accounted_for(make) -> None:
    sheet = make()
    layout, readings = read(sheet.content, sheet.default_country)
    taken = [reading for reading in readings if reading.problem is None]
    assert [(reading.name, reading.country) for reading in taken] == sheet.companies
    assert len(readings) - len(taken) == sheet.skipped
    assert sheet.columns <= set(layout.places)
    assert sheet.more(taken)
    filled = [row for row in layout.table.rows[layout.first_row :] if not row.is_blank]
    assert [reading.number for reading in readings] == [row.number for row in filled]


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Exhibitor's name", Column.NAME),
        ("NAZIV KOMPANIJE / COMPANY", Column.NAME),
        ("Compnay", Column.NAME),
        ("Држава", Column.COUNTRY),
        ("国 家", Column.COUNTRY),
        ("Broj štanda", Column.BOOTH),
        ("展位号 Booth No.", Column.BOOTH),
        ("Paviljon", Column.HALL),
        ("Contact person", Column.CONTACT),
        ("E-Mail-Adresse", Column.EMAIL),
        ("Kontakt telefon", Column.PHONE),
        ("Delatnost", Column.ABOUT),
    ],
)
def test_headings_are_recognised_however_they_are_written(heading: str, column: Column) -> None:
    guess = recognise(heading)
    assert guess is not None
    assert guess.column is column


@pytest.mark.parametrize("heading", ["", "Remarks", "Paid", "No", "序号", "Red. br.", "Price (EUR)", "42"])
def test_other_headings_mean_nothing(heading: str) -> None:
    assert recognise(heading) is None


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Đorđević i Žišić, šećer i ćuretina", "cp1250"),
        ("Општина Стара Пазова, Љубиша", "cp1251"),
        ("Müller & Söhne, Gemüsegroßhandel", "cp1252"),
        ("上海浦东农业科技有限公司的温室传感器", "gb18030"),
        ("上海浦东 Šabac Србија", "utf-8"),
    ],
)
def test_encodings_are_told_apart(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding)) == text


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * (101 * 1024 * 1024))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", UnreadableFileError),
        (b"\x00\x00\xff\x17" * 50, UnreadableFileError),
        (b"PK\x03\x04 no zip", UnreadableFileError),
        (b"\xd0\xcf\x11\xe0" + b"old" * 20, OldExcelError),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), LockedFileError),
        (b"x" * (6 * 1024 * 1024), TooLargeFileError),
        (b"a,b\n" * (ROWS + 5), TooLargeFileError),
        (bomb(), TooLargeFileError),
    ],
)
def test_what_cannot_be_read_is_said(content: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_tables(content)


def test_a_table_without_companies_is_refused() -> None:
    with pytest.raises(NoTableError):
        understand(read_tables(b"Day,Hour,Session\nMonday,9,Opening\n"))


def test_a_merged_title_is_not_taken_for_many_columns() -> None:
    def fill(workbook: Workbook) -> None:
        sheet = workbook.active
        sheet["A1"] = "Companies"
        sheet.merge_cells("A1:D1")
        sheet.append(["Company", "Country", "Booth", "Paid"])
        sheet.append(["Senzor", "Serbia", "1", "yes"])

    layout, readings = read(book(fill), None)
    assert [reading.name for reading in readings] == ["Senzor"]
    assert layout.headings[Column.NAME].endswith("Company")
    assert layout.places[Column.COUNTRY] == (1,)
