"""Every table has rows of neighbours, no job does anything with them, and a test fails when one of them changes."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.periodic import PeriodicJob
from bot.sandbox.world import World
from storage.models import Base, Company
from tests.chat import Chat, open_chat
from tests.clock import Clock
from tests.factories import add_company
from tests.neighbours import difference, select_own
from tests.neighbours.rows_listings import PAIRS

TABLES = [table.name for table in Base.metadata.sorted_tables]


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_rows(sqlite_template: Path, tmp_path: Path, table: str) -> None:
    """At least two, so that it shows which of them a query returns. A missing one is noticed."""
    path = Path(shutil.copyfile(sqlite_template, tmp_path / "changed.sqlite3"))
    assert difference(path, sqlite_template) == []
    with closing(sqlite3.connect(path)) as connection:
        if table == "audit_entry":
            connection.execute("DROP TRIGGER audit_entry_kept")
        deleted = connection.execute(f'DELETE FROM "{table}"').rowcount  # noqa: S608
        connection.commit()
    assert deleted >= 2
    assert difference(path, sqlite_template) == [table]


def test_a_changed_column_is_noticed(sqlite_template: Path, tmp_path: Path) -> None:
    path = Path(shutil.copyfile(sqlite_template, tmp_path / "changed.sqlite3"))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE introduction SET decline_reason = 'other'")
        connection.execute("UPDATE star SET reminder_queued_for = NULL")
        connection.commit()
    assert difference(path, sqlite_template) == ["introduction", "star"]


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> Iterator[str]:
    """Neighbours live on SQLite only."""
    path = tmp_path / "neighbours.sqlite3"
    shutil.copyfile(sqlite_template, path)
    yield f"sqlite+aiosqlite:///{path}"
    assert difference(path, sqlite_template) == []


@pytest.mark.parametrize("years", [0, 30])
async def test_no_job_does_anything_with_neighbours(world: World, database_url: str, clock: Clock, years: int) -> None:
    clock.forward(days=years * 365)
    # An encoder would be asked for the vectors of the neighbours' published listings.
    async with open_chat(world, database_url, clock, encoder="none") as chat:
        calls_at_start = world.journal.number
        jobs = [worker for worker in chat.program.workers if isinstance(worker, PeriodicJob)]
        done = [await job.run_once() for job in jobs]
        await chat.settle()
    # The sweep of the matchmaker masks the texts that have to be.
    assert [each for each in done if each] == [2 * PAIRS]
    assert world.journal.calls(after=calls_at_start) == []


async def test_own_rows_begin_with_the_id_1(chat: Chat) -> None:
    async with chat.program.services.database.writing() as session:
        await add_company(session)
        assert [company.id for company in await session.scalars(select_own(Company))] == [1]
