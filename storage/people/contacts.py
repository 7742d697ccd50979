"""Loads all data that identifies a company: the company, its people and their contact channels."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId
from storage.models import Channel, Company, Membership, Person
from storage.vocabulary import MembershipStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """A company with its representatives (earliest membership first) and their channels (preferred first)."""

    company: Company
    people: Sequence[Person]
    memberships: Sequence[Membership]
    channels: Sequence[Channel]


async def of_company(session: AsyncSession, company_id: CompanyId) -> Contacts:
    """Raises NoResultFound if the company does not exist."""
    company = (await session.scalars(select(Company).where(Company.id == company_id))).one()
    rows = await session.execute(
        select(Person, Membership)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.company_id == company_id, Membership.status == MembershipStatus.ACTIVE)
        .order_by(Membership.since, Person.id)
    )
    pairs = [(person, membership) for person, membership in rows]
    channels = await session.scalars(
        select(Channel)
        .where(Channel.company_id == company_id, Channel.person_id.in_([person.id for person, _ in pairs]))
        .order_by(Channel.position, Channel.id)
    )
    return Contacts(
        company=company,
        people=[person for person, _ in pairs],
        memberships=[membership for _, membership in pairs],
        channels=channels.all(),
    )
