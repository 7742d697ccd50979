"""Queries about blocks between companies."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId, PersonId
from storage.models import CompanyBlock, Membership
from storage.statements import changes_rows, insert_new
from storage.vocabulary import MembershipStatus


async def put(
    session: AsyncSession, company_id: CompanyId, blocked_id: CompanyId, *, person_id: PersonId, now: datetime
) -> bool:
    """Stores the block. Returns False if it exists already."""
    return await insert_new(
        session, CompanyBlock, company_id=company_id, blocked_id=blocked_id, person_id=person_id, at=now
    )


async def lift(session: AsyncSession, company_id: CompanyId, blocked_id: CompanyId) -> bool:
    return await changes_rows(
        session,
        delete(CompanyBlock).where(CompanyBlock.company_id == company_id, CompanyBlock.blocked_id == blocked_id),
    )


async def between(session: AsyncSession, one: CompanyId, other: CompanyId) -> bool:
    """Returns True if either company has blocked the other."""
    return await session.scalar(select(blocked(one, other))) or False


async def hides(session: AsyncSession, company_id: CompanyId, person_id: PersonId) -> bool:
    """Returns True if the company and one that the person speaks for have blocked each other, in either direction."""
    query = select(Membership.company_id).where(
        Membership.person_id == person_id,
        Membership.status == MembershipStatus.ACTIVE,
        blocked(Membership.company_id.expression, company_id),
    )
    return await session.scalar(query.limit(1)) is not None


def blocked(one: CompanyId | ColumnElement[Any], other: CompanyId | ColumnElement[Any]) -> ColumnElement[bool]:
    """True where either of two companies, given as ids or columns, has blocked the other."""
    return (
        select(CompanyBlock.company_id)
        .where(
            or_(
                and_(CompanyBlock.company_id == one, CompanyBlock.blocked_id == other),
                and_(CompanyBlock.company_id == other, CompanyBlock.blocked_id == one),
            )
        )
        .correlate_except(CompanyBlock)
        .exists()
    )
