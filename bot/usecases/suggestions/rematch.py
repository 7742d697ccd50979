"""Matches all listings again after a change of the encoder, of the matcher, or of the rules.

The progress is stored after every batch, so that a second run, or the bot itself, continues a stopped one.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.matching.encoders import Encoder
from bot.matching.listing import Match
from bot.matching.matcher import Matcher
from bot.matching.scoring import GOOD_ENOUGH
from bot.usecases.people.masked_listings import ListingMasker
from bot.usecases.suggestions.counterpart_ranking import MIN_LIKELIHOOD
from bot.usecases.suggestions.listing_indexer import ListingIndexer
from bot.usecases.suggestions.listing_loader import ListingLoader
from bot.usecases.suggestions.match_feedback import apply_feedback
from bot.usecases.suggestions.match_results import RANKED, TOP, counterpart_of, pair_of, tell_of_suggestions
from bot.usecases.suggestions.memory_index import MemoryIndex
from storage.database import Database
from storage.ids import ListingId
from storage.suggestions import feedback, match_facts, rematching, suggestions
from storage.vocabulary import Kind

_ENCODE: Final = 32  # listings encoded before they are stored; a stop loses some seconds of work
_MATCH: Final = 128  # listings matched per transaction

Progress = Callable[[int, int], None]
"""Called with (done, total)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RematchResult:
    """The result. `new`: pairs that were not suggested before. `gone`: outdated suggestions."""

    listings: int
    new: int
    gone: int


class Rematch:
    """The run. It needs a separate process, because it holds all listings in memory, also on PostgreSQL."""

    def __init__(
        self,
        database: Database,
        matcher: Matcher,
        encoder: Encoder | None,
        clock: Callable[[], datetime],
        *,
        tell: bool = True,
    ) -> None:
        self._database = database
        self._clock = clock
        self._tell = tell
        self._matcher = matcher
        loader = ListingLoader(encoder)
        self._index = MemoryIndex(database, loader, matcher)
        self._indexer = ListingIndexer(database, loader, matcher, self._index)

    async def begin(self) -> int:
        """Masks unmasked texts, queues all published listings for the matcher and returns their number."""
        masker = ListingMasker(self._database)
        while await masker.mask_waiting(_MATCH):
            pass
        async with self._database.writing() as session:
            return await rematching.mark_all_awaiting(session)

    async def read(self, progress: Progress) -> int:
        """Loads all listings, encodes those without current vectors, and returns the number of encoded ones.

        Raises EncoderError.
        """
        stale = await self._index.fill()
        coming = iter(stale)
        done = 0
        progress(0, len(stale))
        while some := list(islice(coming, _ENCODE)):
            await self._indexer.load_and_add(some)
            done += len(some)
            progress(done, len(stale))
        return done

    async def match(self, progress: Progress) -> RematchResult:
        """Computes the suggestions of all queued listings.

        Keeps answered suggestions and those with an introduction, and respects blocked countries. With `tell`, people
        with a new counterpart get one message.
        """
        async with self._database.reading() as session:
            total = sum((await rematching.awaiting_counts(session)).values())
            barred = await rematching.barred(session)
        done = new = gone = 0
        progress(0, total)
        for kind in Kind:
            while awaiting := await self._awaiting(kind):
                found = await self._rank(awaiting, kind, barred)
                async with self._database.writing() as session:
                    added, dropped = await self._store(session, kind, awaiting, found)
                done, new, gone = done + len(awaiting), new + added, gone + dropped
                progress(done, max(total, done))
        return RematchResult(listings=done, new=new, gone=gone)

    async def _awaiting(self, kind: Kind) -> Mapping[ListingId, int]:
        async with self._database.reading() as session:
            return await rematching.awaiting(session, kind, _MATCH)

    async def _rank(
        self, awaiting: Mapping[ListingId, int], kind: Kind, barred: Mapping[str, frozenset[str]]
    ) -> dict[ListingId, list[Match]]:
        ids = list(map(str, awaiting))
        ranked = await asyncio.to_thread(self._matcher.rank_present, ids, RANKED, minimum=MIN_LIKELIHOOD, barred=barred)
        matches = {ListingId(int(listing_id)): found for listing_id, found in ranked.items()}
        others = {counterpart_of(match, kind) for found in matches.values() for match in found}
        async with self._database.reading() as session:
            answers = await feedback.answers(session, awaiting.keys() | others)
            countries = await match_facts.countries(session, awaiting.keys() | others)
        return {
            listing_id: [
                match
                for match in apply_feedback(answers, countries, listing_id, kind, matches.get(listing_id, ()))
                if match.likelihood >= GOOD_ENOUGH
            ]
            for listing_id in awaiting
        }

    async def _store(
        self,
        session: AsyncSession,
        kind: Kind,
        awaiting: Mapping[ListingId, int],
        found: Mapping[ListingId, Sequence[Match]],
    ) -> tuple[int, int]:
        """Stores the suggestions and returns (new, dropped).

        Only needs, which are matched first, drop outdated suggestions. Offers would drop the new ones of the needs.
        """
        now = self._clock()
        unchanged = await rematching.mark_matched(session, awaiting, now)
        known = await rematching.suggested(session, kind, unchanged)
        told: set[ListingId] = set()
        pairs, gone, new = [], [], 0
        for listing_id in sorted(unchanged):
            before = known.get(listing_id, {})
            kept = {counterpart_of(match, kind): match for match in found[listing_id]}
            fresh = [other for other in kept if other not in before]
            for other in fresh[TOP:]:
                del kept[other]
            pairs += [pair_of(match, kind) for match in kept.values()]
            gone += [suggestion for other, suggestion in before.items() if other not in kept]
            new += len(fresh[:TOP])
            told |= {listing_id, *fresh[:TOP]} if fresh else set()
        dropped = gone if kind is Kind.NEED else []
        await suggestions.drop(session, dropped)
        await suggestions.store(session, pairs, now)
        if self._tell and told:
            await tell_of_suggestions(session, await rematching.people_of(session, told), now)
        return new, len(dropped)
