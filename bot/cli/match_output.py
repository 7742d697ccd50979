"""Runs `partnerbridge match`: reads the two files, ranks, and writes one row for each pair to standard output."""

import csv
import json
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from platformdirs import user_cache_path
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from bot.cli.match_files import Listings, UnusableFileError, read_listings
from bot.cli.output import Format, escape_markup, fail, say
from bot.matching.encoders import Encoder, EncoderError, load_encoder, missing_builtin
from bot.matching.listing import Match, Reason, Subject
from bot.matching.matcher import Matcher
from bot.matching.prepare import prepare_many
from bot.matching.vector_cache import CachedEncoder
from bot.usecases.spreadsheets import escape_spreadsheet_cell
from storage.vocabulary import Kind


def print_matches(
    needs: Path, offers: Path, *, top: int, format_: Format, same_country: bool, encoder: str, cache: bool
) -> None:
    """Exits with code 2 and one line if a file or the encoder cannot be used."""
    errors = Console(stderr=True)
    wanted = _read(needs, Kind.NEED, same_country=same_country)
    offered = _read(offers, Kind.OFFER, same_country=same_country)
    try:
        chosen = load_encoder(encoder)
        if chosen is None:
            why = missing_builtin() if encoder == "builtin" else None
            say(f"Without the encoder: {why or 'texts are compared by their words and fields only'}.")
        by_id = {offer.id: offer for offer in offered.subjects}
        with _writer(format_) as writer, _progress(errors, len(wanted.subjects) + len(offered.subjects)) as advance:
            cached = _cached(chosen) if cache and chosen is not None else chosen
            for need, matches in rank_listings(wanted.subjects, offered.subjects, chosen, top, advance, cached):
                writer.write(need, matches, by_id)
    except (EncoderError, ValueError) as error:
        fail(str(error), code=2)


def rank_listings(
    needs: Iterable[Subject],
    offers: Iterable[Subject],
    encoder: Encoder | None,
    top: int,
    progress: Callable[[int], None] | None = None,
    cached: Encoder | None = None,
) -> Iterator[tuple[Subject, list[Match]]]:
    """Yields each need with its `top` offers, best first; with all permitted ones if `top` is 0.

    Raises EncoderError before the first need. `progress` is called with the number of encoded listings. `cached` is the
    same encoder with a cache, if any.
    """
    wanted, offered = list(needs), list(offers)
    prepared = prepare_many([*wanted, *offered], cached or encoder, progress)
    matcher = Matcher.for_encoder(encoder)
    matcher.add_many(prepared)
    needs_prepared = prepared[: len(wanted)]
    if top:
        yield from ((need.subject, found) for need, found in matcher.rank_many(needs_prepared, top))
    else:
        yield from ((need.subject, matcher.rank(need, None)) for need in needs_prepared)


def _cached(encoder: Encoder) -> Encoder:
    """Returns the encoder with a cache. If the cache cannot be written, prints the reason and returns the encoder."""
    try:
        return CachedEncoder(encoder, user_cache_path("partnerbridge") / "vectors.db")
    except (OSError, sqlite3.Error) as error:
        say(f"Vectors are not kept for the next run: {error}.")
        return encoder


def _read(path: Path, kind: Kind, *, same_country: bool) -> Listings:
    try:
        listings = read_listings(path, kind, same_country=same_country)
    except UnusableFileError as error:
        fail(str(error), code=2)
    for problem in listings.problems:
        say(f"{path}, line {problem.line}: {problem.reason}{'; skipped' if problem.skipped else ''}")
    return listings


class _Progress(Protocol):
    def __call__(self, done: int) -> None: ...


@contextmanager
def _progress(errors: Console, total: int) -> Iterator[_Progress | None]:
    """A progress bar on standard error while listings are encoded, if that is a terminal."""
    if not errors.is_terminal:
        yield None
        return
    columns = (TextColumn("Encoding listings"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
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
    """Returns the score out of 100, with enough decimals to rank by."""
    return round(100 * found.likelihood, 6)


def _text_of(reason: Reason) -> str:
    """Returns a reason as text: its code and the values on both sides."""
    here, there = ", ".join(reason.values_here), ", ".join(reason.values_there)
    return f"{reason.code}: {here}" if here == there or not there else f"{reason.code}: {here} ~ {there}"


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
            reasons, against = ("; ".join(map(_text_of, listed)) for listed in (found.reasons, found.mismatches))
            self._rows.writerow(
                [
                    escape_spreadsheet_cell(need.id),
                    escape_spreadsheet_cell(found.offer_id),
                    _points(found),
                    escape_spreadsheet_cell(reasons),
                    escape_spreadsheet_cell(against),
                ]
            )


class _Table:
    def __init__(self) -> None:
        self._table = Table("Need", "Offer", "Score", "Why")

    def write(self, need: Subject, matches: list[Match], offers: dict[str, Subject]) -> None:
        for place, found in enumerate(matches):
            why = "\n".join(map(_text_of, found.reasons[:3]))
            first = need.title if place == 0 else ""
            self._table.add_row(
                escape_markup(first), escape_markup(offers[found.offer_id].title), str(found.score), escape_markup(why)
            )
        self._table.add_section()

    def show(self) -> None:
        Console().print(self._table)
