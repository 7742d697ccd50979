"""Loads all data that identifies a company: the company, its people and their contact channels."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import BigInteger, and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId
from storage.models import Channel, Company, Mailbox, Membership, Person
from storage.vocabulary import MailboxStatus, MembershipStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """A company with its representatives (earliest membership first) and their channels (preferred first)."""

    company: Company
    people: Sequence[Person]
    memberships: Sequence[Membership]
    channels: Sequence[Channel]
    mail: str | None = None
    """The address of the company's mailbox."""
    mail_status: MailboxStatus | None = None


# Built once, because every message and every listing is masked with these.
_ASKED: Final[Any] = bindparam("company_ids", expanding=True, type_=BigInteger)
_COMPANIES: Final = (
    select(Company, Mailbox.address, Mailbox.status)
    .outerjoin(Mailbox, Mailbox.company_id == Company.id)
    .where(Company.id.in_(_ASKED))
)
_PEOPLE: Final = (
    select(Person, Membership)
    .join(Membership, Membership.person_id == Person.id)
    .where(Membership.company_id.in_(_ASKED), Membership.status == MembershipStatus.ACTIVE)
    .order_by(Membership.since, Person.id)
)
_CHANNELS: Final = (
    select(Channel)
    .join(Membership, and_(Membership.company_id == Channel.company_id, Membership.person_id == Channel.person_id))
    .where(Channel.company_id.in_(_ASKED), Membership.status == MembershipStatus.ACTIVE)
    .order_by(Channel.position, Channel.id)
)


async def of_company(session: AsyncSession, company_id: CompanyId) -> Contacts:
    """Raises KeyError if the company does not exist."""
    return (await of_companies(session, [company_id]))[company_id]


async def of_companies(session: AsyncSession, company_ids: Collection[CompanyId]) -> Mapping[CompanyId, Contacts]:
    """Returns the contacts of those companies that exist."""
    asked = {_ASKED.key: list(company_ids)}
    companies = (await session.execute(_COMPANIES, asked)).all()
    people: defaultdict[CompanyId, list[tuple[Person, Membership]]] = defaultdict(list)
    for person, membership in await session.execute(_PEOPLE, asked):
        people[membership.company_id].append((person, membership))
    channels: defaultdict[CompanyId, list[Channel]] = defaultdict(list)
    for channel in await session.scalars(_CHANNELS, asked):
        channels[channel.company_id].append(channel)
    return {
        company.id: Contacts(
            company=company,
            people=[person for person, _ in people[company.id]],
            memberships=[membership for _, membership in people[company.id]],
            channels=channels[company.id],
            mail=address,
            mail_status=status,
        )
        for company, address, status in companies
    }
