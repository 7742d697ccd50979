"""An outbox on a network that fails in all the ways in which Telegram fails."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial

from bot.outbox.channel import MessagePart, Prepared
from bot.outbox.engine import Outbox
from bot.outbox.messages import MessageChannel
from storage import outbox
from storage.database import Database
from storage.ids import PersonId
from storage.models import Delivery
from storage.vocabulary import DeliveryStatus
from tests.clock import Clock
from tests.factories import add_person
from tests.neighbours import select_own
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
        return list(await session.scalars(select_own(Delivery).order_by(Delivery.id)))


async def statuses(database: Database) -> list[DeliveryStatus]:
    return [row.status for row in await rows(database)]


async def until(condition: Callable[[], bool]) -> None:
    for _ in range(1_000):
        if condition():
            return
        await asyncio.sleep(0.005)
    raise TimeoutError("it did not come about")
