"""Parses tables of web pages and of XML spreadsheets, which registration programs save as .xls."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, Final

from bot.usecases.imports.encodings import decode
from bot.usecases.imports.errors import UnreadableFileError
from bot.usecases.imports.tables import COLUMNS, MOST_LINES, Source, Table, make_row

_CHARSET: Final = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_SPREADSHEET_XML: Final = "{urn:schemas-microsoft-com:office:spreadsheet}"
_MOST_SPANNED: Final = 2_000


def is_spreadsheet_xml(content: bytes) -> bool:
    head = content[:2_000].replace(b"\x00", b"")
    return b"urn:schemas-microsoft-com:office:spreadsheet" in head and b"<html" not in head.lower()


def is_html(content: bytes) -> bool:
    head = content[:4_000].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return head.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<style", b"<div", b"<body")) or (
        head.startswith((b"<?xml", b"<!--")) and (b"<html" in head or b"<table" in head)
    )


def read_html(content: bytes) -> Source:
    """Returns all tables with at least one row, in order. Raises UnreadableFileError if there is none."""
    parser = _TableParser()
    parser.feed(_declared_text(content))
    parser.close()
    tables = [
        Table(name="" if len(parser.tables) == 1 else f"{number}", rows=_rows(grid))
        for number, grid in enumerate(parser.tables, 1)
        if any(any(cell[0].strip() for cell in row) for row in grid)
    ]
    if not tables:
        raise UnreadableFileError
    return Source(tables=tables)


def _declared_text(content: bytes) -> str:
    said = _CHARSET.search(content[:2_000])
    if said is not None and b"\x00" not in content[:200]:
        try:
            return content.decode(said.group(1).decode("ascii"))
        except (UnicodeDecodeError, LookupError):
            pass
    return decode(content).text


def _rows(grid: list[list[tuple[str, str]]]) -> list[Any]:
    rows = [
        make_row(
            number,
            [text for text, _ in cells[:COLUMNS]],
            {place: link for place, (_, link) in enumerate(cells[:COLUMNS]) if link},
        )
        for number, cells in enumerate(grid[: MOST_LINES + 1], 1)
    ]
    return [row for row in rows if not row.is_blank]


class _TableParser(HTMLParser):
    """Collects the cells of each table. A cell over several rows or columns is repeated in each."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[tuple[str, str]]]] = []
        self._open: list[list[list[tuple[str, str]]]] = []
        self._cell: list[str] | None = None
        self._link = ""
        self._span = (1, 1)
        self._below: dict[int, tuple[int, tuple[str, str]]] = {}
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        match tag:
            case "table":
                self._end_cell()
                grid: list[list[tuple[str, str]]] = []
                self.tables.append(grid)
                self._open.append(grid)
                self._below = {}
            case "tr" if self._open:
                self._end_cell()
                self._open[-1].append([])
                self._fill()
            case "td" | "th" if self._open:
                self._end_cell()
                if not self._open[-1]:
                    self._open[-1].append([])
                self._cell, self._link = [], ""
                self._span = (_number(said.get("rowspan")), _number(said.get("colspan")))
            case "br" | "p" | "div" | "li" if self._cell is not None:
                self._cell.append("\n")
            case "a" if self._cell is not None and said.get("href"):
                self._link = self._link or str(said["href"])
            case "style" | "script":
                self._silent += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "tr", "table"}:
            self._end_cell()
        if tag == "table" and self._open:
            self._open.pop()
        if tag in {"style", "script"}:
            self._silent = max(0, self._silent - 1)

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._silent:
            # Line breaks in the source have no meaning in HTML.
            self._cell.append(" ".join(data.split()) if data.strip() else " ")

    def _end_cell(self) -> None:
        if self._cell is None or not self._open:
            return
        text = re.sub(r" *\n *", "\n", "".join(self._cell)).strip()
        cell, row = (text, self._link), self._open[-1][-1]
        rows, columns = self._span
        for _ in range(min(columns, COLUMNS)):
            if rows > 1:
                self._below[len(row)] = (rows - 1, cell)
            row.append(cell)
        self._cell = None
        self._fill()

    def _fill(self) -> None:
        """Repeats the cells that span rows above."""
        row = self._open[-1][-1]
        while len(row) in self._below and len(row) < COLUMNS:
            left, cell = self._below.pop(len(row))
            if left > 1:
                self._below[len(row)] = (left - 1, cell)
            row.append(cell)


def _number(text: str | None) -> int:
    return min(int(text), _MOST_SPANNED) if text and text.isdecimal() and int(text) > 0 else 1


def read_spreadsheet_xml(content: bytes) -> Source:
    """Returns the visible sheets of an "XML Spreadsheet 2003". Raises UnreadableFileError on broken XML or entities."""
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        book = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise UnreadableFileError from None
    tables = []
    for sheet in book.iter(f"{_SPREADSHEET_XML}Worksheet"):
        rows = [row for row in _xml_rows(sheet) if not row.is_blank]
        if rows:
            tables.append(Table(name=sheet.get(f"{_SPREADSHEET_XML}Name", ""), rows=rows[: MOST_LINES + 1]))
    if not tables:
        raise UnreadableFileError
    return Source(tables=tables)


def _xml_rows(sheet: Any) -> Iterator[Any]:
    number = 0
    for row in sheet.iter(f"{_SPREADSHEET_XML}Row"):
        number = int(row.get(f"{_SPREADSHEET_XML}Index", number + 1))
        texts: list[str] = []
        links: dict[int, str] = {}
        for cell in row.iter(f"{_SPREADSHEET_XML}Cell"):
            place = int(cell.get(f"{_SPREADSHEET_XML}Index", len(texts) + 1)) - 1
            if place >= COLUMNS:
                break
            texts += [""] * (place - len(texts))
            data = cell.find(f"{_SPREADSHEET_XML}Data")
            if link := cell.get(f"{_SPREADSHEET_XML}HRef"):
                links[len(texts)] = link
            repeated = 1 + _number(cell.get(f"{_SPREADSHEET_XML}MergeAcross")) * (
                cell.get(f"{_SPREADSHEET_XML}MergeAcross") is not None
            )
            texts += ["" if data is None else "".join(data.itertext())] * min(repeated, COLUMNS)
        yield make_row(number, texts[:COLUMNS], links)
