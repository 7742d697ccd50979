"""What time does to listings and drafts."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from storage import outbox
from storage.database import Database
from storage.ids import ListingId
from storage.listings import listings
from storage.models import Listing
from storage.people import companies, drafts
from storage.vocabulary import Topic

WARNED_BEFORE: Final = timedelta(days=7)
"""How long before its end the people behind a listing are asked whether it shall stay: a week has a working day."""
_BATCH: Final = 50  # rows in one transaction, which others wait for on SQLite


class Upkeep:
    """Everything here is done by whoever comes first and found done by whoever comes second.

    `forget` is told of listings that nobody is to be matched with any more, `wake` that there is somebody to be told.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        *,
        forget: Callable[[ListingId], Awaitable[None]],
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._forget = forget
        self._wake = wake

    async def run(self) -> int:
        """One round; gives how many rows it dealt with, 0 when nothing is left."""
        done = await self._expire() + await self._warn()
        if done:
            self._wake()
        async with self._database.writing() as session:
            discarded = await drafts.discard_expired(session, self._clock())
        return done + len(discarded)

    async def _expire(self) -> int:
        now = self._clock()
        async with self._database.writing() as session:
            expired = await listings.expire_due(session, now, _BATCH)
            await _tell_of_end(session, expired, now)
        for listing in expired:
            await self._forget(listing.id)
        return len(expired)

    async def _warn(self) -> int:
        now = self._clock()
        async with self._database.writing() as session:
            ending = await listings.expiring_untold(
                session, Topic.LISTING_EXPIRING, now=now, until=now + WARNED_BEFORE, limit=_BATCH
            )
            for listing_id, person_id, key in ending:
                await outbox.tell(
                    session,
                    person_id,
                    Topic.LISTING_EXPIRING,
                    payload={"listing_id": listing_id},
                    dedupe_key=key,
                    now=now,
                )
        return len(ending)


async def _tell_of_end(session: AsyncSession, expired: Sequence[Listing], now: datetime) -> None:
    for listing in expired:
        for person_id in await companies.representatives(session, listing.company_id):
            await outbox.tell(
                session,
                person_id,
                Topic.LISTING_EXPIRED,
                payload={"listing_id": listing.id},
                dedupe_key=f"{Topic.LISTING_EXPIRED}:{listing.id}:{person_id}:{int(listing.expires_at.timestamp())}",
                now=now,
            )
