"""`partnerbridge db copy`: from SQLite to PostgreSQL."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.output import fail, say, settings_or_exit, tell

if TYPE_CHECKING:
    from storage.copying import Sum


def copy(file: Annotated[Path, typer.Argument(help="The SQLite file. Stop the bot first.")]) -> None:
    """Copy a SQLite file into the configured PostgreSQL database, which must be empty, and compare both."""
    settings = settings_or_exit(need_token=False)
    shown = settings.shown_database_url

    from sqlalchemy.engine import make_url

    if make_url(settings.database_url).get_backend_name() != "postgresql":
        fail(f"PARTNERBRIDGE_DATABASE_URL is {shown}. Set it to the PostgreSQL database to copy into.", code=1)
    if not file.is_file():
        fail(f"There is no file {file}.", code=1)

    from sqlalchemy.exc import SQLAlchemyError

    from bot.cli.database_state import reason
    from storage.copying import CopyError
    from storage.file_lock import DatabaseInUseError
    from storage.schema import DatabaseIsNewerError

    try:
        sums = asyncio.run(_copied(file, settings.database_url))
    except CopyError as error:
        fail(f"Nothing was copied: {error}.", code=1)
    except DatabaseIsNewerError:
        fail(f"Nothing was copied: {shown} was used by a later version of PartnerBridge.", code=1)
    except DatabaseInUseError:
        fail(f"Nothing was copied: a bot uses {file}. Stop it first.", code=1)
    except (SQLAlchemyError, OSError) as error:
        fail(f"Nothing was copied: {reason(error)}.", code=1)
    for table, each in sums.items():
        tell(f"{table:<32}{each.rows:>9}  {each.checksum[:16]}")
    say(f"{shown} holds the {sum(each.rows for each in sums.values())} rows of {file}; both were read and are equal")


async def _copied(file: Path, url: str) -> "dict[str, Sum]":
    from storage.copying import copy as copy_rows
    from storage.database import Database
    from storage.file_lock import FileLock

    source, target = Database(f"sqlite+aiosqlite:///{file}"), Database(url)
    try:
        with FileLock(file):
            return await copy_rows(source, target)
    finally:
        await source.dispose()
        await target.dispose()
