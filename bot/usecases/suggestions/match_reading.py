"""From a listing in the database to what the matcher compares, and back: the encoder is asked as seldom as can be."""

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
class Read:
    """A published listing as it was read. `vectors` are the stored ones unless they are stale; `prepared` is there if
    nothing has to be computed or stored."""

    listing: ListingFacts
    subject: Subject
    vectors: Vectors | None
    prepared: Prepared | None


class Reader:
    """Belongs to one encoder; None means words and fields only, and then nothing is stored."""

    def __init__(self, encoder: Encoder | None) -> None:
        self.encoder = encoder

    async def of(self, session: AsyncSession, listing_ids: Collection[ListingId]) -> list[Read]:
        """Those of the listings that are published and whose text has been masked."""
        found = await match_facts.of(session, listing_ids)
        return await asyncio.to_thread(self.read, found)

    def read(self, found: Sequence[ListingFacts]) -> list[Read]:
        return [self._read(listing) for listing in found]

    def prepare(self, many: Sequence[Read]) -> list[Prepared]:
        """In the order given; only what has no vectors is encoded. Slow: call it in a thread. Raises EncoderError."""
        encoded = iter(prepare_many([one.subject for one in many if one.vectors is None], self.encoder))
        return [next(encoded) if one.vectors is None else self.at_once(one) for one in many]

    def at_once(self, one: Read) -> Prepared:
        """Without the encoder, in half a millisecond or less: what is not encoded has words and fields."""
        return one.prepared or with_vectors(one.subject, one.vectors)

    def is_stale(self, one: Read) -> bool:
        """Whether there is something to be stored of it."""
        return one.prepared is None and self.encoder is not None

    async def store(self, session: AsyncSession, one: Read, prepared: Prepared, matcher: Matcher) -> None:
        """Keeps what was read, unless it was already or the listing was changed meanwhile."""
        if self.encoder is None or prepared.vectors is None or one.prepared is not None:
            return
        search = matcher.search_vector(prepared)
        if search is None:
            return
        of_server = session.get_bind().dialect.name == "postgresql"
        reading = ListingVectors(
            listing_id=one.listing.id,
            encoder=self.encoder.name,
            text_hash=text_hash(prepared.subject),
            views=prepared.vectors.to_bytes(),
            embedding=search,
            text_version=one.listing.text_version,
            features=packed(prepared),
            kind=one.listing.kind,
            keys=[token.key for token in prepared.tokens] if of_server else None,
        )
        await match_facts.put_reading(session, reading)

    def _read(self, listing: ListingFacts) -> Read:
        subject = subject_of(listing)
        stored = listing.reading
        if stored is None or self.encoder is None or stored.encoder != self.encoder.name:
            return Read(listing=listing, subject=subject, vectors=None, prepared=None)
        vectors = _vectors(stored.views)
        if stored.text_version == listing.text_version and vectors is not None and stored.features is not None:
            prepared = unpacked(stored.features, subject, vectors)
            if prepared is not None:
                return Read(listing=listing, subject=subject, vectors=vectors, prepared=prepared)
        # The texts that the encoder is given change with the listing, and with the glossary that lends it words.
        if stored.text_hash != text_hash(subject):
            vectors = None
        return Read(listing=listing, subject=subject, vectors=vectors, prepared=None)


def _vectors(views: bytes) -> Vectors | None:
    try:
        return Vectors.from_bytes(views)
    except ValueError:
        return None  # of another version: encoded anew
