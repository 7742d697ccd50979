"""Queries about the caller: the person whose update is being handled."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import and_, bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import Database
from storage.ids import CompanyId, PersonId, SanctionId
from storage.models import Company, Draft, Membership, Person, RoleGrant, Sanction
from storage.moderation.sanctions import in_force
from storage.people.drafts import DraftRow
from storage.vocabulary import Language, MembershipStatus, Role, SanctionKind


class PersonRow(NamedTuple):
    """The columns of a person that are needed for every update."""

    id: PersonId
    name: str
    username: str | None
    language: Language
    language_chosen: bool
    reads_english: bool
    consented_at: datetime | None
    consent_version: str | None
    shown_abroad: bool | None
    unreachable_since: datetime | None
    acting_for_id: CompanyId | None
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerRow:
    """A person with their open dialog, and the companies, sanctions and roles that decide what they may do."""

    person: PersonRow
    companies: dict[CompanyId, str]
    """Names of the companies that the person speaks for, earliest membership first."""
    sanctions: tuple[Sanction, ...]
    """Bans and mutes in force against the person or these companies, latest first."""
    roles: frozenset[Role]
    """Roles that the person holds now."""
    draft: DraftRow | None
    """The active draft."""


# Built once: building and hashing it takes longer than running it, and every update runs it.
_CALLER: Final = (
    select(
        *(getattr(Person, name) for name in PersonRow._fields),
        *(getattr(Draft, name) for name in DraftRow._fields),
        Company.id,
        Company.name,
        Sanction.id,
        RoleGrant.role,
    )
    .outerjoin(Membership, and_(Membership.person_id == Person.id, Membership.status == MembershipStatus.ACTIVE))
    .outerjoin(Company, Company.id == Membership.company_id)
    .outerjoin(
        Sanction,
        and_(
            or_(Sanction.person_id == Person.id, Sanction.company_id == Membership.company_id),
            or_(Sanction.kind == SanctionKind.BAN, Sanction.kind == SanctionKind.MUTE),  # `in_` takes longer
            in_force(bindparam("now")),
        ),
    )
    .outerjoin(RoleGrant, and_(RoleGrant.person_id == Person.id, RoleGrant.taken_at.is_(None)))
    .outerjoin(Draft, and_(Draft.person_id == Person.id, Draft.active))
    .where(Person.id == bindparam("person_id"))
    .order_by(Membership.since, Company.id)
)
_PERSON: Final = slice(len(PersonRow._fields))
_DRAFT: Final = slice(_PERSON.stop, _PERSON.stop + len(DraftRow._fields))


async def find(database: Database, person_id: PersonId, now: datetime) -> CallerRow | None:
    """Loads a caller in one statement, and in two if somebody is sanctioned. Returns None for an unknown person."""
    rows = await database.fetch(_CALLER, {"person_id": person_id, "now": now})
    if not rows:
        return None
    draft = DraftRow(*rows[0][_DRAFT])
    others = [row[_DRAFT.stop :] for row in rows]
    return CallerRow(
        person=PersonRow(*rows[0][_PERSON]),
        companies={company_id: name for company_id, name, _, _ in others if company_id is not None},
        sanctions=await _sanctions(database, {sanction for _, _, sanction, _ in others if sanction is not None}),
        roles=frozenset(role for _, _, _, role in others if role is not None),
        draft=None if draft.id is None else draft,
    )


async def _sanctions(database: Database, ids: Collection[SanctionId]) -> tuple[Sanction, ...]:
    """Returns these sanctions, latest first."""
    if not ids:
        return ()
    query = select(Sanction).where(Sanction.id.in_(ids)).order_by(Sanction.created_at.desc(), Sanction.id.desc())
    async with database.reading_once() as session:
        return tuple(await session.scalars(query))


async def note_seen(session: AsyncSession, person_id: PersonId, now: datetime, *, every: timedelta) -> None:
    """Updates the time a person was last seen, at most once per `every`."""
    await session.execute(
        update(Person).where(Person.id == person_id, Person.seen_at <= now - every).values(seen_at=now)
    )
