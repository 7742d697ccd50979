"""Finds the counterparts of listings and stores them as suggestions."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.matching.encoders import Encoder, EncoderError
from bot.matching.listing import Match, Subject
from bot.matching.matcher import Matcher
from bot.matching.scoring import GOOD_ENOUGH
from bot.usecases.people.masked_listings import ListingMasker
from bot.usecases.suggestions.backlog import Backlog
from bot.usecases.suggestions.counterpart_ranking import CounterpartRanking
from bot.usecases.suggestions.listing_indexer import ListingIndexer
from bot.usecases.suggestions.listing_loader import ListingLoader, LoadedListing
from bot.usecases.suggestions.match_results import RANKED, TOP, keep_matches, tell_counterparts, tell_speakers
from bot.usecases.suggestions.postgres_index import ServerIndex, index_for
from storage.database import Database
from storage.ids import ListingId
from storage.listings import claims, listings

_FEW: Final = 5
_ENCODE: Final = 8  # listings encoded at a time, in half a second; a new listing waits for at most this long
_MASK: Final = 20  # listings masked at a time, in half a second
_SWEEP: Final = 100  # listings per sweep; the next sweep continues
_PATIENCE_S: Final = 1.0  # how long a person who publishes waits for an index that is being filled
_FILLING_S: Final = 1.5  # how long a person who only reads waits for it; an answer takes two seconds at most

log = logging.getLogger(__name__)


class Matchmaker:
    """Matches listings. One per process. Tasks may call its methods at any time; slow work uses threads.

    `wake` is called after a message was queued.
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
        self._clock = clock
        self._wake = wake
        self._loader = ListingLoader(encoder)
        self._index = index_for(database, self._loader, matcher, clock)
        self._indexer = ListingIndexer(database, self._loader, matcher, self._index)
        self._ranking = CounterpartRanking(database, self._loader, self._index)
        self._masker = ListingMasker(database)
        self._backlog = Backlog(database)
        # Loading and indexing a listing are one step, so that an older text cannot replace a newer one.
        self._index_lock = asyncio.Lock()
        self._filled = asyncio.Event()
        self._stale: list[ListingId] = []
        self._behind = False

    async def load(self) -> int:
        """Fills the index from the stored vectors and returns its size. `sweep` encodes the rest.

        Until then nothing is suggested, because a partly filled index would give wrong results. Listings published
        meanwhile wait for the sweep. Searches use the filled part.
        """
        self._filled.clear()
        try:
            async with self._index_lock:
                self._stale += await self._index.fill()
            async with self._database.reading() as session:
                self._behind = bool(self._stale or await claims.any_waiting(session, claims.AWAITING_MATCH))
        finally:
            self._filled.set()
        return await self._index.size()

    @property
    def shares_index(self) -> bool:
        """Returns True if the index is in the database, where other processes can add listings to it."""
        return isinstance(self._index, ServerIndex)

    @property
    def is_filled(self) -> bool:
        """Returns True when the index holds the stored listings."""
        return self._filled.is_set()

    @property
    def still_reading(self) -> bool:
        """Returns True while published listings wait for the index or the encoder, as in the minute after a start."""
        return not self.is_filled or self._behind

    async def load_encoder(self) -> None:
        """Encodes one word in a thread, because the built-in encoders load their weights at the first text (2-3 s)."""
        if self._loader.encoder is None:
            return
        try:
            await asyncio.to_thread(self._loader.encoder.encode, ["sensor"])
        except EncoderError as error:
            log.warning("The encoder does not answer yet: %s", error)

    async def consider(self, listing_id: ListingId, *, tell_own_side: bool = False) -> int:
        """Matches a new or changed listing and returns the number of new suggestions.

        Queues a message to the other side of each new suggestion; to the own side only with `tell_own_side`. If the
        encoder does not answer, the listing waits for the next sweep. An unpublished listing leaves the index.
        """
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await self._filled.wait()
        except TimeoutError:
            return 0
        try:
            return await self._consider(listing_id, tell_own_side=tell_own_side)
        except EncoderError as error:
            log.warning("Listing %d waits for the matcher: %s", listing_id, error)
            return 0

    async def forget(self, listing_id: ListingId) -> None:
        """Removes a paused, closed, expired or deleted listing from the index."""
        async with self._index_lock:
            await self._index.forget(listing_id)

    async def best_few(self, listing_id: ListingId, limit: int = _FEW) -> int:
        """Suggests the best counterparts of a published listing, however unlikely, and returns the number of new ones.

        For people who ask for it. Nobody is notified, and the next match of the listing may drop the suggestions.
        Raises EncoderError.
        """
        async with self._index_lock:
            await self._masker.mask_waiting(among=[listing_id])
            async with self._database.reading() as session:
                read = await self._loader.load(session, [listing_id])
            if not read:
                return 0
            (prepared,) = await self._indexer.prepare(read)
            matches = await self._ranking.of_listing(read[0].listing, prepared, limit, minimum=0.0)
            async with self._database.writing() as session:
                new = await keep_matches(
                    session, listing_id, read[0].listing.kind, matches, self._clock(), most_new=limit, drop=False
                )
            return len(new)

    async def look_up(self, subject: Subject, limit: int, *, minimum: float) -> list[Match]:
        """Returns the counterparts of a text that is not stored, best first. Stores nothing.

        If the encoder does not answer, compares words only. Waits a moment for an index that is being filled.
        """
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_FILLING_S):
                await self._filled.wait()
        return await self._ranking.of_text(subject, limit, minimum=minimum)

    async def sweep(self) -> int:
        """Encodes stale listings and matches waiting ones, as after a crash, a renewal or an encoder's failure.

        Returns the number of listings handled: 0 until the index is filled.
        """
        if not self._filled.is_set():
            return 0
        done, _ = await self._backlog.work_off(claims.UNMASKED, self._mask, limit=_MASK, batch=_MASK)
        try:
            await self._index.refresh()
            done += await self._backlog.work_off_these(self._stale, self._encode, limit=_SWEEP - done, batch=_ENCODE)
            matched, tried = await self._backlog.work_off(
                claims.AWAITING_MATCH, self._match_few, limit=_SWEEP, batch=_ENCODE
            )
            self._behind = bool(self._stale) or tried == _SWEEP
            done += matched
        except EncoderError as error:
            log.warning("Listings wait for the encoder: %s", error)
        return done

    async def sweep_unless_workers_do(self) -> int:
        """Leaves the sweep to worker processes while any of them lives. Returns the number of listings handled."""
        if not (self._filled.is_set() and self.shares_index and await self._backlog.has_workers()):
            return await self.sweep()
        await self._index.refresh()
        self._behind = await self._backlog.is_waiting(claims.AWAITING_MATCH)
        return 0

    async def _mask(self, listing_ids: Sequence[ListingId]) -> int:
        return await self._masker.mask_waiting(among=listing_ids)

    async def _match_few(self, listing_ids: Sequence[ListingId]) -> int:
        await self._encode_ahead(listing_ids)
        return sum([await self._consider_or_report(listing_id) for listing_id in listing_ids])

    async def _encode_ahead(self, listing_ids: Sequence[ListingId]) -> None:
        """Encodes the listings that are considered next together, on all cores. If one fails, they stay for later."""
        try:
            await self._masker.mask_waiting(among=listing_ids)
            await self._encode(listing_ids)
        except (EncoderError, SQLAlchemyError):
            raise
        except Exception:
            log.info("Listings are encoded one by one, because one of them fails", exc_info=True)

    async def _consider_or_report(self, listing_id: ListingId) -> bool:
        try:
            await self._consider(listing_id, tell_own_side=True)
        except (EncoderError, SQLAlchemyError):
            raise
        except Exception:
            # One listing that fails must not block the others.
            log.exception("Listing %d cannot be matched", listing_id)
            return False
        return True

    async def _consider(self, listing_id: ListingId, *, tell_own_side: bool) -> int:
        async with self._index_lock:
            await self._masker.mask_waiting(among=[listing_id])
            async with self._database.reading() as session:
                read = await self._loader.load(session, [listing_id])
            if not read:
                await self._index.forget(listing_id)
                return 0
            # Stored before ranking. If two processes match a pair at the same time, at least one finds the other
            # listing.
            (prepared,) = await self._indexer.add(read)
            matches = await self._ranking.of_listing(read[0].listing, prepared, RANKED, minimum=GOOD_ENOUGH)
            async with self._database.writing() as session:
                return await self._store(session, read[0], matches, tell_own_side=tell_own_side)

    async def _store(
        self, session: AsyncSession, read: LoadedListing, matches: Sequence[Match], *, tell_own_side: bool
    ) -> int:
        now, listing = self._clock(), read.listing
        if not await listings.mark_matched(session, listing.id, listing.text_version, now):
            return 0  # changed meanwhile, which queued it for the matcher again
        new = await keep_matches(session, listing.id, listing.kind, matches, now, most_new=TOP)
        await tell_counterparts(session, new, now, not_of=listing.company_id)
        if new and tell_own_side:
            await tell_speakers(session, [listing.id], now)
        if new:
            self._wake()
        return len(new)

    async def _encode(self, listing_ids: Sequence[ListingId]) -> int:
        async with self._index_lock:
            await self._indexer.load_and_add(listing_ids)
        return len(listing_ids)
