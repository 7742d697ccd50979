"""Queries about imported spreadsheets and what became of each of their rows."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId, EventId, ImportId, PersonId
from storage.models import Company, Import, ImportRow, Introduction, Listing, Membership
from storage.vocabulary import ListingStatus, MembershipStatus


async def add(session: AsyncSession, taken: Import, rows: Iterable[ImportRow]) -> Import:
    session.add(taken)
    await session.flush()
    for row in rows:
        row.import_id = taken.id
        session.add(row)
    await session.flush()
    return taken


async def find(session: AsyncSession, import_id: ImportId) -> Import | None:
    return await session.get(Import, import_id, populate_existing=True)


async def of_event(session: AsyncSession, event_id: EventId) -> Sequence[Import]:
    """The latest first."""
    return (await session.scalars(select(Import).where(Import.event_id == event_id).order_by(Import.id.desc()))).all()


async def rows(session: AsyncSession, import_id: ImportId) -> Sequence[ImportRow]:
    result = await session.scalars(select(ImportRow).where(ImportRow.import_id == import_id).order_by(ImportRow.number))
    return result.all()


async def mark_undone(session: AsyncSession, import_id: ImportId, now: datetime) -> bool:
    """True for the one who undoes it."""
    result = await session.execute(
        update(Import)
        .where(Import.id == import_id, Import.undone_at.is_(None))
        .values(undone_at=now)
        .returning(Import.id)
    )
    return result.first() is not None


async def companies_named(session: AsyncSession, country: str, key: str) -> Sequence[Company]:
    """Companies of that country with just this comparable name, the first registered first."""
    result = await session.scalars(
        select(Company).where(Company.country == country, Company.name_key == key).order_by(Company.id)
    )
    return result.all()


async def is_untouched(session: AsyncSession, company_id: CompanyId, person_id: PersonId) -> bool:
    """Nobody but this person ever spoke for the company, and nothing was listed or introduced for it."""
    others = select(Membership.person_id).where(
        Membership.company_id == company_id,
        Membership.person_id != person_id,
        Membership.status == MembershipStatus.ACTIVE,
    )
    listed = select(Listing.id).where(Listing.company_id == company_id, Listing.status != ListingStatus.DELETED)
    introduced = select(Introduction.id).where(
        or_(Introduction.need_company_id == company_id, Introduction.offer_company_id == company_id)
    )
    for query in (others, listed, introduced):
        if (await session.execute(query.limit(1))).first() is not None:
            return False
    return True


async def delete_company(session: AsyncSession, company_id: CompanyId) -> None:
    company = await session.get(Company, company_id)
    if company is not None:
        await session.delete(company)
        await session.flush()
