"""Converts any supported file to tables of text, regardless of its name. Pure and possibly slow."""

from typing import Final

from bot.usecases.imports.delimited import read_delimited
from bot.usecases.imports.errors import EmptyFileError, OtherFormatError, TooLargeFileError
from bot.usecases.imports.markup_tables import is_html, is_spreadsheet_xml, read_html, read_spreadsheet_xml
from bot.usecases.imports.tables import MEGABYTES, MOST_LINES, ROWS, Source
from bot.usecases.imports.workbooks import read_ole, read_zip

_OLE: Final = b"\xd0\xcf\x11\xe0"
_OTHER: Final = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "GZIP"),
    (b"SQLite format 3", "SQLite"),
    (b"\xfd7zXZ", "XZ"),
    (b"BZh", "BZIP2"),
)


def read_source(content: bytes) -> Source:
    """Returns all tables with at least one row. Raises an error of `errors`."""
    if len(content) > MEGABYTES * 1024 * 1024:
        raise TooLargeFileError(rows=ROWS, megabytes=MEGABYTES)
    if not content.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise EmptyFileError
    source = _read(content)
    tables = [table for table in source.tables if table.rows]
    if not tables:
        raise EmptyFileError
    if any(len(table.rows) > MOST_LINES for table in tables):
        raise TooLargeFileError(rows=ROWS, megabytes=MEGABYTES)
    return Source(tables=tables, remarks=source.remarks)


def _read(content: bytes) -> Source:
    head = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:16]
    for start, kind in _OTHER:
        if head.startswith(start):
            raise OtherFormatError(kind=kind)
    if content.startswith(_OLE):
        return read_ole(content)
    if content.startswith(b"PK"):
        return read_zip(content)
    if is_spreadsheet_xml(content):
        return read_spreadsheet_xml(content)
    if is_html(content):
        return read_html(content)
    if head.startswith(b"<?xml"):
        raise OtherFormatError(kind="XML")
    return read_delimited(content)
