"""`partnerbridge match`: a file of needs against a file of offers, one line a pair on standard output."""

import csv
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn, Protocol

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from bot.cli.match_files import (
    Listings,
    Options,
    UnusableFileError,
    rank_files,
    read_listings,
    told,
)
from bot.matching.encoders import EncoderError, load_encoder, missing_builtin
from bot.matching.listing import Match, Subject
from storage.vocabulary import Kind

_FILE = typer.Option(
    help="JSON Lines or CSV: id, title, text, and whatever of lang, country, sectors, keywords is there."
)


class Format(StrEnum):
    JSONL = "jsonl"
    CSV = "csv"
    TABLE = "table"


def match(
    needs: Annotated[Path, _FILE],
    offers: Annotated[Path, _FILE],
    top: Annotated[int, typer.Option(min=0, help="Offers for each need; 0 for all.")] = 10,
    format: Annotated[Format, typer.Option(help="How to write the pairs.")] = Format.JSONL,  # noqa: A002
    same_country: Annotated[bool, typer.Option("--same-country", help="Let listings of one country meet.")] = False,
    encoder: Annotated[
        str,
        typer.Option(envvar="PARTNERBRIDGE_ENCODER", help='"builtin", "none", or an embeddings server\'s address.'),
    ] = "builtin",
) -> None:
    """Rank a file of offers for each of a file of needs, across languages."""
    errors = Console(stderr=True)
    wanted = _read(needs, Kind.NEED, errors, same_country=same_country)
    offered = _read(offers, Kind.OFFER, errors, same_country=same_country)
    try:
        chosen = load_encoder(encoder)
        if chosen is None:
            why = missing_builtin() if encoder == "builtin" else None
            _say(errors, f"Without the encoder: {why or 'texts are compared by their words and fields only'}.")
        with _writer(format) as writer, _progress(errors, len(wanted.subjects) + len(offered.subjects)) as advance:
            options = Options(top=top, same_country=same_country)
            for need, matches in rank_files(wanted.subjects, offered.subjects, chosen, options, advance):
                writer.write(need, matches, {offer.id: offer for offer in offered.subjects})
    except (EncoderError, ValueError) as error:
        _fail(errors, str(error))


def _read(path: Path, kind: Kind, errors: Console, *, same_country: bool) -> Listings:
    try:
        listings = read_listings(path, kind, same_country=same_country)
    except UnusableFileError as error:
        _fail(errors, str(error))
    for problem in listings.problems:
        _say(errors, f"{path}, line {problem.line}: {problem.reason}; skipped")
    return listings


def _say(errors: Console, text: str) -> None:
    errors.print(text, markup=False, highlight=False, soft_wrap=True)


def _fail(errors: Console, text: str) -> NoReturn:
    _say(errors, text)
    raise typer.Exit(2)


class _Progress(Protocol):
    def __call__(self, done: int) -> None: ...


@contextmanager
def _progress(errors: Console, total: int) -> Iterator[_Progress | None]:
    """A bar on standard error while listings are encoded, if somebody is there to see it."""
    if not errors.is_terminal:
        yield None
        return
    columns = (TextColumn("Reading listings"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors, transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda done: bar.update(task, completed=done)


class _Writer(Protocol):
    def write(self, need: Subject, matches: list[Match], offers: dict[str, Subject]) -> None: ...


@contextmanager
def _writer(format_: Format) -> Iterator[_Writer]:
    match format_:
        case Format.JSONL:
            yield _JsonLines()
        case Format.CSV:
            yield _Csv()
        case Format.TABLE:
            table = _Table()
            yield table
            table.show()


def _points(found: Match) -> float:
    """Of 100, fine enough to rank by."""
    return round(100 * found.likelihood, 6)


class _JsonLines:
    def write(self, need: Subject, matches: list[Match], offers: dict[str, Subject]) -> None:
        for found in matches:
            reasons = {
                name: [{"code": r.code, "need": r.values_here, "offer": r.values_there} for r in listed]
                for name, listed in (("reasons", found.reasons), ("mismatches", found.mismatches))
            }
            row = {"need": need.id, "offer": found.offer_id, "score": _points(found), **reasons}
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


class _Csv:
    def __init__(self) -> None:
        self._rows = csv.writer(sys.stdout)
        self._rows.writerow(["need", "offer", "score", "reasons", "mismatches"])

    def write(self, need: Subject, matches: list[Match], offers: dict[str, Subject]) -> None:
        for found in matches:
            reasons, against = ("; ".join(map(told, listed)) for listed in (found.reasons, found.mismatches))
            self._rows.writerow(
                [_plain(need.id), _plain(found.offer_id), _points(found), _plain(reasons), _plain(against)]
            )


def _plain(cell: str) -> str:
    """Spreadsheets run what begins like a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t"} else cell


class _Table:
    def __init__(self) -> None:
        self._table = Table("Need", "Offer", "Score", "Why")

    def write(self, need: Subject, matches: list[Match], offers: dict[str, Subject]) -> None:
        for place, found in enumerate(matches):
            why = "\n".join(map(told, found.reasons[:3]))
            first = need.title if place == 0 else ""
            self._table.add_row(_cell(first), _cell(offers[found.offer_id].title), str(found.score), _cell(why))
        self._table.add_section()

    def show(self) -> None:
        Console().print(self._table)


def _cell(text: str) -> str:
    from rich.markup import escape

    return escape(text)
