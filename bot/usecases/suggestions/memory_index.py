"""Where counterparts are looked for: in an index of all listings in this process, kept in step with the database."""

import asyncio
import gc
from collections.abc import Sequence
from typing import Protocol

from bot.matching.listing import Match
from bot.matching.matcher import Matcher
from bot.matching.prepare import Prepared
from bot.usecases.suggestions.match_reading import Reader
from storage.database import Database
from storage.ids import ListingId
from storage.suggestions import match_facts
from storage.suggestions.match_facts import ListingFacts

_CHUNK = 500  # listings added at a time when the index is filled


class Index(Protocol):
    """Called from tasks of one loop; what is slow runs in threads."""

    async def fill(self) -> list[ListingId]:
        """Called once, before anything else. Gives the listings of which something has to be computed and stored."""
        ...

    async def refresh(self) -> bool:
        """Called every few seconds; True if it did something."""
        ...

    async def put(self, prepared: Sequence[Prepared]) -> None: ...

    async def forget(self, listing_id: ListingId) -> None: ...

    async def rank(self, prepared: Prepared, limit: int, *, minimum: float) -> list[Match]: ...

    async def size(self) -> int: ...


class MemoryIndex:
    """All listings in one matcher: for SQLite, which one process uses, and for encoders that PostgreSQL has no index
    for."""

    def __init__(self, database: Database, reader: Reader, matcher: Matcher) -> None:
        self._database = database
        self._reader = reader
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
                    # The index lives as long as the process. Without this the collector walks through all of it again
                    # and again, and nobody is served meanwhile: at 100,000 listings for most of a second.
                    gc.freeze()
            stale += await asyncio.to_thread(self._add, chunk)
        await asyncio.to_thread(self._matcher.settle)
        return stale

    async def refresh(self) -> bool:
        return False

    async def put(self, prepared: Sequence[Prepared]) -> None:
        await asyncio.to_thread(self._matcher.add_many, prepared)

    async def forget(self, listing_id: ListingId) -> None:
        await asyncio.to_thread(self._matcher.remove, str(listing_id))

    async def rank(self, prepared: Prepared, limit: int, *, minimum: float) -> list[Match]:
        return await asyncio.to_thread(self._matcher.rank, prepared, limit, minimum=minimum)

    async def size(self) -> int:
        return await asyncio.to_thread(len, self._matcher)

    def _add(self, chunk: Sequence[ListingFacts]) -> list[ListingId]:
        """Gives what has to be encoded; until then that is found by its words and fields."""
        many = self._reader.read(chunk)
        self._matcher.add_many([self._reader.at_once(one) for one in many])
        return [one.listing.id for one in many if self._reader.is_stale(one)]
