"""Queries about introductions. Each status change is one guarded update, so only one of two callers gets the row."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, and_, bindparam, case, func, literal, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import CompanyId, IntroductionId, ListingId, PersonId, Speaker
from storage.introductions.conditions import listing_is, speaks_for
from storage.models import Introduction, Recommendation
from storage.people.memberships import companies_of
from storage.screening.hits import held
from storage.statements import insert_of, may_have_changed
from storage.vocabulary import (
    LIVE_INTRODUCTIONS,
    OPEN_INTRODUCTIONS,
    IntroductionStatus,
    Kind,
    ListingStatus,
)

ENDING_LISTINGS = (ListingStatus.CLOSED, ListingStatus.DELETED)
"""Statuses of a listing that end its introductions. Paused and expired listings keep theirs."""
NOT_ACCEPTABLE_LISTINGS = (
    *ENDING_LISTINGS,
    ListingStatus.HELD,
    ListingStatus.REJECTED,
    ListingStatus.PRIVATE,
    ListingStatus.INVITED,
)
"""Statuses in which a listing's introductions cannot be accepted. Some of them are temporary."""

_FIND: Final = (
    select(Introduction)
    .where(Introduction.id == bindparam("introduction_id", type_=BigInteger))
    .execution_options(populate_existing=True)
)
_KIND = Introduction.proposer_side.type
PROPOSER: ColumnElement[Any] = Introduction.proposer_side.expression
RECIPIENT: ColumnElement[Any] = case(
    (Introduction.proposer_side == Kind.NEED, literal(Kind.OFFER, _KIND)), else_=literal(Kind.NEED, _KIND)
)


def closed(status: IntroductionStatus, now: datetime) -> dict[str, Any]:
    """Returns the column values of an introduction that ends now."""
    return {"status": status, "turn": None, "closed_at": now, "later_until": None, "remind_at": None}


