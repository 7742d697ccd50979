"""What follows from a report at once, before anybody has looked at it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import ListingId
from storage.listings import held
from storage.moderation import reports, reviews
from storage.vocabulary import ReportObject, ReviewKind

SEVERAL: Final = 3
"""So many people's reports hide a listing until somebody has looked at it."""
KINDS: Final[Mapping[ReportObject, ReviewKind]] = {
    ReportObject.LISTING: ReviewKind.REPORT_LISTING,
    ReportObject.INTRODUCTION: ReviewKind.REPORT_INTRODUCTION,
    ReportObject.MESSAGE: ReviewKind.REPORT_MESSAGE,
}


async def reported(session: AsyncSession, object_kind: ReportObject, object_id: int, now: datetime) -> None:
    """After a report was stored: it waits for a moderator, and what several have reported is hidden meanwhile."""
    await reviews.put(session, KINDS[object_kind], object_id, now)
    if object_kind is ReportObject.LISTING and len(await reports.of_object(session, object_kind, object_id)) >= SEVERAL:
        await held.hold(session, ListingId(object_id), now)
