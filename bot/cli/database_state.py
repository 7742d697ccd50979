"""Checks and upgrades the configured database; explains failures to the operator."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import asyncpg
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from storage import postgres_privileges
from storage.database import BrokenReferencesError, Database
from storage.schema import (
    DatabaseIsNewerError,
    current_revision,
    is_newer,
    latest_revision,
    migrate,
    refresh_statistics,
)

_UNREACHABLE: Final = (SQLAlchemyError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError)


_FORBIDDEN: Final = "42501"  # SQLSTATE insufficient_privilege
_ASK_THE_OWNER: Final = ". Run `partnerbridge db upgrade` with the URL of the owner of its tables"
_SET_POOL_MODE: Final = "Set pool_mode = transaction (or session) in PgBouncer"


class UnusableDatabaseError(Exception):
    """The database cannot be used. The message gives the reason in one line, without the password."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseState:
    """`current` is None for an empty database, or a file that does not exist yet."""

    current: str | None
    latest: str
    has_pooler: bool = False
    """A connection pooler such as PgBouncer answers for PostgreSQL."""
    excess: tuple[str, ...] = ()
    """Rights of the PostgreSQL role that the bot does not need, each as words after "may": "create tables"."""
    unreachable: tuple[str, ...] = ()
    """Tables whose rows the role may not read and write."""


async def bring_up(url: str) -> None:
    """Upgrades the database to this version. Raises UnusableDatabaseError."""
    database = Database(url)
    try:
        await migrate(database)
        await refresh_statistics(database)
    except DatabaseIsNewerError as error:
        raise UnusableDatabaseError(_newer(str(error))) from error
    except BrokenReferencesError as error:
        raise UnusableDatabaseError(f"was not upgraded, since rows would refer to deleted rows: {error}") from error
    except _UNREACHABLE as error:
        advice = _ASK_THE_OWNER if _is_forbidden(error) else ""
        raise UnusableDatabaseError(f"cannot be migrated: {reason(error)}{advice}") from error
    finally:
        await database.dispose()


async def examine(url: str) -> DatabaseState:
    """Checks that the database can be reached, is not newer than the program, and can be written. Changes nothing.

    Raises UnusableDatabaseError.
    """
    if missing_file(url):
        return DatabaseState(current=None, latest=latest_revision())
    database = Database(url)
    try:
        current = await current_revision(database)
        excess, unreachable = await _rights(database)
        if current is not None and not unreachable:
            await _try_to_write(database)
    except _UNREACHABLE as error:
        raise UnusableDatabaseError(f"cannot be used: {reason(error)}") from error
    finally:
        await database.dispose()
    if current is not None and is_newer(current):
        raise UnusableDatabaseError(_newer(current))
    return DatabaseState(
        current=current,
        latest=latest_revision(),
        has_pooler=database.has_pooler,
        excess=tuple(excess),
        unreachable=tuple(unreachable),
    )


def missing_file(url: str) -> bool:
    """Returns True if the URL names an SQLite file that does not exist yet. Opening it would create it.

    Raises UnusableDatabaseError if it cannot be created.
    """
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or address.database in {None, "", ":memory:"}:
        return False
    path = Path(str(address.database))
    if path.exists():
        return False
    if not path.parent.is_dir():
        raise UnusableDatabaseError(f"cannot be created: there is no folder {path.parent}")
    return True


def _is_forbidden(error: BaseException) -> bool:
    return getattr(getattr(error, "orig", None) or error, "sqlstate", None) == _FORBIDDEN


def reason(error: BaseException) -> str:
    """Returns the first line of the driver's message. SQLAlchemy's own message adds the statement and its values."""
    cause = getattr(error, "orig", None) or error
    words = str(cause).splitlines()
    first = (words[0].removeprefix(f"{type(cause)}: ") if words else "") or type(cause).__name__
    return f"{first}. {_SET_POOL_MODE}" if "statement pooling mode" in first else first


async def _try_to_write(database: Database) -> None:
    async with database.writing() as session:
        await session.execute(text("UPDATE person SET name = name WHERE id = -1"))


async def _rights(database: Database) -> tuple[list[str], list[str]]:
    if database.is_sqlite:
        return [], []
    async with database.reading() as session:
        return await postgres_privileges.excess(session), await postgres_privileges.unreachable(session)


def _newer(revision: str) -> str:
    return (
        f"was used by a later version of PartnerBridge (its schema is {revision}, ours is {latest_revision()}): "
        "install that version, or point PARTNERBRIDGE_DATABASE_URL at another database"
    )
