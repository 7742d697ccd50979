"""Queries about sanctions and appeals."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, SQLColumnExpression, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import AppealId, CompanyId, PersonId, SanctionId
from storage.models import Appeal, Membership, Sanction
from storage.upserts import insert_of
from storage.vocabulary import AppealState, MembershipStatus, SanctionKind


async def add(session: AsyncSession, sanction: Sanction) -> Sanction:
    session.add(sanction)
    await session.flush()
    return sanction


async def find(session: AsyncSession, sanction_id: SanctionId) -> Sanction | None:
    return await session.get(Sanction, sanction_id, populate_existing=True)


def in_force(now: datetime | None = None) -> ColumnElement[bool]:
    """Not lifted and, if `now` is given, not expired. Bans never expire."""
    if now is None:
        return Sanction.lifted_at.is_(None)
    return Sanction.lifted_at.is_(None) & or_(Sanction.until.is_(None), Sanction.until > now)


async def against(
    session: AsyncSession, person_id: PersonId, company_ids: Collection[CompanyId], now: datetime
) -> Sequence[Sanction]:
    """Bans and mutes in force against a person or any of these companies, latest first."""
    result = await session.scalars(
        select(Sanction)
        .where(
            Sanction.kind.in_([SanctionKind.BAN, SanctionKind.MUTE]),
            or_(Sanction.person_id == person_id, Sanction.company_id.in_(company_ids)),
            in_force(now),
        )
        .order_by(Sanction.created_at.desc(), Sanction.id.desc())
    )
    return result.all()


async def of(
    session: AsyncSession, *, person_id: PersonId | None = None, company_id: CompanyId | None = None
) -> Sequence[Sanction]:
    """All sanctions that a person or company ever had, latest first."""
    whom = Sanction.person_id == person_id if company_id is None else Sanction.company_id == company_id
    result = await session.scalars(
        select(Sanction).where(whom).order_by(Sanction.created_at.desc(), Sanction.id.desc())
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
    """The sanction of this kind that is in force."""
    whom = Sanction.person_id == person_id if company_id is None else Sanction.company_id == company_id
    return await session.scalar(
        select(Sanction).where(whom, Sanction.kind == kind, in_force(now)).order_by(Sanction.id.desc()).limit(1)
    )


def banned(person: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    """The person in the column is banned by name, or all companies they speak for are."""
    return or_(banned_by_name(person), _all_companies_banned(person))


def banned_by_name(person: SQLColumnExpression[Any]) -> ColumnElement[bool]:
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
    of_them = (theirs.c.person_id == person) & (theirs.c.status == MembershipStatus.ACTIVE)
    is_banned = company_banned(theirs.c.company_id)
    some = select(theirs.c.company_id).where(of_them, is_banned).correlate_except(theirs).exists()
    free = select(theirs.c.company_id).where(of_them, ~is_banned).correlate_except(theirs).exists()
    return some & ~free


async def is_banned(session: AsyncSession, person_id: PersonId) -> bool:
    return bool(await session.scalar(select(banned(literal(person_id, BigInteger)))))


async def lift(session: AsyncSession, sanction_id: SanctionId, now: datetime) -> bool:
    """True for the one call that lifted it."""
    result = await session.execute(
        update(Sanction)
        .where(Sanction.id == sanction_id, Sanction.lifted_at.is_(None))
        .values(lifted_at=now)
        .returning(Sanction.id)
    )
    return result.first() is not None


async def reimpose(session: AsyncSession, sanction_id: SanctionId) -> bool:
    """Undoes a lift; True if it was lifted."""
    result = await session.execute(
        update(Sanction)
        .where(Sanction.id == sanction_id, Sanction.lifted_at.is_not(None))
        .values(lifted_at=None, told_at=None)
        .returning(Sanction.id)
    )
    return result.first() is not None


async def mark_told(session: AsyncSession, sanction_id: SanctionId, now: datetime) -> bool:
    """True the first time that somebody is told of it."""
    result = await session.execute(
        update(Sanction)
        .where(Sanction.id == sanction_id, Sanction.told_at.is_(None))
        .values(told_at=now)
        .returning(Sanction.id)
    )
    return result.first() is not None


async def appeal_of(session: AsyncSession, sanction_id: SanctionId) -> Appeal | None:
    return await session.scalar(
        select(Appeal).where(Appeal.sanction_id == sanction_id).execution_options(populate_existing=True)
    )


async def find_appeal(session: AsyncSession, appeal_id: AppealId) -> Appeal | None:
    return await session.get(Appeal, appeal_id, populate_existing=True)


async def make_appeal(
    session: AsyncSession, sanction_id: SanctionId, person_id: PersonId, words: str, now: datetime
) -> AppealId | None:
    """None for a second appeal. A row without text, written by an earlier version, does not count as one."""
    insert = insert_of(session)
    made = {"person_id": person_id, "state": AppealState.MADE, "text": words, "at": now}
    return await session.scalar(
        insert(Appeal)
        .values(sanction_id=sanction_id, **made)
        .on_conflict_do_update(index_elements=["sanction_id"], set_=made, where=Appeal.state == AppealState.ASKED)
        .returning(Appeal.id)
    )


async def decide_appeal(session: AsyncSession, appeal_id: AppealId, state: AppealState) -> bool:
    result = await session.execute(
        update(Appeal)
        .where(Appeal.id == appeal_id, Appeal.state == AppealState.MADE)
        .values(state=state)
        .returning(Appeal.id)
    )
    return result.first() is not None
