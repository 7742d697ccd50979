"""Ranks the counterparts of a listing or a text by their fit, the blocked countries and people's answers."""

import asyncio
import logging
from dataclasses import replace
from typing import Final

from bot.matching.encoders import EncoderError
from bot.matching.listing import Match, Subject
from bot.matching.prepare import Prepared, prepare_many, with_vectors
from bot.usecases.suggestions.listing_loader import ListingLoader
from bot.usecases.suggestions.match_feedback import with_feedback
from bot.usecases.suggestions.memory_index import Index
from storage.database import Database
from storage.moderation import blocked_country_pairs
from storage.suggestions.match_facts import ListingFacts

MIN_LIKELIHOOD: Final = 0.2
"""People's answers can lift a pair from this likelihood to GOOD_ENOUGH."""

log = logging.getLogger(__name__)


class CounterpartRanking:
    def __init__(self, database: Database, loader: ListingLoader, index: Index) -> None:
        self._database = database
        self._loader = loader
        self._index = index

    async def of_listing(self, listing: ListingFacts, prepared: Prepared, limit: int, *, minimum: float) -> list[Match]:
        """Returns the counterparts with at least this likelihood, best first."""
        matches = await self._index.rank(
            await self._with_blocked_countries(prepared), limit, minimum=min(minimum, MIN_LIKELIHOOD)
        )
        async with self._database.reading() as session:
            moved = await with_feedback(session, listing.id, listing.kind, listing.country, matches)
        return [match for match in moved if match.likelihood >= minimum]

    async def of_text(self, subject: Subject, limit: int, *, minimum: float) -> list[Match]:
        """Returns the counterparts of a text that is not stored. Compares words only if the encoder does not answer."""
        prepared = await asyncio.to_thread(self._prepared_or_words, subject)
        return await self._index.rank(await self._with_blocked_countries(prepared), limit, minimum=minimum)

    async def _with_blocked_countries(self, prepared: Prepared) -> Prepared:
        """Adds the countries that are blocked for the listing's own country now."""
        country = prepared.subject.country
        if country is None:
            return prepared
        async with self._database.reading() as session:
            barred = await blocked_country_pairs.blocked_for(session, country)
        return replace(prepared, subject=replace(prepared.subject, barred=barred)) if barred else prepared

    def _prepared_or_words(self, subject: Subject) -> Prepared:
        try:
            return prepare_many([subject], self._loader.encoder)[0]
        except EncoderError as error:
            log.warning("A search compared words only: %s", error)
            return with_vectors(subject, None)
