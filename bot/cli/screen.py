"""`partnerbridge screen`: loads and searches sanctions lists."""

import asyncio
import json
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.output import fail, say, settings_or_exit

if TYPE_CHECKING:
    from bot.usecases.screening.index import Likeness, NameIndex
    from storage.screening.lists import ListedName

app = typer.Typer(
    help="Load and search sanctions lists. They help moderators decide; they are no legal check.",
    no_args_is_help=True,
)


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"


@app.command()
def load(
    file: Annotated[
        Path, typer.Argument(help="A table like OpenSanctions' targets.simple.csv, or a .txt with one name a line.")
    ],
) -> None:
    """Load a list, replacing the one with the same file name. The running bot screens everybody against it."""
    settings = settings_or_exit(need_token=False)

    from bot.usecases.screening.files import UnreadableListError, read
    from storage.screening.lists import ListedName

    try:
        rows = [
            ListedName(
                entity=one.entity, name=one.name, is_person=one.is_person, countries=one.countries, born=one.born
            )
            for one in read(file)
        ]
    except UnreadableListError as error:
        fail(f"{file} {error}", code=1)
    if not rows:
        fail(f"{file} holds no names.", code=1)
    count = asyncio.run(_load(settings.database_url, file.stem[:100], rows))
    say(f"{count} names of {file.stem} are loaded.")


@app.command(name="list")
def list_() -> None:
    """Show which lists are loaded."""
    settings = settings_or_exit(need_token=False)
    for line in asyncio.run(_lists(settings.database_url)):
        say(line)


@app.command()
def name(
    words: Annotated[str, typer.Argument(help="A person's or a company's name, in any script.")],
    file: Annotated[Path | None, typer.Option("--list", help="Look in this list instead of the loaded ones.")] = None,
    format_: Annotated[Format, typer.Option("--format", help="Lines to read, or JSON.")] = Format.TEXT,
) -> None:
    """Look one name up in the loaded lists, or in a file; with a file no database is needed."""
    if file is not None:
        _show(_like_in_file(file, words), format_)
        return
    settings = settings_or_exit(need_token=False)
    _show(asyncio.run(_lookup(settings.database_url, words)), format_)


async def _load(url: str, list_name: str, rows: "list[ListedName]") -> int:
    from bot.cli.database_state import bring_up
    from bot.usecases.moderation import audit
    from storage.database import Database
    from storage.screening import lists
    from storage.vocabulary import AuditAction, AuditObject

    await bring_up(url)
    database, now = Database(url), datetime.now(UTC)
    try:
        async with database.writing() as session:
            count = await lists.replace_list(session, list_name, rows, now)
            await audit.record(
                session, None, AuditAction.LIST_LOAD, AuditObject.SCREENING_LIST, 0, now=now, after={"names": count}
            )
        return count
    finally:
        await database.dispose()


async def _lists(url: str) -> list[str]:
    from storage.database import Database
    from storage.screening import lists

    database = Database(url)
    try:
        async with database.reading() as session:
            return [f"{one.name}: {one.entries} names, {one.loaded_at:%Y-%m-%d}" for one in await lists.lists(session)]
    finally:
        await database.dispose()


async def _lookup(url: str, words: str) -> "list[Likeness]":
    from bot.usecases.screening.index import NameIndex
    from bot.usecases.screening.screener import listed_of
    from storage.database import Database
    from storage.screening import lists

    database = Database(url)
    try:
        async with database.reading() as session:
            listed = [listed_of(list_name, one) async for list_name, one in lists.listed_names(session)]
    finally:
        await database.dispose()
    return NameIndex(listed).alike(words)


def _like_in_file(file: Path, words: str) -> "list[Likeness]":
    from bot.usecases.screening.files import UnreadableListError

    try:
        return _index_of(file, file.stat().st_mtime_ns if file.exists() else 0).alike(words)
    except UnreadableListError as error:
        fail(f"{file} {error}", code=1)


@lru_cache(maxsize=1)
def _index_of(file: Path, _changed_at: int) -> "NameIndex":
    """Returns the index of a file. Cached, because a process may look up several names."""
    from bot.usecases.screening.files import read
    from bot.usecases.screening.index import NameIndex

    return NameIndex(read(file))


def _show(found: "list[Likeness]", format_: Format) -> None:
    if format_ is Format.JSON:
        hits = [{"name": one.listed.name, "score": one.score} for one in found]
        typer.echo(json.dumps({"hits": hits}, ensure_ascii=False))
        return
    for line in [_line(one) for one in found] or ["No similar name is listed."]:
        say(line)


def _line(one: "Likeness") -> str:
    more = [" ".join(sorted(one.listed.countries)), one.listed.born or ""]
    about = " · ".join(part for part in (f"{one.listed.list_name} {one.listed.entity}", *more) if part)
    return f"{one.score}  {one.listed.name}  ({about})"
