"""The lead is held by one instance at a time, and a transaction of a process that hangs does not hold anybody up."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import text

import storage.engines
from storage import leases
from storage.database import Database
from tests.postgres import PostgresServer

pytestmark = pytest.mark.postgres
A_MINUTE, OVER = timedelta(minutes=1), timedelta(seconds=-1)


@pytest.fixture
def database_url(postgres_server: PostgresServer) -> Iterator[str]:
    """PostgreSQL only: on SQLite one process runs."""
    with postgres_server.emptied() as url:
        yield url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.dispose()


async def does(database: Database, act, owner: str, lasts: timedelta = A_MINUTE) -> bool:
    async with database.writing_once() as session:
        return await act(session, "lead", owner=owner, lasts=lasts)


async def test_one_instance_holds_a_lease_until_it_runs_out(database: Database) -> None:
    assert await does(database, leases.take, "first", OVER)
    assert await does(database, leases.take, "second")
    assert not await does(database, leases.take, "third")
    assert not await does(database, leases.renew, "first"), "it was taken over"
    assert await does(database, leases.renew, "second")


async def test_a_lease_that_ran_out_while_the_database_was_away_is_renewed_if_nobody_took_it(
    database: Database,
) -> None:
    assert await does(database, leases.take, "first", OVER)
    assert await does(database, leases.renew, "first")
    assert not await does(database, leases.take, "second")


async def test_a_lease_that_is_given_up_is_free_at_once(database: Database) -> None:
    assert await does(database, leases.take, "first")
    async with database.writing_once() as session:
        await leases.give_up(session, "lead", owner="second")
    assert not await does(database, leases.take, "second")
    async with database.writing_once() as session:
        await leases.give_up(session, "lead", owner="first")
    assert await does(database, leases.take, "second")


async def test_a_transaction_that_pauses_is_ended_by_the_server(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage.engines, "_LONGEST_PAUSE_S", 7)
    async with database.reading() as session:
        assert await session.scalar(text("SHOW idle_in_transaction_session_timeout")) == "7s"
    async with database.rebuilding() as connection:
        assert (await connection.execute(text("SHOW idle_in_transaction_session_timeout"))).scalar() == "0"
