"""Queries about reports to the moderators."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import PersonId, ReportId
from storage.models import Report
from storage.vocabulary import ReportObject, ReportReason, ReportState


async def add(
    session: AsyncSession,
    *,
    reporter_id: PersonId,
    object_kind: ReportObject,
    object_id: int,
    reason: ReportReason,
    note: str | None,
    now: datetime,
) -> ReportId | None:
    """None if the person has an open report of this already."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    return await session.scalar(
        insert(Report)
        .values(
            reporter_id=reporter_id,
            object_kind=object_kind,
            object_id=object_id,
            reason=reason,
            note=note,
            state=ReportState.OPEN,
            created_at=now,
        )
        .on_conflict_do_nothing(
            index_elements=["reporter_id", "object_kind", "object_id"], index_where=text("state = 'open'")
        )
        .returning(Report.id)
    )
