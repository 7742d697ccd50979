"""Queries about blocks between companies."""

from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId, PersonId
from storage.models import CompanyBlock
from storage.upserts import insert_of


async def put(
    session: AsyncSession, company_id: CompanyId, blocked_id: CompanyId, *, person_id: PersonId, now: datetime
) -> bool:
    """Stores the block. Returns False if it exists already."""
    insert = insert_of(session)
    result = await session.execute(
        insert(CompanyBlock)
        .values(company_id=company_id, blocked_id=blocked_id, person_id=person_id, at=now)
        .on_conflict_do_nothing()
        .returning(CompanyBlock.company_id)
    )
    return result.first() is not None


async def lift(session: AsyncSession, company_id: CompanyId, blocked_id: CompanyId) -> bool:
    result = await session.execute(
        delete(CompanyBlock)
        .where(CompanyBlock.company_id == company_id, CompanyBlock.blocked_id == blocked_id)
        .returning(CompanyBlock.company_id)
    )
    return result.first() is not None


async def between(session: AsyncSession, one: CompanyId, other: CompanyId) -> bool:
    """Returns True if either company has blocked the other."""
    query = select(CompanyBlock.company_id).where(
        or_(
            (CompanyBlock.company_id == one) & (CompanyBlock.blocked_id == other),
            (CompanyBlock.company_id == other) & (CompanyBlock.blocked_id == one),
        )
    )
    return (await session.execute(query)).first() is not None
