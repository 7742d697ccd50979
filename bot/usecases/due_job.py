"""A job that reads first, and opens a write transaction only if something is due: on SQLite a writer blocks others."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class DueJob:
    """`queue` queues what is due at a time and returns the number. `wake` wakes the outbox."""

    database: Database
    clock: Callable[[], datetime]
    is_due: Callable[[AsyncSession, datetime], Awaitable[bool]]
    queue: Callable[[AsyncSession, datetime], Awaitable[int]]
    wake: Callable[[], None]

    async def run(self) -> int:
        """Returns the number of recipients that were due."""
        async with self.database.reading() as session:
            if not await self.is_due(session, self.clock()):
                return 0
        async with self.database.writing() as session:
            queued = await self.queue(session, self.clock())
        self.wake()
        return queued
