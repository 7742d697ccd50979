"""What a new report causes before a moderator looks at it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import ListingId
from storage.listings import changes
from storage.listings.transitions import ListingAction
from storage.moderation import reports, reviews
from storage.vocabulary import ReportObject, ReviewKind

SEVERAL: Final = 3
"""Number of open reports that hides a listing until a moderator looks at it."""
KINDS: Final[Mapping[ReportObject, ReviewKind]] = {
    ReportObject.LISTING: ReviewKind.REPORT_LISTING,
    ReportObject.INTRODUCTION: ReviewKind.REPORT_INTRODUCTION,
    ReportObject.MESSAGE: ReviewKind.REPORT_MESSAGE,
}


async def reported(session: AsyncSession, object_kind: ReportObject, object_id: int, now: datetime) -> None:
    """Call after storing a report: queues it for a moderator and hides a listing that several people reported."""
    await reviews.put(session, KINDS[object_kind], object_id, now)
    if object_kind is ReportObject.LISTING and len(await reports.of_object(session, object_kind, object_id)) >= SEVERAL:
        await changes.change_one(session, ListingAction.HOLD, ListingId(object_id), now)