def company_on(side: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((side == Kind.NEED, Introduction.need_company_id), else_=Introduction.offer_company_id)


def listing_on(side: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((side == Kind.NEED, Introduction.need_id), else_=Introduction.offer_id)


async def find(session: AsyncSession, introduction_id: IntroductionId) -> Introduction | None:
    """Returns the introduction as it is in the database now."""
    if not may_have_changed(session):
        return await session.get(Introduction, introduction_id)
    return await session.scalar(_FIND, {"introduction_id": introduction_id})


async def live_between(session: AsyncSession, need_id: ListingId, offer_id: ListingId) -> Introduction | None:
    """Returns the open or accepted introduction of a pair; there is at most one."""
    return await session.scalar(
        select(Introduction)
        .where(
            Introduction.need_id == need_id,
            Introduction.offer_id == offer_id,
            Introduction.status.in_(LIVE_INTRODUCTIONS),
        )
        .execution_options(populate_existing=True)
    )


async def add(session: AsyncSession, values: Mapping[str, Any]) -> Introduction | None:
    """Returns the new introduction; None if the pair has a live one. Safe against a concurrent insert."""
    statement = insert_of(session)(Introduction).values(values).on_conflict_do_nothing().returning(Introduction)
    return await session.scalar(statement)


async def move(
    session: AsyncSession,
    introduction_id: IntroductionId,
    *,
    from_: Collection[IntroductionStatus],
    changes: Mapping[str, Any],
    now: datetime,
    guard: ColumnElement[bool] | None = None,
) -> Introduction | None:
    """Changes and returns the introduction. Returns None if its status is not in `from_` or the guard is false."""
    return await session.scalar(
        update(Introduction)
        .where(Introduction.id == introduction_id, Introduction.status.in_(from_), true() if guard is None else guard)
        .values({**changes, "moves": Introduction.moves + 1, "moved_at": now})
        .returning(Introduction)
        .execution_options(populate_existing=True, synchronize_session=False)
    )


def speaks_on(side: ColumnElement[Any], speaker: Speaker) -> ColumnElement[bool]:
    """True where the person or mailbox speaks for the company on this side and neither is banned."""
    return speaks_for(company_on(side), speaker, Introduction)


def by_proposer(speaker: Speaker) -> ColumnElement[bool]:
    return speaks_on(PROPOSER, speaker)


def by_recipient(speaker: Speaker) -> ColumnElement[bool]:
    """True where the speaker speaks for the recipient only and the introduction is not held."""
    return and_(speaks_on(RECIPIENT, speaker), ~speaks_on(PROPOSER, speaker), ~held())


def not_postponed_to(until: datetime, *, within: timedelta) -> ColumnElement[bool]:
    """True where the introduction is not postponed yet to `until`, give or take `within`."""
    return or_(
        Introduction.later_until.is_(None),
        Introduction.later_until < until - within,
        Introduction.later_until > until + within,
    )


def listings_acceptable() -> ColumnElement[bool]:
    """True where both listings exist and can be introduced now."""
    listings = [Introduction.need_id.expression, Introduction.offer_id.expression]
    return ~listing_is(NOT_ACCEPTABLE_LISTINGS, listings, Introduction)


async def count_open_of(session: AsyncSession, person_id: PersonId, company_id: CompanyId) -> int:
    """Counts the open proposals that this person has sent for the company and can withdraw.

    Proposals from a recommendation do not count.
    """
    query = select(func.count()).select_from(Introduction)
    recommended = select(Recommendation.id).where(Recommendation.introduction_id == Introduction.id)
    return (
        await session.scalar(
            query.where(
                Introduction.proposer_id == person_id,
                company_on(PROPOSER) == company_id,
                Introduction.status.in_(OPEN_INTRODUCTIONS),
                by_proposer(person_id),
                ~recommended.correlate(Introduction).exists(),
            )
        )
        or 0
    )


async def ended_between(
    session: AsyncSession, need_id: ListingId, offer_id: ListingId, side: Kind
) -> Sequence[Introduction]:
    """Returns ended introductions of this pair that `side` proposed, latest first."""
    result = await session.scalars(
        select(Introduction)
        .where(
            Introduction.need_id == need_id,
            Introduction.offer_id == offer_id,
            Introduction.proposer_side == side,
            Introduction.closed_at.is_not(None),
        )
        .order_by(Introduction.closed_at.desc(), Introduction.id.desc())
    )
    return result.all()


async def of_person(session: AsyncSession, person_id: PersonId) -> Sequence[Introduction]:
    """Returns the introductions of the companies that a person speaks for, latest change first."""
    mine = companies_of(person_id)
    result = await session.scalars(
        select(Introduction)
        .where(or_(Introduction.need_company_id.in_(mine), Introduction.offer_company_id.in_(mine)))
        .order_by(Introduction.moved_at.desc(), Introduction.id.desc())
    )
    return result.all()


async def of_companies(
    session: AsyncSession,
    company_ids: Collection[CompanyId],
    statuses: Collection[IntroductionStatus],
    *,
    other_id: CompanyId | None = None,
) -> Sequence[Introduction]:
    """Returns the introductions of these companies with one of these statuses; with `other_id`, only those with it."""
    query = select(Introduction).where(
        or_(Introduction.need_company_id.in_(company_ids), Introduction.offer_company_id.in_(company_ids)),
        Introduction.status.in_(statuses),
    )
    if other_id is not None:
        query = query.where(or_(Introduction.need_company_id == other_id, Introduction.offer_company_id == other_id))
    return (await session.scalars(query.order_by(Introduction.id))).all()


async def open_of_listing(session: AsyncSession, listing_id: ListingId) -> Sequence[Introduction]:
    result = await session.scalars(
        select(Introduction)
        .where(
            or_(Introduction.need_id == listing_id, Introduction.offer_id == listing_id),
            Introduction.status.in_(OPEN_INTRODUCTIONS),
        )
        .order_by(Introduction.id)
    )
    return result.all()
