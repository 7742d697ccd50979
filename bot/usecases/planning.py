"""A periodic job that reads if anything is due, and writes only then: on SQLite a writer would block others."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Planner:
    """`plan` queues what is due at a time and returns the number. `wake` wakes the outbox."""

    database: Database
    clock: Callable[[], datetime]
    is_due: Callable[[AsyncSession, datetime], Awaitable[bool]]
    plan: Callable[[AsyncSession, datetime], Awaitable[int]]
    wake: Callable[[], None]

    async def run(self) -> int:
        """Returns the number of recipients that were due."""
        async with self.database.reading() as session:
            if not await self.is_due(session, self.clock()):
                return 0
        async with self.database.writing() as session:
            planned = await self.plan(session, self.clock())
        self.wake()
        return planned
