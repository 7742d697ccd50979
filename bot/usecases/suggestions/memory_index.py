"""The index of listings that the matchmaker searches, and its implementation in memory."""

import asyncio
import gc
from collections.abc import Sequence
from typing import Protocol

from bot.matching.listing import Match
from bot.matching.matcher import Matcher
from bot.matching.prepare import Prepared
from bot.usecases.suggestions.listing_loader import ListingLoader
from storage.database import Database
from storage.ids import ListingId
from storage.suggestions import match_facts
from storage.suggestions.match_facts import ListingFacts

_CHUNK = 500  # listings added at a time when the index is filled


class Index(Protocol):
    """Finds candidates. Called from tasks of one event loop. Slow work uses threads."""

    async def fill(self) -> list[ListingId]:
        """Loads the index. Called once, first. Returns the listings whose vectors must be computed and stored."""
        ...

    async def refresh(self) -> None:
        """Updates the index. Called every few seconds."""
        ...

    async def put(self, prepared: Sequence[Prepared]) -> None: ...

    async def forget(self, listing_id: ListingId) -> None: ...

    async def rank(self, prepared: Prepared, limit: int, *, minimum: float) -> list[Match]: ...

    async def size(self) -> int: ...


class MemoryIndex:
    """All listings in one matcher. For SQLite, and for encoders whose vectors PostgreSQL has no index for."""

    def __init__(self, database: Database, loader: ListingLoader, matcher: Matcher) -> None:
        self._database = database
        self._loader = loader
        self._matcher = matcher

    async def fill(self) -> list[ListingId]:
        stale: list[ListingId] = []
        async with self._database.reading() as session:
            chunk: list[ListingFacts] = []
            async for page in match_facts.published(session):
                chunk += page
                if len(chunk) >= _CHUNK:
                    stale += await asyncio.to_thread(self._add, chunk)
                    chunk = []
                    # The index lives as long as the process. Otherwise the garbage collector would scan all of it
                    # repeatedly and block the event loop, for most of a second at 100,000 listings.
                    gc.freeze()
            stale += await asyncio.to_thread(self._add, chunk)
        await asyncio.to_thread(self._matcher.settle)
        return stale

    async def refresh(self) -> None:
        """Does nothing: every change reaches this index through `put` and `forget`."""

    async def put(self, prepared: Sequence[Prepared]) -> None:
        await asyncio.to_thread(self._matcher.add_many, prepared)

    async def forget(self, listing_id: ListingId) -> None:
        await asyncio.to_thread(self._matcher.remove, str(listing_id))

    async def rank(self, prepared: Prepared, limit: int, *, minimum: float) -> list[Match]:
        return await asyncio.to_thread(self._matcher.rank, prepared, limit, minimum=minimum)

    async def size(self) -> int:
        return await asyncio.to_thread(len, self._matcher)

    def _add(self, chunk: Sequence[ListingFacts]) -> list[ListingId]:
        """Adds listings, and returns those to encode. Until then they are found by words and fields."""
        many = self._loader.from_facts(chunk)
        self._matcher.add_many([self._loader.prepare_without_encoder(one) for one in many])
        return [one.listing.id for one in many if self._loader.is_stale(one)]
