"""Counts and pages a person's introductions by tab.

Each statement is built once per shape: building and hashing a statement costs more than running it. A page reads the
columns that its lines show, and not whole records, which would take three times as long.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
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
from storage.introductions.introductions import PROPOSER
from storage.introductions.sides import list_order, opposite, person_side
from storage.models import Company, Introduction, Listing, Recommendation
from storage.screening.hits import held_for_dual_use
from storage.statements import with_fixed_values
from storage.types import by_value
from storage.verification.verifications import methods_in_row
from storage.vocabulary import (
    OPEN_INTRODUCTIONS,
    CompanyKind,
    CompanySize,
    IntroductionStatus,
    IntroductionTab,
    ProfileType,
    VerificationMethod,
)


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
    counts: Mapping[IntroductionTab, int]
    recommended: bool
    """True if a recommendation may wait for the person's answer."""


async def count_by_tab(
    session: AsyncSession, person_id: PersonId, company_id: CompanyId | None = None
) -> dict[IntroductionTab, int]:
    """Returns the number of introductions on every tab, of all own companies or of one; `ALL` is their sum."""
    query = _counts(of_company=company_id is not None)
    rows = await session.execute(query, {"person_id": person_id, "company_id": company_id})
    counts = dict.fromkeys(IntroductionTab, 0) | dict(rows.all())
    return counts | {IntroductionTab.ALL: sum(counts.values())}


@cache
def _counts(*, of_company: bool) -> Select[IntroductionTab, int]:
    side, visible = person_side(of_company=of_company)
    tab: ColumnElement[IntroductionTab] = case(
        *((condition, literal(one, by_value(IntroductionTab))) for one, condition in _conditions(side).items()),
        else_=literal(IntroductionTab.ENDED, by_value(IntroductionTab)),
    ).label("tab")
    return select(tab, func.count()).select_from(Introduction).where(visible).group_by(tab)


async def first_page(
    database: Database, person_id: PersonId, limit: int, company_id: CompanyId | None = None
) -> FirstPage:
    """Returns the first page of all introductions and the counts of every tab, with one statement.

    `company_id`: only introductions of this own company.
    """
    values = {"person_id": person_id, "company_id": company_id, "limit": limit}
    rows = await database.fetch(_first_page(of_company=company_id is not None), values)
    if not rows:
        return FirstPage(lines=(), counts=dict.fromkeys(IntroductionTab, 0), recommended=True)
    *_, recommended, my_turn, their_turn, connected, total = rows[0]
    counts = {
        IntroductionTab.ALL: total,
        IntroductionTab.MY_TURN: my_turn,
        IntroductionTab.THEIR_TURN: their_turn,
        IntroductionTab.CONNECTED: connected,
        IntroductionTab.ENDED: total - my_turn - their_turn - connected,
    }
    lines = [IntroductionLine(*row[: len(IntroductionLine._fields)]) for row in rows]
    return FirstPage(lines=lines, counts=counts, recommended=recommended)


async def page(
    session: AsyncSession,
    person_id: PersonId,
    tab: IntroductionTab,
    *,
    company_id: CompanyId | None = None,
    offset: int,
    limit: int,
) -> Sequence[IntroductionLine]:
    """Returns lines of a tab: the person's turn first, then other open introductions; latest change first."""
    query = _page_of(tab, of_company=company_id is not None)
    parameters = {"person_id": person_id, "company_id": company_id, "offset": offset, "limit": limit}
    return [IntroductionLine(*row) for row in await session.execute(query, parameters)]


async def latest_connected(
    session: AsyncSession, person_id: PersonId, limit: int, *, first: IntroductionId | None = None
) -> list[tuple[IntroductionId, str]]:
    """Returns introductions that both sides accepted, with the other company's name: `first`, then by latest change."""
    rows = await session.execute(_latest_connected(), {"person_id": person_id, "limit": limit, "first": first or 0})
    return [(introduction_id, name) for introduction_id, name in rows]


