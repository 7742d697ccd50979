"""`partnerbridge event`: imports, exports and reports an event from the command line."""

import asyncio
import csv
import io
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bot.cli.output import fail, say, settings_or_exit, tell

if TYPE_CHECKING:
    from bot.i18n.translator import Translator
    from bot.usecases.events.dashboard import Dashboard
    from bot.usecases.imports.background import ImportOptions
    from bot.usecases.imports.doubles import Double
    from bot.usecases.moderation.roles import Actor
    from storage.database import Database
    from storage.imports import ExhibitorFacts
    from storage.models import Event

app = typer.Typer(help="Import exhibitors into an event, and export and report what it has.", no_args_is_help=True)

Code = Annotated[str, typer.Argument(help="The code of the event, as people type it to join.")]
As = Annotated[int | None, typer.Option("--as", help="Telegram id of the organizer to act as; else the first one.")]
To = Annotated[Path | None, typer.Option("--to", help="File to write instead of the terminal.")]
_COLUMNS = ("Company", "Country", "City", "Website", "Hall", "Booth", "About")
_Result = TypeVar("_Result")


@app.command(name="import")
def import_(
    code: Code,
    file: Annotated[Path, typer.Argument(help="A list of exhibitors: XLSX, XLS, ODS, CSV or HTML.")],
    country: Annotated[str | None, typer.Option(help="ISO code of the country of rows that name none.")] = None,
    language: Annotated[str | None, typer.Option(help="IETF tag of the language of unrecognised texts.")] = None,
    without_listings: Annotated[bool, typer.Option("--without-listings", help="Draft no needs and offers.")] = False,
    results: Annotated[Path | None, typer.Option(help="CSV file to write, with the result of each row.")] = None,
    as_: As = None,
) -> None:
    """Import a list of exhibitors, as the organizer does in the chat. A second import of a list adds no duplicates."""
    from bot.usecases.imports.background import ImportOptions

    options = ImportOptions(
        country=None if country is None else country.upper(), language=language, with_listings=not without_listings
    )
    content = _read(file)

    async def act(database: "Database", actor: "Actor", event: "Event") -> str:
        return await _import(database, actor, event, file.name, content, options, results)

    tell(_run(code, as_, act))


@app.command()
def export(code: Code, to: To = None, as_: As = None) -> None:
    """Write the event's exhibitors as CSV, in columns that `event import` reads."""

    async def act(database: "Database", _actor: "Actor", event: "Event") -> "Sequence[ExhibitorFacts]":
        from storage import imports

        async with database.reading() as session:
            return await imports.companies_at(session, event.id)

    content = _csv(_run(code, as_, act))
    if to is None:
        tell(content.rstrip("\n"))
    else:
        _write(to, b"\xef\xbb\xbf" + content.encode())


@app.command()
def report(code: Code, to: To = None, as_: As = None) -> None:
    """Show the event's figures, or write them as an XLSX workbook."""

    async def act(database: "Database", actor: "Actor", event: "Event") -> "Dashboard":
        from bot.usecases.events.dashboard import look

        async with database.reading() as session:
            return await look(session, actor, event.id)

    from handlers.events.dashboard import files

    found, t = _run(code, as_, act), _english()
    if to is None:
        tell("\n".join(f"{label}: {t.number(figure)}" for label, figure in files.steps_of(t, found)))
    else:
        _write(to, files.write_workbook(t, found))


def _english() -> "Translator":
    from bot.i18n.translator import translator_for
    from storage.vocabulary import Language

    return translator_for(Language.EN)


def _run(code: str, as_: int | None, act: "Callable[[Database, Actor, Event], Awaitable[_Result]]") -> _Result:
    """Runs `act` as an organizer of the event. If it is refused, prints why and ends the program."""
    settings = settings_or_exit(need_token=False)

    from bot.cli.database_state import UnusableDatabaseError, bring_up
    from bot.errors import DomainError
    from storage.database import Database

    async def whole() -> _Result:
        database = Database(settings.database_url)
        try:
            actor, event = await _organizer(database, code, as_, settings.admins)
            return await act(database, actor, event)
        finally:
            await database.dispose()

    try:
        asyncio.run(bring_up(settings.database_url))
        return asyncio.run(whole())
    except UnusableDatabaseError as error:
        fail(f"The database {settings.shown_database_url} {error}.", code=1)
    except DomainError as error:
        fail(error.message.format(**error.values), code=1)


async def _organizer(
    database: "Database", code: str, as_: int | None, admins: Collection[int]
) -> "tuple[Actor, Event]":
    from bot.usecases.events.access import own_event
    from bot.usecases.moderation.roles import Actor
    from storage.events import events
    from storage.ids import PersonId

    async with database.reading() as session:
        event = await events.by_code(session, code.upper())
        if event is None:
            fail(f"There is no event with the code {code}.", code=2)
        people = [person.id for person in await events.organizers(session, event.id)]
        if as_ is None and not people:
            fail(f"The event {code} has no organizer. Name somebody with --as.", code=2)
        actor = Actor(id=PersonId(people[0] if as_ is None else as_), admins=tuple(admins))
        return actor, await own_event(session, actor, event.id)


async def _import(
    database: "Database",
    actor: "Actor",
    event: "Event",
    name: str,
    content: bytes,
    options: "ImportOptions",
    results: Path | None,
) -> str:
    from bot.usecases.imports.without_chat import compared, import_file
    from handlers.imports.result_views import write_results
    from storage import imports

    comparison = await compared(database, event.id, content, options)
    number = await import_file(database, actor, event.id, name, comparison, options, lambda: datetime.now(UTC))
    for one in comparison.doubles:
        say(_double(one))
    async with database.reading() as session:
        counts = await imports.outcomes(session, number)
        rows = await imports.rows(session, number)
    if results is not None:
        _write(results, write_results(_english(), rows))
    figures = ", ".join(f"{outcome.value}: {counts[outcome]}" for outcome in sorted(counts))
    return f"Import {number} of {len(rows)} rows. {figures}."


def _double(one: "Double") -> str:
    return f"Row {one.row.number}: “{one.row.name}” may be “{one.other.name}”. It came in as a company of its own."


def _csv(found: "Sequence[ExhibitorFacts]") -> str:
    from bot.matching.country_names import country_name
    from bot.usecases.spreadsheets import escape_spreadsheet_cell

    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for one in sorted(found, key=lambda each: each.name):
        cells = [one.name, country_name(one.country, "en"), one.city, one.website, one.hall, one.booth, one.about]
        writer.writerow([escape_spreadsheet_cell(cell or "") for cell in cells])
    return out.getvalue()


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        fail(f"{file}: {error.strerror or 'cannot be read'}", code=2)


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        fail(f"{file}: {error.strerror or 'cannot be written'}", code=2)
    say(f"Written: {file}")
