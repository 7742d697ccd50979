"""Queries about sanctions and appeals."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, SQLColumnExpression, bindparam, false, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import AppealId, CompanyId, PersonId, SanctionId
from storage.models import Appeal, Membership, Person, Sanction
from storage.statements import changes_rows, insert_of
from storage.vocabulary import AppealState, MembershipStatus, SanctionKind


async def add(session: AsyncSession, sanction: Sanction) -> Sanction:
    session.add(sanction)
    await session.flush()
    return sanction


async def find(session: AsyncSession, sanction_id: SanctionId) -> Sanction | None:
    return await session.get(Sanction, sanction_id, populate_existing=True)


def in_force(now: datetime | ColumnElement[datetime] | None = None) -> ColumnElement[bool]:
    """True where a sanction is not lifted and, with `now`, not expired. Bans never expire."""
    if now is None:
        return Sanction.lifted_at.is_(None)
    return Sanction.lifted_at.is_(None) & or_(Sanction.until.is_(None), Sanction.until > now)


async def against(
    session: AsyncSession, person_id: PersonId | None, company_ids: Collection[CompanyId], now: datetime
) -> Sequence[Sanction]:
    """Returns bans and mutes in force against a person or any of these companies, latest first."""
    result = await session.scalars(
        select(Sanction)
        .where(
            Sanction.kind.in_([SanctionKind.BAN, SanctionKind.MUTE]),
            or_(
                false() if person_id is None else Sanction.person_id == person_id, Sanction.company_id.in_(company_ids)
            ),
            in_force(now),
        )
        .order_by(Sanction.created_at.desc(), Sanction.id.desc())
    )
    return result.all()


async def of(
    session: AsyncSession, *, person_id: PersonId | None = None, company_id: CompanyId | None = None
) -> Sequence[Sanction]:
    """Returns all sanctions that a person or company ever had, latest first."""
    target = Sanction.person_id == person_id if company_id is None else Sanction.company_id == company_id
    result = await session.scalars(
        select(Sanction).where(target).order_by(Sanction.created_at.desc(), Sanction.id.desc())
    )
    return result.all()


async def of_kind(
    session: AsyncSession,
    kind: SanctionKind,
    now: datetime,
    *,
    person_id: PersonId | None = None,
    company_id: CompanyId | None = None,
) -> Sanction | None:
    """Returns the sanction of this kind that is in force, or None."""
    target = Sanction.person_id == person_id if company_id is None else Sanction.company_id == company_id
    return await session.scalar(
        select(Sanction).where(target, Sanction.kind == kind, in_force(now)).order_by(Sanction.id.desc()).limit(1)
    )


def banned(person: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    """True where the person in the column is banned, or all of their companies are."""
    return or_(personally_banned(person), _all_companies_banned(person))


def personally_banned(person: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    return (
        select(Sanction.id)
        .where(Sanction.person_id == person, Sanction.kind == SanctionKind.BAN, in_force())
        .correlate_except(Sanction)
        .exists()
    )


def company_banned(company: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    return (
        select(Sanction.id)
        .where(Sanction.company_id == company, Sanction.kind == SanctionKind.BAN, in_force())
        .correlate_except(Sanction)
        .exists()
    )


def _all_companies_banned(person: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    theirs = Membership.__table__.alias("theirs")
    of_person = (theirs.c.person_id == person) & (theirs.c.status == MembershipStatus.ACTIVE)
    is_banned = company_banned(theirs.c.company_id)
    any_banned = select(theirs.c.company_id).where(of_person, is_banned).correlate_except(theirs).exists()
    any_free = select(theirs.c.company_id).where(of_person, ~is_banned).correlate_except(theirs).exists()
    return any_banned & ~any_free


async def is_banned(session: AsyncSession, person_id: PersonId) -> bool:
    return bool(await session.scalar(_is_banned(), {"person_id": person_id}))


async def person_and_ban(session: AsyncSession, person_id: PersonId) -> tuple[Person | None, bool]:
    """Returns a person, and whether they are banned, in one statement."""
    row = (await session.execute(_person_and_ban(), {"person_id": person_id})).one_or_none()
    return (None, False) if row is None else (row[0], row[1])


@cache
def _person_and_ban() -> Select[Person, bool]:
    return select(Person, banned(bindparam("person_id", type_=BigInteger))).where(Person.id == bindparam("person_id"))


@cache
def _is_banned() -> Select[bool]:
    return select(banned(bindparam("person_id", type_=BigInteger)))


async def lift(session: AsyncSession, sanction_id: SanctionId, now: datetime) -> bool:
    """Lifts a sanction. Returns False if it was lifted before."""
    return await changes_rows(
        session, update(Sanction).where(Sanction.id == sanction_id, Sanction.lifted_at.is_(None)).values(lifted_at=now)
    )


async def reimpose(session: AsyncSession, sanction_id: SanctionId) -> bool:
    """Puts a lifted sanction in force again. Returns False if it was not lifted."""
    return await changes_rows(
        session,
        update(Sanction)
        .where(Sanction.id == sanction_id, Sanction.lifted_at.is_not(None))
        .values(lifted_at=None, told_at=None),
    )


async def mark_told(session: AsyncSession, sanction_id: SanctionId, now: datetime) -> bool:
    """Stores that the person was told. Returns False if they were told before."""
    return await changes_rows(
        session, update(Sanction).where(Sanction.id == sanction_id, Sanction.told_at.is_(None)).values(told_at=now)
    )


async def appeal_of(session: AsyncSession, sanction_id: SanctionId) -> Appeal | None:
    return await session.scalar(
        select(Appeal).where(Appeal.sanction_id == sanction_id).execution_options(populate_existing=True)
    )


async def find_appeal(session: AsyncSession, appeal_id: AppealId) -> Appeal | None:
    return await session.get(Appeal, appeal_id, populate_existing=True)


async def make_appeal(
    session: AsyncSession, sanction_id: SanctionId, person_id: PersonId, appeal: str, now: datetime
) -> AppealId | None:
    """Returns the id of the appeal; None if there is one. A row in state ASKED (earlier versions) is replaced."""
    made = {"person_id": person_id, "state": AppealState.MADE, "text": appeal, "at": now}
    return await session.scalar(
        insert_of(session)(Appeal)
        .values(sanction_id=sanction_id, **made)
        .on_conflict_do_update(index_elements=["sanction_id"], set_=made, where=Appeal.state == AppealState.ASKED)
        .returning(Appeal.id)
    )


async def decide_appeal(session: AsyncSession, appeal_id: AppealId, state: AppealState) -> bool:
    return await changes_rows(
        session, update(Appeal).where(Appeal.id == appeal_id, Appeal.state == AppealState.MADE).values(state=state)
    )
