"""Takes listings that wait to be masked, encoded or matched. On PostgreSQL each is taken by one process at a time.

On SQLite only one process works, so nothing is claimed there.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import ListingId
from storage.models import Listing
from storage.statements import is_postgres
from storage.vocabulary import ListingStatus

LASTS: Final = timedelta(seconds=60)
"""A claim whose process was killed ends after this. A batch takes a second, or ten on a busy machine."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the listings of a queue have in common, and their order."""

    conditions: tuple[ColumnElement[bool], ...]
    order: tuple[Any, ...]


AWAITING_MATCH: Final = Waiting(
    (Listing.status == ListingStatus.PUBLISHED, Listing.matched_at.is_(None)), (Listing.updated_at, Listing.id)
)
UNMASKED: Final = Waiting((Listing.masked_title.is_(None),), (Listing.id,))


async def any_waiting(session: AsyncSession, waiting: Waiting) -> bool:
    return await session.scalar(select(Listing.id).where(*waiting.conditions).limit(1)) is not None


async def take(session: AsyncSession, waiting: Waiting, limit: int, *, skip: Collection[ListingId]) -> list[ListingId]:
    """Returns the first listings of a queue that no process works on, without `skip`, and claims them."""
    query = select(Listing.id).where(*waiting.conditions).order_by(*waiting.order).limit(limit)
    return await _claim(session, query.where(Listing.id.not_in(skip)) if skip else query)


async def take_these(session: AsyncSession, listing_ids: Collection[ListingId]) -> list[ListingId]:
    """Returns those of these listings that no process works on, and claims them."""
    return await _claim(session, select(Listing.id).where(Listing.id.in_(listing_ids)).order_by(Listing.id))


async def _claim(session: AsyncSession, query: Select[Any]) -> list[ListingId]:
    if not is_postgres(session):
        return list(await session.scalars(query))
    now = func.now()  # the server's clock, because clocks of machines differ
    lasts: Any = bindparam("lasts", LASTS)
    # A claim from the future is of a clock that was set back since.
    unclaimed = or_(Listing.claimed_at.is_(None), ~Listing.claimed_at.between(now - lasts, now + lasts))
    # Rows that another process is taking right now are skipped without waiting.
    free = query.where(unclaimed).with_for_update(skip_locked=True).cte("free")
    claim = update(Listing).where(Listing.id == free.c.id).values(claimed_at=now).returning(Listing.id)
    return sorted(await session.scalars(claim.execution_options(synchronize_session=False)))


async def release(session: AsyncSession, listing_ids: Collection[ListingId]) -> None:
    await session.execute(
        update(Listing)
        .where(Listing.id.in_(listing_ids))
        .values(claimed_at=None)
        .execution_options(synchronize_session=False)
    )
