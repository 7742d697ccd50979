"""The engine on real databases, with a network that fails in all the ways in which Telegram fails."""

import asyncio

import pytest
from sqlalchemy import event
from telegram.error import BadRequest, Forbidden, RetryAfter, TimedOut

from bot.outbox import engine as outbox_engine
from bot.outbox.row_sender import LEASE
from storage import outbox
from storage.database import Database
from storage.people import people
from storage.vocabulary import DeliveryStatus
from tests.clock import Clock
from tests.outbox.network import Telegram, engine, put, rows, statuses, until, working


async def test_due_rows_are_sent_once_and_recorded(database: Database) -> None:
    clock, telegram = Clock(), Telegram()
    await put(database, "a", "b", clock=clock)
    worker = engine(database, telegram, clock)
    assert await worker.deliver_due() == 2
    assert await worker.deliver_due() == 0
    assert [(row.status, row.message_ids, row.finished_at) for row in await rows(database)] == [
        (DeliveryStatus.SENT, [1001], clock()),
        (DeliveryStatus.SENT, [1002], clock()),
    ]
    assert [key for _, key in telegram.told] == ["a", "b"]


async def test_one_person_is_told_things_one_after_the_other(database: Database) -> None:
    clock, telegram = Clock(), Telegram()
    await put(database, *map(str, range(12)), clock=clock)
    await engine(database, telegram, clock, in_flight=5).deliver_due()
    assert [int(key) for _, key in telegram.told] == list(range(12))
    assert telegram.most == 1


async def test_rows_that_are_not_due_wait(database: Database) -> None:
    clock, telegram = Clock(), Telegram()
    await put(database, "later", clock=clock, later_s=60)
    worker = engine(database, telegram, clock)
    assert await worker.deliver_due() == 0
    clock.forward(seconds=60)
    assert await worker.deliver_due() == 1


async def test_nothing_to_tell_any_more_is_obsolete(database: Database) -> None:
    clock = Clock()
    await put(database, "a", clock=clock)
    await engine(database, Telegram(lambda _: None), clock).deliver_due()
    assert await statuses(database) == [DeliveryStatus.OBSOLETE]


async def test_people_who_blocked_the_bot_are_marked_and_told_nothing_more(database: Database) -> None:
    clock = Clock()
    telegram = Telegram(lambda _: Forbidden("Forbidden: bot was blocked by the user"))
    person_id = await put(database, "a", clock=clock)
    worker = engine(database, telegram, clock)
    await worker.deliver_due()
    async with database.writing() as session:
        person = await people.find(session, person_id)
        assert person is not None
        assert person.unreachable_since == clock()
        await outbox.queue_message(session, person_id, "topic", payload={}, dedupe_key="b", now=clock())
    await worker.deliver_due()
    assert await statuses(database) == [DeliveryStatus.UNREACHABLE, DeliveryStatus.UNREACHABLE]
    assert [key for _, key in telegram.told] == ["a"]


async def test_a_timeout_is_never_sent_again(database: Database) -> None:
    clock, telegram = Clock(), Telegram(lambda _: TimedOut())
    await put(database, "a", clock=clock)
    worker = engine(database, telegram, clock)
    await worker.deliver_due()
    clock.forward(days=30)
    await worker.deliver_due()
    assert await statuses(database) == [DeliveryStatus.UNKNOWN]
    assert len(telegram.told) == 1


async def test_a_flood_wait_is_kept_to_and_then_the_message_arrives(database: Database) -> None:
    clock, telegram = Clock(), Telegram(lambda _: RetryAfter(30))
    await put(database, "a", clock=clock)
    worker = engine(database, telegram, clock)
    await worker.deliver_due()
    clock.forward(seconds=30)
    await worker.deliver_due()
    assert len(telegram.told) == 1
    telegram.answer = lambda _: 7
    clock.forward(seconds=1)
    await worker.deliver_due()
    (row,) = await rows(database)
    assert (row.status, row.message_ids, row.attempts, row.error) == (DeliveryStatus.SENT, [7], 0, None)


async def test_a_rejected_message_fails_and_is_logged(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    clock = Clock()
    await put(database, "a", clock=clock)
    await engine(database, Telegram(lambda _: BadRequest("Can't parse entities")), clock).deliver_due()
    (row,) = await rows(database)
    assert (row.status, row.error) == (DeliveryStatus.FAILED, "rejected: BadRequest: Can't parse entities")
    assert "delivery 1 failed" in caplog.text


async def test_several_are_in_flight_but_no_more_than_allowed(database: Database) -> None:
    clock, telegram = Clock(), Telegram()
    await put(database, *map(str, range(20)), clock=clock, each=True)
    telegram.open.clear()
    worker = engine(database, telegram, clock, in_flight=5)
    async with asyncio.TaskGroup() as group:
        group.create_task(worker.run())
        await until(lambda: telegram.now == 5)
        telegram.open.set()
        await until(lambda: len(telegram.told) == 20)
        await worker.stop()
    assert telegram.most == 5
    assert set(await statuses(database)) == {DeliveryStatus.SENT}


async def test_a_wake_delivers_at_once(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox_engine, "_POLL_S", 3600.0)
    clock, telegram = Clock(), Telegram()
    worker = engine(database, telegram, clock)
    async with asyncio.TaskGroup() as group:
        group.create_task(worker.run())
        await asyncio.sleep(0.05)
        await put(database, "a", clock=clock)
        worker.wake()
        async with asyncio.timeout(30):
            await until(lambda: len(telegram.told) == 1)
        await worker.stop()


async def test_a_stop_lets_what_is_in_flight_land(database: Database) -> None:
    clock, telegram = Clock(), Telegram()
    await put(database, "a", "b", clock=clock, each=True)
    telegram.open.clear()
    worker = engine(database, telegram, clock)
    async with asyncio.TaskGroup() as group:
        group.create_task(worker.run())
        await until(lambda: telegram.now == 2)
        stopping = group.create_task(worker.stop())
        await asyncio.sleep(0.05)
        assert not stopping.done()
        telegram.open.set()
    assert await statuses(database) == [DeliveryStatus.SENT] * 2


async def test_a_stop_does_not_wait_for_ever_and_what_is_given_up_becomes_unknown(database: Database) -> None:
    clock, telegram = Clock(), Telegram()
    await put(database, "a", clock=clock)
    telegram.open.clear()
    async with working(engine(database, telegram, clock)):
        await until(lambda: telegram.now == 1)
    assert await statuses(database) == [DeliveryStatus.SENDING]
    clock.now += LEASE
    telegram.open.set()
    await engine(database, telegram, clock).deliver_due()
    assert await statuses(database) == [DeliveryStatus.UNKNOWN]
    assert len(telegram.told) == 1


@pytest.mark.parametrize("when", ["at first", "after some time"])
async def test_an_idle_outbox_reads_little_and_writes_nothing(database: Database, when: str) -> None:
    clock, telegram = Clock(), Telegram()
    await put(database, "later", clock=clock, later_s=3600)
    statements: list[str] = []
    worker = engine(database, telegram, clock)
    if when == "after some time":
        await put(database, "now", clock=clock)
        await worker.deliver_due()
    event.listen(
        database.engine.sync_engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, *_: statements.append(statement),
    )
    async with asyncio.TaskGroup() as group:
        group.create_task(worker.run())
        await asyncio.sleep(0.5)
        seen = [statement for statement in statements if not statement.startswith("BEGIN")]
        await worker.stop()
    assert len(seen) == 1
    assert seen[0].startswith("SELECT")
