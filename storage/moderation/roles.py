"""Queries about roles and links."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import PersonId
from storage.models import Link, Person, RoleGrant
from storage.models.roles import NOT_TAKEN_BACK
from storage.upserts import insert_of
from storage.vocabulary import Role


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
    insert = insert_of(session)
    result = await session.execute(
        insert(RoleGrant)
        .values(person_id=person_id, role=role, granted_by=by, granted_at=now)
        .on_conflict_do_nothing(index_elements=["person_id", "role"], index_where=NOT_TAKEN_BACK)
        .returning(RoleGrant.id)
    )
    return result.first() is not None


async def take(session: AsyncSession, person_id: PersonId, role: Role, *, by: PersonId | None, now: datetime) -> bool:
    """Takes the role away. Returns False if the person does not hold it."""
    result = await session.execute(
        update(RoleGrant)
        .where(RoleGrant.person_id == person_id, RoleGrant.role == role, RoleGrant.taken_at.is_(None))
        .values(taken_by=by, taken_at=now)
        .returning(RoleGrant.id)
    )
    return result.first() is not None


async def lock_holders(session: AsyncSession, role: Role) -> int:
    """Locks the grants of a role until the transaction ends, and returns their number."""
    rows = await session.scalars(
        select(RoleGrant.id).where(RoleGrant.role == role, RoleGrant.taken_at.is_(None)).with_for_update()
    )
    return len(rows.all())


async def history(session: AsyncSession, person_id: PersonId) -> Sequence[RoleGrant]:
    """Returns all roles that a person ever held, latest first."""
    result = await session.scalars(
        select(RoleGrant).where(RoleGrant.person_id == person_id).order_by(RoleGrant.granted_at.desc(), RoleGrant.id)
    )
    return result.all()


async def count_held(session: AsyncSession, role: Role) -> int:
    query = select(func.count()).select_from(RoleGrant).where(RoleGrant.role == role, RoleGrant.taken_at.is_(None))
    return await session.scalar(query) or 0


async def add_link(session: AsyncSession, link: Link) -> None:
    session.add(link)
    await session.flush()


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
