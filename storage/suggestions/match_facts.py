"""Queries of the matcher: loads published listings as plain columns, and stores their vectors."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId, ListingId
from storage.models import Listing, ListingVectors
from storage.statements import is_postgres
from storage.vocabulary import Kind, ListingStatus, ProfileType, Stage

_PAGE = 50  # rows converted at a time: about 3 ms, during which the event loop is blocked


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredVectors:
    """A row of listing_vectors. `text_version` and `features` are None in rows that an earlier version wrote."""

    encoder: str
    text_hash: str
    views: bytes
    text_version: int | None
    features: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingFacts:
    """The facts that the matcher may use: the masked text, and no data that identifies the company.

    `vectors` is None if the listing was never encoded.
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
    vectors: StoredVectors | None


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
_VECTORS = (
    ListingVectors.encoder,
    ListingVectors.text_hash,
    ListingVectors.views,
    ListingVectors.text_version,
    ListingVectors.features,
)
_NAMES = [column.key for column in _LISTING]


@cache
def _facts() -> Select[*tuple[Any, ...]]:
    columns: list[Any] = [*_LISTING, *_VECTORS]
    return (
        select(*columns)
        .outerjoin(ListingVectors, ListingVectors.listing_id == Listing.id)
        .where(Listing.status == ListingStatus.PUBLISHED, Listing.masked_title.is_not(None))
    )


@cache
def _facts_of_some() -> Select[*tuple[Any, ...]]:
    asked: Any = bindparam("listing_ids", expanding=True, type_=BigInteger)
    return _facts().where(Listing.id.in_(asked)).order_by(Listing.id)


def _read(row: Sequence[Any]) -> ListingFacts:
    *known, encoder, text_hash, views, text_version, features = row
    vectors = None
    if encoder is not None:
        vectors = StoredVectors(
            encoder=encoder, text_hash=text_hash, views=views, text_version=text_version, features=features
        )
    return ListingFacts(**dict(zip(_NAMES, known, strict=True)), vectors=vectors)


async def published(session: AsyncSession) -> AsyncIterator[Sequence[ListingFacts]]:
    """Yields all published listings with a masked text, in pages."""
    rows = await session.stream(_facts().execution_options(yield_per=_PAGE))
    async for page in rows.partitions():
        yield [_read(row) for row in page]


async def of(session: AsyncSession, listing_ids: Collection[ListingId]) -> Sequence[ListingFacts]:
    """Returns the published listings with a masked text among these, by id."""
    rows = await session.execute(_facts_of_some(), {"listing_ids": list(listing_ids)})
    return [_read(row) for row in rows]


async def countries(session: AsyncSession, listing_ids: Collection[ListingId]) -> dict[ListingId, str]:
    rows = await session.execute(select(Listing.id, Listing.country).where(Listing.id.in_(listing_ids)))
    return dict(rows.all())


async def store_vectors(session: AsyncSession, vectors: ListingVectors) -> bool:
    """Stores the vectors of a listing. Returns False if the listing was changed or deleted since it was encoded."""
    unchanged = await session.scalar(
        select(Listing.id)
        .where(Listing.id == vectors.listing_id, Listing.text_version == vectors.text_version)
        .with_for_update(key_share=True)
    )
    if unchanged is None:
        return False
    if not is_postgres(session):
        vectors.keys = None  # only PostgreSQL has an index of them
    await session.merge(vectors)
    await session.flush()
    return True
