"""The periodic job that expires listings, warns before the expiry, and deletes abandoned drafts."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.moderation import listing_states
from storage import outbox
from storage.database import Database
from storage.ids import ListingId, PersonId
from storage.listings import changes, listings
from storage.people import drafts
from storage.vocabulary import Topic

WARNED_BEFORE: Final = timedelta(days=7)
"""How long before the expiry people are asked to renew. A week always contains working days."""
_BATCH: Final = 50  # rows per transaction; on SQLite it blocks other writers


@dataclass(frozen=True)
class ListingExpiry:
    """The job. It may run in several processes: every row is processed once.

    `forget` removes a listing from the matcher. `wake` wakes the outbox.
    """

    database: Database
    clock: Callable[[], datetime]
    _: KW_ONLY
    forget: Callable[[ListingId], Awaitable[None]]
    wake: Callable[[], None] = lambda: None

    async def run(self) -> int:
        """Runs once and returns the number of rows; 0 if nothing is left."""
        done = 0
        # Most runs find nothing, and then open no write transaction.
        async with self.database.reading() as session:
            expires = await changes.any_due(session, self.clock())
            warns = bool(await self._ending(session, self.clock(), limit=1))
            discards = await drafts.any_expired(session, self.clock())
        if expires:
            done += await self._expire()
        if warns:
            done += await self._warn()
        if done:
            self.wake()
        if discards:
            async with self.database.writing_once() as session:
                done += len(await drafts.discard_expired(session, self.clock()))
        return done

    async def _expire(self) -> int:
        now = self.clock()
        async with self.database.writing() as session:
            expired = await changes.expire_due(session, now, _BATCH)
            await listing_states.follow_up(session, expired, now)
        for listing in expired:
            await self.forget(listing.id)
        return len(expired)

    async def _warn(self) -> int:
        now = self.clock()
        async with self.database.writing() as session:
            ending = await self._ending(session, now, _BATCH)
            for listing_id, person_id, key in ending:
                await outbox.queue_message(
                    session,
                    person_id,
                    Topic.LISTING_EXPIRING,
                    payload={"listing_id": listing_id},
                    dedupe_key=key,
                    now=now,
                )
        return len(ending)

    async def _ending(
        self, session: AsyncSession, now: datetime, limit: int
    ) -> Sequence[tuple[ListingId, PersonId, str]]:
        return await listings.expiring_without_notice(
            session, Topic.LISTING_EXPIRING, now=now, until=now + WARNED_BEFORE, limit=limit
        )
