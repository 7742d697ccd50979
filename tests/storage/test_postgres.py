"""The PostgreSQL databases of the tests: a used one is as good as a new one."""

import asyncpg
import pytest
from sqlalchemy import func, select, text

from storage.database import Database
from storage.models import Base
from tests.factories import add_company, add_listing, add_person
from tests.postgres import PostgresServer

pytestmark = pytest.mark.postgres


async def test_the_next_test_finds_no_rows_and_the_first_ids(postgres_server: PostgresServer) -> None:
    with postgres_server.emptied() as first:
        database = Database(first)
        async with database.writing() as session:
            company = await add_company(session, await add_person(session))
            await add_listing(session, company)
        await database.dispose()
        forgotten = await asyncpg.connect(first.replace("+asyncpg", ""))
        await forgotten.execute("BEGIN; LOCK TABLE company")
    with postgres_server.emptied() as second:
        assert second == first
        database = Database(second)
        async with database.reading() as session:
            for table in Base.metadata.sorted_tables:
                assert await session.scalar(select(func.count()).select_from(table)) == 0, table.name
        async with database.writing() as session:
            assert (await add_company(session)).id == 1
        await database.dispose()
    forgotten.terminate()


@pytest.mark.parametrize(
    "alteration",
    [
        "ALTER TABLE company DROP COLUMN about",
        "ALTER TABLE company ADD COLUMN extra integer",
        "CREATE TABLE another (id integer)",
        "DROP TABLE alembic_version",
        "UPDATE alembic_version SET version_num = '9999'",
    ],
)
async def test_an_altered_database_is_not_used_again(postgres_server: PostgresServer, alteration: str) -> None:
    with postgres_server.emptied() as altered:
        database = Database(altered)
        async with database.engine.begin() as connection:
            await connection.execute(text(alteration))
        await database.dispose()
    with postgres_server.emptied() as url:
        assert url != altered
