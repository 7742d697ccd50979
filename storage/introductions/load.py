"""Queries about how many requests wait in a company, over all of its listings."""

from typing import Final

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId
from storage.models import Introduction
from storage.screening.hits import held
from storage.statements import unindexed
from storage.vocabulary import OPEN_INTRODUCTIONS, Kind

FLOODED: Final = 5
"""Open requests from others from which a company is shown less, and is offered a break."""

_OPEN = unindexed(Introduction.status.in_(OPEN_INTRODUCTIONS))


def is_flooded(company_id: ColumnElement[CompanyId]) -> ColumnElement[bool]:
    """True where `FLOODED` open requests or more wait in this company."""
    last = select(Introduction.id).where(asks(company_id)).correlate_except(Introduction).offset(FLOODED - 1).limit(1)
    return last.scalar_subquery().is_not(None)


def asks(company_id: CompanyId | SQLColumnExpression[CompanyId]) -> ColumnElement[bool]:
    """True for open introductions that others proposed to this company. Both cases have an index."""
    return and_(
        _OPEN,
        or_(
            and_(Introduction.need_company_id == company_id, Introduction.proposer_side == Kind.OFFER),
            and_(Introduction.offer_company_id == company_id, Introduction.proposer_side == Kind.NEED),
        ),
    )


async def count_requests(session: AsyncSession, company_id: CompanyId) -> int:
    """Returns the number of open requests from others that the company sees."""
    query = select(func.count()).select_from(Introduction).where(asks(company_id), ~held())
    return await session.scalar(query) or 0
