"""The `partnerbridge` program and its commands.

Command modules import only what their options need. A command imports its other dependencies when it runs, so that
`partnerbridge --help` answers at once.
"""

import asyncio
import gc
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING

import typer

from bot.cli import db, event, import_, match, messages, read, sandbox, screen
from bot.cli.output import create_private_files, escape_markup, fail, settings_or_exit

if TYPE_CHECKING:
    from rich.console import Console

app = typer.Typer(
    help="PartnerBridge finds partners across borders and languages, and introduces them on Telegram.",
    no_args_is_help=True,
    add_completion=False,
    # Typer's own tracebacks show local variables, which may contain the token.
    pretty_exceptions_enable=False,
)
app.command(name="sandbox")(sandbox.sandbox)


@app.command()
def run() -> None:
    """Run the bot until Ctrl+C or SIGTERM. Upgrades the database first."""
    # Objects that imports create are never freed. Scanning them repeatedly would cost 0.3 s of the start.
    gc.disable()
    # aiohttp reads the machine's certificates twice when it is imported. A thread reads them while we import the rest.
    Thread(target=import_module, args=("aiohttp",), daemon=True).start()
    settings = settings_or_exit(need_token=True)
    create_private_files()

    from bot.cli.database_state import UnusableDatabaseError, bring_up
    from bot.logs import set_up_logging

    set_up_logging(level=settings.log_level, json=settings.log_format == "json", secrets=settings.secrets)
    try:
        asyncio.run(bring_up(settings.database_url))
    except UnusableDatabaseError as error:
        fail(f"The database {settings.shown_database_url} {error}.", code=1)

    from bot.app import AnotherInstanceError, TokenRefusedError
    from bot.app import run as run_bot
    from bot.error_reports import ReportsMissingError
    from bot.http_server import PortTakenError
    from bot.lead import LeadLostError
    from storage.file_lock import DatabaseInUseError

    gc.freeze()
    gc.enable()
    try:
        run_bot(settings)
    except TokenRefusedError:
        fail(f"{settings.api_url} does not know the token in PARTNERBRIDGE_TOKEN: ask @BotFather for it.", code=1)
    except AnotherInstanceError:
        fail("Another program polls Telegram with the same token, so this one stops. Run the bot only once.", code=1)
    except ReportsMissingError:
        fail("PARTNERBRIDGE_SENTRY_DSN needs the package sentry-sdk: pip install 'partnerbridge[sentry]'", code=1)
    except DatabaseInUseError:
        fail(f"Another process runs the bot on {settings.shown_database_url}, so this one stops.", code=1)
    except LeadLostError:
        fail("Another instance took over while this one hung. Start this one again, as a standby.", code=1)
    except PortTakenError as error:
        fail(f"Cannot listen at {error.address}: {error.reason}. Choose another port in the settings.", code=1)


@app.command()
def worker() -> None:
    """Match listings beside a running bot, until Ctrl+C or SIGTERM. Needs PostgreSQL."""
    settings = settings_or_exit(need_token=False)

    from bot.cli.database_state import UnusableDatabaseError, examine
    from bot.logs import set_up_logging
    from bot.matching.encoders import EncoderError
    from bot.matching_worker import NothingToShareError
    from bot.matching_worker import run as run_worker

    try:
        state = asyncio.run(examine(settings.database_url))
    except UnusableDatabaseError as error:
        fail(f"The database {settings.shown_database_url} {error}.", code=1)
    if state.current != state.latest:
        fail(
            f"{settings.shown_database_url} is not at schema {state.latest}: start the bot, which upgrades it.", code=1
        )
    set_up_logging(level=settings.log_level, json=settings.log_format == "json", secrets=settings.secrets)
    try:
        run_worker(settings)
    except EncoderError as error:
        fail(f"The encoder does not work: {error}.", code=1)
    except NothingToShareError:
        fail(
            "A worker needs PostgreSQL and an encoder of 384 dimensions such as the builtin one. "
            "Otherwise the bot's own process holds the index of listings.",
            code=1,
        )


@app.command()
def check() -> None:
    """Try every setting: database, token, mail server, encoder, languages."""
    from rich.console import Console

    from bot.logs import set_up_logging

    set_up_logging(level="ERROR")  # the table already shows what libraries would warn about
    raise typer.Exit(asyncio.run(_check(Console())))


async def _check(console: "Console") -> int:
    from rich.table import Table

    from bot.cli.check import State, findings

    signs = {State.GOOD: "[green]✓[/]", State.NOTE: "[yellow]![/]", State.BAD: "[red]✗[/]"}
    table = Table("", "", "", show_header=False, box=None, pad_edge=False)
    worst = 0
    with console.status("Trying the settings …"):
        async for finding in findings():
            table.add_row(signs[finding.state], finding.item, escape_markup(finding.text))
            worst = max(worst, int(finding.state is State.BAD))
    console.print(table)
    return worst


app.add_typer(db.app, name="db")
app.add_typer(event.app, name="event")
app.command(name="import")(import_.import_)
app.command(name="match")(match.match)
app.command(name="read")(read.read)
app.add_typer(screen.app, name="screen")
app.command(name="messages")(messages.messages)


def main() -> None:
    app()
