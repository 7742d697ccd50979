"""Registering a company, changing it, and joining an existing one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AlreadyDoneError, LimitReachedError, NoLongerThereError, NotAllowedError
from bot.i18n.translator import mark
from bot.matching.companies import LIKELY_SAME, same_company
from bot.usecases.people import company_changes
from storage import outbox
from storage.ids import CompanyId, PersonId
from storage.models import Company
from storage.people import companies, memberships, people
from storage.vocabulary import (
    ChannelKind,
    CompanyKind,
    CompanySize,
    MembershipStatus,
    Relation,
    Topic,
)

CONSENT_VERSION = "2026-11-30"
"""Change it with the wording of the greeting and of /privacy, which people agree to."""


class AskedTodayError(LimitReachedError):
    default = mark("They have answered you twice today. You can ask them again tomorrow.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCompany:
    """The validated answers for a new or changed company."""

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
    """Contact channels of the person, preferred first; shared after an introduction."""


async def agree(session: AsyncSession, person_id: PersonId, now: datetime) -> None:
    await people.record_consent(session, person_id, version=CONSENT_VERSION, now=now)


async def similar_companies(session: AsyncSession, name: str, country: str) -> list[CompanyId]:
    """Returns companies of the country with a similar name, most similar first. One may be the same company."""
    scored = [
        (same_company(name, known), company_id) for company_id, known in await companies.names_in(session, country)
    ]
    return [company_id for likeness, company_id in sorted(scored, reverse=True) if likeness >= LIKELY_SAME]


async def register(session: AsyncSession, person_id: PersonId, new: NewCompany, now: datetime) -> CompanyId:
    """Creates the company, with this person as its first member."""
    company_id = await company_changes.add_company(session, _facts(new), now)
    await company_changes.change_membership(
        session,
        person_id=person_id,
        company_id=company_id,
        relation=new.relation,
        role=new.role,
        status=MembershipStatus.ACTIVE,
        now=now,
        channels=new.channels,
    )
    return company_id


async def register_many(
    session: AsyncSession, person_id: PersonId, new: Sequence[NewCompany], now: datetime
) -> list[CompanyId]:
    """Creates companies with this person as the first member of each, and returns their ids in the same order."""
    rows = [(_facts(each), each.relation, each.channels) for each in new]
    return await company_changes.add_companies(session, person_id, rows, now)


async def own_company(session: AsyncSession, person_id: PersonId, company_id: CompanyId) -> Company:
    """Returns the company. Raises NotAllowedError unless the person speaks for it."""
    company = await memberships.represented(session, person_id, company_id)
    if company is None:
        raise NotAllowedError
    return company


async def revise(
    session: AsyncSession, person_id: PersonId, company_id: CompanyId, new: NewCompany, now: datetime
) -> None:
    """Changes a company and this person's membership. Raises NotAllowedError if they do not speak for the company."""
    await own_company(session, person_id, company_id)
    await company_changes.change_company(session, company_id, _facts(new), now)
    await company_changes.change_own_part(
        session, person_id, company_id, relation=new.relation, role=new.role, channels=new.channels
    )


def _facts(new: NewCompany) -> dict[str, Any]:
    return {
        "kind": new.kind,
        "name": new.name,
        "country": new.country,
        "city": new.city,
        "website": new.website,
        "size": new.size,
        "about": new.about,
    }


async def ask_to_join(
    session: AsyncSession,
    person_id: PersonId,
    company_id: CompanyId,
    *,
    relation: Relation,
    role: str | None,
    now: datetime,
) -> None:
    """Asks the representatives, at most once a day, and once more after an answer: a refusal may have been a slip.

    Raises NoLongerThereError, AlreadyDoneError for a member, AskedTodayError for who had two answers that day.
    """
    if await companies.find(session, company_id) is None:
        raise NoLongerThereError
    known = await memberships.find(session, person_id, company_id)
    if known is not None and known.status is MembershipStatus.ACTIVE:
        raise AlreadyDoneError
    answered = known is not None and known.status is not MembershipStatus.REQUESTED
    asked = [
        await outbox.queue_message(
            session,
            representative,
            Topic.JOIN_REQUEST,
            payload={"person_id": person_id, "company_id": company_id},
            dedupe_key=f"{Topic.JOIN_REQUEST}:{company_id}:{person_id}:{representative}:{now.date()}:{int(answered)}",
            now=now,
        )
        for representative in await memberships.representatives(session, company_id)
    ]
    if answered and asked and not any(asked):
        raise AskedTodayError
    await company_changes.change_membership(
        session,
        person_id=person_id,
        company_id=company_id,
        relation=relation,
        role=role,
        status=MembershipStatus.REQUESTED,
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
    """Accepts or declines a request to join, and tells the person.

    Raises NotAllowedError unless the representative speaks for the company, AlreadyDoneError for an answered request,
    NoLongerThereError if the person was deleted.
    """
    await own_company(session, representative, company_id)
    if await people.find(session, person_id) is None:
        raise NoLongerThereError
    answer = MembershipStatus.ACTIVE if welcome else MembershipStatus.DECLINED
    if not await company_changes.answer_request(session, person_id, company_id, answer, now):
        raise AlreadyDoneError
    await outbox.queue_message(
        session,
        person_id,
        Topic.JOIN_ANSWERED,
        payload={"company_id": company_id, "welcome": welcome},
        dedupe_key=f"{Topic.JOIN_ANSWERED}:{company_id}:{person_id}:{now.isoformat()}",
        now=now,
    )
