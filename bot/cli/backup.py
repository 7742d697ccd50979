"""`partnerbridge db backup`, `verify` and `restore`. For PostgreSQL they print the command to use instead."""

import shlex
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.cli.output import create_private_files, fail, say, settings_or_exit, tell

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

    from storage.sqlite_check import Examination

_OF_DUMP: Final = b"PGDMP"
_PASSWORD: Final = "It asks for the password, or takes it from PGPASSWORD or ~/.pgpass."  # noqa: S105


def backup(file: Annotated[Path, typer.Argument(help="The file to write. An earlier backup is replaced.")]) -> None:
    """Copy the database to a file, also while the bot runs, and check the copy."""
    database = _sqlite_file(
        lambda url: f"(umask 077; pg_dump --format=custom --no-owner --file={shlex.quote(str(file))} {url})"
    )

    from storage.backups import BackupError, back_up

    try:
        copied = back_up(database, file)
    except (BackupError, OSError) as error:
        fail(f"No backup was written: {error}.", code=1)
    say(f"{file} holds schema {copied.revision} with {copied.rows} rows, and has no errors")


def verify(file: Annotated[Path, typer.Argument(help="A backup.")]) -> None:
    """Check a backup: every page, every reference, the schema. Prints the number of rows of each table."""
    if _is_dump(file):
        fail(f"{file} is a dump of PostgreSQL. Check it with: pg_restore --list {shlex.quote(str(file))}", code=1)

    from storage.sqlite_check import examine

    examination = examine(file)
    for table, count in examination.counts.items():
        tell(f"{table:<32}{count:>9}")
    for problem in examination.problems:
        say(f"{file} {problem}")
    if examination.problems:
        raise typer.Exit(1)
    say(f"{file} has no errors. {_about(examination)}")


def restore(
    file: Annotated[Path, typer.Argument(help="A backup.")],
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace a database with data. It is kept beside the new one.")
    ] = False,
) -> None:
    """Replace the database by a backup. Stop the bot first. Checks the backup before it changes anything."""
    database = _sqlite_file(
        lambda url: (
            "pg_restore --no-owner --no-comments --exit-on-error --single-transaction"
            f" --dbname={url} {shlex.quote(str(file))}"
        ),
        note=" The database must exist and be empty.",
    )

    create_private_files()

    from storage.backups import BackupError, HasDataError
    from storage.backups import restore as restore_backup
    from storage.sqlite_check import examine

    try:
        kept = restore_backup(file, database, datetime.now(UTC), replace=replace)
    except HasDataError as error:
        fail(f"Nothing was restored: {error}. Add --replace to replace it; the old file is kept.", code=1)
    except (BackupError, OSError) as error:
        fail(f"Nothing was restored: {error}.", code=1)
    say(f"{database} is restored from {file}. {_about(examine(file))}")
    if kept is not None:
        say(f"The old database is {kept}")


def _about(examination: "Examination") -> str:
    from storage.schema import latest_revision

    about = f"Schema {examination.revision}, {examination.rows} rows."
    if examination.revision != latest_revision():
        about += f" `partnerbridge run` upgrades it to {latest_revision()}."
    if examination.waiting:
        about += (
            f" {examination.waiting} messages waited when the backup was made."
            " A bot that starts with it sends them, even if they were sent since."
        )
    return about


def _sqlite_file(command: Callable[[str], str], note: str = "") -> Path:
    """Returns the file of the configured database. For PostgreSQL prints the command with its URL, and exits."""
    from sqlalchemy.engine import make_url

    address = make_url(settings_or_exit(need_token=False).database_url)
    if address.get_backend_name() != "sqlite":
        say(f"Nothing was done: PostgreSQL has its own program for this.{note} {_PASSWORD} The command is:")
        tell(command(shlex.quote(_libpq_url(address))))
        raise typer.Exit(1)
    if address.database in {None, "", ":memory:"}:
        fail("PARTNERBRIDGE_DATABASE_URL names no file.", code=1)
    return Path(str(address.database))


def _libpq_url(address: "URL") -> str:
    """Returns the URL without the password, and without what only our driver understands."""
    from sqlalchemy.engine import URL

    query = {name: address.query[name] for name in ("host", "port") if name in address.query}
    if "ssl" in address.query:
        query["sslmode"] = address.query["ssl"]
    return URL.create(
        "postgresql", address.username, None, address.host, address.port, address.database, query
    ).render_as_string()


def _is_dump(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return opened.read(len(_OF_DUMP)) == _OF_DUMP
    except OSError:
        return False
