"""Counts and pages a person's introductions by shelf.

Each statement is built once per shape: building and hashing a statement costs more than running it. A page reads the
columns that its lines show, and not whole records, which would take three times as long.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.database import Database
from storage.ids import CompanyId, IntroductionId, ListingId, PersonId
from storage.introductions.conditions import recommended_to
from storage.introductions.introductions import PROPOSER, RECIPIENT, company_on
from storage.models import Company, Event, Introduction, Listing, Membership, Recommendation
from storage.people.companies import companies_of, is_represented
from storage.screening.hits import held, held_for_dual_use
from storage.statements import with_fixed_values
from storage.types import by_value
from storage.verification.verifications import methods_in_row
from storage.vocabulary import (
    OPEN_INTRODUCTIONS,
    CompanyKind,
    CompanySize,
    IntroductionStatus,
    Kind,
    ProfileType,
    Shelf,
    VerificationMethod,
)

_Need = aliased(Listing, name="need")
_Offer = aliased(Listing, name="offer")
_NEED_SIDE = literal(Kind.NEED, by_value(Kind))


class IntroductionLine(NamedTuple):
    """What a list shows of an introduction. Values are None where the record was deleted."""

    id: IntroductionId
    mine_proposed: bool
    status: IntroductionStatus
    my_turn: bool
    later_until: datetime | None
    my_title: str | None
    my_company_id: CompanyId | None
    their_listing_id: ListingId | None
    their_title: str | None
    """Masked; None if the listing is gone or not masked yet."""
    their_profile_type: ProfileType | None
    their_country: str | None
    their_kind: CompanyKind | None
    their_size: CompanySize | None
    their_verifications: tuple[VerificationMethod, ...]
    held_for_dual_use: bool
    moved_at: datetime
    expires_at: datetime


class FirstPage(NamedTuple):
    lines: Sequence[IntroductionLine]
    """The person's turn first, then other open introductions; latest change first."""
    counts: Mapping[Shelf, int]
    recommended: bool
    """True if a recommendation may wait for the person's answer."""


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
    their_verifications: tuple[VerificationMethod, ...]
    their_represented: bool
    """True if nobody here works for the other company: advisers or organizers represent it."""


async def count_by_shelf(
    session: AsyncSession, person_id: PersonId, company_id: CompanyId | None = None
) -> dict[Shelf, int]:
    """Returns the number of introductions on every shelf, of all own companies or of one; `ALL` is their sum."""
    query = _counts(of_company=company_id is not None)
    rows = await session.execute(query, {"person_id": person_id, "company_id": company_id})
    counts = dict.fromkeys(Shelf, 0) | dict(rows.all())
    return counts | {Shelf.ALL: sum(counts.values())}


@cache
def _counts(*, of_company: bool) -> Select[Shelf, int]:
    side, visible = _side(of_company=of_company)
    shelf: ColumnElement[Shelf] = case(
        *((condition, literal(one, by_value(Shelf))) for one, condition in _conditions(side).items()),
        else_=literal(Shelf.ENDED, by_value(Shelf)),
    ).label("shelf")
    return select(shelf, func.count()).select_from(Introduction).where(visible).group_by(shelf)


async def first_page(
    database: Database, person_id: PersonId, limit: int, company_id: CompanyId | None = None
) -> FirstPage:
    """Returns the first page of all introductions and the counts of every shelf, with one statement.

    `company_id`: only introductions of this own company.
    """
    values = {"person_id": person_id, "company_id": company_id, "limit": limit}
    rows = await database.fetch(_first_page(of_company=company_id is not None), values)
    if not rows:
        return FirstPage(lines=(), counts=dict.fromkeys(Shelf, 0), recommended=True)
    *_, recommended, my_turn, their_turn, connected, total = rows[0]
    counts = {
        Shelf.ALL: total,
        Shelf.MY_TURN: my_turn,
        Shelf.THEIR_TURN: their_turn,
        Shelf.CONNECTED: connected,
        Shelf.ENDED: total - my_turn - their_turn - connected,
    }
    lines = [IntroductionLine(*row[: len(IntroductionLine._fields)]) for row in rows]
    return FirstPage(lines=lines, counts=counts, recommended=recommended)


async def page(
    session: AsyncSession,
    person_id: PersonId,
    shelf: Shelf,
    *,
    company_id: CompanyId | None = None,
    offset: int,
    limit: int,
) -> Sequence[IntroductionLine]:
    """Returns lines of a shelf: the person's turn first, then other open introductions; latest change first."""
    query = _page_of(shelf, of_company=company_id is not None)
    parameters = {"person_id": person_id, "company_id": company_id, "offset": offset, "limit": limit}
    return [IntroductionLine(*row) for row in await session.execute(query, parameters)]


async def of_person(session: AsyncSession, person_id: PersonId) -> Sequence[IntroductionRow]:
    """Returns all introductions from the person's side, in the order of the list."""
    return [IntroductionRow(*row) for row in await session.execute(_of_person(), {"person_id": person_id})]


async def latest_connected(session: AsyncSession, person_id: PersonId, limit: int) -> list[tuple[IntroductionId, str]]:
    """Returns introductions that both sides accepted, with the other company's name, latest change first."""
    rows = await session.execute(_latest_connected(), {"person_id": person_id, "limit": limit})
    return [(introduction_id, name) for introduction_id, name in rows]


async def from_side(session: AsyncSession, introduction_id: IntroductionId, side: Kind) -> IntroductionRow:
    """Returns one introduction as a side sees it."""
    row = (await session.execute(_by_id_and_side(), {"introduction_id": introduction_id, "side": side})).one()
    return IntroductionRow(*row)


