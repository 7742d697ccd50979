"""Queries about screening hits and held introductions."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, Select, bindparam, literal_column, or_, select, update
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
from storage.people.memberships import companies_of
from storage.statements import changes_rows, insert_new, insert_of
from storage.vocabulary import HitState, HoldReason, MembershipStatus

_UNCLEARED = (HitState.OPEN, HitState.CONFIRMED)


NameWithCountries = tuple[str, frozenset[str]]
"""A name with its countries."""


async def names_to_screen(
    session: AsyncSession,
) -> tuple[dict[CompanyId, NameWithCountries], dict[PersonId, NameWithCountries]]:
    """Returns all companies with their country, and all representatives with the countries of their companies."""
    rows = await session.execute(select(Company.id, Company.name, Company.country))
    companies = {company_id: (name, frozenset((country,))) for company_id, name, country in rows}
    people: dict[PersonId, NameWithCountries] = {}
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
    """Returns the id of the new hit; None if there is one already, in any state."""
    return await session.scalar(
        insert_of(session)(ScreeningHit)
        .values(state=HitState.OPEN, found_at=now, **values)
        .on_conflict_do_nothing()
        .returning(ScreeningHit.id)
    )


async def find_hit(session: AsyncSession, hit_id: int) -> ScreeningHit | None:
    return await session.get(ScreeningHit, hit_id, populate_existing=True)


async def settle_hit(
    session: AsyncSession, hit_id: int, *, from_: Collection[HitState], to: HitState, by: PersonId, now: datetime
) -> bool:
    return await changes_rows(
        session,
        update(ScreeningHit)
        .where(ScreeningHit.id == hit_id, ScreeningHit.state.in_(from_))
        .values(state=to, decided_by=by, decided_at=now),
    )


async def has_uncleared_hit(session: AsyncSession, company_ids: Collection[CompanyId | None]) -> bool:
    """Returns True if one of these companies or their representatives has a hit that was not cleared."""
    return await session.scalar(_uncleared_hits(company_ids).limit(1)) is not None


def _uncleared_hits(company_ids: Collection[CompanyId | None]) -> Any:
    people = select(Membership.person_id).where(
        Membership.company_id.in_(company_ids), Membership.status == MembershipStatus.ACTIVE
    )
    return select(ScreeningHit.id).where(
        ScreeningHit.state.in_(_UNCLEARED),
        or_(ScreeningHit.company_id.in_(company_ids), ScreeningHit.person_id.in_(people)),
    )


async def companies_of_hit(session: AsyncSession, hit: ScreeningHit) -> Sequence[CompanyId]:
    if hit.company_id is not None:
        return [hit.company_id]
    return (await session.scalars(companies_of(PersonId(hit.person_id or 0)))).all()


async def hold(session: AsyncSession, introduction_id: IntroductionId, why: HoldReason, now: datetime) -> bool:
    """Holds an introduction. Returns False if it was held for this reason before."""
    return await insert_new(session, IntroductionHold, introduction_id=introduction_id, why=why, since=now)


async def release(session: AsyncSession, introduction_id: IntroductionId, why: HoldReason, now: datetime) -> bool:
    """Returns False if the introduction was not held for this reason."""
    held_for = (*_hold_of(introduction_id, why), IntroductionHold.released_at.is_(None))
    return await changes_rows(session, update(IntroductionHold).where(*held_for).values(released_at=now))


async def hold_again(session: AsyncSession, introduction_id: IntroductionId, why: HoldReason, now: datetime) -> bool:
    """Holds a released introduction again. Returns False if it was not released."""
    released = (*_hold_of(introduction_id, why), IntroductionHold.released_at.is_not(None))
    return await changes_rows(session, update(IntroductionHold).where(*released).values(released_at=None, since=now))


def _hold_of(introduction_id: IntroductionId, why: HoldReason) -> tuple[ColumnElement[bool], ...]:
    return (IntroductionHold.introduction_id == introduction_id, IntroductionHold.why == why)


def held_for_dual_use() -> ColumnElement[bool]:
    """True where the row's introduction is held for dual use."""
    return (
        select(IntroductionHold.why)
        .where(
            IntroductionHold.introduction_id == Introduction.id,
            IntroductionHold.why == HoldReason.DUAL_USE,
            IntroductionHold.released_at.is_(None),
        )
        .correlate(Introduction)
        .exists()
    )


async def is_held(session: AsyncSession, introduction_id: IntroductionId, why: HoldReason | None = None) -> bool:
    """Returns True if the introduction is held for this reason, or for any reason (None)."""
    query = _HELD if why is None else _HELD.where(IntroductionHold.why == why)
    return (await session.execute(query, {"introduction_id": introduction_id})).first() is not None


_HELD: Final[Select[str]] = (
    select(literal_column("1"))
    .where(
        IntroductionHold.introduction_id == bindparam("introduction_id", type_=BigInteger),
        IntroductionHold.released_at.is_(None),
    )
    .limit(1)
)


def held() -> ColumnElement[bool]:
    """True where the row's introduction is held."""
    return (
        select(IntroductionHold.introduction_id)
        .where(IntroductionHold.introduction_id == Introduction.id, IntroductionHold.released_at.is_(None))
        .correlate(Introduction)
        .exists()
    )
