"""The listings that wait to be masked, encoded or matched, in batches that one process works on at a time."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from storage import leases
from storage.database import Database
from storage.ids import ListingId
from storage.listings import claims
from storage.listings.claims import Waiting

WORKER = "worker "
"""Begins the name of a worker process's lease."""

Work = Callable[[Sequence[ListingId]], Awaitable[int]]
"""Works on a batch and returns the number of listings done. The others are taken again by a later sweep."""


class Backlog:
    def __init__(self, database: Database) -> None:
        self._database = database
        # A claim is one statement that commits itself. SQLite has no claims, so it needs no writer.
        self._claiming = database.reading_once if database.is_sqlite else database.writing_once

    async def has_workers(self) -> bool:
        """Returns True if a worker process lives. On PostgreSQL only."""
        async with self._database.reading_once() as session:
            return await leases.any_held(session, WORKER)

    async def is_waiting(self, waiting: Waiting) -> bool:
        async with self._database.reading_once() as session:
            return await claims.any_waiting(session, waiting)

    async def work_off(self, waiting: Waiting, work: Work, *, limit: int, batch: int) -> tuple[int, int]:
        """Tries at most `limit` listings, each once. Returns the numbers of listings done and tried."""
        done, tried = 0, set[ListingId]()
        while len(tried) < limit:
            most = min(batch, limit - len(tried))
            async with self._taken(lambda session: claims.take(session, waiting, most, skip=tried)) as taken:  # noqa: B023
                if not taken:
                    break
                tried.update(taken)
                done += await work(taken)
        return done, len(tried)

    async def work_off_these(self, listings: list[ListingId], work: Work, *, limit: int, batch: int) -> int:
        """Works on at most `limit` of these listings and removes those from the list. Returns their number.

        Those of another process go to the end of the list, because that process may be killed.
        """
        done = 0
        for _ in range(0, len(listings), batch):
            few = listings[: min(batch, limit - done)]
            if not few:
                break
            async with self._taken(lambda session: claims.take_these(session, few)) as taken:  # noqa: B023
                done += await work(taken) if taken else 0
            listings[:] = [*listings[len(few) :], *(one for one in few if one not in set(taken))]
        return done

    @contextlib.asynccontextmanager
    async def _taken(
        self, take: Callable[[AsyncSession], Awaitable[Collection[ListingId]]]
    ) -> AsyncIterator[Sequence[ListingId]]:
        """Claims listings, and releases them after the block."""
        async with self._claiming() as session:
            taken = list(await take(session))
        try:
            yield taken
        finally:
            if taken and not self._database.is_sqlite:
                async with self._database.writing_once() as session:
                    await claims.release(session, taken)