def _select_for(side: ColumnElement[Any]) -> Select[Any]:
    theirs = _theirs(side, Introduction.need_company_id, Introduction.offer_company_id)
    latest = (
        select(func.max(Recommendation.id))
        .where(Recommendation.introduction_id == Introduction.id)
        .correlate(Introduction)
        .scalar_subquery()
    )
    return (
        select(
            Introduction,
            side.label("side"),
            _Need,
            _Offer,
            Company,
            Recommendation,
            Event,
            held_for_dual_use(),
            methods_in_row(theirs, Introduction),
            func.coalesce(is_represented(theirs, Introduction), False),
        )
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
def _of_person() -> Select[Any]:
    side, visible = _side()
    return _select_for(side).where(visible).order_by(*_order(side))


@cache
def _latest_connected() -> Select[IntroductionId, str]:
    side, visible = _side()
    return (
        select(Introduction.id, Company.name)
        .select_from(Introduction)
        .join(Company, Company.id == _theirs(side, Introduction.need_company_id, Introduction.offer_company_id))
        .where(visible, Introduction.status == IntroductionStatus.ACCEPTED)
        .order_by(*_order(side))
        .limit(bindparam("limit", type_=Integer))
    )


@cache
def _first_page(*, of_company: bool) -> Select[*tuple[Any, ...]]:
    side, visible = _side(of_company=of_company)
    waiting = select(Recommendation.id).where(recommended_to(bindparam("person_id"))).correlate(None).exists()
    counts = [func.count().filter(condition).over() for condition in _conditions(side).values()]
    query = _select_lines(side).add_columns(waiting, *counts, func.count().over())
    query = query.where(visible).order_by(*_order(side)).limit(bindparam("limit", type_=Integer))
    return with_fixed_values(query)


@cache
def _page_of(shelf: Shelf, *, of_company: bool) -> Select[*tuple[Any, ...]]:
    side, visible = _side(of_company=of_company)
    conditions = _conditions(side)
    query = _select_lines(side).where(visible)
    if shelf is Shelf.ENDED:
        query = query.where(~or_(*(func.coalesce(each, False) for each in conditions.values())))
    elif shelf is not Shelf.ALL:
        query = query.where(conditions[shelf])
    query = query.order_by(*_order(side)).offset(bindparam("offset", type_=Integer))
    return with_fixed_values(query.limit(bindparam("limit", type_=Integer)))


def _select_lines(side: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """The columns of `IntroductionLine`."""
    mine, theirs = aliased(Listing, name="mine"), aliased(Listing, name="theirs")
    company_id = _theirs(side, Introduction.need_company_id, Introduction.offer_company_id)
    return (
        select(
            Introduction.id,
            (side == PROPOSER).label("mine_proposed"),
            Introduction.status,
            func.coalesce(Introduction.turn == side, False),
            Introduction.later_until,
            mine.title,
            _theirs(side, Introduction.offer_company_id, Introduction.need_company_id),
            theirs.id,
            theirs.masked_title,
            theirs.profile_type,
            Company.country,
            Company.kind,
            Company.size,
            methods_in_row(company_id, Introduction),
            held_for_dual_use(),
            Introduction.moved_at,
            Introduction.expires_at,
        )
        .select_from(Introduction)
        .outerjoin(mine, mine.id == _theirs(side, Introduction.offer_id, Introduction.need_id))
        .outerjoin(theirs, theirs.id == _theirs(side, Introduction.need_id, Introduction.offer_id))
        .outerjoin(Company, Company.id == company_id)
    )


def _theirs(side: ColumnElement[Any], need: Any, offer: Any) -> ColumnElement[Any]:
    """The column of the side opposite to `side`."""
    return case((side == _NEED_SIDE, offer), else_=need)


def _order(side: ColumnElement[Any]) -> tuple[ColumnElement[Any], ...]:
    waits = case((Introduction.turn == side, 0), (Introduction.status.in_(OPEN_INTRODUCTIONS), 1), else_=2)
    return (waits, Introduction.moved_at.desc(), Introduction.id.desc())


def _side(*, of_company: bool = False) -> tuple[ColumnElement[Any], ColumnElement[bool]]:
    """Returns the side of the person in the parameter, and the condition that they may see the introduction.

    `of_company` selects the own company in the parameter `company_id`. A person who speaks for both sides counts as the
    proposer. Held introductions are invisible to the recipient.
    """
    mine = companies_of(bindparam("person_id"))
    if of_company:
        mine = mine.where(Membership.company_id == bindparam("company_id", type_=BigInteger))
    proposes, receives = company_on(PROPOSER).in_(mine), company_on(RECIPIENT).in_(mine)
    visible = and_(Introduction.id.in_(_of_companies(mine)), or_(proposes, and_(receives, ~held())))
    return case((proposes, PROPOSER), else_=RECIPIENT), visible


def _of_companies(companies: Select[CompanyId]) -> CompoundSelect[IntroductionId]:
    """Selects the ids of all introductions of these companies, from the indexes of both sides.

    The company of a side is an expression, for which no index helps.
    """
    any_of = aliased(Introduction)
    needs = select(any_of.id).where(any_of.need_company_id.in_(companies))
    return needs.union(select(any_of.id).where(any_of.offer_company_id.in_(companies)))


def _conditions(side: ColumnElement[Any]) -> dict[Shelf, ColumnElement[bool]]:
    """Returns the condition of each shelf. Introductions that meet none of them have ended."""
    return {
        Shelf.MY_TURN: Introduction.turn == side,
        Shelf.THEIR_TURN: and_(Introduction.status.in_(OPEN_INTRODUCTIONS), Introduction.turn != side),
        Shelf.CONNECTED: Introduction.status == IntroductionStatus.ACCEPTED,
    }
