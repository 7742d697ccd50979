"""Queries about sanctions lists, about who is like a name on them, and about what is held back because of it."""

from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId, IntroductionId, PersonId
from storage.models import (
    Company,
    Introduction,
    IntroductionHold,
    Membership,
    Person,
    ScreeningHit,
    ScreeningList,
    ScreeningName,
)
from storage.vocabulary import OPEN_INTRODUCTIONS, HitState, HoldReason, MembershipStatus

_CHUNK = 5_000  # rows in one statement, below SQLite's number of variables with four a row
_SUSPECT = (HitState.OPEN, HitState.CONFIRMED)


async def replace_list(
    session: AsyncSession, name: str, rows: Iterable[tuple[str, str, bool | None]], now: datetime
) -> int:
    """Sets a list to these (entity, name, is a person); gives how many there are."""
    await session.execute(delete(ScreeningList).where(ScreeningList.name == name))
    made = ScreeningList(name=name, entries=0, loaded_at=now)
    session.add(made)
    await session.flush()
    values = [
        {"list_id": made.id, "entity": entity, "name": text, "is_person": is_person} for entity, text, is_person in rows
    ]
    for start in range(0, len(values), _CHUNK):
        await session.execute(insert(ScreeningName), values[start : start + _CHUNK])
    made.entries = len(values)
    await session.flush()
    return len(values)


async def lists(session: AsyncSession) -> Sequence[ScreeningList]:
    return (await session.scalars(select(ScreeningList).order_by(ScreeningList.name))).all()


async def remove_list(session: AsyncSession, name: str) -> bool:
    result = await session.execute(delete(ScreeningList).where(ScreeningList.name == name).returning(ScreeningList.id))
    return result.first() is not None


async def listed_names(session: AsyncSession) -> AsyncIterator[tuple[str, str, str, bool | None]]:
    """List, entity, name, is a person."""
    rows = await session.stream(
        select(ScreeningList.name, ScreeningName.entity, ScreeningName.name, ScreeningName.is_person)
        .join(ScreeningName, ScreeningName.list_id == ScreeningList.id)
        .order_by(ScreeningName.id)
        .execution_options(yield_per=1_000)
    )
    async for list_name, entity, name, is_person in rows:
        yield list_name, entity, name, is_person


async def names_here(session: AsyncSession) -> tuple[dict[CompanyId, str], dict[PersonId, str]]:
    """Every company, and everybody who speaks for one."""
    companies = await session.execute(select(Company.id, Company.name))
    people = await session.execute(
        select(Person.id, Person.name)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.status == MembershipStatus.ACTIVE)
    )
    return dict(companies.all()), dict(people.all())


async def add_hit(session: AsyncSession, now: datetime, **values: Any) -> int | None:
    """The number of a new hit; None for one that is known already, whatever was decided about it."""
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
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
    """One of these companies, or somebody who speaks for one, is like a listed name and was not cleared."""
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
    """True if it was not held for this reason before."""
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
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
    """True if it had been let go."""
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
    """It waits because of a technology, which both sides may know."""
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
    """The introduction of the row is held back."""
    return (
        select(IntroductionHold.introduction_id)
        .where(IntroductionHold.introduction_id == Introduction.id, IntroductionHold.released_at.is_(None))
        .correlate(Introduction)
        .exists()
    )
