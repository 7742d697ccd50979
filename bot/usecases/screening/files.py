"""Reads sanctions lists: OpenSanctions' "targets.simple.csv" and the tables of the large public lists."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from bot.usecases.screening.listed_names import ListedEntry

LONGEST: Final = 500
"""Maximum length of a name in characters."""
_NAMES: Final = ("name", "namealias_wholename", "whole_name", "entity_name", "sdn_name", "caption", "full_name")
_ALIASES: Final = ("aliases", "alias", "weak_aliases", "aka")
_IDS: Final = ("id", "entity_logicalid", "ent_num", "uid", "reference_number", "group_id", "unique_id")
_KINDS: Final = ("schema", "type", "entity_subjecttype", "sdn_type", "subject_type", "entity_type")
_COUNTRIES: Final = ("countries", "country", "nationality", "citizenship_countryiso2code", "address_countryiso2code")
_BORN: Final = ("birth_date", "date_of_birth", "dob", "birthdate_birthdate", "birthdate_year", "birthdate")
_PERSONS: Final = ("person", "individual", "p")
_THINGS: Final = ("vessel", "aircraft", "airplane", "cryptowallet", "ship")
# The United Kingdom's list has names in parts; the last part is the family name or the company.
_PARTS: Final = tuple(f"name_{number}" for number in (1, 2, 3, 4, 5, 6))
_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_HAN_WORD: Final = re.compile("[\u4e00-\u9fff]{2}")  # GB 18030 decodes nearly any bytes; Chinese words confirm it
_LONGEST_FIELD: Final = 16 * 1024 * 1024  # characters; some lists have hundreds of aliases in one field
_HEAD: Final = 5  # the column names must be in these first lines
# The United States' SDN.CSV has no column names: number, name, kind.
_SDN_COLUMNS: Final = 12
_CODE: Final = re.compile(r"(?<![A-Za-z])[A-Za-z]{2}(?![A-Za-z])")
"""An ISO 3166 country code. Country names are not read."""


class UnreadableListError(ValueError):
    """The file is not a readable list. The message says why."""


def read(path: Path) -> Iterator[ListedEntry]:
    """Yields every name and alias in the file. A text file has one name per line. Raises UnreadableListError."""
    text = _decoded(path)
    if not text.strip():
        raise UnreadableListError("is empty")
    name = path.stem[:100]
    if path.suffix.lower() == ".txt":
        lines = enumerate(_LINE_END.split(text), 1)
        return (_listed(name, str(number), line, None) for number, line in lines if line.strip())
    return _rows(name, text)


def _decoded(path: Path) -> str:
    """Returns the text, decoded as UTF-16, UTF-8, GB 18030 or Windows-1252, the first that fits."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableListError(f"cannot be read: {error.strerror}") from error
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "gb18030" or _HAN_WORD.search(text):
            return text
    return data.decode("cp1252", errors="replace")


def _rows(name: str, text: str) -> Iterator[ListedEntry]:
    # Fields may hold line breaks and U+2028, so only the csv module decides where a row ends.
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_FIELD))
    head = _LINE_END.split(text, maxsplit=_HEAD)[:_HEAD]
    delimiter = max(",;\t", key=head[0].count)
    first = next(csv.reader([head[0]], delimiter=delimiter))
    heading = [_key(cell) for cell in first]
    if len(first) == _SDN_COLUMNS and first[0].strip().isdecimal():
        return _headless(name, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    start = next((number for number, line in enumerate(head) if _has_names(line, delimiter)), None)
    if start is None:
        raise UnreadableListError(f"has no column of names; its columns are: {', '.join(heading[:12])}")
    delimiter = max(",;\t", key=head[start].count)
    below = io.StringIO(_LINE_END.split(text, maxsplit=start)[start] if start else text, newline="")
    keys = [_key(cell) for cell in next(csv.reader(below, delimiter=delimiter))]
    rows = csv.DictReader(below, fieldnames=keys, delimiter=delimiter)
    return (one for number, row in enumerate(rows, 1) for one in _of_row(name, number, row))


def _has_names(line: str, delimiter: str) -> bool:
    delimiter = max(",;\t", key=line.count) if delimiter not in line else delimiter
    keys = {_key(cell) for cell in next(csv.reader([line], delimiter=delimiter), [])}
    return bool(keys & set(_NAMES)) or "name_6" in keys


def _of_row(list_name: str, number: int, row: Mapping[str, str]) -> Iterator[ListedEntry]:
    kind = _first(row, _KINDS).casefold()
    if kind in _THINGS:
        return
    is_person = None if not kind else kind in _PERSONS
    entity = _first(row, _IDS) or str(number)
    whole = " ".join(part for part in (_cell(row, key) for key in _PARTS) if part)
    names = [_first(row, _NAMES) or whole]
    for key in _ALIASES:
        names += _cell(row, key).split(";")
    countries = frozenset(code.upper() for code in _CODE.findall(_first(row, _COUNTRIES)))
    born = _first(row, _BORN)[:100] or None
    for one in dict.fromkeys(name.strip() for name in names):
        if one:
            yield replace(_listed(list_name, entity, one, is_person), countries=countries, born=born)


def _headless(list_name: str, rows: Iterator[list[str]]) -> Iterator[ListedEntry]:
    for row in rows:
        if len(row) > 2 and row[2].strip().casefold() not in _THINGS:
            kind = row[2].strip().casefold()
            yield _listed(list_name, row[0].strip(), row[1].strip(), True if kind in _PERSONS else None)


def _listed(list_name: str, entity: str, name: str, is_person: bool | None) -> ListedEntry:
    return ListedEntry(list_name=list_name, entity=entity[:100], name=name.strip()[:LONGEST], is_person=is_person)


def _first(row: Mapping[str, str], keys: tuple[str, ...]) -> str:
    return next((value for value in (_cell(row, key) for key in keys) if value), "")


def _cell(row: Mapping[str, str], key: str) -> str:
    value = row.get(key)
    return value.strip() if isinstance(value, str) and value.strip() != "-0-" else ""


def _key(cell: str) -> str:
    return cell.strip().strip('"').casefold().replace(" ", "_")
