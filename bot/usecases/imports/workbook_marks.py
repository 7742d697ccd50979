"""Reads parts of an XLSX that calamine omits: error values, links, hidden rows, and cells far outside the table.

Parts with cells may have a hundred megabytes, so they are searched with patterns and not parsed as a whole.
"""

import html
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError

from bot.usecases.imports.errors import StrayCellError, UnreadableFileError

_MOST_CELLS: Final = 12_000_000  # cells in the rectangle around all values, which calamine keeps in memory
_ROW: Final = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br=\"(\d{1,7})\"")
_COLUMN: Final = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=\"([A-Z]{1,3})\d")
_FILLED: Final = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=\"([A-Z]{1,3})(\d{1,7})\"[^>]*[^/]>\s*<(?:\w+:)?(?:v|is|f)\b")
_HIDDEN: Final = re.compile(rb"<(?:\w+:)?row\b(?=[^>]*?\bhidden=\"(?:1|true)\")[^>]*?\br=\"(\d{1,7})\"")
_ERROR: Final = re.compile(
    rb"<(?:\w+:)?c\b(?=[^>]*?\bt=\"e\")[^>]*?\br=\"([A-Z]{1,3})(\d{1,7})\"[^>]*>(?:(?!</(?:\w+:)?c>).){0,20000}?"
    rb"<(?:\w+:)?v>([^<]{1,20})</",
    re.DOTALL,
)
_LINK_FORMULA: Final = re.compile(
    rb"<(?:\w+:)?c\b[^>]*?\br=\"([A-Z]{1,3})(\d{1,7})\"[^>]*>\s*<(?:\w+:)?f\b[^>]*>\s*(?:_xlfn\.)?HYPERLINK\("
    rb"(?:\"|&quot;)([^\"&<]*(?:&amp;[^\"&<]*)*)(?:\"|&quot;)"
)
_NO_RESULT: Final = re.compile(
    rb"<(?:\w+:)?c\b[^>]*?\br=\"([A-Z]{1,3})(\d{1,7})\"[^>]*>\s*<(?:\w+:)?f\b[^>]*(?:/>|>(?!\s*(?:_xlfn\.)?HYPERLINK)[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
FORMULA_VALUE: Final = "#FORMULA"
"""Replaces a formula whose result the program has not stored."""
_LINKS: Final = re.compile(rb"<(?:\w+:)?hyperlink\b[^>]*>")
_ATTRIBUTE: Final = re.compile(rb"([\w:]+)=\"([^\"]*)\"")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetMarks:
    """By row and column, from 0; but `hidden_rows` counts from 1, like spreadsheet programs."""

    errors: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    links: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()

    @property
    def rows(self) -> frozenset[int]:
        return frozenset(self.errors) | frozenset(self.links)


def read_marks(packed: zipfile.ZipFile) -> dict[str, SheetMarks]:
    """Returns sheet name → its marks; nothing if the file is no XLSX. Raises StrayCellError."""
    parts = {name.replace("\\", "/"): name for name in packed.namelist()}
    if "xl/workbook.xml" not in parts:
        return {}
    targets = _relations(packed, parts, "xl/workbook.xml")
    marks = {}
    for sheet in _xml(packed.read(parts["xl/workbook.xml"])).iter():
        if _local(sheet.tag) == "sheet":
            target = targets.get(_by_local_name(sheet, "id"), "")
            if target in parts:
                relations = _relations(packed, parts, target)
                marks[sheet.get("name", "")] = _marks(packed.read(parts[target]), relations)
    return marks


def _relations(packed: zipfile.ZipFile, parts: Mapping[str, str], of: str) -> dict[str, str]:
    """Returns id → target. Targets within the file are paths from its root."""
    folder, name = posixpath.split(of)
    path = f"{folder}/_rels/{name}.rels"
    if path not in parts:
        return {}
    found = {}
    for one in _xml(packed.read(parts[path])):
        target = one.get("Target", "")
        if one.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[one.get("Id", "")] = target
    return found


def _xml(content: bytes) -> Element:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        return fromstring(content, forbid_dtd=True)
    except (ParseError, LookupError) as error:
        raise ValueError("broken XML") from error
    except DefusedXmlException:
        raise UnreadableFileError from None


def _local(tag: Any) -> str:
    return str(tag).rpartition("}")[2]


def _by_local_name(element: Element, name: str) -> str:
    """Returns an attribute in any namespace, because strict files have another one."""
    return next((value for key, value in element.attrib.items() if key.startswith("{") and _local(key) == name), "")


def _marks(content: bytes, relations: Mapping[str, str]) -> SheetMarks:
    _refuse_stray_cells(content)
    errors: dict[int, dict[int, str]] = {}
    if b't="e"' in content:
        for column, number, value in _ERROR.findall(content):
            errors.setdefault(int(number) - 1, {})[_index(column)] = value.decode("ascii", "replace")
    if b"<f" in content or b":f" in content:
        for column, number in _NO_RESULT.findall(content):
            errors.setdefault(int(number) - 1, {})[_index(column)] = FORMULA_VALUE
    links: dict[int, dict[int, str]] = {}
    for row, place, target in _all_links(content, relations):
        links.setdefault(row, {}).setdefault(place, target)
    hidden = frozenset(map(int, _HIDDEN.findall(content))) if b"hidden=" in content else frozenset()
    return SheetMarks(errors=errors, links=links, hidden_rows=hidden)


def _refuse_stray_cells(content: bytes) -> None:
    rows = max(map(int, _ROW.findall(content)), default=0)
    columns = max(map(_index, set(_COLUMN.findall(content))), default=0) + 1
    if rows * columns <= _MOST_CELLS:
        return
    filled = [(int(row), _index(column)) for column, row in _FILLED.findall(content)]
    rows, columns = (max((cell[n] for cell in filled), default=0) for n in (0, 1))
    if rows * (columns + 1) > _MOST_CELLS:
        row, column = max(filled, key=lambda cell: (cell[0] / rows, cell[1]))
        raise StrayCellError(cell=f"{_letters(column)}{row}")


def _all_links(content: bytes, relations: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Yields row, column and target."""
    if b"HYPERLINK(" in content:
        for column, row, target in _LINK_FORMULA.findall(content):
            yield int(row) - 1, _index(column), html.unescape(target.decode("utf-8", "replace"))
    for element in _LINKS.findall(content) if b"hyperlink" in content else ():
        said = {
            key.decode().rpartition(":")[2]: value.decode("utf-8", "replace")
            for key, value in _ATTRIBUTE.findall(element)
        }
        target = html.unescape(relations.get(said.get("id", ""), ""))
        cell = re.match(r"([A-Z]{1,3})(\d{1,7})", said.get("ref", ""))
        if cell and target:
            yield int(cell[2]) - 1, _index(cell[1].encode()), target


def _index(column: bytes) -> int:
    number = 0
    for letter in column:
        number = number * 26 + letter - 64
    return number - 1


def _letters(column: int) -> str:
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
