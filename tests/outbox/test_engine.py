"""The engine on real databases, with a network that fails in all the ways in which Telegram fails."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter, TimedOut

from bot.outbox.channel import MessagePart, Prepared
from bot.outbox.engine import Outbox
from bot.outbox.messages import MessageChannel
from bot.outbox.row_sender import LEASE
from bot.telegram.errors import NotSentError
from storage import outbox
from storage.database import Database
from storage.ids import PersonId
from storage.models import Delivery
from storage.people import people
from storage.vocabulary import DeliveryStatus
from tests.clock import Clock
from tests.factories import add_person
from tests.outbox import elsewhere
from tests.outbox.slots import Slots

Answer = int | None | Exception


class Telegram:
    """A stand-in for the network: remembers what it was asked to send, and answers as the test wants."""

    def __init__(self, answer: Callable[[Delivery], Answer] = lambda delivery: delivery.id + 1000) -> None:
        self.answer = answer
        self.told: list[tuple[int, str]] = []
        self.now = self.most = 0
        self.open = asyncio.Event()
        self.open.set()

    async def write(self, delivery: Delivery) -> Prepared | None:
        """A message of one part; none if the answer is None."""
        if self.answer(delivery) is None:
            return None
        return Prepared(parts=[MessagePart(send=partial(self.send, delivery))])

    async def send(self, delivery: Delivery) -> list[int]:
        self.told.append((delivery.person_id, delivery.dedupe_key))
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            await self.open.wait()
            answer = self.answer(delivery)
            if isinstance(answer, Exception):
                raise answer
            return [answer or 0]
        finally:
            self.now -= 1


def engine(
    database: Database, telegram: Telegram, clock: Clock, *, slots: Slots | None = None, in_flight: int = 32
) -> Outbox:
    channel = MessageChannel(telegram.write, clock)
    channel.in_flight = in_flight
    return Outbox(database, [channel], slots or Slots(), clock)


@asynccontextmanager
async def working(outbox_: Outbox) -> AsyncIterator[None]:
    """The engine at work in the background; stopped at the end."""
    async with asyncio.TaskGroup() as group:
        group.create_task(outbox_.run())
        try:
            yield
        finally:
            await outbox_.stop(grace_s=0.2)


async def put(database: Database, *keys: str, clock: Clock, later_s: float = 0, each: bool = False) -> PersonId:
    """A delivery of each key, all to one person or `each` to one of their own."""
    async with database.writing() as session:
        person = await add_person(session)
        for key in keys:
            person = await add_person(session) if each else person
            await outbox.queue_message(
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


async def test_what_is_not_due_waits(database: Database) -> None:
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


async def test_who_blocked_the_bot_is_marked_and_told_nothing_more(database: Database) -> None:
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


async def test_a_wake_delivers_at_once(database: Database) -> None:
    clock, telegram = Clock(), Telegram()
    worker = engine(database, telegram, clock)
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
async def test_what_was_certainly_not_sent_is_pending_and_survives_a_kill(
    database: Database, refusal: Exception, by_limiter: bool
) -> None:
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


async def test_what_a_dead_process_had_claimed_is_sent_while_this_one_runs(database: Database) -> None:
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
    monkeypatch.setattr(outbox, query, failing_once(getattr(outbox, query)))
    worker = engine(database, telegram, clock)
    async with working(worker):
        await until(lambda: "database failed" in caplog.text or "cannot be reached" in caplog.text)
        await asyncio.sleep(0.05)
        clock.now += LEASE
        worker.wake()
        await until(lambda: len(telegram.told) == 1)
    assert await statuses(database) == [DeliveryStatus.SENT]


async def test_a_result_that_could_not_be_stored_is_stored_later(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    clock, telegram = Clock(), Telegram()
    await put(database, "a", clock=clock)
    change, calls = outbox.change, []

    async def fails_to_record(session: Any, row: Any, changes: Any, **more: Any) -> bool:
        calls.append(changes["status"])
        if calls == [DeliveryStatus.SENDING, DeliveryStatus.SENT]:
            raise OperationalError("UPDATE", {}, OSError("connection lost"))
        return await change(session, row, changes, **more)

    monkeypatch.setattr(outbox, "change", fails_to_record)
    await engine(database, telegram, clock).deliver_due()
    assert await statuses(database) == [DeliveryStatus.SENT]
    assert "could not be recorded" in caplog.text
    assert len(telegram.told) == 1


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
        effects.append((await session.scalars(select(Delivery.status))).one())

    async def write(delivery: Delivery) -> Prepared:
        return Prepared(parts=[MessagePart(send=partial(telegram.send, delivery))], on_sent=on_sent)

    for _ in answers:
        await Outbox(database, [MessageChannel(write, clock)], Slots(), clock).deliver_due()
        left = left[1:]
        clock.forward(minutes=1)
    assert effects == [DeliveryStatus.SENT] * seen
