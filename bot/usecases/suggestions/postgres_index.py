"""Where counterparts are looked for when PostgreSQL finds the candidates: no process holds more than a sample.

The sample tells what only all listings together can tell: what the texts of a language have in common, which words are
rare, which listings are near to everybody. It is the same in all processes, since it is drawn by a hash, and is all
there is in a pool that is no larger; there, scores are those of an index in memory.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.matching.features import stamp
from bot.matching.listing import Match
from bot.matching.matcher import Matcher, Question
from bot.matching.prepare import Prepared
from bot.usecases.suggestions.match_reading import Read, Reader
from storage.database import Database
from storage.ids import CompanyId, ListingId
from storage.suggestions import nearest
from storage.suggestions.nearest import Wanted
from storage.vocabulary import Kind

SAMPLE: Final = 2_000
"""Listings of each kind that a process holds: some 20 MB."""
BY_MEANING: Final = 150
BY_WORDS: Final = 60
"""Candidates from either road that are scored in full."""
_MOST_HELD: Final = 2_000
"""Listings that the rare keys asked for may have among them, as far as the sample tells."""
_REFRESH_SMALL: Final = timedelta(seconds=30)
_REFRESH_FULL: Final = timedelta(minutes=10)
_CHUNK: Final = 200


class ServerIndex:
    def __init__(self, database: Database, reader: Reader, sample: Matcher, clock: Callable[[], datetime]) -> None:
        if reader.encoder is None or sample.dimensions != nearest.DIMENSIONS:
            raise ValueError(f"the database's index is of {nearest.DIMENSIONS} dimensions")
        self._database = database
        self._reader = reader
        self._encoder = reader.encoder.name
        self._sample = sample
        self._drawn: dict[ListingId, int] = {}
        self._clock = clock
        self._listings = 0
        self._due: datetime | None = None

    async def fill(self) -> list[ListingId]:
        await self._draw()
        stale: list[ListingId] = []
        while True:
            async with self._database.reading() as session:
                last = stale[-1] if stale else ListingId(0)
                found = await nearest.unread(session, self._encoder, stamp(), 1_000, after=last)
            if not found:
                return stale
            stale += found

    async def refresh(self) -> bool:
        """Draws the sample anew, often while it is small."""
        if self._due is not None and self._clock() < self._due:
            return False
        await self._draw()
        return False

    async def put(self, prepared: Sequence[Prepared]) -> None:
        """What is stored is found; a sample that is everything takes it in at once."""
        if self._listings <= SAMPLE:
            await asyncio.to_thread(self._sample.add_many, prepared)

    async def forget(self, listing_id: ListingId) -> None:
        await asyncio.to_thread(self._sample.remove, str(listing_id))

    async def rank(self, prepared: Prepared, limit: int, *, minimum: float) -> list[Match]:
        sample = self._sample
        question = await asyncio.to_thread(sample.question, prepared, _MOST_HELD / max(_MOST_HELD, self._listings))
        async with self._database.reading() as session:
            wanted = self._wanted(prepared)
            found: set[ListingId] = set()
            if question.vector is not None:
                found.update(await nearest.by_meaning(session, question.vector, wanted, max(BY_MEANING, 2 * limit)))
            found.update(await nearest.by_keys(session, self._asked_keys(question), wanted, max(BY_WORDS, limit)))
            others = await self._reader.of(session, found)
        return await asyncio.to_thread(self._score, sample, prepared, others, limit, minimum)

    async def size(self) -> int:
        async with self._database.reading() as session:
            return await nearest.size(session)

    def _take_in(self, read: Sequence[Read]) -> None:
        """Reading words anew, as after a change of the glossary, takes a millisecond each."""
        self._sample.add_many([self._reader.at_once(one) for one in read])

    def _score(
        self, sample: Matcher, prepared: Prepared, others: Sequence[Read], limit: int, minimum: float
    ) -> list[Match]:
        return sample.rank_among(prepared, [self._reader.at_once(one) for one in others], limit, minimum=minimum)

    @staticmethod
    def _asked_keys(question: Question) -> dict[str, float]:
        return dict(question.keys[:8])

    def _wanted(self, prepared: Prepared) -> Wanted:
        subject = prepared.subject
        return Wanted(
            kind=subject.kind.counterpart,
            encoder=self._encoder,
            not_from=subject.country,
            same_country_ok=subject.same_country_ok,
            not_of=None if subject.owner is None else CompanyId(int(subject.owner)),
            barred=subject.barred,
        )

    async def _draw(self) -> None:
        """Brings the sample up to date, changing no more of it than has changed."""
        sample = self._sample
        async with self._database.reading() as session:
            self._listings = await nearest.size(session)
            drawn: dict[ListingId, int] = {}
            for kind in Kind:
                drawn |= await nearest.sample(session, kind, SAMPLE)
            new = [number for number, version in drawn.items() if self._drawn.get(number) != version]
            for start in range(0, len(new), _CHUNK):
                read = await self._reader.of(session, new[start : start + _CHUNK])
                await asyncio.to_thread(self._take_in, read)
        for number in self._drawn.keys() - drawn.keys():
            await self.forget(number)
        await asyncio.to_thread(sample.settle)
        self._drawn = drawn
        self._due = self._clock() + (_REFRESH_SMALL if self._listings <= SAMPLE else _REFRESH_FULL)
