"""Encodes listings, stores their vectors and puts them into the index."""

import asyncio
from collections.abc import Collection, Sequence

from bot.matching.matcher import Matcher
from bot.matching.prepare import Prepared
from bot.usecases.suggestions.listing_loader import ListingLoader, LoadedListing
from bot.usecases.suggestions.memory_index import Index
from storage.database import Database
from storage.ids import ListingId


class ListingIndexer:
    """Slow work runs in threads. The methods raise EncoderError."""

    def __init__(self, database: Database, loader: ListingLoader, matcher: Matcher, index: Index) -> None:
        self._database = database
        self._loader = loader
        self._matcher = matcher
        self._index = index

    async def load_and_add(self, listing_ids: Collection[ListingId]) -> None:
        """Adds those of these listings that are published."""
        async with self._database.reading() as session:
            read = await self._loader.load(session, listing_ids)
        await self.add(read)

    async def add(self, read: Sequence[LoadedListing]) -> list[Prepared]:
        """Encodes the listings that need it, stores the new vectors, and adds all listings to the index."""
        prepared = await self.prepare(read)
        if any(map(self._loader.is_stale, read)):
            async with self._database.writing() as session:
                for one, made in zip(read, prepared, strict=True):
                    await self._loader.store(session, one, made, self._matcher)
        await self._index.put(prepared)
        return prepared

    async def prepare(self, read: Sequence[LoadedListing]) -> list[Prepared]:
        """Encodes the listings that need it. Stores nothing."""
        return await asyncio.to_thread(self._loader.prepare, read)