@cache
def _latest_connected() -> Select[IntroductionId, str]:
    side, visible = person_side()
    return (
        select(Introduction.id, Company.name)
        .select_from(Introduction)
        .join(Company, Company.id == opposite(side, Introduction.need_company_id, Introduction.offer_company_id))
        .where(visible, Introduction.status == IntroductionStatus.ACCEPTED)
        .order_by(Introduction.id != bindparam("first", type_=Integer), *list_order(side))
        .limit(bindparam("limit", type_=Integer))
    )


async def waiting_for_words(
    session: AsyncSession, person_id: PersonId, limit: int, *, first: IntroductionId | None = None
) -> list[IntroductionLine]:
    """Returns introductions in which the other side waits for an answer, the latest first.

    `first` comes first, and also if the person may ask a question in it.
    """
    parameters = {"person_id": person_id, "limit": limit, "first": first or 0}
    return [IntroductionLine(*row) for row in await session.execute(_waiting_for_words(), parameters)]


@cache
def _waiting_for_words() -> Select[*tuple[Any, ...]]:
    side, visible = person_side()
    is_first = Introduction.id == bindparam("first", type_=Integer)
    asked = or_(Introduction.status == IntroductionStatus.QUESTION, is_first)
    query = _select_lines(side).where(visible, Introduction.turn == side, asked)
    return with_fixed_values(query.order_by(~is_first, *list_order(side)).limit(bindparam("limit", type_=Integer)))


@cache
def _first_page(*, of_company: bool) -> Select[*tuple[Any, ...]]:
    side, visible = person_side(of_company=of_company)
    waiting = select(Recommendation.id).where(recommended_to(bindparam("person_id"))).correlate(None).exists()
    counts = [func.count().filter(condition).over() for condition in _conditions(side).values()]
    query = _select_lines(side).add_columns(waiting, *counts, func.count().over())
    query = query.where(visible).order_by(*list_order(side)).limit(bindparam("limit", type_=Integer))
    return with_fixed_values(query)


@cache
def _page_of(tab: IntroductionTab, *, of_company: bool) -> Select[*tuple[Any, ...]]:
    side, visible = person_side(of_company=of_company)
    conditions = _conditions(side)
    query = _select_lines(side).where(visible)
    if tab is IntroductionTab.ENDED:
        query = query.where(~or_(*(func.coalesce(each, False) for each in conditions.values())))
    elif tab is not IntroductionTab.ALL:
        query = query.where(conditions[tab])
    query = query.order_by(*list_order(side)).offset(bindparam("offset", type_=Integer))
    return with_fixed_values(query.limit(bindparam("limit", type_=Integer)))


def _select_lines(side: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """The columns of `IntroductionLine`."""
    mine, theirs = aliased(Listing, name="mine"), aliased(Listing, name="theirs")
    company_id = opposite(side, Introduction.need_company_id, Introduction.offer_company_id)
    return (
        select(
            Introduction.id,
            (side == PROPOSER).label("mine_proposed"),
            Introduction.status,
            func.coalesce(Introduction.turn == side, False),
            Introduction.later_until,
            mine.title,
            opposite(side, Introduction.offer_company_id, Introduction.need_company_id),
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
        .outerjoin(mine, mine.id == opposite(side, Introduction.offer_id, Introduction.need_id))
        .outerjoin(theirs, theirs.id == opposite(side, Introduction.need_id, Introduction.offer_id))
        .outerjoin(Company, Company.id == company_id)
    )


def _conditions(side: ColumnElement[Any]) -> dict[IntroductionTab, ColumnElement[bool]]:
    """Returns the condition of each tab. Introductions that meet none of them have ended."""
    return {
        IntroductionTab.MY_TURN: Introduction.turn == side,
        IntroductionTab.THEIR_TURN: and_(Introduction.status.in_(OPEN_INTRODUCTIONS), Introduction.turn != side),
        IntroductionTab.CONNECTED: Introduction.status == IntroductionStatus.ACCEPTED,
    }
