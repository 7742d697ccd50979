"""The periodic job that expires listings, warns before the expiry, and deletes abandoned drafts."""

from collections.abc import Awaitable, Callable
from dataclasses import KW_ONLY, dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.usecases.moderation import listing_states
from storage import outbox
from storage.database import Database
from storage.ids import ListingId
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
        done = await self._expire() + await self._warn()
        if done:
            self.wake()
        async with self.database.writing() as session:
            discarded = await drafts.discard_expired(session, self.clock())
        return done + len(discarded)

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
            ending = await listings.expiring_without_notice(
                session, Topic.LISTING_EXPIRING, now=now, until=now + WARNED_BEFORE, limit=_BATCH
            )
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
