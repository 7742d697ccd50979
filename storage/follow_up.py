"""Queries about the results that sides of introductions tell."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.events.presence import both_at_event
from storage.ids import CompanyId, EventId, IntroductionId, PersonId
from storage.models import Company, Introduction, ReportedResult
from storage.statements import changes_rows, insert_of
from storage.vocabulary import Kind, Worth


async def put(
    session: AsyncSession,
    introduction_id: IntroductionId,
    side: Kind,
    *,
    company_id: CompanyId,
    person_id: PersonId | None,
    changes: dict[str, Any],
    now: datetime,
) -> None:
    """Stores these parts of the side's result and keeps the others. The last person to add a part owns the row."""
    changes = {**changes, "company_id": company_id, "person_id": person_id, "told_at": now}
    row = {"introduction_id": introduction_id, "side": side, "named": False, **changes}
    insert = insert_of(session)(ReportedResult).values(row)
    await session.execute(insert.on_conflict_do_update(index_elements=["introduction_id", "side"], set_=changes))


async def of_side(session: AsyncSession, introduction_id: IntroductionId, side: Kind) -> ReportedResult | None:
    return await session.get(ReportedResult, (introduction_id, side), populate_existing=True)


async def delete_mailed(session: AsyncSession, company_id: CompanyId) -> None:
    """Deletes what the company told by mail."""
    await session.execute(
        delete(ReportedResult)
        .where(ReportedResult.company_id == company_id, ReportedResult.person_id.is_(None))
        .execution_options(synchronize_session=False)
    )


async def delete_quote(session: AsyncSession, introduction_id: IntroductionId, side: Kind) -> bool:
    """Returns False if there was none."""
    return await changes_rows(
        session,
        update(ReportedResult)
        .where(
            ReportedResult.introduction_id == introduction_id,
            ReportedResult.side == side,
            ReportedResult.quote.is_not(None),
        )
        .values(quote=None, named=False)
        .execution_options(synchronize_session=False),
    )


async def worths(session: AsyncSession, event_id: EventId) -> Sequence[tuple[IntroductionId, Worth]]:
    """Returns the figures that were told about introductions between two companies of the event."""
    rows = await session.execute(
        select(ReportedResult.introduction_id, ReportedResult.worth)
        .join(Introduction, Introduction.id == ReportedResult.introduction_id)
        .where(both_at_event(event_id), ReportedResult.worth.is_not(None))
        .order_by(ReportedResult.introduction_id, ReportedResult.side)
    )
    return [(introduction_id, worth) for introduction_id, worth in rows if worth is not None]


async def quotes(session: AsyncSession, event_id: EventId) -> Sequence[tuple[str, str, str | None]]:
    """Returns (quote, country, name of the company, None unless it may be named), oldest first."""
    rows = await session.execute(
        select(ReportedResult.quote, Company.country, Company.name, ReportedResult.named)
        .join(Introduction, Introduction.id == ReportedResult.introduction_id)
        .join(Company, Company.id == ReportedResult.company_id)
        .where(both_at_event(event_id), ReportedResult.quote.is_not(None))
        .order_by(ReportedResult.told_at, ReportedResult.introduction_id)
    )
    return [(quote, country, name if named else None) for quote, country, name, named in rows if quote is not None]
