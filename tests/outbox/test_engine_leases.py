"""Rows that processes claim: until they are sent, handed back, or taken over from a process that died."""

import asyncio

import pytest
from telegram.error import InvalidToken, RetryAfter

from bot.outbox.row_sender import LEASE
from bot.telegram.errors import NotSentError
from storage.database import Database
from storage.models import Delivery
from storage.vocabulary import DeliveryStatus
from tests.clock import Clock
from tests.outbox import elsewhere
from tests.outbox.network import Telegram, engine, put, rows, statuses, until, working
from tests.outbox.slots import Slots


async def test_a_stop_hands_back_what_waits_for_its_turn(database: Database) -> None:
    clock, telegram, slots = Clock(), Telegram(), Slots()
    await put(database, "a", "b", "c", clock=clock)
    await put(database, "d", clock=clock)
    slots.open.clear()
    async with working(engine(database, telegram, clock, slots=slots)):
        await until(lambda: slots.waiting == 2)  # b and c wait for a
        assert set(await statuses(database)) == {DeliveryStatus.CLAIMED}
    assert await statuses(database) == [DeliveryStatus.PENDING] * 4
    assert telegram.told == []
    await engine(database, telegram, clock).deliver_due()
    assert await statuses(database) == [DeliveryStatus.SENT] * 4


@pytest.mark.parametrize(
    ("refusal", "by_limiter"),
    [
        (RetryAfter(30), True),
        (RetryAfter(30), False),
        (NotSentError("ClientConnectorError"), False),
        (InvalidToken(), False),
    ],
    ids=["limiter", "429", "no connection", "wrong token"],
)
async def test_unsent_rows_stay_pending_after_a_kill(database: Database, refusal: Exception, by_limiter: bool) -> None:
    """The kill: the first engine is dropped without a stop, and another process goes on."""
    clock, telegram = Clock(), Telegram(lambda _: refusal)
    slots = Slots(refusal) if by_limiter else Slots()
    await put(database, "a", clock=clock)
    await engine(database, telegram, clock, slots=slots).deliver_due()
    assert await statuses(database) == [DeliveryStatus.PENDING]
    telegram.answer = lambda _: 7
    clock.forward(hours=1)
    await engine(database, telegram, clock).deliver_due()
    assert await statuses(database) == [DeliveryStatus.SENT]


async def test_a_row_is_sending_only_while_its_request_is_under_way(database: Database) -> None:
    clock, telegram, slots = Clock(), Telegram(), Slots()
    await put(database, "a", clock=clock)
    slots.open.clear()
    telegram.open.clear()
    async with working(engine(database, telegram, clock, slots=slots)):
        await until(lambda: slots.waiting == 1)
        assert await statuses(database) == [DeliveryStatus.CLAIMED]
        slots.open.set()
        await until(lambda: telegram.now == 1)
        assert await statuses(database) == [DeliveryStatus.SENDING]
        telegram.open.set()
        await until(lambda: telegram.now == 0)
    assert await statuses(database) == [DeliveryStatus.SENT]


async def test_rows_claimed_by_a_dead_process_are_sent(database: Database) -> None:
    clock, telegram = Clock(), Telegram()
    await put(database, "a", "b", clock=clock, each=True)
    _, sending = await elsewhere.claims(database, Delivery, clock())
    await elsewhere.begins(database, sending)
    worker = engine(database, telegram, clock)
    async with working(worker):
        await asyncio.sleep(0.05)
        assert telegram.told == []
        clock.now += LEASE
        worker.wake()
        await until(lambda: len(telegram.told) == 1)
        await asyncio.sleep(0.05)
    assert await statuses(database) == [DeliveryStatus.SENT, DeliveryStatus.UNKNOWN]
    assert [key for _, key in telegram.told] == ["a"]


async def test_the_lease_of_a_row_that_waits_long_is_renewed(database: Database) -> None:
    clock, telegram, slots = Clock(), Telegram(), Slots()
    await put(database, "a", clock=clock)
    slots.open.clear()
    worker = engine(database, telegram, clock, slots=slots)
    async with working(worker):
        await until(lambda: slots.waiting == 1)
        for _ in range(4):
            clock.now += LEASE / 2
            worker.wake()
            await asyncio.sleep(0.05)
            assert not await elsewhere.claims(database, Delivery, clock())
        slots.open.set()
        await until(lambda: len(telegram.told) == 1)
    assert await statuses(database) == [DeliveryStatus.SENT]


async def test_leases_are_renewed_after_the_clock_went_back(database: Database) -> None:
    """Otherwise the engine takes its own row over, and nobody knows any more whether it arrived."""
    clock, telegram = Clock(), Telegram()
    await put(database, "before", clock=clock)
    telegram.open.clear()
    worker = engine(database, telegram, clock)
    async with working(worker):
        await until(lambda: telegram.now == 1)
        clock.forward(hours=-1)
        await put(database, "after", clock=clock)
        worker.wake()
        await until(lambda: telegram.now == 2)
        for _ in range(4):
            clock.now += LEASE / 2
            worker.wake()
            await asyncio.sleep(0.05)
        telegram.open.set()
        await until(lambda: telegram.now == 0)
    assert await statuses(database) == [DeliveryStatus.SENT] * 2


async def test_a_process_that_lost_its_lease_neither_sends_nor_records(database: Database) -> None:
    """It stood still for long: one row waited for its turn meanwhile, another for an answer."""
    clock, telegram, slots = Clock(), Telegram(), Slots()
    await put(database, "waits", "asks", clock=clock, each=True)
    telegram.open.clear()
    slots.open.clear()
    async with asyncio.TaskGroup() as group:
        group.create_task(engine(database, telegram, clock, slots=slots).deliver_due())  # renews no lease
        await until(lambda: slots.waiting == 2)
        clock.now += LEASE
        taken = await elsewhere.claims(database, Delivery, clock(), limit=1)
        slots.open.set()
        await until(lambda: telegram.now == 1 and slots.given_back == 1)
        clock.now += LEASE
        await elsewhere.claims(database, Delivery, clock())
        telegram.open.set()
    assert [row.dedupe_key for row in taken] == ["waits"]
    assert [key for _, key in telegram.told] == ["asks"]
    assert {row.owner for row in await rows(database)} == {elsewhere.OWNER}


async def test_two_workers_never_send_the_same(database: Database) -> None:
    clock, telegram = Clock(), Telegram()
    await put(database, *map(str, range(60)), clock=clock, each=True)
    workers = [engine(database, telegram, clock, in_flight=4) for _ in range(3)]
    await asyncio.gather(*(worker.deliver_due() for worker in workers))
    assert sorted(int(key) for _, key in telegram.told) == list(range(60))
