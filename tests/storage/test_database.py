"""Sessions: commit, rollback, and forty concurrent writers."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest
from sqlalchemy import func, select, text, update

from storage.database import Database
from storage.models import Person
from storage.people import people
from tests.factories import NOW, add_person
from tests.statements import written_down

pytestmark = pytest.mark.no_neighbours("the tests count whole tables")


async def test_written_data_is_visible_to_the_next_session(database: Database) -> None:
    async with database.writing() as session:
        person = await add_person(session, name="Ana")
    async with database.reading() as session:
        assert (await people.find(session, person.id)).name == "Ana"


async def test_an_exception_rolls_everything_back(database: Database) -> None:
    async def fails() -> None:
        async with database.writing() as session:
            await add_person(session)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fails()
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Person)) == 0


async def test_a_cancelled_writer_rolls_back_and_releases_the_lock(database: Database) -> None:
    entered = asyncio.Event()

    async def hangs() -> None:
        async with database.writing() as session:
            await add_person(session)
            entered.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(hangs())
    await entered.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with database.writing() as session:
        await add_person(session)
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Person)) == 1


async def test_a_reading_session_commits_nothing(database: Database) -> None:
    async with database.reading() as session:
        await add_person(session)
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Person)) == 0


async def test_a_reading_session_asks_for_no_row_twice(database: Database) -> None:
    async with database.writing() as session:
        numbers = [(await add_person(session, name=name)).id for name in ("Ana", "Mei")]
    async with database.reading() as session:
        with written_down(database) as asked:
            for number in (*numbers, *numbers):
                assert (await people.find(session, number)).id == number
    assert len(asked) == 2


async def test_a_writing_session_sees_what_others_have_written_since(database: Database) -> None:
    async with database.writing() as session:
        number = (await add_person(session, name="Ana")).id
    async with database.writing() as session:
        await people.find(session, number)
        await session.execute(update(Person).where(Person.id == number).values(name="Mei"))
        assert (await people.find(session, number)).name == "Mei"


async def test_of_forty_guarded_updates_at_once_one_counts(database: Database) -> None:
    async with database.writing() as session:
        person = await add_person(session, name="0")

    async def press(number: int) -> bool:
        async with database.writing() as session:
            changed = await session.execute(
                update(Person)
                .where(Person.id == person.id, Person.name == "0")
                .values(name=str(number))
                .returning(Person.id)
            )
            return changed.first() is not None

    assert sum(await asyncio.gather(*map(press, range(1, 41)))) == 1


async def test_forty_increments_at_once_are_forty(database: Database) -> None:
    async with database.writing() as session:
        person = await add_person(session, name="")

    async def append() -> None:
        async with database.writing() as session:
            await session.execute(update(Person).where(Person.id == person.id).values(name=Person.name + "x"))

    await asyncio.gather(*(append() for _ in range(40)))
    async with database.reading() as session:
        assert (await people.find(session, person.id)).name == "x" * 40


async def test_two_processes_may_write_to_one_database(database: Database, database_url: str) -> None:
    other = Database(database_url)
    async with database.writing() as session:
        person = await add_person(session, name="")

    async def append(by: Database) -> None:
        async with by.writing() as session:
            known = await people.find(session, person.id)
            assert known is not None
            await session.execute(update(Person).where(Person.id == person.id).values(name=Person.name + "x"))

    await asyncio.gather(*(append(by) for by in (database, other) for _ in range(10)))
    await other.dispose()
    async with database.reading() as session:
        assert (await people.find(session, person.id)).name == "x" * 20


async def test_readers_are_not_blocked_by_a_writer(database: Database) -> None:
    async with database.writing() as writing:
        person = await add_person(writing)
        async with database.reading() as reading:
            assert await people.find(reading, person.id) is None


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="time zone"):
        async with database.writing() as session:
            await add_person(session, now=NOW.replace(tzinfo=None))


async def test_connections_that_the_server_closed_are_replaced(database: Database, database_url: str) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite has no server")
    async with database.reading() as one, database.reading() as other:
        pids = [await session.scalar(text("SELECT pg_backend_pid()")) for session in (one, other)]
    administrator = Database(database_url)
    async with administrator.reading() as session:
        for pid in pids:
            assert await session.scalar(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
    await administrator.dispose()
    async with database.reading() as one, database.reading() as other:
        assert await one.scalar(text("SELECT pg_backend_pid()")) not in pids
        assert await other.scalar(text("SELECT pg_backend_pid()")) not in pids


async def test_a_session_without_statements_leaves_no_transaction_open(database: Database) -> None:
    """A reading session that runs no statement, then one that does: neither begins inside the other's transaction."""
    async with database.reading() as session:
        await session.connection()
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Person)) == 0
    async with database.writing() as session:
        await add_person(session)


async def test_one_statement_commits_itself_whatever_the_connection_did_before(database: Database) -> None:
    async with database.writing() as session:
        person = await add_person(session, name="Ana")
    for round_, before in enumerate((database.tidy, _reads(database), _fails_to_write(database))):
        await before()
        async with database.writing_once() as session:
            await session.execute(update(Person).where(Person.id == person.id).values(name=f"Ana {round_}"))
        async with database.reading_once() as session:
            assert await session.scalar(select(Person.name)) == f"Ana {round_}"
        async with database.writing() as session:
            assert await session.scalar(select(Person.name)) == f"Ana {round_}"


def _reads(database: Database) -> Callable[[], Awaitable[None]]:
    async def reads() -> None:
        async with database.reading() as session:
            await session.scalar(select(Person.name))

    return reads


def _fails_to_write(database: Database) -> Callable[[], Awaitable[None]]:
    async def fails() -> None:
        with suppress(ZeroDivisionError):
            async with database.writing() as session:
                await session.execute(update(Person).values(name="nobody"))
                raise ZeroDivisionError

    return fails
