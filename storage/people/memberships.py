"""Queries about memberships: who speaks for which company."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId, PersonId
from storage.models import Channel, Company, Membership
from storage.statements import changes_rows, insert_of
from storage.vocabulary import MembershipStatus, Relation


async def find(session: AsyncSession, person_id: PersonId, company_id: CompanyId) -> Membership | None:
    return await session.get(Membership, (person_id, company_id))


async def put(
    session: AsyncSession,
    *,
    person_id: PersonId,
    company_id: CompanyId,
    relation: Relation,
    role: str | None,
    status: MembershipStatus,
    now: datetime,
) -> None:
    """Creates or replaces the membership."""
    values = {"relation": relation, "role": role, "status": status, "since": now}
    await session.execute(
        insert_of(session)(Membership)
        .values(person_id=person_id, company_id=company_id, **values)
        .on_conflict_do_update(index_elements=["person_id", "company_id"], set_=values)
    )


async def change(
    session: AsyncSession, person_id: PersonId, company_id: CompanyId, *, relation: Relation, role: str | None
) -> None:
    await session.execute(
        update(Membership)
        .where(Membership.person_id == person_id, Membership.company_id == company_id)
        .values(relation=relation, role=role)
    )


async def answer_request(
    session: AsyncSession, person_id: PersonId, company_id: CompanyId, answer: MembershipStatus, now: datetime
) -> bool:
    """Answers a request to join. Returns False if another representative answered first."""
    return await changes_rows(
        session,
        update(Membership)
        .where(
            Membership.person_id == person_id,
            Membership.company_id == company_id,
            Membership.status == MembershipStatus.REQUESTED,
        )
        .values(status=answer, since=now),
    )


async def add_members(
    session: AsyncSession, memberships: Sequence[Mapping[str, Any]], channels: Sequence[Mapping[str, Any]]
) -> None:
    """Inserts memberships and contact channels, given by their column values, in one statement each."""
    for model, rows in ((Membership, memberships), (Channel, channels)):
        if rows:
            await session.execute(insert(model), list(rows))


async def represented_by(session: AsyncSession, person_id: PersonId) -> Sequence[Company]:
    """Returns the companies that a person speaks for, earliest membership first."""
    return (await session.scalars(_represented_by(), {"person_id": person_id})).all()


@cache
def _represented_by() -> Select[Company]:
    return (
        select(Company)
        .join(Membership, Membership.company_id == Company.id)
        .where(
            Membership.person_id == bindparam("person_id", type_=BigInteger),
            Membership.status == MembershipStatus.ACTIVE,
        )
        .order_by(Membership.since, Company.id)
    )


async def count_represented(session: AsyncSession, person_id: PersonId) -> int:
    """Counts the companies that a person works for or advises, without those held for an event."""
    return (
        await session.scalar(
            select(func.count())
            .select_from(Membership)
            .where(
                Membership.person_id == person_id,
                Membership.status == MembershipStatus.ACTIVE,
                Membership.relation != Relation.ORGANIZER,
            )
        )
        or 0
    )


def companies_of(person: PersonId | ColumnElement[Any]) -> Select[CompanyId]:
    """Selects the ids of the companies that a person speaks for."""
    return select(Membership.company_id).where(
        Membership.person_id == person, Membership.status == MembershipStatus.ACTIVE
    )


def lacks_representative(company_id: ColumnElement[Any], *tables: Any) -> ColumnElement[bool]:
    """True where the company of a row of these tables has no representative here."""
    return ~(
        select(Membership.person_id)
        .where(
            Membership.company_id == company_id,
            Membership.status == MembershipStatus.ACTIVE,
            Membership.relation == Relation.REPRESENTATIVE,
        )
        .correlate(*tables)
        .exists()
    )


async def without_representative(session: AsyncSession, company_ids: Collection[CompanyId]) -> frozenset[CompanyId]:
    """Returns those of these companies that have no representative here."""
    return frozenset(await session.scalars(_without_representative(), {"company_ids": list(company_ids)}))


@cache
def _without_representative() -> Select[CompanyId]:
    among = Company.id.in_(bindparam("company_ids", expanding=True, type_=BigInteger))
    return select(Company.id).where(among, lacks_representative(Company.id.expression, Company))


async def speaks_for(session: AsyncSession, person_id: PersonId, company_id: CompanyId) -> bool:
    membership = await session.get(Membership, (person_id, company_id))
    return membership is not None and membership.status is MembershipStatus.ACTIVE


async def spoken_for(
    session: AsyncSession, person_id: PersonId, company_ids: Collection[CompanyId]
) -> frozenset[CompanyId]:
    """Returns those of these companies that a person speaks for."""
    found = await session.scalars(_spoken_for(), {"person_id": person_id, "company_ids": list(company_ids)})
    return frozenset(one.company_id for one in found)


@cache
def _spoken_for() -> Select[Membership]:
    return select(Membership).where(
        Membership.person_id == bindparam("person_id", type_=BigInteger),
        Membership.company_id.in_(bindparam("company_ids", expanding=True, type_=BigInteger)),
        Membership.status == MembershipStatus.ACTIVE,
    )


async def represented(session: AsyncSession, person_id: PersonId, company_id: CompanyId) -> Company | None:
    """Returns the company if the person speaks for it."""
    return await session.get(Company, company_id) if await speaks_for(session, person_id, company_id) else None


async def countries_of_represented(
    session: AsyncSession, person_id: PersonId, company_ids: Collection[CompanyId]
) -> dict[CompanyId, str]:
    """Returns company → country for those of these companies that a person speaks for."""
    rows = await session.execute(
        select(Company.id, Company.country)
        .join(Membership, Membership.company_id == Company.id)
        .where(
            Company.id.in_(company_ids),
            Membership.person_id == person_id,
            Membership.status == MembershipStatus.ACTIVE,
        )
    )
    return dict(rows.all())


async def representatives(session: AsyncSession, company_id: CompanyId) -> Sequence[PersonId]:
    """Returns the people who speak for a company, earliest membership first."""
    result = await session.scalars(
        select(Membership.person_id)
        .where(Membership.company_id == company_id, Membership.status == MembershipStatus.ACTIVE)
        .order_by(Membership.since, Membership.person_id)
    )
    return result.all()


async def representatives_of_each(
    session: AsyncSession, company_ids: Collection[CompanyId]
) -> defaultdict[CompanyId, set[PersonId]]:
    """Returns company → the people who speak for it."""
    rows = await session.execute(
        select(Membership.company_id, Membership.person_id).where(
            Membership.company_id.in_(company_ids), Membership.status == MembershipStatus.ACTIVE
        )
    )
    found: defaultdict[CompanyId, set[PersonId]] = defaultdict(set)
    for company_id, person_id in rows:
        found[company_id].add(person_id)
    return found
