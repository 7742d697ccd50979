"""Counts and pages a person's introductions by shelf.

Each statement is built once per shape: building and hashing a statement costs more than running it.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.ids import IntroductionId, PersonId
from storage.introductions.introductions import PROPOSER, RECIPIENT, company_on
from storage.models import Company, Event, Introduction, Listing, Recommendation
from storage.people.companies import companies_of
from storage.screening.hits import held, held_for_dual_use
from storage.types import by_value
from storage.vocabulary import OPEN_INTRODUCTIONS, IntroductionStatus, Kind, Shelf

_Need = aliased(Listing, name="need")
_Offer = aliased(Listing, name="offer")
_NEED_SIDE = literal(Kind.NEED, by_value(Kind))


class IntroductionRow(NamedTuple):
    """An introduction with everything that one side sees of it. Values are None where the record was deleted."""

    introduction: Introduction
    side: Kind
    need: Listing | None
    offer: Listing | None
    their_company: Company | None
    recommendation: Recommendation | None
    """The latest recommendation of the pair."""
    event: Event | None
    """The event whose organizer recommended it."""
    held_for_dual_use: bool
    """True if it is held for dual use, which both sides may know."""


async def count_by_shelf(session: AsyncSession, person_id: PersonId) -> dict[Shelf, int]:
    """Returns the number of introductions on every shelf; `ALL` is their sum."""
    rows = await session.execute(_counts(), {"person_id": person_id})
    counts = dict.fromkeys(Shelf, 0) | dict(rows.all())
    return counts | {Shelf.ALL: sum(counts.values())}


@cache
def _counts() -> Select[Shelf, int]:
    side, visible = _side()
    shelf: ColumnElement[Shelf] = case(
        *((condition, literal(one, by_value(Shelf))) for one, condition in _conditions(side).items()),
        else_=literal(Shelf.ENDED, by_value(Shelf)),
    ).label("shelf")
    return select(shelf, func.count()).select_from(Introduction).where(visible).group_by(shelf)


async def on_shelf(
    session: AsyncSession, person_id: PersonId, shelf: Shelf, *, offset: int = 0, limit: int | None = None
) -> Sequence[IntroductionRow]:
    """Returns introductions from the person's side: their turn first, then other open ones; latest change first."""
    query = _page_of(shelf, limited=limit is not None)
    rows = await session.execute(query, {"person_id": person_id, "offset": offset, "limit": limit})
    return [IntroductionRow(*row) for row in rows]


async def from_side(session: AsyncSession, introduction_id: IntroductionId, side: Kind) -> IntroductionRow:
    """Returns one introduction as a side sees it."""
    row = (await session.execute(_by_id_and_side(), {"introduction_id": introduction_id, "side": side})).one()
    return IntroductionRow(*row)


def _select_for(side: ColumnElement[Any]) -> Select[Any]:
    theirs = case((side == _NEED_SIDE, Introduction.offer_company_id), else_=Introduction.need_company_id)
    latest = (
        select(func.max(Recommendation.id))
        .where(Recommendation.introduction_id == Introduction.id)
        .correlate(Introduction)
        .scalar_subquery()
    )
    return (
        select(Introduction, side.label("side"), _Need, _Offer, Company, Recommendation, Event, held_for_dual_use())
        .outerjoin(_Need, _Need.id == Introduction.need_id)
        .outerjoin(_Offer, _Offer.id == Introduction.offer_id)
        .outerjoin(Company, Company.id == theirs)
        .outerjoin(Recommendation, Recommendation.id == latest)
        .outerjoin(Event, Event.id == Recommendation.event_id)
        .execution_options(populate_existing=True)
    )


@cache
def _by_id_and_side() -> Select[Any]:
    side = bindparam("side", type_=by_value(Kind))
    return _select_for(side).where(Introduction.id == bindparam("introduction_id"))


@cache
def _page_of(shelf: Shelf, *, limited: bool) -> Select[Any]:
    side, visible = _side()
    conditions = _conditions(side)
    query = _select_for(side).where(visible)
    if shelf is Shelf.ENDED:
        query = query.where(~or_(*(func.coalesce(each, False) for each in conditions.values())))
    elif shelf is not Shelf.ALL:
        query = query.where(conditions[shelf])
    waits = case((conditions[Shelf.MY_TURN], 0), (Introduction.status.in_(OPEN_INTRODUCTIONS), 1), else_=2)
    query = query.order_by(waits, Introduction.moved_at.desc(), Introduction.id.desc())
    query = query.offset(bindparam("offset", type_=Integer))
    return query.limit(bindparam("limit", type_=Integer)) if limited else query


def _side() -> tuple[ColumnElement[Any], ColumnElement[bool]]:
    """Returns the side of the person in the parameter, and the condition that they may see the introduction.

    A person who speaks for both sides counts as the proposer. Held introductions are invisible to the recipient.
    """
    mine = companies_of(bindparam("person_id"))
    proposes, receives = company_on(PROPOSER).in_(mine), company_on(RECIPIENT).in_(mine)
    return case((proposes, PROPOSER), else_=RECIPIENT), or_(proposes, and_(receives, ~held()))


def _conditions(side: ColumnElement[Any]) -> dict[Shelf, ColumnElement[bool]]:
    """Returns the condition of each shelf. Introductions that meet none of them have ended."""
    return {
        Shelf.MY_TURN: Introduction.turn == side,
        Shelf.THEIR_TURN: and_(Introduction.status.in_(OPEN_INTRODUCTIONS), Introduction.turn != side),
        Shelf.CONNECTED: Introduction.status == IntroductionStatus.ACCEPTED,
    }
