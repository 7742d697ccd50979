"""Another process on the same database, which has claimed rows and then died or hangs."""

from collections.abc import Sequence
from datetime import datetime

from bot.outbox.row_sender import LEASE
from storage import outbox_claims
from storage.database import Database
from storage.models.deliveries import OutboxRow
from storage.outbox_claims import Row
from storage.vocabulary import DeliveryStatus

OWNER = "elsewhere"


async def claims(database: Database, table: type[Row], now: datetime, *, limit: int = 100) -> Sequence[Row]:
    """Claims due rows, whatever they are, with a lease that begins now."""
    async with database.writing() as session:
        return await outbox_claims.claim(
            session, table, table.status.is_not(None), owner=OWNER, now=now, until=now + LEASE, limit=limit
        )


async def begins(database: Database, *rows: OutboxRow) -> None:
    """Marks claimed rows as being sent."""
    async with database.writing() as session:
        for row in rows:
            changes = {"status": DeliveryStatus.SENDING}
            assert await outbox_claims.change(session, row, changes, owner=OWNER, from_=DeliveryStatus.CLAIMED)
