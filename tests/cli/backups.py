"""What tests of backups share: the configured database, and looks into SQLite files."""

import sqlite3
from contextlib import closing
from pathlib import Path

from typer.testing import CliRunner, Result

from bot.cli.main import app
from storage.database import Database
from tests.factories import add_company, add_person

NAME = "partnerbridge.sqlite3"
ROOT = Path(__file__).resolve().parents[2]


def partnerbridge(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["db", *arguments])


async def add_ana(url: str) -> None:
    database = Database(url)
    async with database.writing() as session:
        await add_company(session, await add_person(session))
    await database.dispose()


def rows(path: Path, table: str = "company") -> int:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608


def execute(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(statement)


def backed_up() -> Path:
    result = partnerbridge("backup", "saved.sqlite3")
    assert result.exit_code == 0, result.stderr
    return Path("saved.sqlite3")
