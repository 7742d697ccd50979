"""Every migration runs over rows in all tables that there were before it, and loses none of them."""

import shutil
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import inspect, select, text

from storage import schema
from storage.copying import copy
from storage.database import Database
from storage.models import Base

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
Counts = dict[str, int]


@pytest.fixture
async def filled(bare_database_url: str, sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """A database of the latest schema with rows in every table."""
    database = Database(bare_database_url)
    if database.file is not None:
        shutil.copyfile(sqlite_template, database.file)
    else:
        source = Database(f"sqlite+aiosqlite:///{shutil.copyfile(sqlite_template, tmp_path / 'source.sqlite3')}")
        await copy(source, database)
        await source.dispose()
    yield database
    await database.dispose()


async def counts(database: Database) -> Counts:
    async with database.engine.connect() as connection:
        names = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
        found = {}
        for name in set(names) - {"alembic_version"}:
            found[name] = (await connection.execute(text(f'SELECT count(*) FROM "{name}"'))).scalar_one()  # noqa: S608
        return found


async def test_each_earlier_revision_with_data_is_upgraded(filled: Database) -> None:
    for earlier, later in reversed(list(pairwise(schema.revisions()))):
        await schema.downgrade(filled, earlier)
        before = await counts(filled)
        await schema.migrate(filled, later)
        after = await counts(filled)
        assert {name: after.get(name) for name in before} == before, f"rows were lost by {later}"
        await schema.downgrade(filled, earlier)
    assert min((await counts(filled)).values()) > 0
    first = await counts(filled)
    await schema.migrate(filled)
    latest = await counts(filled)
    assert {name: latest[name] for name in first} == first
    assert await schema.differences(filled) == []
    async with filled.reading() as session:
        for table in Base.metadata.sorted_tables:
            await session.execute(select(table))  # every value is one that this version reads
