"""The commands from outside: what they print, what they end with, what they leave behind."""

import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from typer.testing import CliRunner, Result

from bot.cli import db
from bot.cli.main import app
from bot.settings.settings import Settings
from storage import schema
from storage.schema import latest_revision
from tests.postgres import in_thread

TOKEN = "123456789:AbCdEfGhIjKlMnOpQrStUvWxYz_12345678"


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    umask = os.umask(0o022)
    yield
    root.handlers[:], root.level = handlers, level
    os.umask(umask)


def partnerbridge(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def program(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """Stands in for the program; gives the settings that it was started with."""
    started: list[Settings] = []
    stand_in = ModuleType("bot.app")
    stand_in.run = started.append
    for name in ("TokenRefusedError", "AnotherInstanceError"):
        setattr(stand_in, name, type(name, (Exception,), {}))
    monkeypatch.setitem(sys.modules, "bot.app", stand_in)
    return started


def test_help_names_every_command() -> None:
    result = partnerbridge("--help")
    assert result.exit_code == 0
    for command in ("run", "check", "match", "messages", "sandbox", "db"):
        assert command in result.stdout


def test_run_without_a_token_says_so_before_anything_starts(empty_folder: Path) -> None:
    result = partnerbridge("run")
    assert result.exit_code == 2
    assert result.stderr.startswith("PARTNERBRIDGE_TOKEN is missing")
    assert list(empty_folder.iterdir()) == []


def test_run_tells_every_wrong_setting_on_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTNERBRIDGE_ADMINS", "ana")
    monkeypatch.setenv("PARTNERBRIDGE_ENCODER", "best")
    monkeypatch.setenv("PARTNERBRIDGE_TOKN", TOKEN)
    result = partnerbridge("run")
    assert result.exit_code == 2
    lines = result.stderr.splitlines()
    assert len(lines) == 3
    assert "did you mean PARTNERBRIDGE_TOKEN" in lines[0]
    assert {line.split()[0] for line in lines[1:]} == {"PARTNERBRIDGE_ADMINS", "PARTNERBRIDGE_ENCODER"}


def test_run_migrates_and_hands_over_to_the_program(empty_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = program(monkeypatch)
    monkeypatch.setenv("PARTNERBRIDGE_TOKEN", TOKEN)
    result = partnerbridge("run")
    assert result.exit_code == 0, result.stderr
    assert [settings.token.get_secret_value() for settings in started] == [TOKEN]
    assert (empty_folder / "partnerbridge.sqlite3").stat().st_mode & 0o077 == 0, "others on the machine cannot read it"


def test_a_worker_waits_for_the_schema_and_needs_an_index_to_share(empty_folder: Path) -> None:
    before = partnerbridge("worker")
    assert before.exit_code == 1
    assert "start the bot, which upgrades it" in before.stderr
    partnerbridge("db", "upgrade")
    on_sqlite = partnerbridge("worker")
    assert on_sqlite.exit_code == 1
    assert "A worker needs PostgreSQL" in on_sqlite.stderr


def test_run_refuses_a_newer_database(empty_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = program(monkeypatch)
    monkeypatch.setenv("PARTNERBRIDGE_TOKEN", TOKEN)
    assert partnerbridge("db", "upgrade").exit_code == 0
    in_thread(_set_revision, "9999")
    result = partnerbridge("run")
    assert result.exit_code == 1
    assert "later version of PartnerBridge" in result.stderr.splitlines()[-1]
    assert "Traceback" not in result.stderr
    assert started == []


def test_run_says_plainly_that_a_database_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    program(monkeypatch)
    monkeypatch.setenv("PARTNERBRIDGE_TOKEN", TOKEN)
    monkeypatch.setenv("PARTNERBRIDGE_DATABASE_URL", "postgresql://ana:geheim@127.0.0.1:9/pb")
    result = partnerbridge("run")
    assert result.exit_code == 1
    assert "cannot be migrated" in result.stderr
    assert "geheim" not in result.output
    assert len(result.stderr.splitlines()) == 1


def test_db_upgrade_brings_a_database_up(empty_folder: Path) -> None:
    result = partnerbridge("db", "upgrade")
    assert (result.exit_code, latest_revision() in result.stderr) == (0, True)
    assert (empty_folder / "partnerbridge.sqlite3").exists()


@pytest.mark.postgres
def test_db_check_finds_models_and_migrations_in_step_on_both_databases() -> None:
    result = partnerbridge("db", "check")
    assert result.exit_code == 0, result.stderr
    assert "SQLite: 0 differences" in result.stderr
    assert "PostgreSQL: 0 differences" in result.stderr


def test_db_check_fails_on_a_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    async def one(url: str) -> list[str]:
        return ["add_column company.colour"]

    monkeypatch.setattr(db, "_differences", one)
    monkeypatch.setattr(db, "find_spec", lambda *_: None)
    result = partnerbridge("db", "check")
    assert result.exit_code == 1
    assert "add_column company.colour" in result.stderr
    assert "PostgreSQL: not checked" in result.stderr


def test_db_revision_writes_a_migration_from_a_database_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    written = []

    async def write(database, message: str) -> None:
        written.append((database.is_sqlite, message))

    monkeypatch.setattr(schema, "write_revision", write)
    assert partnerbridge("db", "revision", "Colours").exit_code == 0
    assert written == [(True, "Colours")]


def test_check_tells_good_and_bad_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTNERBRIDGE_ENCODER", "none")
    result = partnerbridge("check")
    assert result.exit_code == 1
    lines = {line.split()[1]: line for line in result.stdout.splitlines() if line[:1] in "✓!✗"}
    assert lines["settings"].startswith("✓")
    assert lines["encoder"].startswith("!")
    assert lines["token"].startswith("✗")
    assert "@BotFather" in lines["token"]


async def _set_revision(revision: str) -> None:
    from sqlalchemy import text

    from storage.database import Database

    database = Database("sqlite+aiosqlite:///partnerbridge.sqlite3")
    async with database.engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    await database.dispose()
