"""Registering a company, and joining one that is here already."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AlreadyDoneError, NoLongerThereError, NotAllowedError
from bot.matching.companies import LIKELY_SAME, company_key, same_company
from bot.usecases.people.contact_checks.own_domain import host_of
from bot.usecases.people.former_names import staying_hidden
from storage import outbox
from storage.ids import CompanyId, PersonId
from storage.listings import listings
from storage.models import Company
from storage.people import companies, people
from storage.verification import verifications
from storage.vocabulary import (
    ChannelKind,
    CompanyKind,
    CompanySize,
    MembershipStatus,
    Relation,
    Topic,
    VerificationMethod,
)

CONSENT_VERSION = "2026-11-22"
"""Changes with the wording of the greeting and of /privacy, which people agree to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCompany:
    """What a person tells of their company, checked."""

    kind: CompanyKind
    name: str
    country: str
    """ISO 3166-1 alpha-2."""
    city: str | None
    website: str | None
    size: CompanySize | None
    about: str | None
    relation: Relation
    role: str | None
    channels: tuple[tuple[ChannelKind, str], ...]
    """The ways to reach the person after an introduction, the preferred first."""


async def agree(session: AsyncSession, person_id: PersonId, now: datetime) -> None:
    await people.record_consent(session, person_id, version=CONSENT_VERSION, now=now)


async def look_alikes(session: AsyncSession, name: str, country: str) -> list[CompanyId]:
    """Companies of that country whose name is so like this one that they may be the same, the likest first."""
    scored = [
        (same_company(name, known), company_id) for company_id, known in await companies.names_in(session, country)
    ]
    return [company_id for likeness, company_id in sorted(scored, reverse=True) if likeness >= LIKELY_SAME]


async def register(session: AsyncSession, person_id: PersonId, new: NewCompany, now: datetime) -> CompanyId:
    """Makes the company and the person's membership of it."""
    company = Company(
        kind=new.kind,
        name=new.name,
        name_key=company_key(new.name, new.country)[:200],
        country=new.country,
        city=new.city,
        website=new.website,
        size=new.size,
        about=new.about,
        created_at=now,
    )
    await companies.add(session, company)
    await companies.put_membership(
        session,
        person_id=person_id,
        company_id=company.id,
        relation=new.relation,
        role=new.role,
        status=MembershipStatus.ACTIVE,
        now=now,
    )
    await companies.replace_channels(session, person_id, company.id, new.channels)
    return company.id


async def revise(
    session: AsyncSession, person_id: PersonId, company_id: CompanyId, new: NewCompany, now: datetime
) -> None:
    """Changes a company and what this person is to it; its listings follow, and are matched anew. Check marks that
    were for what it said before are taken away.

    Raises NotAllowedError for somebody who does not speak for it.
    """
    company = await companies.find(session, company_id)
    if company is None or not await companies.speaks_for(session, person_id, company_id):
        raise NotAllowedError
    membership = await companies.membership(session, person_id, company_id)
    if membership is None:
        raise NotAllowedError
    for method in _outdated(company, new):
        await verifications.withdraw(session, company_id, now, method=method)
    async with staying_hidden(session, [company_id]):
        company.kind, company.name, company.country = new.kind, new.name, new.country
        company.name_key = company_key(new.name, new.country)[:200]
        company.city, company.website, company.size, company.about = new.city, new.website, new.size, new.about
        membership.relation, membership.role = new.relation, new.role
        await companies.replace_channels(session, person_id, company_id, new.channels)
    for listing in await listings.of_company(session, company_id):
        listing.country, listing.same_country = new.country, new.country in listing.targets
        # The name has changed, perhaps, and with it what no reason may show.
        listing.matched_at = None


def _outdated(company: Company, new: NewCompany) -> list[VerificationMethod]:
    """Which ways of being verified were about what changes now."""
    renamed = company_key(new.name, new.country)[:200] != company.name_key
    return [
        *([VerificationMethod.NUMBER] if new.country != company.country else []),
        *([VerificationMethod.EMAIL] if host_of(new.website or "") != host_of(company.website or "") else []),
        *([VerificationMethod.MODERATOR] if renamed or new.country != company.country else []),
    ]


async def ask_to_join(
    session: AsyncSession,
    person_id: PersonId,
    company_id: CompanyId,
    *,
    relation: Relation,
    role: str | None,
    now: datetime,
) -> None:
    """Asks everybody who speaks for the company; it is told once, however often it is asked."""
    known = await companies.membership(session, person_id, company_id)
    if known is not None and known.status is MembershipStatus.ACTIVE:
        raise AlreadyDoneError
    await companies.put_membership(
        session,
        person_id=person_id,
        company_id=company_id,
        relation=relation,
        role=role,
        status=MembershipStatus.REQUESTED,
        now=now,
    )
    for representative in await companies.representatives(session, company_id):
        await outbox.tell(
            session,
            representative,
            Topic.JOIN_REQUEST,
            payload={"person_id": person_id, "company_id": company_id},
            dedupe_key=f"{Topic.JOIN_REQUEST}:{company_id}:{person_id}:{representative}:{now.date()}",
            now=now,
        )


async def answer_join(
    session: AsyncSession,
    representative: PersonId,
    person_id: PersonId,
    company_id: CompanyId,
    *,
    welcome: bool,
    now: datetime,
) -> None:
    """Lets a person in or turns them away, and tells them.

    Raises NotAllowedError for somebody who does not speak for the company, AlreadyDoneError if it was answered before,
    NoLongerThereError if the person is gone.
    """
    if not await companies.speaks_for(session, representative, company_id):
        raise NotAllowedError
    if await people.find(session, person_id) is None:
        raise NoLongerThereError
    answer = MembershipStatus.ACTIVE if welcome else MembershipStatus.DECLINED
    if not await companies.answer_request(session, person_id, company_id, answer, now):
        raise AlreadyDoneError
    await outbox.tell(
        session,
        person_id,
        Topic.JOIN_ANSWERED,
        payload={"company_id": company_id, "welcome": welcome},
        dedupe_key=f"{Topic.JOIN_ANSWERED}:{company_id}:{person_id}:{now.isoformat()}",
        now=now,
    )
