"""Queries about authors' answers to the dual-use question."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import ListingId, PersonId
from storage.models import DualUse
from storage.vocabulary import DualUseAnswer


async def put(
    session: AsyncSession, listing_id: ListingId, answer: DualUseAnswer | None, person_id: PersonId, now: datetime
) -> None:
    """Stores the answer over an earlier one; None deletes it."""
    if answer is None:
        await session.execute(delete(DualUse).where(DualUse.listing_id == listing_id))
        return
    await session.merge(
        DualUse(
            listing_id=listing_id,
            is_dual=answer is not DualUseAnswer.NO,
            is_sure=answer is not DualUseAnswer.UNSURE,
            person_id=person_id,
            at=now,
        )
    )
    await session.flush()


async def answer_of(session: AsyncSession, listing_id: ListingId) -> DualUseAnswer | None:
    stored = await session.get(DualUse, listing_id)
    if stored is None:
        return None
    if not stored.is_dual:
        return DualUseAnswer.NO
    return DualUseAnswer.YES if stored.is_sure else DualUseAnswer.UNSURE


async def is_any(session: AsyncSession, listing_ids: Collection[ListingId | None]) -> bool:
    """Returns True if the author of any of these listings answered yes or unsure."""
    query = select(DualUse.listing_id).where(DualUse.listing_id.in_(listing_ids), DualUse.is_dual).limit(1)
    return await session.scalar(query) is not None
