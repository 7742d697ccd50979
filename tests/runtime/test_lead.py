"""Who leads among instances on PostgreSQL, as each of them knows it. tests/kill/test_lead.py kills whole programs."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest

from bot import lead as module
from bot.instances import instance_name
from bot.lead import Lead, StoppedWaitingError
from storage import leases
from storage.database import Database
from tests.postgres import PostgresServer

pytestmark = pytest.mark.postgres


@pytest.fixture
def database_url(postgres_server: PostgresServer) -> Iterator[str]:
    with postgres_server.emptied() as url:
        yield url


@asynccontextmanager
async def waiting(lead: Lead) -> AsyncIterator["asyncio.Task[None]"]:
    """A standby that has been refused once."""

    async def leads() -> None:
        async with lead.held():
            pass

    task = asyncio.ensure_future(leads())
    while not (lead.is_waiting or task.done()):  # noqa: ASYNC110 - no event tells it
        await asyncio.sleep(0)
    yield task
    await asyncio.gather(task, return_exceptions=True)


async def test_a_standby_waits_until_the_leader_gives_up(database: Database) -> None:
    first, second = (Lead(database, owner=name) for name in ("first", "second"))
    async with first.held():
        assert first.is_held
        async with waiting(second) as task:
            assert not second.is_held
            async with database.writing_once() as session:
                await leases.give_up(session, "lead", owner="first")
            await task
    assert not second.is_waiting


async def test_a_standby_that_is_stopped_leaves_the_lead(database: Database) -> None:
    first, second = (Lead(database, owner=name) for name in ("first", "second"))
    async with first.held(), waiting(second) as task:
        second.stop_waiting()
        with pytest.raises(StoppedWaitingError):
            await task
        assert first.is_held


async def test_the_lead_of_a_process_that_ended_is_taken_at_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = instance_name()
    monkeypatch.setattr(module, "has_ended", lambda name: name == gone)
    async with database.writing_once() as session:
        await leases.take(session, "lead", owner=gone, lasts=module.LASTS)
    second = Lead(database, owner="second")
    async with second.held():
        assert second.is_held


async def test_whoever_hung_learns_that_another_leads(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_RENEW_S", 0.0)
    lost = asyncio.Event()
    first = Lead(database, owner="first")
    first.on_loss(lost.set)
    async with first.held():
        async with database.writing_once() as session:
            await leases.give_up(session, "lead", owner="first")
            await leases.take(session, "lead", owner="second", lasts=module.LASTS)
        await lost.wait()
        assert not first.is_held
    async with database.reading_once() as session:
        assert await leases.holder(session, "lead") == "second", "the loser gives up nothing of others"


async def test_a_leader_that_cannot_renew_counts_as_one_no_longer(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable() -> None:
        raise ConnectionRefusedError

    first = Lead(database, owner="first")
    async with first.held():
        with monkeypatch.context() as away:
            away.setattr(database, "writing_once", unreachable)
            assert await first._try(leases.renew) is None
            assert first.is_held, "for as long as nobody can have taken over"
            ends = first._until
            away.setattr(time, "monotonic", lambda: ends)
            assert not first.is_held
        assert not first.is_lost


async def test_a_lease_of_another_name_is_left_alone(database: Database) -> None:
    async with database.writing_once() as session:
        assert await leases.take(session, "another", owner="first", lasts=module.LASTS)
        assert await leases.take(session, "lead", owner="second", lasts=module.LASTS)
        assert (await leases.holder(session, "lead"), await leases.holder(session, "another")) == ("second", "first")
        assert not await leases.renew(session, "another", owner="second", lasts=module.LASTS)
        await leases.give_up(session, "lead", owner="second")
        assert await leases.holder(session, "another") == "first"
        assert await leases.take(session, "lead", owner="first", lasts=module.LASTS)
        await leases.give_up(session, "lead", owner="first")
        assert await leases.holder(session, "another") == "first"
