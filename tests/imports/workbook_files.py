"""Excel files as many programs write them, made by code and bent where openpyxl would not."""

import io
import struct
import zipfile
import zlib
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


def understated(content: bytes, name: str, size: int) -> bytes:
    """The ZIP with a smaller size of one part in its directory, and the checksum of so much of it."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        part, checksum = packed.getinfo(name), zlib.crc32(packed.read(name)[:size])
    raw = bytearray(content)
    in_directory = raw.index(name.encode(), content.index(b"PK\x01\x02")) - 30
    for place in (part.header_offset + 14, in_directory):
        struct.pack_into("<L", raw, place, checksum)
        struct.pack_into("<L", raw, place + 8, size)
    return bytes(raw)


def damaged(content: bytes, name: str) -> bytes:
    """The ZIP with one part whose packed bytes cannot be unpacked."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        start = packed.getinfo(name).header_offset + 30 + len(name)
    return content[:start] + b"\xff" * 20 + content[start + 20 :]
