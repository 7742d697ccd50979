"""What one process writes about its claimed rows never waits for itself: PostgreSQL would end one of the two."""

import asyncio

from sqlalchemy import true
from sqlalchemy.ext.asyncio import AsyncSession

from bot.outbox.row_sender import LEASE, RowSender
from storage import outbox_claims
from storage.database import Database
from storage.models import Delivery
from storage.vocabulary import DeliveryStatus
from tests.clock import Clock
from tests.outbox.network import put, rows
from tests.outbox.slots import Slots

_OWNER = "this process"


async def test_leases_are_renewed_after_the_results_that_are_being_stored(database: Database) -> None:
    clock = Clock()
    await put(database, "first", "second", clock=clock, each=True)
    async with database.writing() as session:
        until = clock() + LEASE
        claimed = await outbox_claims.claim(session, Delivery, true(), owner=_OWNER, now=clock(), until=until, limit=2)
    sender = RowSender(database, Slots(), clock, owner=_OWNER, stopping=asyncio.Event())
    one_is_stored, go_on = asyncio.Event(), asyncio.Event()

    async def results(session: AsyncSession) -> None:
        """Several messages end at the same moment, in any order."""
        for row in reversed(claimed):
            sent = {"status": DeliveryStatus.SENT, "finished_at": clock()}
            assert await outbox_claims.change(session, row, sent, owner=_OWNER, from_=DeliveryStatus.CLAIMED)
            one_is_stored.set()
            await go_on.wait()

    async with asyncio.TaskGroup() as group:
        group.create_task(sender._writer.write(results))
        await one_is_stored.wait()
        group.create_task(sender.renew(claimed, until=clock() + 2 * LEASE))
        await asyncio.sleep(0.2)  # long enough to lock the row that has no result yet
        go_on.set()
    assert [row.status for row in await rows(database)] == [DeliveryStatus.SENT] * 2
