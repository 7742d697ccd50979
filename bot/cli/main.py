"""The commands: `partnerbridge --help`."""

import asyncio

import typer
from rich.console import Console
from rich.table import Table

from bot.cli import db, match, messages, sandbox, screen
from bot.cli.output import fail, plain, secrets_of, settings_or_exit

app = typer.Typer(
    help="Find partners across borders and languages on Telegram.",
    no_args_is_help=True,
    add_completion=False,
    # Its frames show local variables, and those may hold the token.
    pretty_exceptions_enable=False,
)
app.add_typer(db.app, name="db")
app.add_typer(screen.app, name="screen")
app.command(name="match")(match.match)
app.command(name="messages")(messages.messages)
app.command(name="sandbox")(sandbox.sandbox)


@app.command()
def run() -> None:
    """Run the bot until it is stopped (Ctrl+C or SIGTERM). Migrates the database first."""
    settings = settings_or_exit(need_token=True)

    from bot.cli.database_state import UnusableDatabaseError, bring_up
    from bot.logs import set_up_logging

    set_up_logging(level=settings.log_level, json=settings.log_format == "json", secrets=secrets_of(settings))
    try:
        asyncio.run(bring_up(settings.database_url))
    except UnusableDatabaseError as error:
        fail(f"The database {settings.shown_database_url} {error}.", code=1)

    from bot.app import TokenRefusedError
    from bot.app import run as run_bot

    try:
        run_bot(settings)
    except TokenRefusedError:
        fail(f"{settings.api_url} does not know the token in PARTNERBRIDGE_TOKEN: ask @BotFather for it.", code=1)


@app.command()
def check() -> None:
    """Try out every setting: database, token, encoder, languages."""
    from bot.logs import set_up_logging

    # Libraries warn of what is told in the table anyway.
    set_up_logging(level="ERROR")
    raise typer.Exit(asyncio.run(_check(Console())))


async def _check(console: Console) -> int:
    from bot.cli.check import State, findings

    signs = {State.GOOD: "[green]✓[/]", State.NOTE: "[yellow]![/]", State.BAD: "[red]✗[/]"}
    table = Table("", "", "", show_header=False, box=None, pad_edge=False)
    worst = 0
    with console.status("Trying the settings …"):
        async for finding in findings():
            table.add_row(signs[finding.state], finding.item, plain(finding.text))
            worst = max(worst, int(finding.state is State.BAD))
    console.print(table)
    return worst


def main() -> None:
    app()
