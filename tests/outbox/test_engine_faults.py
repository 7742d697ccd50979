"""Faults of the database and of single rows: nothing is lost, sent twice or held up."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncSession
from telegram.error import BadRequest, Forbidden, TimedOut

from bot.outbox.channel import MessagePart, Prepared
from bot.outbox.engine import Outbox
from bot.outbox.messages import MessageChannel
from bot.outbox.row_sender import LEASE
from bot.telegram.errors import NotSentError
from storage import outbox_claims
from storage.database import Database
from storage.models import Delivery
from storage.vocabulary import DeliveryStatus
from tests.clock import Clock
from tests.neighbours import select_own
from tests.outbox.network import Answer, Telegram, engine, put, rows, statuses, until, working
from tests.outbox.slots import Slots
from tests.postgres import PostgresServer


def failing_once(call: Callable, times: int = 1) -> Callable:
    """The same call, which loses the connection the first time."""
    left = [times]

    async def fails(*arguments: Any, **more: Any) -> Any:
        if left[0]:
            left[0] -= 1
            raise OperationalError("UPDATE", {}, OSError("connection lost"))
        return await call(*arguments, **more)

    return fails


@pytest.mark.parametrize("query", ["next_due", "claim", "change"])
async def test_a_database_error_loses_no_row_and_needs_no_restart(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, query: str
) -> None:
    """`change` fails when the row is marked as being sent."""
    clock, telegram = Clock(), Telegram()
    await put(database, "a", clock=clock)
    # A batch of one write is not repeated by the writer itself.
    monkeypatch.setattr(outbox_claims, query, failing_once(getattr(outbox_claims, query)))
    worker = engine(database, telegram, clock)
    async with working(worker):
        await until(lambda: "database failed" in caplog.text or "cannot be reached" in caplog.text)
        await asyncio.sleep(0.05)
        clock.now += LEASE
        worker.wake()
        await until(lambda: len(telegram.told) == 1)
    assert await statuses(database) == [DeliveryStatus.SENT]


async def test_a_request_that_outlasts_an_outage_is_recorded_with_its_result(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The lease cannot be renewed during the outage, and runs out. The engine must not claim its own row again."""
    clock, telegram = Clock(), Telegram()
    await put(database, "a", clock=clock)
    telegram.open.clear()
    worker = engine(database, telegram, clock)
    async with working(worker):
        await until(lambda: telegram.now == 1)
        await asyncio.sleep(0.05)  # the engine is idle now
        monkeypatch.setattr(outbox_claims, "renew", failing_once(outbox_claims.renew))
        clock.now += LEASE
        worker.wake()
        await until(lambda: "cannot be reached" in caplog.text)
        worker.wake()
        await asyncio.sleep(0.05)
        telegram.open.set()
        await until(lambda: telegram.now == 0)
    assert await statuses(database) == [DeliveryStatus.SENT]


