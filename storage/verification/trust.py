"""Queries about trusted companies, whose listings are published without review."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select
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


async def trusted_among(session: AsyncSession, company_ids: Collection[CompanyId]) -> frozenset[CompanyId]:
    query = select(TrustedCompany.company_id).where(TrustedCompany.company_id.in_(company_ids))
    return frozenset(await session.scalars(query))


async def taking_part(
    session: AsyncSession, people: Collection[PersonId], companies: Collection[CompanyId], codes: Collection[str]
) -> tuple[frozenset[PersonId], frozenset[CompanyId]]:
    """Returns the people and the companies among these that take part in one of the events with these codes."""
    at_events = select(Event.id).where(Event.code.in_([code.strip() for code in codes]))
    participants = select(EventParticipant.person_id).where(
        EventParticipant.event_id.in_(at_events), EventParticipant.person_id.in_(people)
    )
    exhibitors = select(Exhibitor.company_id).where(
        Exhibitor.event_id.in_(at_events), Exhibitor.company_id.in_(companies)
    )
    return frozenset(await session.scalars(participants)), frozenset(await session.scalars(exhibitors))
