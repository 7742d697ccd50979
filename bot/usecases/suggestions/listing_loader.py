"""Loads listings with their stored vectors for the matcher, encodes those without, and stores new vectors."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.matching.encoders import Encoder
from bot.matching.features import packed, unpacked
from bot.matching.listing import Subject
from bot.matching.matcher import Matcher
from bot.matching.prepare import Prepared, prepare_many, text_hash, with_vectors
from bot.matching.vectors import Vectors
from bot.usecases.suggestions.match_subjects import subject_of
from storage.ids import ListingId
from storage.models import ListingVectors
from storage.suggestions import match_facts
from storage.suggestions.match_facts import ListingFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedListing:
    """A published listing as loaded.

    `vectors` are the stored ones, None if stale. `prepared` is set if nothing needs to be computed or stored.
    """

    listing: ListingFacts
    subject: Subject
    vectors: Vectors | None
    prepared: Prepared | None


class ListingLoader:
    """Loads and stores for one encoder. Without one, listings have only words and fields, and nothing is stored."""

    def __init__(self, encoder: Encoder | None) -> None:
        self.encoder = encoder

    async def load(self, session: AsyncSession, listing_ids: Collection[ListingId]) -> list[LoadedListing]:
        """Returns the published listings with a masked text among these."""
        found = await match_facts.of(session, listing_ids)
        return await asyncio.to_thread(self.from_facts, found)

    def from_facts(self, found: Sequence[ListingFacts]) -> list[LoadedListing]:
        return [self._from_facts(listing) for listing in found]

    def prepare(self, many: Sequence[LoadedListing]) -> list[Prepared]:
        """Returns the listings in the same order, and encodes those without vectors. Slow: call it in a thread.

        Raises EncoderError.
        """
        encoded = iter(prepare_many([one.subject for one in many if one.vectors is None], self.encoder))
        return [next(encoded) if one.vectors is None else self.prepare_without_encoder(one) for one in many]

    def prepare_without_encoder(self, one: LoadedListing) -> Prepared:
        """Prepares a listing without the encoder, in at most 0.5 ms. Without vectors it has only words and fields."""
        return one.prepared or with_vectors(one.subject, one.vectors)

    def is_stale(self, one: LoadedListing) -> bool:
        """Returns True if vectors of the listing must be stored."""
        return one.prepared is None and self.encoder is not None

    async def store(self, session: AsyncSession, one: LoadedListing, prepared: Prepared, matcher: Matcher) -> None:
        """Stores new vectors, unless the listing was changed meanwhile."""
        encoder = self.encoder
        if encoder is None or prepared.vectors is None or one.prepared is not None:
            return
        search_vector = matcher.search_vector(prepared)
        if search_vector is None:
            return
        vectors = ListingVectors(
            listing_id=one.listing.id,
            encoder=encoder.name,
            text_hash=text_hash(prepared.subject),
            views=prepared.vectors.to_bytes(),
            embedding=search_vector,
            text_version=one.listing.text_version,
            features=packed(prepared),
            kind=one.listing.kind,
            keys=[token.key for token in prepared.tokens],
        )
        await match_facts.store_vectors(session, vectors)

    def _from_facts(self, listing: ListingFacts) -> LoadedListing:
        subject = subject_of(listing)
        stored = listing.vectors
        if stored is None or self.encoder is None or stored.encoder != self.encoder.name:
            return LoadedListing(listing=listing, subject=subject, vectors=None, prepared=None)
        vectors = _vectors(stored.views)
        if stored.text_version == listing.text_version and vectors is not None and stored.features is not None:
            prepared = unpacked(stored.features, subject, vectors)
            if prepared is not None:
                return LoadedListing(listing=listing, subject=subject, vectors=vectors, prepared=prepared)
        # The encoder's input changes with the listing, and with the glossary that adds words to it.
        if stored.text_hash != text_hash(subject):
            vectors = None
        return LoadedListing(listing=listing, subject=subject, vectors=vectors, prepared=None)


def _vectors(views: bytes) -> Vectors | None:
    try:
        return Vectors.from_bytes(views)
    except ValueError:
        return None  # written by another version, so the listing is encoded again
