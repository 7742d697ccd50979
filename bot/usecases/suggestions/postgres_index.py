"""The index whose candidates come from PostgreSQL, so that a process only holds a sample of the listings.

The sample provides statistics over all listings: the mean vector of a language, rare words, and listings that are near
to all others. It is drawn by a hash, so it is the same in all processes. If there are no more listings than the
sample's size, it contains all of them, and scores equal those of the index in memory.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.matching.features import stamp
from bot.matching.listing import Match
from bot.matching.matcher import Matcher
from bot.matching.prepare import Prepared
from bot.usecases.suggestions.listing_loader import ListingLoader, LoadedListing
from bot.usecases.suggestions.memory_index import Index, MemoryIndex
from storage.database import Database
from storage.ids import CompanyId, ListingId
from storage.suggestions import nearest
from storage.suggestions.nearest import CounterpartFilter
from storage.vocabulary import Kind

SAMPLE: Final = 2_000
"""Number of listings of each kind in memory, about 20 MB."""
BY_MEANING: Final = 150
BY_WORDS: Final = 60
"""Candidates from each query that are scored in full."""
_MOST_HELD: Final = 2_000
"""Maximum number of listings, estimated from the sample, with the rare keys of a query."""
_REFRESH_SMALL: Final = timedelta(seconds=30)
_REFRESH_FULL: Final = timedelta(minutes=10)
_CHUNK: Final = 200
_ASKED_KEYS: Final = 8


def index_for(database: Database, loader: ListingLoader, matcher: Matcher, clock: Callable[[], datetime]) -> Index:
    """Returns the index for this database and encoder. It fills the matcher."""
    encoder = loader.encoder
    if database.is_sqlite or encoder is None or matcher.dimensions != nearest.DIMENSIONS:
        return MemoryIndex(database, loader, matcher)
    return ServerIndex(database, loader, encoder.name, matcher, clock)


class ServerIndex:
    """The database's index holds vectors of `nearest.DIMENSIONS` only: see `index_for`."""

    def __init__(
        self, database: Database, loader: ListingLoader, encoder: str, sample: Matcher, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._loader = loader
        self._encoder = encoder
        self._sample = sample
        self._drawn: dict[ListingId, int] = {}
        self._clock = clock
        self._listings = 0
        self._due = clock()

    async def fill(self) -> list[ListingId]:
        await self._draw()
        stale: list[ListingId] = []
        while found := await self._stale_after(stale[-1] if stale else ListingId(0)):
            stale += found
        return stale

    async def _stale_after(self, last: ListingId) -> Sequence[ListingId]:
        async with self._database.reading() as session:
            return await nearest.without_current_vectors(session, self._encoder, stamp(), 1_000, after=last)

    async def refresh(self) -> None:
        """Draws the sample again if it is due; more often while there are few listings."""
        if self._clock() >= self._due:
            await self._draw()

    async def put(self, prepared: Sequence[Prepared]) -> None:
        """Adds listings to a sample that holds all listings. PostgreSQL itself finds stored listings."""
        if self._listings <= SAMPLE:
            await asyncio.to_thread(self._sample.add_many, prepared)

    async def forget(self, listing_id: ListingId) -> None:
        await asyncio.to_thread(self._sample.remove, str(listing_id))

    async def rank(self, prepared: Prepared, limit: int, *, minimum: float) -> list[Match]:
        sample = self._sample
        question = await asyncio.to_thread(sample.question, prepared, _MOST_HELD / max(_MOST_HELD, self._listings))
        async with self._database.reading() as session:
            wanted = self._filter_for(prepared)
            found: set[ListingId] = set()
            if question.vector is not None:
                found.update(await nearest.by_meaning(session, question.vector, wanted, max(BY_MEANING, 2 * limit)))
            found.update(
                await nearest.by_keys(session, dict(question.keys[:_ASKED_KEYS]), wanted, max(BY_WORDS, limit))
            )
            others = await self._loader.load(session, found)
        return await asyncio.to_thread(self._score, sample, prepared, others, limit, minimum)

    async def size(self) -> int:
        async with self._database.reading() as session:
            return await nearest.size(session)

    def _add_to_sample(self, read: Sequence[LoadedListing]) -> None:
        """Adds listings. Takes up to 1 ms for each whose words must be computed again, as after a glossary change."""
        self._sample.add_many([self._loader.prepare_without_encoder(one) for one in read])

    def _score(
        self, sample: Matcher, prepared: Prepared, others: Sequence[LoadedListing], limit: int, minimum: float
    ) -> list[Match]:
        return sample.rank_among(
            prepared, [self._loader.prepare_without_encoder(one) for one in others], limit, minimum=minimum
        )

    def _filter_for(self, prepared: Prepared) -> CounterpartFilter:
        subject = prepared.subject
        return CounterpartFilter(
            kind=subject.kind.counterpart,
            encoder=self._encoder,
            not_from=subject.country,
            same_country_ok=subject.same_country_ok,
            not_of=None if subject.owner is None else CompanyId(int(subject.owner)),
            barred=subject.barred,
        )

    async def _draw(self) -> None:
        """Updates the sample: adds new and changed listings, and removes those no longer drawn."""
        sample = self._sample
        async with self._database.reading() as session:
            self._listings = await nearest.size(session)
            drawn: dict[ListingId, int] = {}
            for kind in Kind:
                drawn |= await nearest.sample(session, kind, SAMPLE)
            new = [number for number, version in drawn.items() if self._drawn.get(number) != version]
            for start in range(0, len(new), _CHUNK):
                read = await self._loader.load(session, new[start : start + _CHUNK])
                await asyncio.to_thread(self._add_to_sample, read)
        for number in self._drawn.keys() - drawn.keys():
            await self.forget(number)
        await asyncio.to_thread(sample.settle)
        self._drawn = drawn
        self._due = self._clock() + (_REFRESH_SMALL if self._listings <= SAMPLE else _REFRESH_FULL)
