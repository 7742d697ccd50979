"""Queries about screening hits and held introductions."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId, IntroductionId, PersonId
from storage.models import (
    Company,
    Introduction,
    IntroductionHold,
    Membership,
    Person,
    ScreeningHit,
)
from storage.upserts import insert_of
from storage.vocabulary import OPEN_INTRODUCTIONS, HitState, HoldReason, MembershipStatus

_SUSPECT = (HitState.OPEN, HitState.CONFIRMED)


Here = tuple[str, frozenset[str]]
"""A name with its countries."""


async def names_here(session: AsyncSession) -> tuple[dict[CompanyId, Here], dict[PersonId, Here]]:
    """Returns all companies with their country, and all representatives with the countries of their companies."""
    rows = await session.execute(select(Company.id, Company.name, Company.country))
    companies = {company_id: (name, frozenset((country,))) for company_id, name, country in rows}
    people: dict[PersonId, Here] = {}
    speakers = await session.execute(
        select(Person.id, Person.name, Company.country)
        .join(Membership, Membership.person_id == Person.id)
        .join(Company, Company.id == Membership.company_id)
        .where(Membership.status == MembershipStatus.ACTIVE)
    )
    for person_id, name, country in speakers:
        people[person_id] = (name, people.get(person_id, (name, frozenset()))[1] | {country})
    return companies, people


async def add_hit(session: AsyncSession, now: datetime, **values: Any) -> int | None:
    """Returns the id of a new hit; None if it is known already, whatever its state."""
    make = insert_of(session)
    return await session.scalar(
        make(ScreeningHit)
        .values(state=HitState.OPEN, found_at=now, **values)
        .on_conflict_do_nothing()
        .returning(ScreeningHit.id)
    )


async def find_hit(session: AsyncSession, hit_id: int) -> ScreeningHit | None:
    return await session.get(ScreeningHit, hit_id, populate_existing=True)


async def settle_hit(
    session: AsyncSession, hit_id: int, *, from_: Collection[HitState], to: HitState, by: PersonId, now: datetime
) -> bool:
    result = await session.execute(
        update(ScreeningHit)
        .where(ScreeningHit.id == hit_id, ScreeningHit.state.in_(from_))
        .values(state=to, decided_by=by, decided_at=now)
        .returning(ScreeningHit.id)
    )
    return result.first() is not None


async def is_suspect(session: AsyncSession, company_ids: Collection[CompanyId | None]) -> bool:
    """Returns True if one of these companies or their representatives has a hit that was not cleared."""
    return await session.scalar(_suspects(company_ids).limit(1)) is not None


def _suspects(company_ids: Collection[CompanyId | None]) -> Any:
    people = select(Membership.person_id).where(
        Membership.company_id.in_(company_ids), Membership.status == MembershipStatus.ACTIVE
    )
    return select(ScreeningHit.id).where(
        ScreeningHit.state.in_(_SUSPECT),
        or_(ScreeningHit.company_id.in_(company_ids), ScreeningHit.person_id.in_(people)),
    )


async def companies_of_hit(session: AsyncSession, hit: ScreeningHit) -> Sequence[CompanyId]:
    if hit.company_id is not None:
        return [hit.company_id]
    result = await session.scalars(
        select(Membership.company_id).where(
            Membership.person_id == hit.person_id, Membership.status == MembershipStatus.ACTIVE
        )
    )
    return result.all()


async def open_introductions(session: AsyncSession, company_ids: Collection[CompanyId]) -> Sequence[Introduction]:
    result = await session.scalars(
        select(Introduction)
        .where(
            or_(Introduction.need_company_id.in_(company_ids), Introduction.offer_company_id.in_(company_ids)),
            Introduction.status.in_(OPEN_INTRODUCTIONS),
        )
        .order_by(Introduction.id)
    )
    return result.all()


async def hold(session: AsyncSession, introduction_id: IntroductionId, why: HoldReason, now: datetime) -> bool:
    """Holds an introduction. Returns False if it was held for this reason before."""
    make = insert_of(session)
    result = await session.execute(
        make(IntroductionHold)
        .values(introduction_id=introduction_id, why=why, since=now)
        .on_conflict_do_nothing()
        .returning(IntroductionHold.introduction_id)
    )
    return result.first() is not None


async def release(session: AsyncSession, introduction_id: IntroductionId, why: HoldReason, now: datetime) -> bool:
    result = await session.execute(
        update(IntroductionHold)
        .where(
            IntroductionHold.introduction_id == introduction_id,
            IntroductionHold.why == why,
            IntroductionHold.released_at.is_(None),
        )
        .values(released_at=now)
        .returning(IntroductionHold.introduction_id)
    )
    return result.first() is not None


async def hold_again(session: AsyncSession, introduction_id: IntroductionId, why: HoldReason, now: datetime) -> bool:
    """Holds a released introduction again. Returns False if it was not released."""
    result = await session.execute(
        update(IntroductionHold)
        .where(
            IntroductionHold.introduction_id == introduction_id,
            IntroductionHold.why == why,
            IntroductionHold.released_at.is_not(None),
        )
        .values(released_at=None, since=now)
        .returning(IntroductionHold.introduction_id)
    )
    return result.first() is not None


async def is_looked_at(session: AsyncSession, introduction_id: IntroductionId) -> bool:
    """Returns True if the introduction is held for dual use, which both sides may know."""
    query = select(IntroductionHold.why).where(
        IntroductionHold.introduction_id == introduction_id,
        IntroductionHold.why == HoldReason.DUAL_USE,
        IntroductionHold.released_at.is_(None),
    )
    return (await session.execute(query.limit(1))).first() is not None


async def is_held(session: AsyncSession, introduction_id: IntroductionId) -> bool:
    query = select(IntroductionHold.why).where(
        IntroductionHold.introduction_id == introduction_id, IntroductionHold.released_at.is_(None)
    )
    return (await session.execute(query.limit(1))).first() is not None


def held() -> ColumnElement[bool]:
    """True where the row's introduction is held."""
    return (
        select(IntroductionHold.introduction_id)
        .where(IntroductionHold.introduction_id == Introduction.id, IntroductionHold.released_at.is_(None))
        .correlate(Introduction)
        .exists()
    )
