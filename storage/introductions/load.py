"""Queries about how many requests wait in a company, over all of its listings."""

from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId
from storage.introductions.introductions import RECIPIENT, company_on
from storage.models import Introduction
from storage.screening.hits import held
from storage.vocabulary import OPEN_INTRODUCTIONS, Kind

FLOODED: Final = 5
"""Open requests from others from which a company is shown less, and is offered a break."""

_OPEN = Introduction.status.in_(OPEN_INTRODUCTIONS)


def flooded_companies() -> Select[Any]:
    """Selects the ids of companies with `FLOODED` open requests or more."""
    company = company_on(RECIPIENT)
    return select(company).where(_OPEN, company.is_not(None)).group_by(company).having(func.count() >= FLOODED)


def asks(company_id: ColumnElement[CompanyId]) -> ColumnElement[bool]:
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
    company = company_on(RECIPIENT)
    query = select(func.count()).select_from(Introduction).where(_OPEN, company == company_id, ~held())
    return await session.scalar(query) or 0
