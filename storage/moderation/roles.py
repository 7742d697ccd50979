"""Queries about roles."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import PersonId
from storage.models import Person, RoleGrant
from storage.statements import changes_rows, insert_new
from storage.vocabulary import Role

_HELD_BY: Final = select(RoleGrant.role).where(
    RoleGrant.person_id == bindparam("person_id"), RoleGrant.taken_at.is_(None)
)


async def held_by(session: AsyncSession, person_id: PersonId) -> frozenset[Role]:
    """Returns the roles that a person holds now."""
    return frozenset(await session.scalars(_HELD_BY, {"person_id": person_id}))


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
