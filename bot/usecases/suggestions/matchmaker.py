"""Finds the counterparts of listings and stores them as suggestions."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.matching.encoders import Encoder, EncoderError
from bot.matching.listing import Match, Subject
from bot.matching.matcher import Matcher
from bot.matching.prepare import Prepared, prepare_many, with_vectors
from bot.matching.scoring import GOOD_ENOUGH
from bot.usecases.people.masked_listings import ListingMasker
from bot.usecases.suggestions.match_feedback import with_feedback
from bot.usecases.suggestions.match_reading import Read, Reader
from bot.usecases.suggestions.match_results import keep_matches, tell_counterparts, tell_of_suggestions
from bot.usecases.suggestions.memory_index import Index, MemoryIndex
from bot.usecases.suggestions.postgres_index import ServerIndex
from storage.database import Database
from storage.ids import ListingId
from storage.listings import listings
from storage.moderation import blocked_country_pairs
from storage.people import companies
from storage.suggestions import nearest

TOP: Final = 30
"""New counterparts that one look gives: more than anybody reads."""
LOOK: Final = 100
"""An earlier suggestion is kept while it ranks among this many."""
WORTH_A_LOOK: Final = 0.2
"""People's answers can lift a pair from this likelihood to GOOD_ENOUGH."""
_FEW: Final = 5
_ENCODE: Final = 8  # listings encoded at a time, about a second: a new listing waits for no longer than that
_SWEEP: Final = 100  # listings in one sweep; the next sweep continues
_PATIENCE_S: Final = 1.0  # how long somebody who publishes waits for an index that is being filled

log = logging.getLogger(__name__)


