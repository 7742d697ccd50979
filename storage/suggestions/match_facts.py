"""What the matcher reads and writes of listings: columns rather than objects, since it reads all of them."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId, ListingId
from storage.models import Company, Listing, ListingVectors
from storage.vocabulary import Kind, ListingStatus, ProfileType, Stage

_PAGE = 50  # rows turned into values at a time: some 3 ms, for which nobody else is served


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReading:
    """A row of listing_vectors; `revision` and `features` are empty where an earlier version of the program wrote
    it."""

    encoder: str
    text_hash: str
    views: bytes
    revision: int | None
    features: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingFacts:
    """A listing and its company as far as matching goes; `reading` is None if it was never encoded."""

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
    revision: int
    company_name: str
    city: str | None
    website: str | None
    reading: StoredReading | None


_LISTING = (
    Listing.id,
    Listing.company_id,
    Listing.kind,
    Listing.country,
    Listing.title,
    Listing.summary,
    Listing.language,
    Listing.sectors,
    Listing.profile_type,
    Listing.partnerships,
    Listing.stage,
    Listing.targets,
    Listing.same_country,
    Listing.status,
    Listing.revision,
)
_COMPANY = (Company.name.label("company_name"), Company.city, Company.website)
_READING = (
    ListingVectors.encoder,
    ListingVectors.text_hash,
    ListingVectors.views,
    ListingVectors.listing_revision,
    ListingVectors.features,
)
_NAMES = [column.key for column in (*_LISTING, *_COMPANY)]


def _facts() -> Select[*tuple[Any, ...]]:
    columns: list[Any] = [*_LISTING, *_COMPANY, *_READING]
    return (
        select(*columns)
        .join(Company, Company.id == Listing.company_id)
        .outerjoin(ListingVectors, ListingVectors.listing_id == Listing.id)
    )


def _read(row: Sequence[Any]) -> ListingFacts:
    *known, encoder, text_hash, views, revision, features = row
    reading = None
    if encoder is not None:
        reading = StoredReading(encoder=encoder, text_hash=text_hash, views=views, revision=revision, features=features)
    return ListingFacts(**dict(zip(_NAMES, known, strict=True)), reading=reading)


async def published(session: AsyncSession) -> AsyncIterator[Sequence[ListingFacts]]:
    """Every published listing, some at a time."""
    query = _facts().where(Listing.status == ListingStatus.PUBLISHED).execution_options(yield_per=_PAGE)
    rows = await session.stream(query)
    async for page in rows.partitions():
        yield [_read(row) for row in page]


async def of(session: AsyncSession, listing_ids: Collection[ListingId]) -> Sequence[ListingFacts]:
    """Those of the listings that are published, by number."""
    rows = await session.execute(
        _facts().where(Listing.id.in_(listing_ids), Listing.status == ListingStatus.PUBLISHED).order_by(Listing.id)
    )
    return [_read(row) for row in rows]


async def countries(session: AsyncSession, listing_ids: Collection[ListingId]) -> dict[ListingId, str]:
    rows = await session.execute(select(Listing.id, Listing.country).where(Listing.id.in_(listing_ids)))
    return dict(rows.all())


async def put_reading(session: AsyncSession, reading: ListingVectors) -> bool:
    """Stores what the encoder made of a listing; False where the listing was changed or deleted meanwhile."""
    unchanged = await session.scalar(
        select(Listing.id)
        .where(Listing.id == reading.listing_id, Listing.revision == reading.listing_revision)
        .with_for_update(key_share=True)
    )
    if unchanged is None:
        return False
    await session.merge(reading)
    await session.flush()
    return True
