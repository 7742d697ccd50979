"""Queries about a person's companies as an adviser sees them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId, PersonId
from storage.introductions.introductions import PROPOSER, company_on
from storage.models import Company, Introduction, Listing, Membership, Person
from storage.screening.hits import held
from storage.vocabulary import ListingStatus, MembershipStatus, Relation


class ClientLine(NamedTuple):
    company_id: CompanyId
    name: str
    country: str
    waiting: int
    """Introductions in which it is the company's turn."""
    answer_by: datetime | None
    """The earliest end of these."""
    expiring: int
    """Published listings that expire before the time that was asked for."""


async def clients(session: AsyncSession, person_id: PersonId, *, expires_before: datetime) -> Sequence[ClientLine]:
    """Returns the companies that a person works for or advises, without those held for an event."""
    rows = await session.execute(
        select(
            Company.id,
            Company.name,
            Company.country,
            _waiting(func.count()),
            _waiting(func.min(Introduction.expires_at)),
            _expiring(expires_before),
        )
        .join(Membership, Membership.company_id == Company.id)
        .where(
            Membership.person_id == person_id,
            Membership.status == MembershipStatus.ACTIVE,
            Membership.relation != Relation.ORGANIZER,
        )
        .order_by(Membership.since, Company.id)
    )
    return [ClientLine(*row) for row in rows]


def _waiting(value: ColumnElement[Any]) -> ColumnElement[Any]:
    """Aggregates the introductions of the company in which it is its turn and that it may see."""
    return (
        select(value)
        .where(
            or_(Introduction.need_company_id == Company.id, Introduction.offer_company_id == Company.id),
            company_on(Introduction.turn.expression) == Company.id,
            or_(company_on(PROPOSER) == Company.id, ~held()),
        )
        .correlate(Company)
        .scalar_subquery()
    )


def _expiring(before: datetime) -> ColumnElement[int]:
    return (
        select(func.count())
        .where(Listing.company_id == Company.id, Listing.status == ListingStatus.PUBLISHED, Listing.expires_at < before)
        .correlate(Company)
        .scalar_subquery()
    )


async def act_for(session: AsyncSession, person_id: PersonId, company_id: CompanyId | None) -> None:
    await session.execute(update(Person).where(Person.id == person_id).values(acting_for_id=company_id))
