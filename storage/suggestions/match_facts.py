"""What the matcher reads and writes of listings: columns rather than objects, since it reads all of them."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId, ListingId
from storage.models import Listing, ListingVectors
from storage.vocabulary import Kind, ListingStatus, ProfileType, Stage

_PAGE = 50  # rows turned into values at a time: some 3 ms, for which nobody else is served


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReading:
    """A row of listing_vectors; `text_version` and `features` are None in rows of earlier versions of the program."""

    encoder: str
    text_hash: str
    views: bytes
    text_version: int | None
    features: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingFacts:
    """What the matcher may know of a listing: the masked text, and nothing that identifies the company.

    `reading` is None if the listing was never encoded.
    """

    id: ListingId
    company_id: CompanyId
    kind: Kind
    country: str
    title: str
    summary: str
    language: str
    sectors: frozenset[str]
    profile_type: ProfileType
    partnerships: frozenset[str]
    stage: Stage | None
    targets: frozenset[str]
    same_country: bool
    status: ListingStatus
    text_version: int
    reading: StoredReading | None


_LISTING = (
    Listing.id,
    Listing.company_id,
    Listing.kind,
    Listing.country,
    Listing.masked_title.label("title"),
    Listing.masked_summary.label("summary"),
    Listing.language,
    Listing.sectors,
    Listing.profile_type,
    Listing.partnerships,
    Listing.stage,
    Listing.targets,
    Listing.same_country,
    Listing.status,
    Listing.text_version,
)
_READING = (
    ListingVectors.encoder,
    ListingVectors.text_hash,
    ListingVectors.views,
    ListingVectors.text_version,
    ListingVectors.features,
)
_NAMES = [column.key for column in _LISTING]


def _facts() -> Select[*tuple[Any, ...]]:
    columns: list[Any] = [*_LISTING, *_READING]
    return (
        select(*columns)
        .outerjoin(ListingVectors, ListingVectors.listing_id == Listing.id)
        .where(Listing.status == ListingStatus.PUBLISHED, Listing.masked_title.is_not(None))
    )


def _read(row: Sequence[Any]) -> ListingFacts:
    *known, encoder, text_hash, views, text_version, features = row
    reading = None
    if encoder is not None:
        reading = StoredReading(
            encoder=encoder, text_hash=text_hash, views=views, text_version=text_version, features=features
        )
    return ListingFacts(**dict(zip(_NAMES, known, strict=True)), reading=reading)


async def published(session: AsyncSession) -> AsyncIterator[Sequence[ListingFacts]]:
    """Every published listing whose text has been masked, some at a time."""
    rows = await session.stream(_facts().execution_options(yield_per=_PAGE))
    async for page in rows.partitions():
        yield [_read(row) for row in page]


async def of(session: AsyncSession, listing_ids: Collection[ListingId]) -> Sequence[ListingFacts]:
    """Those of the listings that are published and whose text has been masked, by number."""
    rows = await session.execute(_facts().where(Listing.id.in_(listing_ids)).order_by(Listing.id))
    return [_read(row) for row in rows]


async def countries(session: AsyncSession, listing_ids: Collection[ListingId]) -> dict[ListingId, str]:
    rows = await session.execute(select(Listing.id, Listing.country).where(Listing.id.in_(listing_ids)))
    return dict(rows.all())


async def put_reading(session: AsyncSession, reading: ListingVectors) -> bool:
    """Stores what the encoder made of a listing; False where the listing was changed or deleted meanwhile."""
    unchanged = await session.scalar(
        select(Listing.id)
        .where(Listing.id == reading.listing_id, Listing.text_version == reading.text_version)
        .with_for_update(key_share=True)
    )
    if unchanged is None:
        return False
    await session.merge(reading)
    await session.flush()
    return True
