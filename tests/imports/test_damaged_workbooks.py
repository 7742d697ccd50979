"""Excel files that are damaged, or none, are refused with the reason."""

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from bot.errors import InputError
from bot.usecases.imports.errors import (
    BrokenWorkbookError,
    EmptyFileError,
    LockedFileError,
    OtherFormatError,
    StrayCellError,
    TooLargeFileError,
    UnreadableFileError,
)
from tests.imports.test_workbooks import read
from tests.imports.workbook_files import EXHIBITORS, damaged, rewritten, sheet_of, understated, workbook, zipped


def stray(sheet: Worksheet) -> None:
    sheet["XFD1048576"] = "x"


ENTITY = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


BOOK = sheet_of(*EXHIBITORS)
SHEET = "xl/worksheets/sheet1.xml"


REFUSED: list[tuple[str, bytes, type[InputError]]] = [
    ("nothing", b"", EmptyFileError),
    ("white space", b"\xef\xbb\xbf \r\n\r\n", EmptyFileError),
    ("zeros", b"\x00" * 50, EmptyFileError),
    ("nothing after a mark", b"\xff\xfe", EmptyFileError),
    ("an empty sheet", workbook(lambda _: None), EmptyFileError),
    ("a picture", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, OtherFormatError),
    ("another picture", b"\xff\xd8\xff\xe0" + b"\x00" * 50, OtherFormatError),
    ("rich text", b"{\\rtf1 Company}", OtherFormatError),
    ("old Word", b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le") * 9, OtherFormatError),
    ("a page without a table", b"<html><body><p>No</p></body></html>", UnreadableFileError),
    ("no ZIP", b"PK\x03\x04 no zip", BrokenWorkbookError),
    ("half a file", BOOK[: len(BOOK) // 2], BrokenWorkbookError),
    ("half a sheet", rewritten(BOOK, lambda n, p: p[: len(p) // 2] if "sheet1" in n else p), BrokenWorkbookError),
    ("broken XML", rewritten(BOOK, lambda n, p: b"<a" if n == "xl/workbook.xml" else p), BrokenWorkbookError),
    ("no workbook", rewritten(BOOK, lambda n, p: None if n == "xl/workbook.xml" else p), BrokenWorkbookError),
    ("no sheet", rewritten(BOOK, lambda n, p: None if "sheet1" in n else p), BrokenWorkbookError),
    ("damaged old Excel", b"\xd0\xcf\x11\xe0" + b"old" * 200, BrokenWorkbookError),
    ("a password", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), LockedFileError),
    ("a stray cell", sheet_of(*EXHIBITORS, then=stray), StrayCellError),
    ("a ZIP bomb", zipped({"xl/workbook.xml": b"0" * (101 * 1024 * 1024)}), TooLargeFileError),
    (
        "a ZIP bomb that states a small size",
        understated(rewritten(BOOK, lambda n, p: p + b" " * 2_000_000 if n == SHEET else p), SHEET, 500),
        TooLargeFileError,
    ),
    ("bytes that cannot be unpacked", damaged(BOOK, SHEET), BrokenWorkbookError),
    ("an entity bomb", rewritten(BOOK, lambda n, p: ENTITY + p if n == "xl/workbook.xml" else p), UnreadableFileError),
    (
        "an entity bomb in XML",
        ENTITY + b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">&b;</Workbook>',
        UnreadableFileError,
    ),
    ("too many bytes", b"x" * (51 * 1024 * 1024), TooLargeFileError),
    ("too many rows", b"Company\n" + b"a,b\n" * 50_200, TooLargeFileError),
]


OTHER_KINDS = {
    "Word": zipped({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}),
    "PowerPoint": zipped({"[Content_Types].xml": b"<a/>", "ppt/presentation.xml": b"<a/>"}),
    "Numbers": zipped({"Index/Document.iwa": b"x"}),
    "ZIP": zipped({"list.csv": b"a,b"}),
    "PDF": b"%PDF-1.4\n%\xe2\xe3",
    "XML": b'<?xml version="1.0"?><rss></rss>',
}


@pytest.mark.parametrize(("content", "error"), [each[1:] for each in REFUSED], ids=[each[0] for each in REFUSED])
def test_unreadable_workbooks_are_refused_with_a_reason(content: bytes, error: type[InputError]) -> None:
    with pytest.raises(error) as refused:
        read(content)
    assert refused.value.message.format(**refused.value.values)


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_a_file_of_another_kind_is_refused_by_its_name(kind: str) -> None:
    with pytest.raises(OtherFormatError) as refused:
        read(OTHER_KINDS[kind])
    assert refused.value.values == {"kind": kind}