class Matchmaker:
    """One per process. Its methods may be called at any time and from many tasks; what is slow runs in threads.

    `wake` is called when there is somebody to be told.
    """

    def __init__(
        self,
        database: Database,
        matcher: Matcher,
        encoder: Encoder | None,
        clock: Callable[[], datetime],
        *,
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._matcher = matcher
        self._clock = clock
        self._wake = wake
        self._reader = Reader(encoder)
        self._index = _index_for(database, self._reader, matcher, clock)
        self._masker = ListingMasker(database)
        # Reading a listing and putting it into the index are one step: an edit must not be overtaken by what it edited.
        self._in_order = asyncio.Lock()
        self._filled = asyncio.Event()
        self._stale: list[ListingId] = []

    async def load(self) -> int:
        """Fills the index from what is stored, and gives its size. What has to be encoded is left to `sweep`.

        Before that nothing is suggested: an index that is empty or half filled would call the wrong ones best, or none,
        and count as a look. What is published meanwhile waits for the sweep. Searches use what is there.
        """
        self._filled.clear()
        try:
            async with self._in_order:
                self._stale += await self._index.fill()
        finally:
            self._filled.set()
        return await self._index.size()

    async def load_encoder(self) -> None:
        """Encodes one word in a thread: the built-in encoders load their weights at their first text (2-3 s)."""
        if self._reader.encoder is None:
            return
        try:
            await asyncio.to_thread(self._reader.encoder.encode, ["sensor"])
        except EncoderError as error:
            log.warning("The encoder does not answer yet: %s", error)

    async def consider(self, listing_id: ListingId, *, tell_own_side: bool = False) -> int:
        """Looks for the counterparts of a listing that is new or changed, and gives the number of those that are new.

        Whoever is on the other side of a new pair is told by a delivery; the own side only where they are not looking.
        Where the encoder does not answer, the listing waits for the next sweep. What is not published is forgotten.
        """
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await self._filled.wait()
        except TimeoutError:
            return 0
        try:
            return await self._consider(listing_id, tell_own_side=tell_own_side)
        except EncoderError as error:
            log.warning("Listing %d waits for its counterparts: %s", listing_id, error)
            return 0

    async def forget(self, listing_id: ListingId) -> None:
        """Removes a paused, closed, expired or deleted listing from the index."""
        async with self._in_order:
            await self._index.forget(listing_id)

    async def best_few(self, listing_id: ListingId, limit: int = _FEW) -> int:
        """Suggests the best counterparts of a published listing however unlikely they are, where somebody asks for it;
        gives how many are new. Nobody is told, and the next look that finds them too unlikely takes them back.

        Raises EncoderError.
        """
        async with self._in_order:
            await self._masker.mask_waiting(among=[listing_id])
            async with self._database.reading() as session:
                read = await self._reader.of(session, [listing_id])
            if not read:
                return 0
            prepared = (await self._prepared(read))[0]
            matches = await self._look(read[0], prepared, limit, minimum=0.0)
            async with self._database.writing() as session:
                new = await keep_matches(
                    session, listing_id, read[0].listing.kind, matches, self._clock(), most_new=limit, drop=False
                )
            return len(new)

    async def look_up(self, subject: Subject, limit: int, *, minimum: float) -> list[Match]:
        """The best counterparts of something that is stored nowhere, the best first; nothing is kept of it.

        Where the encoder does not answer, by words alone.
        """
        prepared = await asyncio.to_thread(self._prepared_or_words, subject)
        return await self._index.rank(await self._fenced(prepared), limit, minimum=minimum)

    async def sweep(self) -> int:
        """Encodes stale listings and matches waiting ones, after a crash, a renewal or an encoder's failure.

        Returns the number of listings handled. Before the index is filled, nothing is done.
        """
        if not self._filled.is_set():
            return 0
        done = await self._masker.mask_waiting(_SWEEP)
        try:
            await self._index.refresh()
            while self._stale and done < _SWEEP:
                batch = self._stale[:_ENCODE]
                await self._encode(batch)
                del self._stale[: len(batch)]
                done += len(batch)
            async with self._database.reading() as session:
                awaiting = await listings.awaiting_match(session, _SWEEP)
            for listing_id in awaiting:
                done += await self._consider_or_report(listing_id)
        except EncoderError as error:
            log.warning("Listings wait for the encoder: %s", error)
        return done

    async def _consider_or_report(self, listing_id: ListingId) -> bool:
        try:
            await self._consider(listing_id, tell_own_side=True)
        except (EncoderError, SQLAlchemyError):
            raise
        except Exception:
            # One listing that the matcher fails on must not keep the others waiting.
            log.exception("No counterparts could be looked for for listing %d", listing_id)
            return False
        return True

    async def _consider(self, listing_id: ListingId, *, tell_own_side: bool) -> int:
        async with self._in_order:
            await self._masker.mask_waiting(among=[listing_id])
            async with self._database.reading() as session:
                read = await self._reader.of(session, [listing_id])
            if not read:
                await self._index.forget(listing_id)
                return 0
            # Stored before it is ranked: of two that come at once in two processes, at least one finds the other.
            prepared = (await self._placed(read))[0]
            matches = await self._look(read[0], prepared, LOOK, minimum=GOOD_ENOUGH)
            async with self._database.writing() as session:
                return await self._keep(session, read[0], matches, tell_own_side=tell_own_side)

    async def _look(self, read: Read, prepared: Prepared, limit: int, *, minimum: float) -> list[Match]:
        matches = await self._index.rank(await self._fenced(prepared), limit, minimum=min(minimum, WORTH_A_LOOK))
        listing = read.listing
        async with self._database.reading() as session:
            moved = await with_feedback(session, listing.id, listing.kind, listing.country, matches)
        return [match for match in moved if match.likelihood >= minimum]

    async def _fenced(self, prepared: Prepared) -> Prepared:
        """Adds the countries that are blocked for the listing's own country now."""
        country = prepared.subject.country
        if country is None:
            return prepared
        async with self._database.reading() as session:
            barred = await blocked_country_pairs.blocked_for(session, country)
        return replace(prepared, subject=replace(prepared.subject, barred=barred)) if barred else prepared

    async def _keep(self, session: AsyncSession, read: Read, matches: Sequence[Match], *, tell_own_side: bool) -> int:
        now, listing = self._clock(), read.listing
        if not await listings.mark_matched(session, listing.id, listing.text_version, now):
            return 0  # changed in the meantime: whoever changed it has it considered again
        new = await keep_matches(session, listing.id, listing.kind, matches, now, most_new=TOP)
        await tell_counterparts(session, new, now, not_of=listing.company_id)
        if new and tell_own_side:
            await tell_of_suggestions(session, await companies.representatives(session, listing.company_id), now)
        if new:
            self._wake()
        return len(new)

    async def _encode(self, listing_ids: Sequence[ListingId]) -> None:
        async with self._in_order:
            async with self._database.reading() as session:
                read = await self._reader.of(session, listing_ids)
            await self._placed(read)

    async def _placed(self, read: Sequence[Read]) -> list[Prepared]:
        """Encodes listings that need it, stores the vectors and puts the listings into the index."""
        prepared = await self._prepared(read)
        if any(map(self._reader.is_stale, read)):
            async with self._database.writing() as session:
                for one, made in zip(read, prepared, strict=True):
                    await self._reader.store(session, one, made, self._matcher)
        await self._index.put(prepared)
        return prepared

    async def _prepared(self, read: Sequence[Read]) -> list[Prepared]:
        return await asyncio.to_thread(self._reader.prepare, read)

    def _prepared_or_words(self, subject: Subject) -> Prepared:
        try:
            return prepare_many([subject], self._reader.encoder)[0]
        except EncoderError as error:
            log.warning("Searched by words alone: %s", error)
            return with_vectors(subject, None)


def _index_for(database: Database, reader: Reader, matcher: Matcher, clock: Callable[[], datetime]) -> Index:
    if database.is_sqlite or reader.encoder is None or matcher.dimensions != nearest.DIMENSIONS:
        return MemoryIndex(database, reader, matcher)
    return ServerIndex(database, reader, matcher, clock)
