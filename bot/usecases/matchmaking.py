"""Keeps the index of the matcher in step with the database, and makes suggestions of what it finds."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.matching.encoders import Encoder, EncoderError, unit
from bot.matching.listing import Match, Subject
from bot.matching.matcher import Matcher
from bot.matching.prepare import Prepared, prepare_many, text_hash, with_vectors
from bot.matching.scoring import GOOD_ENOUGH
from bot.matching.vectors import Vectors
from bot.usecases.match_results import keep_matches, tell_counterparts, tell_of_suggestions
from bot.usecases.match_subjects import subject_of
from storage import companies, listings
from storage.database import Database
from storage.ids import CompanyId, ListingId
from storage.models import Company, Listing, ListingVectors
from storage.vocabulary import ListingStatus

_TOP: Final = 30
"""New counterparts that one look gives: more than anybody reads."""
_LOOK: Final = 100
"""How far down an earlier suggestion may have come without being taken back."""
_CHUNK: Final = 500  # listings read at a time when the index is filled
_ENCODE: Final = 8  # listings encoded at a time: about a second, for which a new listing may have to wait
_SWEEP: Final = 100  # listings that one sweep takes on; the next one goes on where it ends

_Row = tuple[Listing, Company, ListingVectors | None]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """A published listing as it was read, and its stored vectors if they are not stale."""

    listing: Listing
    company: Company
    subject: Subject
    vectors: Vectors | None


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
        self._encoder = encoder
        self._clock = clock
        self._wake = wake
        # Reading a listing and putting it into the index are one step: an edit must not be overtaken by what it edited.
        self._in_order = asyncio.Lock()
        self._stale: list[ListingId] = []

    async def load(self) -> int:
        """Fills the index from the stored vectors and gives its size. What has to be encoded is left to `sweep`."""
        async with self._in_order, self._database.reading() as session, self._database.reading() as names:
            chunk: list[_Row] = []
            async for row in listings.published_with_vectors(session):
                chunk.append(row)
                if len(chunk) == _CHUNK:
                    await self._load_chunk(names, chunk)
                    chunk = []
            await self._load_chunk(names, chunk)
        return await asyncio.to_thread(len, self._matcher)

    async def consider(self, listing_id: ListingId, *, tell_own_side: bool = False) -> int:
        """Looks for the counterparts of a listing that is new or changed, and gives the number of those that are new.

        Whoever is on the other side of a new pair is told by a delivery; the own side only where they are not looking.
        Where the encoder does not answer, the listing waits for the next sweep. What is not published is forgotten.
        """
        try:
            return await self._consider(listing_id, tell_own_side=tell_own_side)
        except EncoderError as error:
            log.warning("Listing %d waits for its counterparts: %s", listing_id, error)
            return 0

    async def forget(self, listing_id: ListingId) -> None:
        """Paused, closed, expired or deleted: nobody is matched with it from here on."""
        async with self._in_order:
            await asyncio.to_thread(self._matcher.remove, str(listing_id))

    async def look_up(self, subject: Subject, limit: int, *, minimum: float) -> list[Match]:
        """The best counterparts of something that is stored nowhere, the best first; nothing is kept of it.

        Where the encoder does not answer, by words alone.
        """
        return await asyncio.to_thread(self._look_up, subject, limit, minimum)

    def _look_up(self, subject: Subject, limit: int, minimum: float) -> list[Match]:
        try:
            prepared = prepare_many([subject], self._encoder)[0]
        except EncoderError as error:
            log.warning("Searched by words alone: %s", error)
            prepared = with_vectors(subject, None)
        return self._matcher.rank(prepared, limit, minimum=minimum)

    async def sweep(self) -> int:
        """Does what a crash, a renewal, another encoder or one that did not answer left undone; gives how much."""
        done = 0
        try:
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
            async with self._database.reading() as session:
                facts = await self._read(session, listing_id)
            if facts is None:
                await asyncio.to_thread(self._matcher.remove, str(listing_id))
                return 0
            prepared, matches = await asyncio.to_thread(self._place_and_rank, facts)
            async with self._database.writing() as session:
                return await self._keep(session, facts, prepared, matches, tell_own_side=tell_own_side)

    async def _keep(
        self,
        session: AsyncSession,
        facts: _Facts,
        prepared: Prepared,
        matches: Sequence[Match],
        *,
        tell_own_side: bool,
    ) -> int:
        now, listing = self._clock(), facts.listing
        if not await listings.mark_matched(session, listing.id, listing.revision, now):
            return 0  # changed in the meantime: whoever changed it has it considered again
        if facts.vectors is None:
            await self._store(session, prepared)
        new = await keep_matches(session, listing.id, listing.kind, matches, now, most_new=_TOP)
        await tell_counterparts(session, new, now, not_of=listing.company_id)
        if new and tell_own_side:
            await tell_of_suggestions(session, await companies.representatives(session, listing.company_id), now)
        if new:
            self._wake()
        return len(new)

    def _place_and_rank(self, facts: _Facts) -> tuple[Prepared, list[Match]]:
        prepared = self._prepare([facts])[0]
        self._matcher.add(prepared)
        return prepared, self._matcher.rank(prepared, _LOOK, minimum=GOOD_ENOUGH)

    def _prepare(self, many: Sequence[_Facts]) -> list[Prepared]:
        """In the order given; only what has no vectors is encoded."""
        stale = [facts.subject for facts in many if facts.vectors is None]
        encoded = iter(prepare_many(stale, self._encoder))
        return [
            next(encoded) if facts.vectors is None else with_vectors(facts.subject, facts.vectors) for facts in many
        ]

    async def _encode(self, listing_ids: Sequence[ListingId]) -> None:
        async with self._in_order:
            async with self._database.reading() as session:
                found = [await self._read(session, listing_id) for listing_id in listing_ids]
            many = [facts for facts in found if facts is not None]
            prepared = await asyncio.to_thread(self._prepare, many)
            async with self._database.writing() as session:
                for one in prepared:
                    await self._store(session, one)
            await asyncio.to_thread(self._matcher.add_many, prepared)

    async def _read(self, session: AsyncSession, listing_id: ListingId) -> _Facts | None:
        row = await listings.with_vectors(session, listing_id)
        if row is None or row[0].status is not ListingStatus.PUBLISHED:
            return None
        names = await companies.names_of_people(session, [row[1].id])
        return self._facts(*row, names=names.get(row[1].id, []))

    def _facts(
        self, listing: Listing, company: Company, stored: ListingVectors | None, *, names: Sequence[str]
    ) -> _Facts:
        subject = subject_of(listing, company, names)
        fresh = (
            stored is not None
            and self._encoder is not None
            and stored.encoder == self._encoder.name
            and stored.text_hash == text_hash(subject)
        )
        vectors = _vectors_of(stored) if stored is not None and fresh else None
        return _Facts(listing=listing, company=company, subject=subject, vectors=vectors)

    async def _load_chunk(self, session: AsyncSession, chunk: Sequence[_Row]) -> None:
        names = await companies.names_of_people(session, {company.id for _, company, _ in chunk})
        self._stale += await asyncio.to_thread(self._add_chunk, chunk, names)

    def _add_chunk(self, chunk: Sequence[_Row], names: Mapping[CompanyId, Sequence[str]]) -> list[ListingId]:
        """Fills the index, and gives what has to be encoded; until then that is found by its words and fields."""
        many = [self._facts(*row, names=names.get(row[1].id, [])) for row in chunk]
        self._matcher.add_many([with_vectors(facts.subject, facts.vectors) for facts in many])
        return [facts.listing.id for facts in many if facts.vectors is None and self._encoder is not None]

    async def _store(self, session: AsyncSession, prepared: Prepared) -> None:
        if self._encoder is None or prepared.vectors is None:
            return
        await listings.put_vectors(
            session,
            ListingVectors(
                listing_id=ListingId(int(prepared.subject.id)),
                encoder=self._encoder.name,
                text_hash=text_hash(prepared.subject),
                views=prepared.vectors.to_bytes(),
                embedding=unit(prepared.vectors.title + prepared.vectors.full),
            ),
        )


def _vectors_of(stored: ListingVectors) -> Vectors | None:
    try:
        return Vectors.from_bytes(stored.views)
    except ValueError:
        return None  # of another version: encoded anew
