"""Queries about reports to the moderators."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.ids import PersonId, ReportId
from storage.models import Report
from storage.statements import changes_rows, insert_of
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
    """Returns the id of the new report; None if the person has an open report of this object."""
    return await session.scalar(
        insert_of(session)(Report)
        .values(
            reporter_id=reporter_id,
            object_kind=object_kind,
            object_id=object_id,
            reason=reason,
            note=note,
            state=ReportState.OPEN,
            created_at=now,
        )
        .on_conflict_do_nothing()
        .returning(Report.id)
    )


async def of_object(
    session: AsyncSession, object_kind: ReportObject, object_id: int, *, state: ReportState | None = ReportState.OPEN
) -> Sequence[Report]:
    """Returns the reports of an object, oldest first; by default only open ones."""
    query = select(Report).where(Report.object_kind == object_kind, Report.object_id == object_id)
    if state is not None:
        query = query.where(Report.state == state)
    return (await session.scalars(query.order_by(Report.created_at, Report.id))).all()


async def settle(
    session: AsyncSession, object_kind: ReportObject, object_id: int, state: ReportState
) -> Sequence[Report]:
    """Gives the open reports of an object this state, and returns them, oldest first."""
    result = await session.scalars(
        update(Report)
        .where(Report.object_kind == object_kind, Report.object_id == object_id, Report.state == ReportState.OPEN)
        .values(state=state)
        .returning(Report)
        .execution_options(populate_existing=True, synchronize_session=False)
    )
    return sorted(result.all(), key=lambda report: report.id)


async def reopen(session: AsyncSession, object_kind: ReportObject, object_id: int, *, from_: ReportState) -> bool:
    """Reopens each person's latest report of an object. Returns False if none of these is in the state `from_`."""
    later = aliased(Report)
    latest = select(func.max(later.id)).where(
        later.object_kind == object_kind,
        later.object_id == object_id,
        later.reporter_id.is_not_distinct_from(Report.reporter_id),
    )
    query = update(Report).where(
        Report.object_kind == object_kind,
        Report.object_id == object_id,
        Report.state == from_,
        Report.id == latest.correlate(Report).scalar_subquery(),
    )
    return await changes_rows(session, query.values(state=ReportState.OPEN))


async def count_by_state(session: AsyncSession, person_id: PersonId) -> dict[ReportState, int]:
    """Returns the number of a person's reports in each state."""
    rows = await session.execute(
        select(Report.state, func.count()).where(Report.reporter_id == person_id).group_by(Report.state)
    )
    return dict(rows.all())
