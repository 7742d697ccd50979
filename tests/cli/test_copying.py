"""From SQLite to PostgreSQL: every table with rows, compared; and what is refused."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text, update
from typer.testing import CliRunner

from bot.cli.main import app
from storage import copying
from storage.copying import CopyError, copy
from storage.database import Database
from storage.file_lock import FileLock
from storage.models import Base, Company, Person
from tests.factories import NOW, add_person
from tests.postgres import PostgresServer

pytestmark = pytest.mark.postgres


@pytest.fixture
def file(sqlite_template: Path, tmp_path: Path) -> Path:
    """Has rows in every table."""
    return Path(shutil.copyfile(sqlite_template, tmp_path / "old.sqlite3"))


@pytest.fixture
def target_url(postgres_server: PostgresServer) -> Iterator[str]:
    with postgres_server.fresh("template1") as url:
        yield url


@pytest.fixture
async def both(file: Path, target_url: str) -> AsyncIterator[tuple[Database, Database]]:
    databases = Database(f"sqlite+aiosqlite:///{file}"), Database(target_url)
    yield databases
    for database in databases:
        await database.dispose()


async def test_every_table_is_copied_with_every_value(both: tuple[Database, Database]) -> None:
    source, target = both
    sums = await copy(source, target)
    assert {name for name, each in sums.items() if each.rows < 2} == set(), "there is nothing to compare"
    async with target.reading() as session:
        for table in Base.metadata.sorted_tables:
            assert await copying.sum_of(session, table) == sums[table.name]
        names = set(await session.scalars(select(Company.name)))
    async with source.reading() as session:
        assert set(await session.scalars(select(Company.name))) == names


async def test_new_rows_get_ids_that_no_row_ever_had(both: tuple[Database, Database]) -> None:
    source, target = both
    async with source.writing() as session:
        await session.execute(text("UPDATE sqlite_sequence SET seq = 4711 WHERE name = 'company'"))
    await copy(source, target)
    async with target.writing() as session:
        old = (await session.execute(select(Company.__table__).limit(1))).mappings().one()
        values = {name: value for name, value in old.items() if name != "id"}
        assert await session.scalar(insert(Company).values(values).returning(Company.id)) == 4712


async def test_a_database_with_rows_is_refused(both: tuple[Database, Database]) -> None:
    source, target = both
    await copying.migrate(target)
    async with target.writing() as session:
        await add_person(session, now=NOW)
    with pytest.raises(CopyError, match="not empty: person has rows"):
        await copy(source, target)


async def test_an_older_schema_is_refused(both: tuple[Database, Database]) -> None:
    source, target = both
    async with source.writing() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    with pytest.raises(CopyError, match="db upgrade"):
        await copy(source, target)


async def test_a_row_that_differs_undoes_the_copy(
    both: tuple[Database, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = both
    read = copying.sum_of

    async def changed(session, table):
        if session.get_bind().dialect.name == "postgresql" and table.name == "person":
            await session.execute(update(Person).values(name="another"))
        return await read(session, table)

    monkeypatch.setattr(copying, "sum_of", changed)
    with pytest.raises(CopyError, match="rows of person differ"):
        await copy(source, target)
    async with target.reading() as session:
        assert await session.scalar(select(Person.id)) is None


def test_the_command_prints_counts_and_sums_and_refuses_a_second_time(
    file: Path, target_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARTNERBRIDGE_DATABASE_URL", target_url)
    with FileLock(file):
        used = CliRunner().invoke(app, ["db", "copy", str(file)])
    assert (used.exit_code, "Stop it first" in used.stderr) == (1, True)
    result = CliRunner().invoke(app, ["db", "copy", str(file)])
    assert result.exit_code == 0, result.stderr
    assert "both were read and are equal" in result.stderr + result.stdout
    again = CliRunner().invoke(app, ["db", "copy", str(file)])
    assert (again.exit_code, "is not empty" in again.stderr) == (1, True)


def test_the_command_needs_postgresql(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTNERBRIDGE_DATABASE_URL", f"sqlite+aiosqlite:///{file}")
    result = CliRunner().invoke(app, ["db", "copy", str(file)])
    assert (result.exit_code, "Set it to the PostgreSQL database" in result.stderr) == (1, True)
