"""Reads files of needs and offers as people export them.

Tables are read like lists of exhibitors: any encoding and separator, titles above the headings, and XLSX.
"""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, TypeVar

from bot.errors import DomainError
from bot.matching.listing import Subject
from bot.matching.normalise import clean, fold
from bot.usecases.imports.delimited import OPEN_QUOTE
from bot.usecases.imports.encodings import decode
from bot.usecases.imports.headings import Column, heading_key, recognise
from bot.usecases.imports.reading import read_source
from bot.usecases.imports.tables import MEGABYTES, Row, Table
from storage.vocabulary import Kind, Partnership, ProfileType, Stage

_HEADING_ROWS: Final = 25  # the headings are searched in this many rows
_LIST_MARKS = str.maketrans(dict.fromkeys(";|/、，；", ","))
_EXHIBITOR_COLUMNS: Final = {
    Column.COUNTRY: "country",
    Column.NAME: "owner",
    Column.ABOUT: "text",
    Column.OFFERS: "title",
    Column.NEEDS: "title",
}
"""Columns of an exhibitor list, with their names here."""


class UnusableFileError(Exception):
    """The file cannot be used. The message gives the reason in one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A row that was skipped or mended: its line in the file, and why."""

    line: int
    reason: str
    skipped: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Listings:
    subjects: tuple[Subject, ...]
    problems: tuple[Problem, ...]


def read_listings(path: Path, kind: Kind, *, same_country: bool = False) -> Listings:
    """Reads JSON Lines, CSV or XLSX, recognised by content.

    Rows without title and text, broken rows and repeated ids become problems. Raises UnusableFileError if the file
    cannot be read or contains no listing.
    """
    content = _content(path)
    try:
        rows = list(_rows(content))
    except DomainError as error:
        raise UnusableFileError(f"{path}: {error.message.format(**error.values)}") from error
    subjects: dict[str, Subject] = {}
    problems: list[Problem] = []
    for line, row in rows:
        if isinstance(row, Problem):
            problems.append(row)
            continue
        subject = row if isinstance(row, str) else _subject(row, kind, line, same_country=same_country)
        if isinstance(subject, str):
            problems.append(Problem(line=line, reason=subject))
        elif subject.id in subjects:
            problems.append(Problem(line=line, reason=f"the id {subject.id!r} is there twice"))
        else:
            subjects[subject.id] = subject
    if not subjects:
        raise UnusableFileError(f"{path}: no listing found; a row needs at least a title")
    return Listings(subjects=tuple(subjects.values()), problems=tuple(problems))


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MEGABYTES * 2**20:
            raise UnusableFileError(f"{path}: larger than {MEGABYTES} MB")
        return path.read_bytes()
    except OSError as error:
        raise UnusableFileError(f"{path}: {error.strerror or 'cannot be read'}") from error


_Coded = TypeVar("_Coded", ProfileType, Partnership, Stage)
_Row = tuple[int, Mapping[str, Any] | str | Problem]


def _rows(content: bytes) -> Iterator[_Row]:
    """Yields each line with its row, or with the reason why it cannot be read. Raises an error of `imports.errors`."""
    if content[:8].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").startswith(b"{"):
        yield from _json_rows(decode(content).text)
        return
    source = read_source(content)
    for remark in source.remarks:
        if remark.row is not None and remark.grave:
            mended = remark.why == OPEN_QUOTE
            yield remark.row, Problem(line=remark.row, reason=remark.why, skipped=not mended)
    for table in source.tables:
        yield from _table_rows(table)


def _json_rows(text: str) -> Iterator[_Row]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            yield number, "not a JSON object"
            continue
        yield number, _known(row.items()) if isinstance(row, dict) else "not a JSON object"


def _table_rows(table: Table) -> Iterator[_Row]:
    at = max(range(min(_HEADING_ROWS, len(table.rows))), key=lambda index: _heading_score(table.rows[index]), default=0)
    headings = table.rows[at].cells
    for row in table.rows[at + 1 :]:
        if any(row.cells[len(headings) :]):
            yield row.number, f"has {len(row.cells)} cells where the header has {len(headings)}"
        else:
            yield row.number, _known(zip(headings, row.cells, strict=False))


def _heading_score(row: Row) -> int:
    return len({field for cell in row.cells if (field := _field(cell))} & {"title", "text"}) * 10 + sum(
        _field(cell) is not None for cell in row.cells
    )


def _known(row: Iterable[tuple[Any, Any]]) -> dict[str, Any]:
    """Returns the known columns by our names. If two columns have the same meaning, the first one counts."""
    known: dict[str, Any] = {}
    for header, value in row:
        field = _field(str(header))
        if field and value not in (None, "") and field not in known:
            known[field] = value
    return known


def _field(heading: str) -> str | None:
    field = _fields().get(heading_key(heading))
    if field is not None:
        return field
    guess = recognise(heading)
    return _EXHIBITOR_COLUMNS.get(guess.column) if guess is not None and guess.column is not None else None


@cache
def _fields() -> dict[str, str]:
    read = tomllib.loads(files("bot.cli").joinpath("match_headings.toml").read_text("utf-8"))
    return {heading_key(heading): field for field, headings in read.items() for heading in headings}


def _subject(row: Mapping[str, Any], kind: Kind, line: int, *, same_country: bool) -> Subject | str:
    """Returns the listing of a row, or the reason why there is none."""
    title, text = _one(row, "title"), _one(row, "text")
    if not clean(title) and not clean(text):
        return "has neither a title nor a text"
    return Subject(
        id=_one(row, "id") or str(line),
        kind=kind,
        title=title or text,
        text=text if title else "",
        language=_one(row, "language") or None,
        country=_country(_one(row, "country")),
        sectors=frozenset(fold(sector) for sector in _many(row, "sectors")),
        keywords=_many(row, "keywords"),
        profile_type=_enum(ProfileType, _one(row, "profile_type").upper()),
        partnerships=frozenset(
            found
            for name in _many(row, "partnerships")
            if (found := _enum(Partnership, name.lower().replace(" ", "_")))
        ),
        stage=_enum(Stage, _one(row, "stage").lower()),
        targets=frozenset(code for name in _many(row, "targets") if (code := _country(name))),
        same_country_ok=same_country,
        owner=fold(_one(row, "owner")) or None,
        secrets=frozenset({_one(row, "owner")}),
    )


def _one(row: Mapping[str, Any], field: str) -> str:
    value = row.get(field, "")
    return " ".join(map(str, value)) if isinstance(value, list) else str(value).strip()


def _many(row: Mapping[str, Any], field: str) -> tuple[str, ...]:
    value = row.get(field, "")
    parts = [str(part) for part in value] if isinstance(value, list) else str(value).translate(_LIST_MARKS).split(",")
    return tuple(stripped for part in parts if (stripped := part.strip()))


def _country(name: str) -> str | None:
    """Returns the alpha-2 code of a country named in any language. None if unknown, which excludes no partner."""
    from bot.reading.countries import read_country

    return read_country(name) if name else None


def _enum(kind: type[_Coded], value: str) -> _Coded | None:
    return kind(value) if value in set(kind) else None
