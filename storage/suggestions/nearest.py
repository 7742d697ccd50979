"""Candidate search in PostgreSQL: by vectors through pgvector's HNSW index, by words through a GIN index.

SQLite has neither index and never runs these queries.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, LargeBinary, Select, and_, cast, func, literal_column, or_, select, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Float, Text

from storage.ids import CompanyId, ListingId
from storage.models import Listing, ListingVectors
from storage.vocabulary import Kind, ListingStatus

DIMENSIONS: Final = 384
"""Dimensions of the indexed vectors. An index holds vectors of one length only."""
_EF_SEARCH: Final = 800
"""The size of HNSW's candidate list, at most 1,000. A larger list finds more and takes longer.

At a million listings, 400 find 0.97 of the fifty nearest, 800 find 0.99 in 50 ms: `python -m tests.bench nearest`.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterpartFilter:
    """The filters for the counterparts of a listing.

    `not_from` is the listing's own country. Counterparts from there need `same_country_ok`, and must allow it too.
    """

    kind: Kind
    encoder: str
    not_from: str | None = None
    same_country_ok: bool = False
    not_of: CompanyId | None = None
    barred: frozenset[str] = frozenset()
    """Countries that are blocked for the listing's country."""
    country: str | None = None
    sector: str | None = None


async def by_meaning(
    session: AsyncSession, vector: NDArray[np.float32], wanted: CounterpartFilter, limit: int
) -> Sequence[ListingId]:
    """Returns the listings with the largest inner product with `vector` (DIMENSIONS long), in approximate order.

    The index scan can stop early (hnsw.max_scan_tuples) if few listings pass the filters. Then compares all of those.
    """
    from pgvector.sqlalchemy import HALFVEC

    # PostgreSQL filters the rows that the index returns, and continues the scan until enough rows have passed.
    await session.execute(text(f"SET LOCAL hnsw.ef_search = {max(_EF_SEARCH, min(1_000, limit))}"))
    await session.execute(text("SET LOCAL hnsw.iterative_scan = relaxed_order"))
    distance = cast(ListingVectors.embedding, HALFVEC(DIMENSIONS)).max_inner_product(vector)
    found = (await session.scalars(_select_allowed(wanted).order_by(distance).limit(limit))).all()
    if len(found) == limit:
        return found
    # No index matches this expression, so PostgreSQL filters first and sorts the few rows that are left.
    exactly = _select_allowed(wanted).order_by(distance + literal_column("0.0")).limit(limit)
    return (await session.scalars(exactly)).all()


async def by_keys(
    session: AsyncSession, weights: Mapping[str, float], wanted: CounterpartFilter, limit: int
) -> Sequence[ListingId]:
    """Returns the listings that share these keys, largest total weight first. The keys should be rare."""
    if not weights:
        return []
    keys = cast(list(weights), ARRAY(Text()))
    given = (
        func.unnest(keys, cast(list(weights.values()), ARRAY(Float()))).table_valued("key", "weight").render_derived()
    )
    held = cast(ListingVectors.keys, ARRAY(Text()))
    common = (
        select(func.sum(given.c.weight))
        .where(given.c.key == func.any(held))
        .correlate(ListingVectors)
        .scalar_subquery()
    )
    query = _select_allowed(wanted).where(held.overlap(keys)).order_by(common.desc(), Listing.id).limit(limit)
    return (await session.scalars(query)).all()


async def sample(session: AsyncSession, kind: Kind, limit: int) -> dict[ListingId, int]:
    """Returns a sample of the published listings of a kind, with their text versions.

    The sample is drawn by a hash of the ids, so every process draws the same one.
    """
    rows = await session.execute(
        select(Listing.id, Listing.text_version)
        .where(Listing.kind == kind, Listing.status == ListingStatus.PUBLISHED)
        .order_by(func.md5(cast(Listing.id, Text)))
        .limit(limit)
    )
    return dict(rows.all())


async def without_current_vectors(
    session: AsyncSession, encoder: str, stamp: bytes, limit: int, *, after: ListingId
) -> Sequence[ListingId]:
    """Returns published listings without current vectors of this encoder, by id.

    `stamp` is the prefix of the features that this version of the program writes.
    """
    begins = func.substr(ListingVectors.features, 1, len(stamp), type_=LargeBinary)
    result = await session.scalars(
        select(Listing.id)
        .outerjoin(ListingVectors, ListingVectors.listing_id == Listing.id)
        .where(
            Listing.id > after,
            Listing.status == ListingStatus.PUBLISHED,
            or_(
                ListingVectors.kind.is_(None),
                ListingVectors.encoder != encoder,
                ListingVectors.features.is_(None),
                begins != stamp,
                ListingVectors.text_version.is_distinct_from(Listing.text_version),
            ),
        )
        .order_by(Listing.id)
        .limit(limit)
    )
    return result.all()


async def size(session: AsyncSession) -> int:
    """Returns the number of published listings."""
    return await session.scalar(select(func.count()).where(Listing.status == ListingStatus.PUBLISHED)) or 0


def _select_allowed(wanted: CounterpartFilter) -> Select[Any]:
    return (
        select(ListingVectors.listing_id)
        .join(Listing, Listing.id == ListingVectors.listing_id)
        .where(*_indexed(wanted.kind), *_conditions(wanted))
    )


def _indexed(kind: Kind) -> Collection[ColumnElement[bool]]:
    """Repeats the condition of the partial index with literals, because PostgreSQL does not match parameters."""
    dimensions = func.vector_dims(ListingVectors.embedding) == literal_column(str(DIMENSIONS))
    return ListingVectors.kind == literal_column(f"'{kind.value}'"), dimensions


def _conditions(wanted: CounterpartFilter) -> list[ColumnElement[bool]]:
    met = [Listing.status == ListingStatus.PUBLISHED, ListingVectors.encoder == wanted.encoder]
    if wanted.not_from is not None:
        abroad = Listing.country != wanted.not_from
        met.append(or_(abroad, Listing.same_country) if wanted.same_country_ok else abroad)
    if wanted.not_of is not None:
        met.append(Listing.company_id != wanted.not_of)
    if wanted.barred:
        met.append(Listing.country.not_in(wanted.barred))
    if wanted.country is not None:
        met.append(Listing.country == wanted.country)
    if wanted.sector is not None:
        met.append(and_(cast(Listing.sectors, JSONB).has_key(wanted.sector)))
    return met
