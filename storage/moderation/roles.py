"""Queries about roles and links."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId, EventId, PersonId
from storage.models import Link, Person, RoleGrant
from storage.statements import changes_rows, insert_new
from storage.vocabulary import LinkKind, Role


async def held_by(session: AsyncSession, person_id: PersonId) -> frozenset[Role]:
    """Returns the roles that a person holds now."""
    result = await session.scalars(
        select(RoleGrant.role).where(RoleGrant.person_id == person_id, RoleGrant.taken_at.is_(None))
    )
    return frozenset(result)


async def holders(session: AsyncSession, role: Role | None = None) -> Sequence[tuple[RoleGrant, Person]]:
    """Returns (grant, person) for all holders of this role, or of any role, earliest grant first."""
    query = select(RoleGrant, Person).join(Person, Person.id == RoleGrant.person_id)
    query = query.where(RoleGrant.taken_at.is_(None)).order_by(RoleGrant.role, RoleGrant.granted_at, RoleGrant.id)
    if role is not None:
        query = query.where(RoleGrant.role == role)
    return [(grant, person) for grant, person in await session.execute(query)]


async def grant(session: AsyncSession, person_id: PersonId, role: Role, *, by: PersonId | None, now: datetime) -> bool:
    """Returns True if the person did not hold the role before."""
    return await insert_new(session, RoleGrant, person_id=person_id, role=role, granted_by=by, granted_at=now)


async def take(session: AsyncSession, person_id: PersonId, role: Role, *, by: PersonId | None, now: datetime) -> bool:
    """Takes the role away. Returns False if the person does not hold it."""
    return await changes_rows(
        session,
        update(RoleGrant)
        .where(RoleGrant.person_id == person_id, RoleGrant.role == role, RoleGrant.taken_at.is_(None))
        .values(taken_by=by, taken_at=now),
    )


async def lock_holders(session: AsyncSession, role: Role) -> int:
    """Locks the grants of a role until the transaction ends, and returns their number."""
    rows = await session.scalars(
        select(RoleGrant.id).where(RoleGrant.role == role, RoleGrant.taken_at.is_(None)).with_for_update()
    )
    return len(rows.all())


async def add_link(session: AsyncSession, link: Link) -> None:
    session.add(link)
    await session.flush()


async def add_links(session: AsyncSession, links: Sequence[Link]) -> None:
    session.add_all(links)
    await session.flush()


async def open_claims(
    session: AsyncSession, event_id: EventId, person_id: PersonId, now: datetime
) -> dict[CompanyId, Link]:
    """Returns company → unused claim link that this person made for it."""
    result = await session.scalars(
        select(Link)
        .where(
            Link.kind == LinkKind.CLAIM,
            Link.event_id == event_id,
            Link.created_by == person_id,
            Link.used_at.is_(None),
            Link.expires_at > now,
        )
        .order_by(Link.created_at)
    )
    return {link.company_id: link for link in result if link.company_id is not None}


async def find_link(session: AsyncSession, code: str) -> Link | None:
    return await session.get(Link, code, populate_existing=True)


async def permanent_link(session: AsyncSession, **target: object) -> Link | None:
    """Returns the permanent link whose columns have these values, or None."""
    query = select(Link).where(Link.expires_at.is_(None))
    for column, value in target.items():
        query = query.where(getattr(Link, column) == value)
    return await session.scalar(query.order_by(Link.created_at, Link.code).limit(1))


async def use_link(session: AsyncSession, code: str, person_id: PersonId, now: datetime) -> Link | None:
    """Marks a link as used and returns it; None if it is unknown, used or expired."""
    return await session.scalar(
        update(Link)
        .where(Link.code == code, Link.used_at.is_(None), or_(Link.expires_at.is_(None), Link.expires_at > now))
        .values(used_by=person_id, used_at=now)
        .returning(Link)
        .execution_options(populate_existing=True)
    )
