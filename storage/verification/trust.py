"""Queries about trusted companies, whose listings are published without review."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId, PersonId
from storage.models import Event, EventParticipant, Exhibitor, TrustedCompany
from storage.statements import changes_rows, insert_new


async def is_trusted(session: AsyncSession, company_id: CompanyId) -> bool:
    return await session.get(TrustedCompany, company_id) is not None


async def put(session: AsyncSession, company_id: CompanyId, *, by: PersonId, now: datetime) -> bool:
    """Returns True if the company was not trusted before."""
    return await insert_new(session, TrustedCompany, company_id=company_id, by_id=by, at=now)


async def lift(session: AsyncSession, company_id: CompanyId) -> bool:
    return await changes_rows(session, delete(TrustedCompany).where(TrustedCompany.company_id == company_id))


async def takes_part(session: AsyncSession, person_id: PersonId, company_id: CompanyId, codes: Collection[str]) -> bool:
    """Returns True if the person or the company takes part in one of the events with these codes."""
    person = select(EventParticipant.event_id).where(EventParticipant.person_id == person_id)
    company = select(Exhibitor.event_id).where(Exhibitor.company_id == company_id)
    query = select(Event.id).where(Event.code.in_([code.strip() for code in codes]))
    return await session.scalar(query.where(or_(Event.id.in_(person), Event.id.in_(company))).limit(1)) is not None
