"""Bringing a database to this version's schema, and telling when it is not there."""

import io
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.database import Database
from storage.models import Base

ONE_DATABASE_ONLY = "ix_listing_vectors_"
"""How the names of indexes begin that are made by migrations on PostgreSQL alone and that no model has."""


class DatabaseIsNewerError(Exception):
    """The database was migrated by a later version of the program, which must not be undone by an earlier one."""


def _config(connection: Connection | None = None) -> Config:
    config = Config(stdout=io.StringIO())
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


@cache
def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def latest_revision() -> str:
    head = _scripts().get_current_head()
    if head is None:
        raise LookupError("there is no migration at all")
    return head


async def current_revision(database: Database) -> str | None:
    """None for an empty database."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())


async def migrate(database: Database, revision: str = "head") -> None:
    """Upgrades the database; raises DatabaseIsNewerError if a later version of the program has been there."""
    current = await _refuse_newer(database)
    if revision == "head" and current == latest_revision():
        return  # without asking for the database all to itself
    async with database.rebuilding() as connection:
        await connection.run_sync(lambda sync: command.upgrade(_config(sync), revision))


async def refresh_statistics(database: Database) -> None:
    """Lets SQLite count what its indexes hold; without it, it takes the index of states for a selective one and goes
    through all that is published. Under 0.1 s at 100,000 listings. PostgreSQL sees to it by itself."""
    if database.is_sqlite:
        async with database.writing() as session:
            await session.execute(text("ANALYZE"))


async def downgrade(database: Database, revision: str) -> None:
    await _refuse_newer(database)
    async with database.rebuilding() as connection:
        await connection.run_sync(lambda sync: command.downgrade(_config(sync), revision))


async def differences(database: Database) -> list[str]:
    """What the models have and the migrated database has not, or the other way round; empty when they agree."""

    def compare(sync: Connection) -> list[str]:
        context = MigrationContext.configure(sync, opts={"compare_type": True, "include_name": is_of_models})
        return [str(difference) for difference in compare_metadata(context, Base.metadata)]

    async with database.engine.connect() as connection:
        return await connection.run_sync(compare)


def is_of_models(name: str | None, kind: str, _parents: Any) -> bool:
    """Whether something found in a database is to be compared with the models."""
    return kind != "index" or name is None or not name.startswith(ONE_DATABASE_ONLY)


async def write_revision(database: Database, message: str) -> None:
    """Writes the migration that brings the database from its schema to the models'."""
    async with database.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.revision(_config(sync), message, autogenerate=True))


def is_newer(revision: str | None) -> bool:
    """True for a revision that this version of the program has never heard of."""
    known = {script.revision for script in _scripts().walk_revisions()}
    return revision is not None and revision not in known


async def _refuse_newer(database: Database) -> str | None:
    """The revision that the database is of."""
    current = await current_revision(database)
    if current is not None and is_newer(current):
        raise DatabaseIsNewerError(current)
    return current
