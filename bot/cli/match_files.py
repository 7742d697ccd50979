"""Reads files of needs and offers as people export them from spreadsheets, and ranks them."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from bot.matching.encoders import Encoder
from bot.matching.listing import Match, Reason, Subject
from bot.matching.matcher import Matcher
from bot.matching.normalise import clean, fold
from bot.matching.prepare import prepare_many
from storage.vocabulary import Kind, Partnership, ProfileType, Stage

MAX_BYTES = 64 * 1024 * 1024
_ENCODINGS = ("utf-8-sig", "gb18030", "cp1250")
_HAN = re.compile("[\u2e80-\u9fff]")
_HAN_IN_WORD = re.compile("[a-z][\u2e80-\u9fff](?=[a-z])", re.IGNORECASE)
_LIST_MARKS = str.maketrans(dict.fromkeys(";|/、，；", ","))

_HEADERS: dict[str, tuple[str, ...]] = {
    "id": ("id", "no", "nr", "number", "code", "ref", "reference", "listing id", "编号", "序号", "sifra", "broj"),
    "title": (
        "title", "name", "headline", "subject", "topic", "标题", "名称", "naslov", "naziv", "titel", "titre", "titulo",
    ),
    "text": (
        "text", "description", "summary", "abstract", "details", "body", "描述", "内容", "简介", "opis", "beschreibung",
    ),
    "language": ("lang", "language", "语言", "jezik", "sprache", "langue", "idioma"),
    "country": ("country", "country code", "国家", "zemlja", "drzava", "land", "pays", "pais"),
    "sectors": ("sectors", "sector", "industry", "field", "fields", "行业", "领域", "sektor", "oblast", "branche"),
    "keywords": (
        "keywords", "keyword", "key words", "tags", "tag", "关键词", "kljucne reci", "oznake", "schlagworte",
    ),
    "profile_type": ("profile type", "profile", "type", "类型"),
    "partnerships": ("partnerships", "partnership", "partnership type", "cooperation", "合作方式"),
    "stage": ("stage", "stage of development", "maturity", "阶段"),
    "targets": ("targets", "target countries", "target country", "目标国家"),
    "owner": ("owner", "company", "organisation", "organization", "公司", "企业", "firma", "kompanija"),
}  # fmt: skip
_FIELDS = {fold(header): field for field, headers in _HEADERS.items() for header in headers}


class UnusableFileError(Exception):
    """The file cannot be used. The message says why, in one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A skipped row: its line in the file, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listings:
    subjects: tuple[Subject, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """`top` 0 gives every permitted pair; `same_country` also pairs listings of one country."""

    top: int = 10
    same_country: bool = False


def read_listings(path: Path, kind: Kind, *, same_country: bool = False) -> Listings:
    """Reads JSON Lines or CSV, recognised by content.

    Rows without title and text, broken rows and repeated ids become problems. Raises UnusableFileError when the file
    cannot be read or holds no listing.
    """
    text = _decoded(path)
    rows = _json_rows(text) if text.lstrip().startswith("{") else _csv_rows(text)
    subjects: dict[str, Subject] = {}
    problems: list[Problem] = []
    for line, row in rows:
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


def _decoded(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnusableFileError(f"{path}: larger than {MAX_BYTES // 2**20} MB")
        data = path.read_bytes()
    except OSError as error:
        raise UnusableFileError(f"{path}: {error.strerror or 'cannot be read'}") from error
    encodings = ("utf-16",) if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else _ENCODINGS
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "gb18030" or not _is_misread(text):
            return text
    raise UnusableFileError(f"{path}: neither UTF-8, UTF-16, GB 18030 nor Windows-1250 text")


def _is_misread(text: str) -> bool:
    """True for Central European text read as Chinese: single Chinese characters stand inside Latin words."""
    inside = len(_HAN_IN_WORD.findall(text))
    return inside > 0.3 * len(_HAN.findall(text))


_Coded = TypeVar("_Coded", ProfileType, Partnership, Stage)
_Row = tuple[int, Mapping[str, Any] | str]


def _json_rows(text: str) -> Iterator[_Row]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            yield number, "not a JSON object"
            continue
        yield number, _known(row) if isinstance(row, dict) else "not a JSON object"


def _csv_rows(text: str) -> Iterator[_Row]:
    first = text[: text.find("\n") if "\n" in text else len(text)]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header: list[str] | None = None
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if header is None:
                header = cells
            elif len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
                yield reader.line_num, f"has {len(cells)} cells where the header has {len(header)}"
            else:
                yield reader.line_num, _known(dict(zip(header, cells, strict=False)))
    except csv.Error as error:
        yield reader.line_num, f"not CSV: {error}"


def _known(row: Mapping[Any, Any]) -> dict[str, Any]:
    """The known columns by our names. Of two with the same meaning the first counts."""
    known: dict[str, Any] = {}
    for header, value in row.items():
        key = fold(str(header)).replace("_", " ").replace("-", " ").strip()
        field = _FIELDS.get(key)
        if field and value not in (None, "") and field not in known:
            known[field] = value
    return known


def _subject(row: Mapping[str, Any], kind: Kind, line: int, *, same_country: bool) -> Subject | str:
    """The listing of a row, or why there is none."""
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
    """The alpha-2 code of a country named in any language; None if unknown, which excludes no partner."""
    from bot.reading.countries import read_country

    return read_country(name) if name else None


def _enum(kind: type[_Coded], value: str) -> _Coded | None:
    return kind(value) if value in set(kind) else None


def rank_files(
    needs: Iterable[Subject],
    offers: Iterable[Subject],
    encoder: Encoder | None,
    options: Options,
    progress: Callable[[int], None] | None = None,
    reader: Encoder | None = None,
) -> Iterator[tuple[Subject, list[Match]]]:
    """Yields each need with its offers, best first. `progress` is called with the number of encoded listings; `reader`
    is the same encoder with a cache, if there is one.

    Raises EncoderError before the first need is given.
    """
    wanted, offered = list(needs), list(offers)
    prepared = prepare_many([*wanted, *offered], reader or encoder, progress)
    matcher = Matcher.for_encoder(encoder)
    matcher.add_many(prepared)
    needs_prepared = prepared[: len(wanted)]
    if options.top:
        yield from ((need.subject, found) for need, found in matcher.rank_many(needs_prepared, options.top))
    else:
        yield from ((need.subject, matcher.rank(need, None)) for need in needs_prepared)


def told(reason: Reason) -> str:
    """A reason as text: its code and the values on both sides."""
    here, there = ", ".join(reason.values_here), ", ".join(reason.values_there)
    return f"{reason.code}: {here}" if here == there or not there else f"{reason.code}: {here} ~ {there}"
