"""Excel files as many programs write them, made by code and bent where openpyxl would not."""

import io
import zipfile
from collections.abc import Callable

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

EXHIBITORS = (
    ("Company", "Country", "Booth"),
    ("Senzor d.o.o.", "Serbia", "A1"),
    ("Green Fields GmbH", "Germany", "A2"),
)


def workbook(fill: Callable[[Workbook], None]) -> bytes:
    book = Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_of(*rows: tuple[object, ...], then: Callable[[Worksheet], None] = lambda _: None) -> bytes:
    def fill(book: Workbook) -> None:
        for row in rows:
            book.active.append(row)
        then(book.active)

    return workbook(fill)


def rewritten(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The ZIP with its parts changed; None leaves one out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
    return out.getvalue()


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in parts.items():
            new.writestr(name, part)
    return out.getvalue()