async def test_an_engine_that_hangs_before_it_claims_does_not_take_over_its_own_rows(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Leases are renewed before rows are claimed. The process hangs in between, for as long as a lease lasts."""
    clock, telegram = Clock(), Telegram()
    await put(database, "a", clock=clock)
    telegram.open.clear()
    worker = engine(database, telegram, clock)
    next_due, hung = outbox_claims.next_due, asyncio.Event()

    async def hangs(*arguments: Any) -> Any:
        if not hung.is_set():
            clock.now += LEASE + timedelta(seconds=1)
            hung.set()
        return await next_due(*arguments)

    async with working(worker):
        await until(lambda: telegram.now == 1)
        await asyncio.sleep(0.05)  # the engine is idle now
        monkeypatch.setattr(outbox_claims, "next_due", hangs)
        worker.wake()
        await hung.wait()
        await asyncio.sleep(0.05)
        telegram.open.set()
        await until(lambda: telegram.now == 0)
    assert await statuses(database) == [DeliveryStatus.SENT]


async def test_a_result_that_could_not_be_stored_is_stored_later(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    clock, telegram = Clock(), Telegram()
    await put(database, "a", clock=clock)
    change, calls = outbox_claims.change, []

    async def fails_to_record(session: Any, row: Any, changes: Any, **more: Any) -> bool:
        calls.append(changes["status"])
        if calls == [DeliveryStatus.SENDING, DeliveryStatus.SENT]:
            raise OperationalError("UPDATE", {}, OSError("connection lost"))
        return await change(session, row, changes, **more)

    monkeypatch.setattr(outbox_claims, "change", fails_to_record)
    await engine(database, telegram, clock).deliver_due()
    assert await statuses(database) == [DeliveryStatus.SENT]
    assert "could not be recorded" in caplog.text
    assert len(telegram.told) == 1


@pytest.mark.postgres
async def test_a_result_waits_for_a_server_that_refuses_to_write(
    postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    clock, telegram = Clock(), Telegram()
    monkeypatch.setattr("bot.outbox.result_recorder._RETRY_S", 0.02)
    with postgres_server.emptied() as url:
        database = Database(url)
        await put(database, "a", clock=clock)
        telegram.open.clear()
        worker = engine(database, telegram, clock)
        async with working(worker):
            await until(lambda: telegram.now == 1)
            await postgres_server.let_write(False)
            try:
                await until_refused(database)
                telegram.open.set()
                await until(lambda: "could not be recorded; trying again" in caplog.text)
            finally:
                await postgres_server.let_write(True)
        assert await statuses(database) == [DeliveryStatus.SENT]
        await database.dispose()


async def until_refused(database: Database) -> None:
    """Each process of the server reads its new settings before its next statement."""
    for _ in range(1_000):
        try:
            async with database.writing() as session:
                await session.execute(update(Delivery).values(attempts=Delivery.attempts))
        except DBAPIError:
            return
    raise TimeoutError("the server still writes")


async def test_one_faulty_row_does_not_stop_the_others(database: Database) -> None:
    clock = Clock()
    await put(database, "a", "faulty", "c", clock=clock, each=True)

    class Faulty(Telegram):
        async def write(self, delivery: Delivery) -> Prepared | None:
            if delivery.dedupe_key == "faulty":
                raise KeyError("Ana Anić")
            return await super().write(delivery)

    await engine(database, Faulty(), clock).deliver_due()
    assert await statuses(database) == [DeliveryStatus.SENT, DeliveryStatus.FAILED, DeliveryStatus.SENT]


async def test_a_retry_sends_only_the_missing_part(database: Database) -> None:
    clock, sent, fails = Clock(), [], [NotSentError("ClientConnectorError")]
    await put(database, "a", clock=clock)

    async def part(name: str) -> list[int]:
        if name == "text" and fails:
            raise fails.pop()
        sent.append(name)
        return [len(sent)]

    async def write(_delivery: Delivery) -> Prepared:
        return Prepared(parts=[MessagePart(send=partial(part, name)) for name in ("file", "text")])

    worker = Outbox(database, [MessageChannel(write, clock)], Slots(), clock)
    await worker.deliver_due()
    assert (sent, await statuses(database)) == (["file"], [DeliveryStatus.PENDING])
    clock.forward(minutes=1)
    await worker.deliver_due()
    (row,) = await rows(database)
    assert (sent, row.status, row.message_ids) == (["file", "text"], DeliveryStatus.SENT, [1, 2])


@pytest.mark.parametrize(
    ("answers", "seen"),
    [
        ([7], True),
        ([TimedOut()], False),
        ([BadRequest("Can't parse entities")], False),
        ([Forbidden("bot was blocked")], False),
        ([NotSentError("ClientConnectorError")], False),
        ([NotSentError("ClientConnectorError"), 7], True),
    ],
    ids=["sent", "unknown", "failed", "blocked", "refused", "refused, then sent"],
)
async def test_an_effect_is_written_with_sent_and_never_before(
    database: Database, answers: list[Answer], seen: bool
) -> None:
    clock, effects = Clock(), []
    await put(database, "a", clock=clock)
    left = list(answers)
    telegram = Telegram(lambda _: left[0])

    async def on_sent(session: AsyncSession) -> None:
        effects.append((await session.scalars(select_own(Delivery.status))).one())

    async def write(delivery: Delivery) -> Prepared:
        return Prepared(parts=[MessagePart(send=partial(telegram.send, delivery))], on_sent=on_sent)

    for _ in answers:
        await Outbox(database, [MessageChannel(write, clock)], Slots(), clock).deliver_due()
        left = left[1:]
        clock.forward(minutes=1)
    assert effects == [DeliveryStatus.SENT] * seen
