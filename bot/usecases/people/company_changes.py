"""The only way to change a company, its representatives and their contact channels.

Dialogs, imports, booth claims, moderators and privacy requests all call these functions. So the name key, redaction of
former names, matching and verification always follow.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NoLongerThereError
from bot.matching.companies import company_key
from bot.usecases.people.contact_checks.own_domain import host_of
from bot.usecases.people.former_names import redact_former_names
from storage.ids import CompanyId, PersonId
from storage.listings import listings
from storage.models import Company
from storage.people import companies, memberships
from storage.verification import verifications
from storage.vocabulary import ChannelKind, MembershipStatus, Relation, VerificationMethod

Channels = Iterable[tuple[ChannelKind, str]]
_NAME_KEY: Final = 200  # characters that are stored


async def add_company(session: AsyncSession, facts: Mapping[str, Any], now: datetime) -> CompanyId:
    """Creates a company. `facts` are columns of Company, without the name key."""
    key = _key(facts["name"], facts["country"])
    return (await companies.add(session, Company(**facts, name_key=key, created_at=now))).id


async def add_companies(
    session: AsyncSession,
    person_id: PersonId,
    new: Sequence[tuple[Mapping[str, Any], Relation, Channels]],
    now: datetime,
) -> list[CompanyId]:
    """Creates companies from (columns, relation, channels), with this person as the first member of each."""
    if not new:
        return []
    rows = [{**facts, "name_key": _key(facts["name"], facts["country"]), "created_at": now} for facts, _, _ in new]
    numbers = await companies.add_many(session, rows)
    members, ways = [], []
    for company_id, (_, relation, channels) in zip(numbers, new, strict=True):
        both = {"person_id": person_id, "company_id": company_id}
        members.append({**both, "relation": relation, "role": None, "status": MembershipStatus.ACTIVE, "since": now})
        ways += [
            {**both, "kind": kind, "value": value, "position": position}
            for position, (kind, value) in enumerate(channels)
        ]
    await memberships.add_members(session, members, ways)
    return numbers


async def change_company(
    session: AsyncSession, company_id: CompanyId, changes: Mapping[str, Any], now: datetime
) -> Mapping[str, Any]:
    """Sets these columns of a company and returns their former values.

    Withdraws the verifications of changed values, updates the listings' country, and queues the listings for the
    matcher. Raises NoLongerThereError.
    """
    if not changes:
        return {}
    company = await companies.find(session, company_id)
    if company is None:
        raise NoLongerThereError
    former = {field: getattr(company, field) for field in ("country", "website", "name_key", *changes)}
    merged = {**former, "name": company.name, **changes}
    merged["name_key"] = _key(merged["name"], merged["country"])
    async with redact_former_names(session, [company_id]):
        await companies.update_columns(session, company_id, {**changes, "name_key": merged["name_key"]})
    for method in _outdated(former, merged):
        await verifications.withdraw(session, company_id, now, method=method)
    if merged["country"] != former["country"]:
        await listings.move_to_country(session, company_id, merged["country"])
    await listings.rematch_company(session, company_id)
    return {field: former[field] for field in changes}


async def change_membership(
    session: AsyncSession,
    *,
    person_id: PersonId,
    company_id: CompanyId,
    relation: Relation,
    role: str | None,
    status: MembershipStatus,
    now: datetime,
    channels: Channels | None = None,
) -> None:
    """Sets a person's membership of a company and, if given, their contact channels."""
    async with redact_former_names(session, [company_id]):
        await memberships.put(
            session,
            person_id=person_id,
            company_id=company_id,
            relation=relation,
            role=role,
            status=status,
            now=now,
        )
        if channels is not None:
            await companies.replace_channels(session, person_id, company_id, channels)


async def change_own_part(
    session: AsyncSession,
    person_id: PersonId,
    company_id: CompanyId,
    *,
    relation: Relation,
    role: str | None,
    channels: Channels,
) -> None:
    """Changes a representative's relation, role and channels, but not the time of joining."""
    async with redact_former_names(session, [company_id]):
        await memberships.change(session, person_id, company_id, relation=relation, role=role)
        await companies.replace_channels(session, person_id, company_id, channels)


async def answer_request(
    session: AsyncSession, person_id: PersonId, company_id: CompanyId, answer: MembershipStatus, now: datetime
) -> bool:
    """Answers a request to join. Returns False if another representative answered first."""
    async with redact_former_names(session, [company_id]):
        return await memberships.answer_request(session, person_id, company_id, answer, now)


def _key(name: str, country: str) -> str:
    return company_key(name, country)[:_NAME_KEY]


def _outdated(former: Mapping[str, Any], current: Mapping[str, Any]) -> list[VerificationMethod]:
    """Returns the verification methods that a change made invalid."""
    moved = former["country"] != current["country"]
    other_site = host_of(former["website"]) != host_of(current["website"])
    renamed = former["name_key"] != current["name_key"]
    return [
        *([VerificationMethod.NUMBER] if moved else []),
        *([VerificationMethod.EMAIL] if other_site else []),
        *([VerificationMethod.MODERATOR] if renamed or moved else []),
    ]
