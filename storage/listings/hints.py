"""Queries about listings that nobody has fitted for a while."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import ListingId
from storage.models import Introduction, Listing, Suggestion
from storage.statements import changes_rows
from storage.vocabulary import ListingStatus


async def without_anybody(session: AsyncSession, now: datetime, since: datetime, limit: int) -> Sequence[Listing]:
    """Returns published listings, unchanged since then, that never had a match or an introduction, longest first.

    Leaves out those whose people got a hint before.
    """
    pairs = (Suggestion.need_id == Listing.id, Suggestion.offer_id == Listing.id)
    introductions = (Introduction.need_id == Listing.id, Introduction.offer_id == Listing.id)
    result = await session.scalars(
        select(Listing)
        .where(
            Listing.status == ListingStatus.PUBLISHED,
            Listing.hinted_at.is_(None),
            Listing.matched_at.is_not(None),
            Listing.updated_at <= since,
            Listing.expires_at > now,
            ~select(Suggestion.id).where(or_(*pairs)).correlate(Listing).exists(),
            ~select(Introduction.id).where(or_(*introductions)).correlate(Listing).exists(),
        )
        .order_by(Listing.updated_at, Listing.id)
        .limit(limit)
    )
    return result.all()


async def mark_hinted(session: AsyncSession, listing_id: ListingId, now: datetime) -> bool:
    """Returns False if another process was faster."""
    return await changes_rows(
        session,
        update(Listing)
        .where(Listing.id == listing_id, Listing.hinted_at.is_(None))
        .values(hinted_at=now)
        .execution_options(synchronize_session=False),
    )
