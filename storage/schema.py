"""Migrates a database to this version's schema, and compares it with the models.

Importing Alembic takes a quarter of a second, so it is imported only for a database that needs a migration. The
revision of a migration is the number at the start of its file name.
"""

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import CheckConstraint, Connection, inspect, text

from storage.database import Database
from storage.models import Base

if TYPE_CHECKING:
    from alembic.config import Config

ONE_DATABASE_ONLY: Final = "ix_listing_vectors_"
"""Prefix of the indexes that migrations create on PostgreSQL only. No model has them."""
_MIGRATIONS: Final = Path(__file__).parent / "migrations"


class DatabaseIsNewerError(Exception):
    """A later version of the program migrated this database. An earlier version must not use it. Names the revision."""


@cache
def revisions() -> tuple[str, ...]:
    """Returns the revisions of all migrations, in order."""
    return tuple(sorted(path.name.split("_")[0] for path in (_MIGRATIONS / "versions").glob("[0-9]*.py")))


def latest_revision() -> str:
    return revisions()[-1]


def is_newer(revision: str | None) -> bool:
    """Returns True for a revision that this version of the program does not have."""
    return revision is not None and revision not in revisions()


async def current_revision(database: Database) -> str | None:
    """Returns the revision of the database; None for an empty one."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(_stored_revision)


def _stored_revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


async def migrate(database: Database, revision: str = "head") -> None:
    """Upgrades the database. Raises DatabaseIsNewerError."""
    current = await _refuse_newer(database)
    if revision == "head" and current == latest_revision():
        return  # returns before it takes the lock that other processes wait for

    from alembic import command

    async with database.rebuilding() as connection:
        await connection.run_sync(lambda sync: command.upgrade(_config(sync), revision))


async def downgrade(database: Database, revision: str) -> None:
    """Takes the database back to a revision, or to "base". Raises DatabaseIsNewerError."""
    await _refuse_newer(database)

    from alembic import command

    async with database.rebuilding() as connection:
        await connection.run_sync(lambda sync: command.downgrade(_config(sync), revision))


async def refresh_statistics(database: Database) -> None:
    """Updates SQLite's index statistics. Takes under 0.1 s at 100,000 listings. PostgreSQL updates its own.

    Without statistics SQLite chooses the status index for most queries and reads every published listing.
    """
    if database.is_sqlite:
        async with database.writing() as session:
            await session.execute(text("ANALYZE"))


async def differences(database: Database) -> list[str]:
    """Returns the differences between the models and the migrated database, one line each."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    def compare(sync: Connection) -> list[str]:
        context = MigrationContext.configure(sync, opts={"compare_type": True, "include_name": is_in_models})
        found = [str(difference) for difference in compare_metadata(context, Base.metadata)]
        return [*found, *_check_constraint_differences(sync), *_autoincrement_differences(sync)]

    async with database.engine.connect() as connection:
        return await connection.run_sync(compare)


def _check_constraint_differences(connection: Connection) -> Iterator[str]:
    """Compares check constraints, which Alembic does not. PostgreSQL rewrites their text, so there only by name."""
    with_text = connection.dialect.name == "sqlite"
    for name, table in Base.metadata.tables.items():
        wanted = {
            (str(each.name), str(each.sqltext) if with_text else "")
            for each in table.constraints
            if isinstance(each, CheckConstraint)
        }
        there = {
            (str(each["name"]), each["sqltext"] if with_text else "")
            for each in inspect(connection).get_check_constraints(name)
        }
        yield from (f"check constraint missing in {name}: {each}" for each in sorted(wanted - there))
        yield from (f"check constraint not in the model of {name}: {each}" for each in sorted(there - wanted))


def _autoincrement_differences(connection: Connection) -> Iterator[str]:
    """Compares which tables never reuse an id. Batch mode of Alembic copies a table without AUTOINCREMENT."""
    if connection.dialect.name != "sqlite":
        return
    never_reuse = set(connection.scalars(text("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'")))
    for name, table in Base.metadata.tables.items():
        if table.dialect_options["sqlite"]["autoincrement"] != (name in never_reuse):
            yield f"AUTOINCREMENT of {name} differs from the model"


def is_in_models(name: str | None, kind: str, _parents: Any) -> bool:
    """Returns False for indexes that exist on one database only and are in no model."""
    return kind != "index" or name is None or not name.startswith(ONE_DATABASE_ONLY)


async def write_revision(database: Database, message: str) -> None:
    """Writes a migration from the database's schema to the models' schema."""
    from alembic import command

    number = f"{int(latest_revision()) + 1:04}"
    async with database.engine.begin() as connection:
        await connection.run_sync(
            lambda sync: command.revision(_config(sync), message, autogenerate=True, rev_id=number)
        )
    revisions.cache_clear()


async def _refuse_newer(database: Database) -> str | None:
    """Returns the revision of the database. Raises DatabaseIsNewerError."""
    current = await current_revision(database)
    if current is not None and is_newer(current):
        raise DatabaseIsNewerError(current)
    return current


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config(stdout=io.StringIO())
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    return config
