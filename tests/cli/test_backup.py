"""Backups as an operator makes and checks them: real files, with the bot's own connections open."""

import asyncio
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import func, select

from storage.database import Database
from storage.models import Person
from storage.schema import latest_revision
from tests.cli.backups import NAME, backed_up, execute, partnerbridge, rows
from tests.factories import add_person


def test_a_backup_is_one_private_file_that_restores_everything(live: Path) -> None:
    saved = backed_up()
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert sorted(path.name for path in Path().iterdir()) == [NAME, "saved.sqlite3"]
    execute(live, "DELETE FROM company")
    result = partnerbridge("restore", "saved.sqlite3", "--replace")
    assert result.exit_code == 0, result.stderr
    assert rows(live) == 1
    (kept,) = Path().glob(f"{NAME}.before-*")
    assert rows(kept) == 0
    assert rows(kept, "person") == 1
    assert kept.name in result.stderr


def test_a_backup_made_while_writes_go_on_is_one_moment(live: Path) -> None:
    """Two tables that always change together differ in no copy; no write fails meanwhile."""
    stop, written, failed = Event(), Event(), []

    def write() -> None:
        with closing(sqlite3.connect(live, isolation_level=None)) as connection:
            for number in range(1_000_000):
                if stop.is_set():
                    return
                try:
                    connection.execute("BEGIN IMMEDIATE")
                    connection.execute("INSERT INTO one VALUES (?, zeroblob(5000))", (number,))
                    connection.execute("INSERT INTO other VALUES (?, zeroblob(5000))", (number,))
                    connection.execute("COMMIT")
                except sqlite3.Error as error:
                    failed.append(error)
                if number > 20:
                    written.set()

    for table in ("one", "other"):
        execute(live, f"CREATE TABLE {table} (number, filling)")
    with closing(sqlite3.connect(live)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    writer = Thread(target=write)
    writer.start()
    try:
        counts = []
        for _ in range(5):
            written.clear()
            assert written.wait(60)
            saved = backed_up()
            counts.append((rows(saved, "one"), rows(saved, "other")))
    finally:
        stop.set()
        writer.join()
    assert failed == []
    assert all(one == other for one, other in counts)
    assert counts[0][0] < counts[-1][0]


async def test_a_backup_of_the_running_bot_holds_what_was_committed(live: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{live}")
    try:
        async with database.writing() as session:
            await add_person(session)
        async with database.writing() as session:
            await add_person(session)
            result = await asyncio.to_thread(partnerbridge, "backup", "saved.sqlite3")
            assert result.exit_code == 0, result.stderr
        assert rows(Path("saved.sqlite3"), "person") == 2
        async with database.reading() as session:
            assert await session.scalar(select(func.count()).select_from(Person)) == 3
    finally:
        await database.dispose()


def test_a_backup_replaces_an_earlier_one_and_nothing_else(live: Path) -> None:
    backed_up()
    execute(live, "DELETE FROM membership")
    assert rows(backed_up(), "membership") == 0
    Path(".env").write_text("PARTNERBRIDGE_ADMINS=1")
    for name in (".env", NAME):
        result = partnerbridge("backup", name)
        assert result.exit_code == 1
        assert "is no backup" in result.stderr
    assert Path(".env").read_text() == "PARTNERBRIDGE_ADMINS=1"


def test_a_damaged_database_does_not_replace_a_good_backup(live: Path) -> None:
    saved = backed_up()
    execute(live, "UPDATE membership SET company_id = 77")
    result = partnerbridge("backup", "saved.sqlite3")
    assert result.exit_code == 1
    assert "refer to no company" in result.stderr
    assert rows(saved, "membership WHERE company_id = 77") == 0
    live.write_bytes(live.read_bytes()[:50_000])
    assert partnerbridge("backup", "saved.sqlite3").exit_code == 1
    assert partnerbridge("verify", "saved.sqlite3").exit_code == 0
    assert [path.name for path in Path().iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("name", "told"), [("nowhere/saved.sqlite3", "No such file"), ("saved.sqlite3", "there is no database")]
)
def test_a_backup_that_cannot_be_written_is_said_in_a_line(empty_folder: Path, name: str, told: str) -> None:
    if "nowhere" in name:
        execute(empty_folder / NAME, "CREATE TABLE company (id)")
    result = partnerbridge("backup", name)
    assert result.exit_code == 1
    assert told in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_verify_counts_the_rows_of_each_table(live: Path) -> None:
    saved = backed_up()
    before = saved.read_bytes()
    result = partnerbridge("verify", "saved.sqlite3")
    assert result.exit_code == 0, result.stderr
    counts = dict(line.split() for line in result.stdout.splitlines())
    assert (counts["person"], counts["company"], counts["listing"]) == ("1", "1", "0")
    assert f"Schema {latest_revision()}" in result.stderr
    assert saved.read_bytes() == before
    assert sorted(path.name for path in Path().iterdir()) == [NAME, "saved.sqlite3"]


def test_verify_tells_of_messages_that_would_be_sent_again(live: Path) -> None:
    saved = backed_up()
    assert "messages waited" not in partnerbridge("verify", "saved.sqlite3").stderr
    execute(
        saved,
        "INSERT INTO delivery (person_id, topic, payload, dedupe_key, status, not_before, created_at,"
        " attempts, part, unsure, message_ids)"
        " SELECT id, 'suggestions', '{}', 'key', 'pending', created_at,"
        " created_at, 0, 0, 0, '[]' FROM person",
    )
    assert "1 messages waited" in partnerbridge("verify", "saved.sqlite3").stderr
