"""The worker on real databases, with a sender that fails the ways Telegram fails."""

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta

import pytest
from bot.outbox.delivery_worker import DeliveryWorker
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from telegram.error import BadRequest, Forbidden, RetryAfter, TimedOut

from storage import outbox
from storage.database import Database
from storage.ids import PersonId
from storage.models import Delivery
from storage.people import people
from storage.vocabulary import DeliveryStatus
from tests.clock import Clock
from tests.factories import add_person

Answer = int | None | Exception


class Telegram:
    """Sends nothing: remembers whom it was asked to tell what, and answers what it was told to."""

    def __init__(self, answer: Callable[[Delivery], Answer] = lambda delivery: delivery.id + 1000) -> None:
        self.answer = answer
        self.told: list[tuple[int, str]] = []
        self.now = self.most = 0
        self.open = asyncio.Event()
        self.open.set()

    async def __call__(self, delivery: Delivery) -> int | None:
        self.told.append((delivery.person_id, delivery.dedupe_key))
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            await self.open.wait()
            answer = self.answer(delivery)
            if isinstance(answer, Exception):
                raise answer
            return answer
        finally:
            self.now -= 1


async def put(database: Database, *keys: str, clock: Clock, later_s: float = 0, each: bool = False) -> PersonId:
    """A delivery of each key, all to one person or `each` to one of their own."""
    async with database.writing() as session:
        person = await add_person(session)
        for key in keys:
            person = await add_person(session) if each else person
            await outbox.tell(
                session,
                person.id,
                "topic",
                payload={},
                dedupe_key=key,
                now=clock(),
                not_before=clock() + timedelta(seconds=later_s),
            )
    return person.id


async def rows(database: Database) -> list[Delivery]:
    async with database.reading() as session:
        return list(await session.scalars(select(Delivery).order_by(Delivery.id)))


async def statuses(database: Database) -> list[DeliveryStatus]:
    return [row.status for row in await rows(database)]


async def until(condition: Callable[[], bool]) -> None:
    for _ in range(1_000):
        if condition():
            return
        await asyncio.sleep(0.005)
    raise TimeoutError("it did not come about")


async def test_what_is_due_is_sent_once_and_recorded(database: Database) -> None:
    clock, telegram = Clock(), Telegram()
    await put(database, "a", "b", clock=clock)
    worker = DeliveryWorker(database, telegram, clock)
    assert await worker.deliver_due() == 2
    assert await worker.deliver_due() == 0
    assert [(row.status, row.message_id, row.finished_at) for row in await rows(database)] == [
        (DeliveryStatus.SENT, 1001, clock()),
        (DeliveryStatus.SENT, 1002, clock()),
    ]
    assert [key for _, key in telegram.told] == ["a", "b"]


async def test_one_person_is_told_things_one_after_the_other(database: Database) -> None:
    clock, telegram = Clock(), Telegram()
    await put(database, *map(str, range(12)), clock=clock)
    await DeliveryWorker(database, telegram, clock, in_flight=5).deliver_due()
    assert [int(key) for _, key in telegram.told] == list(range(12))
    assert telegram.most == 1


async def test_what_is_not_due_waits(database: Database) -> None:
    clock, telegram = Clock(), Telegram()
    await put(database, "later", clock=clock, later_s=60)
    worker = DeliveryWorker(database, telegram, clock)
    assert await worker.deliver_due() == 0
    clock.forward(seconds=60)
    assert await worker.deliver_due() == 1


async def test_nothing_to_tell_any_more_is_obsolete(database: Database) -> None:
    clock = Clock()
    await put(database, "a", clock=clock)
    await DeliveryWorker(database, Telegram(lambda _: None), clock).deliver_due()
    assert await statuses(database) == [DeliveryStatus.OBSOLETE]


async def test_who_blocked_the_bot_is_marked_and_told_nothing_more(database: Database) -> None:
    clock = Clock()
    telegram = Telegram(lambda _: Forbidden("Forbidden: bot was blocked by the user"))
    person_id = await put(database, "a", clock=clock)
    worker = DeliveryWorker(database, telegram, clock)
    await worker.deliver_due()
    async with database.writing() as session:
        person = await people.find(session, person_id)
        assert person is not None
        assert person.unreachable_since == clock()
        await outbox.tell(session, person_id, "topic", payload={}, dedupe_key="b", now=clock())
    await worker.deliver_due()
    assert await statuses(database) == [DeliveryStatus.UNREACHABLE, DeliveryStatus.UNREACHABLE]
    assert [key for _, key in telegram.told] == ["a"]


async def test_a_timeout_is_never_sent_again(database: Database) -> None:
    clock, telegram = Clock(), Telegram(lambda _: TimedOut())
    await put(database, "a", clock=clock)
    worker = DeliveryWorker(database, telegram, clock)
    await worker.deliver_due()
    clock.forward(days=30)
    await worker.deliver_due()
    assert await statuses(database) == [DeliveryStatus.UNKNOWN]
    assert len(telegram.told) == 1


