"""Rows whose writes the database refuses again and again: each ends, and the others are sent."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.outbox import result_recorder
from bot.outbox.channel import Changes, MessagePart, Prepared
from bot.outbox.delivery_outcome import MAX_ATTEMPTS
from bot.outbox.engine import Outbox
from bot.outbox.messages import MessageChannel
from storage.database import Database
from storage.models import Delivery
from storage.vocabulary import DeliveryStatus
from tests.clock import Clock
from tests.outbox.network import put, rows
from tests.outbox.slots import Slots

Fault = Callable[[AsyncSession], Awaitable[object]]


async def breaks_a_constraint(session: AsyncSession) -> None:
    await session.execute(text("INSERT INTO role_grant (person_id, role) VALUES (NULL, NULL)"))


async def names_no_table(session: AsyncSession) -> None:
    await session.execute(text("SELECT 1 FROM nowhere"))


async def has_a_bug(_session: AsyncSession) -> None:
    raise KeyError("Ana Anić")


async def loses_the_connection(_session: AsyncSession) -> None:
    raise OperationalError("SELECT", {}, OSError("connection lost"))


FAULTS: Final[dict[str, Fault]] = {each.__name__: each for each in (breaks_a_constraint, names_no_table, has_a_bug)}
LOST: Final[dict[str, Fault]] = {"lost": loses_the_connection}


class FaultyChannel(MessageChannel):
    """Rows with the key of a fault meet it at one step."""

    def __init__(self, database: Database, clock: Clock, step: str, faults: dict[str, Fault]) -> None:
        super().__init__(self._written, clock)
        self._database, self._step, self._faults = database, step, faults
        self.sent: list[str] = []

    async def _meets(self, step: str, row: Delivery, session: AsyncSession) -> None:
        if step == self._step and row.dedupe_key in self._faults:
            await self._faults[row.dedupe_key](session)

    async def _written(self, row: Delivery) -> Prepared:
        async with self._database.reading() as session:
            await self._meets("prepare", row, session)
        return Prepared(
            parts=[MessagePart(send=partial(self._send, row))],
            on_sending=partial(self._meets, "on_sending", row),
            on_sent=partial(self._meets, "on_sent", row),
        )

    async def _send(self, row: Delivery) -> list[int]:
        self.sent.append(row.dedupe_key)
        return [1]

    async def refusal(self, session: AsyncSession, row: Delivery) -> Changes | None:
        await self._meets("refusal", row, session)
        return await super().refusal(session, row)

    async def on_recorded(self, session: AsyncSession, row: Delivery, changes: Changes) -> None:
        await self._meets("on_recorded", row, session)
        await super().on_recorded(session, row, changes)


@pytest.fixture(autouse=True)
def no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(result_recorder, "_RETRY_S", 0.0)


async def ends(database: Database) -> dict[str, DeliveryStatus]:
    return {row.dedupe_key: row.status for row in await rows(database)}


@pytest.mark.parametrize("step", ["prepare", "refusal", "on_sending"])
async def test_a_row_that_meets_a_fault_before_it_is_sent_fails(database: Database, step: str) -> None:
    clock = Clock()
    await put(database, "before", *FAULTS, "after", clock=clock)
    channel = FaultyChannel(database, clock, step, FAULTS)
    await Outbox(database, [channel], Slots(), clock).deliver_due()
    good = dict.fromkeys(["before", "after"], DeliveryStatus.SENT)
    assert await ends(database) == good | dict.fromkeys(FAULTS, DeliveryStatus.FAILED)
    assert channel.sent == ["before", "after"]


@pytest.mark.parametrize("step", ["on_sent", "on_recorded"])
async def test_a_row_whose_effects_cannot_be_stored_is_recorded_without_them(
    database: Database, caplog: pytest.LogCaptureFixture, step: str
) -> None:
    clock = Clock()
    await put(database, "before", *FAULTS, "after", clock=clock)
    channel = FaultyChannel(database, clock, step, FAULTS)
    await Outbox(database, [channel], Slots(), clock).deliver_due()
    assert set((await ends(database)).values()) == {DeliveryStatus.SENT}
    assert channel.sent == ["before", *FAULTS, "after"]
    assert caplog.text.count("could not be stored") == len(FAULTS)


@pytest.mark.parametrize("step", ["prepare", "on_sending"])
async def test_a_row_that_meets_an_outage_each_time_is_tried_ever_more_seldom_and_fails(
    database: Database, step: str
) -> None:
    clock = Clock()
    await put(database, *LOST, "other", clock=clock)
    channel = FaultyChannel(database, clock, step, LOST)
    worker = Outbox(database, [channel], Slots(), clock)
    claims = 0
    for _ in range(24 * 6):
        claims += await worker.deliver_due()
        clock.forward(minutes=10)
    assert claims == MAX_ATTEMPTS + 1
    assert await ends(database) == {"lost": DeliveryStatus.FAILED, "other": DeliveryStatus.SENT}


async def test_a_result_that_meets_an_outage_each_time_is_recorded_without_effects(database: Database) -> None:
    clock = Clock()
    await put(database, *LOST, "other", clock=clock)
    channel = FaultyChannel(database, clock, "on_sent", LOST)
    await Outbox(database, [channel], Slots(), clock).deliver_due()
    assert set((await ends(database)).values()) == {DeliveryStatus.SENT}
    assert channel.sent == ["lost", "other"]
