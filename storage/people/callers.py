"""Queries about the caller: the person whose update is being handled."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import and_, bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId, PersonId
from storage.models import Company, Draft, Membership, Person, RoleGrant, Sanction
from storage.moderation.sanctions import in_force
from storage.vocabulary import MembershipStatus, Role, SanctionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerRow:
    """A person with their open dialog, and the companies, sanctions and roles that decide what they may do."""

    person: Person
    companies: dict[CompanyId, str]
    """Names of the companies that the person speaks for, earliest membership first."""
    sanctions: tuple[Sanction, ...]
    """Bans and mutes in force against the person or these companies, latest first."""
    roles: frozenset[Role]
    """Roles that the person holds now."""
    draft: Draft | None
    """The active draft."""


# Built once: building and hashing it takes longer than running it, and every update runs it.
_CALLER: Final = (
    select(Person, Company.id, Company.name, Sanction, RoleGrant.role, Draft)
    .outerjoin(Membership, and_(Membership.person_id == Person.id, Membership.status == MembershipStatus.ACTIVE))
    .outerjoin(Company, Company.id == Membership.company_id)
    .outerjoin(
        Sanction,
        and_(
            or_(Sanction.person_id == Person.id, Sanction.company_id == Membership.company_id),
            Sanction.kind.in_([SanctionKind.BAN, SanctionKind.MUTE]),
            in_force(bindparam("now")),
        ),
    )
    .outerjoin(RoleGrant, and_(RoleGrant.person_id == Person.id, RoleGrant.taken_at.is_(None)))
    .outerjoin(Draft, and_(Draft.person_id == Person.id, Draft.active))
    .where(Person.id == bindparam("person_id"))
    .order_by(Membership.since, Company.id)
    .execution_options(populate_existing=True)
)


async def find(session: AsyncSession, person_id: PersonId, now: datetime) -> CallerRow | None:
    """Loads a caller in one statement. Returns None for a person who never wrote before."""
    rows = (await session.execute(_CALLER, {"person_id": person_id, "now": now})).all()
    if not rows:
        return None
    sanctions = {sanction.id: sanction for _, _, _, sanction, _, _ in rows if sanction is not None}
    return CallerRow(
        person=rows[0][0],
        companies={company_id: name for _, company_id, name, *_ in rows if company_id is not None},
        sanctions=tuple(sorted(sanctions.values(), key=lambda one: (one.created_at, one.id), reverse=True)),
        roles=frozenset(role for *_, role, _ in rows if role is not None),
        draft=rows[0][-1],
    )


async def note_seen(session: AsyncSession, person_id: PersonId, now: datetime, *, every: timedelta) -> None:
    """Updates the time a person was last seen, at most once per `every`."""
    await session.execute(
        update(Person).where(Person.id == person_id, Person.seen_at <= now - every).values(seen_at=now)
    )