async def test_a_flood_wait_is_kept_to_and_then_the_message_arrives(database: Database) -> None:
    clock, telegram = Clock(), Telegram(lambda _: RetryAfter(30))
    await put(database, "a", clock=clock)
    worker = DeliveryWorker(database, telegram, clock)
    await worker.deliver_due()
    clock.forward(seconds=30)
    await worker.deliver_due()
    assert len(telegram.told) == 1
    telegram.answer = lambda _: 7
    clock.forward(seconds=1)
    await worker.deliver_due()
    (row,) = await rows(database)
    assert (row.status, row.message_id, row.attempts, row.error) == (DeliveryStatus.SENT, 7, 2, None)


async def test_a_rejected_message_fails_and_is_logged(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    clock = Clock()
    await put(database, "a", clock=clock)
    await DeliveryWorker(database, Telegram(lambda _: BadRequest("Can't parse entities")), clock).deliver_due()
    (row,) = await rows(database)
    assert (row.status, row.error) == (DeliveryStatus.FAILED, "rejected: BadRequest: Can't parse entities")
    assert "topic" in caplog.text


async def test_several_are_in_flight_but_no_more_than_allowed(database: Database) -> None:
    clock, telegram = Clock(), Telegram()
    await put(database, *map(str, range(20)), clock=clock, each=True)
    telegram.open.clear()
    worker = DeliveryWorker(database, telegram, clock, in_flight=5)
    async with asyncio.TaskGroup() as group:
        group.create_task(worker.run())
        await until(lambda: telegram.now == 5)
        telegram.open.set()
        await until(lambda: len(telegram.told) == 20)
        await worker.stop()
    assert telegram.most == 5
    assert set(await statuses(database)) == {DeliveryStatus.SENT}


async def test_a_wake_delivers_at_once(database: Database) -> None:
    clock, telegram = Clock(), Telegram()
    worker = DeliveryWorker(database, telegram, clock)
    async with asyncio.TaskGroup() as group:
        group.create_task(worker.run())
        await asyncio.sleep(0.05)
        await put(database, "a", clock=clock)
        worker.wake()
        async with asyncio.timeout(1):
            await until(lambda: len(telegram.told) == 1)
        await worker.stop()


async def test_a_stop_lets_what_is_in_flight_land(database: Database) -> None:
    clock, telegram = Clock(), Telegram()
    await put(database, "a", "b", clock=clock, each=True)
    telegram.open.clear()
    worker = DeliveryWorker(database, telegram, clock)
    async with asyncio.TaskGroup() as group:
        group.create_task(worker.run())
        await until(lambda: telegram.now == 2)
        stopping = group.create_task(worker.stop())
        await asyncio.sleep(0.05)
        assert not stopping.done()
        telegram.open.set()
    assert await statuses(database) == [DeliveryStatus.SENT] * 2


async def test_a_stop_does_not_wait_for_ever_and_what_is_given_up_is_unknown(database: Database) -> None:
    clock, telegram = Clock(), Telegram()
    await put(database, "a", clock=clock)
    telegram.open.clear()
    worker = DeliveryWorker(database, telegram, clock)
    async with asyncio.TaskGroup() as group:
        group.create_task(worker.run())
        await until(lambda: telegram.now == 1)
        await worker.stop(grace_s=0.05)
    clock.forward(seconds=1)
    again = DeliveryWorker(database, telegram, clock)
    await again.recover()
    assert await again.deliver_due() == 0
    assert await statuses(database) == [DeliveryStatus.UNKNOWN]


async def test_what_a_killed_worker_had_claimed_is_sent_by_the_next_one(database: Database) -> None:
    clock, telegram = Clock(), Telegram()
    await put(database, "a", clock=clock)
    async with database.writing() as session:
        assert len(await outbox.claim(session, clock(), 10)) == 1
    clock.forward(seconds=1)
    worker = DeliveryWorker(database, telegram, clock)
    async with asyncio.TaskGroup() as group:
        group.create_task(worker.run())
        await until(lambda: len(telegram.told) == 1)
        await worker.stop()
    assert await statuses(database) == [DeliveryStatus.SENT]


async def test_two_workers_never_send_the_same(database: Database) -> None:
    clock, telegram = Clock(), Telegram()
    await put(database, *map(str, range(60)), clock=clock, each=True)
    workers = [DeliveryWorker(database, telegram, clock, in_flight=4) for _ in range(3)]
    await asyncio.gather(*(worker.deliver_due() for worker in workers))
    assert sorted(int(key) for _, key in telegram.told) == list(range(60))


async def test_an_unreachable_database_is_waited_for(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    clock, telegram, calls = Clock(), Telegram(), 0
    await put(database, "a", clock=clock)
    claim = outbox.claim

    async def fails_once(*arguments):
        nonlocal calls
        calls += 1
        if calls == 1:
            raise OperationalError("SELECT", {}, OSError("connection lost"))
        return await claim(*arguments)

    monkeypatch.setattr(outbox, "claim", fails_once)
    worker = DeliveryWorker(database, telegram, clock)
    with caplog.at_level(logging.ERROR):
        async with asyncio.TaskGroup() as group:
            group.create_task(worker.run())
            await until(lambda: calls == 1)
            await until(lambda: "cannot be reached" in caplog.text)
            worker.wake()
            await until(lambda: len(telegram.told) == 1)
            await worker.stop()
    assert await statuses(database) == [DeliveryStatus.SENT]
