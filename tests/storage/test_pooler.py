"""PostgreSQL behind PgBouncer in transaction mode: every transaction may be on another server process."""

import asyncio
from collections.abc import Iterator

import pytest
from sqlalchemy import bindparam, func, select, update

from bot.cli import check
from bot.cli.check import State
from bot.settings.settings import Settings
from storage.database import Database
from storage.models import Person
from storage.people import companies
from storage.schema import latest_revision, migrate
from tests.factories import add_company, add_person
from tests.pooler import PROGRAM, REQUIRED, pooled
from tests.postgres import PostgresServer

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(PROGRAM is None and not REQUIRED, reason="needs pgbouncer"),
]
_AT_ONCE = 12
_TURNS = 6


@pytest.fixture
def url(postgres_server: PostgresServer) -> Iterator[str]:
    with postgres_server.emptied() as direct, pooled(direct) as behind:
        yield behind


async def _everything(database: Database, person: int, turn: int) -> None:
    async with database.writing() as session:
        connection = await session.connection()
        await connection.execute(
            update(Person).where(Person.id == bindparam("key")).values(name=bindparam("new")),
            [{"key": person, "new": f"Mei {turn}"}, {"key": -1, "new": "nobody"}],
        )
    async with database.reading_once() as session:
        assert await session.scalar(select(Person.name).where(Person.id == person)) == f"Mei {turn}"
    async with database.writing_once() as session:
        await session.execute(update(Person).where(Person.id == person).values(username=f"mei{turn}"))
    async with database.reading() as session:
        assert await session.scalar(select(Person.username).where(Person.id == person)) == f"mei{turn}"
        pages = await session.stream(select(func.generate_series(1, 250)).execution_options(yield_per=100))
        assert [len(page) async for page in pages.partitions()] == [100, 100, 50]


async def test_statements_of_all_kinds_work_while_processes_change(url: str) -> None:
    database = Database(url)
    async with database.writing() as session:
        people = [(await add_person(session)).id for _ in range(_AT_ONCE)]

    async def one(person: int) -> None:
        for turn in range(_TURNS):
            await _everything(database, person, turn)

    await asyncio.gather(*map(one, people))
    assert database.has_pooler
    await database.dispose()


async def test_two_programs_share_the_processes(url: str) -> None:
    databases = [Database(url), Database(url)]
    async with databases[0].writing() as session:
        company = (await add_company(session, await add_person(session))).id
    for database in databases * _TURNS:
        async with database.reading() as session:
            assert await companies.find(session, company) is not None
    for database in databases:
        await database.dispose()


async def test_a_database_is_set_up_through_a_pooler(postgres_server: PostgresServer) -> None:
    with postgres_server.fresh(template="template1") as direct, pooled(direct) as behind:
        database = Database(behind)
        await migrate(database)
        await migrate(database)
        await database.dispose()
        finding, *_ = await check.database_findings(Settings(_env_file=None, database_url=behind))
    assert finding.state is State.GOOD
    assert "through a connection pooler" in finding.text
    assert latest_revision() not in finding.text


async def test_check_names_what_to_set_where_a_pooler_allows_no_transactions(postgres_server: PostgresServer) -> None:
    with postgres_server.emptied() as direct, pooled(direct, mode="statement") as behind:
        finding, *_ = await check.database_findings(Settings(_env_file=None, database_url=behind))
    assert finding.state is State.BAD
    assert "pool_mode" in finding.text


async def test_no_pooler_is_seen_where_none_is(postgres_server: PostgresServer) -> None:
    with postgres_server.emptied() as direct:
        finding, *_ = await check.database_findings(Settings(_env_file=None, database_url=direct))
    assert finding.state is State.GOOD
    assert "pooler" not in finding.text
