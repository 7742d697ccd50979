"""Queries about the suggestions that a person can see and act on now."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Integer, Select, bindparam, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.ids import CompanyId, ListingId, PersonId, SuggestionId
from storage.introductions.load import is_flooded
from storage.models import Company, Listing, Membership, Suggestion
from storage.suggestions.open_statement import PERSON, Mine, Theirs, seen_by, select_open
from storage.vocabulary import Relation, VerificationMethod

_FLOODED_COSTS: Final = 20
"""Points of the score. A far better match of a company with many requests still comes first."""


class ShownSuggestion(NamedTuple):
    """A suggestion as one side sees it: the own listing, the other listing and its company."""

    suggestion: Suggestion
    mine: Listing
    theirs: Listing
    their_company: Company
    their_verifications: tuple[VerificationMethod, ...]
    they_are_represented: bool


async def open_for(
    session: AsyncSession,
    person_id: PersonId,
    now: datetime,
    *,
    listing_id: ListingId | None = None,
    unseen: bool = False,
    offset: int = 0,
    limit: int | None = None,
) -> Sequence[ShownSuggestion]:
    """Returns the suggestions that a person can see now, best first: both listings published, neither side dismissed.

    `listing_id` selects one of the person's own listings, `unseen` only suggestions that they have not seen.
    """
    query = _page_of_open(of_listing=listing_id is not None, unseen=unseen, limited=limit is not None)
    values = {"person_id": person_id, "now": now, "listing_id": listing_id, "offset": offset, "limit": limit}
    return [ShownSuggestion(*row) for row in await session.execute(query, values)]


async def open_at(
    session: AsyncSession,
    person_id: PersonId,
    now: datetime,
    index: int,
    *,
    listing_id: ListingId | None = None,
    company_id: CompanyId | None = None,
) -> tuple[ShownSuggestion, int, bool] | None:
    """Returns the suggestion at this index of the list, the length of the list, and if the person has seen it."""
    values = {"person_id": person_id, "now": now, "listing_id": listing_id, "company_id": company_id}
    query = _place_of_open(of_listing=listing_id is not None, of_company=company_id is not None)
    row = (await session.execute(query, {**values, "offset": index, "limit": 1})).first()
    if row is None:
        return None
    *found, total, is_seen = row
    return ShownSuggestion(*found), total, is_seen


async def open_one(
    session: AsyncSession, person_id: PersonId, suggestion_id: SuggestionId, now: datetime
) -> ShownSuggestion | None:
    """Returns the suggestion if this person can act on it now. Every button of a suggestion calls this."""
    values = {"person_id": person_id, "now": now, "suggestion_id": suggestion_id}
    row = (await session.execute(_open_one(), values)).first()
    return None if row is None else ShownSuggestion(*row)


async def counts_of_held(
    session: AsyncSession, person_id: PersonId, now: datetime, limit: int
) -> Sequence[tuple[ListingId, str, int]]:
    """Returns (listing, company name, number of open suggestions) of companies that the person holds, most first."""
    own = aliased(Company, name="own")
    count = func.count(Suggestion.id.distinct())
    query = (
        select_open()
        .join(own, own.id == Mine.company_id)
        .where(Membership.relation == Relation.ORGANIZER)
        .with_only_columns(Mine.id, own.name, count)
        .group_by(Mine.id, own.name)
        .order_by(count.desc(), Mine.id)
        .limit(limit)
    )
    rows = await session.execute(query, {"person_id": person_id, "now": now})
    return [(ListingId(listing_id), str(name), int(found)) for listing_id, name, found in rows]


async def count_unseen_by_company(session: AsyncSession, person_id: PersonId, now: datetime) -> dict[CompanyId, int]:
    """Returns own company → number of open suggestions that the person has not seen; only companies with some."""
    count = func.count(Suggestion.id.distinct())
    query = _listed(unseen=True).with_only_columns(Mine.company_id, count).group_by(Mine.company_id)
    return dict((await session.execute(query, {"person_id": person_id, "now": now})).all())


async def count_open(
    session: AsyncSession,
    person_id: PersonId,
    now: datetime,
    *,
    listing_id: ListingId | None = None,
    company_id: CompanyId | None = None,
    unseen: bool = False,
) -> int:
    query = _count_of_open(of_listing=listing_id is not None, of_company=company_id is not None, unseen=unseen)
    values = {"person_id": person_id, "now": now, "listing_id": listing_id, "company_id": company_id}
    return await session.scalar(query, values) or 0


async def index_of(session: AsyncSession, person_id: PersonId, suggestion_id: SuggestionId, now: datetime) -> int:
    """Returns the index of this suggestion in the list of `open_for`; 0 if it is not in it."""
    values = {"person_id": person_id, "now": now, "suggestion_id": suggestion_id}
    return await session.scalar(_place_of_one(), values) or 0


# Statements are built once per shape: building and hashing one takes longer than running it.
@cache
def _page_of_open(
    *, of_listing: bool, unseen: bool, limited: bool, of_company: bool = False
) -> Select[Suggestion, Listing, Listing, Company, Any, bool]:
    query = _listed(of_listing=of_listing, of_company=of_company, unseen=unseen)
    query = query.order_by(*_best_first())
    query = query.offset(bindparam("offset", type_=Integer))
    return query.limit(bindparam("limit", type_=Integer)) if limited else query


@cache
def _place_of_open(*, of_listing: bool, of_company: bool) -> Select[Any]:
    query = _page_of_open(of_listing=of_listing, of_company=of_company, unseen=False, limited=True)
    return query.add_columns(func.count().over(), seen_by(PERSON))


@cache
def _count_of_open(*, of_listing: bool, of_company: bool, unseen: bool) -> Select[int]:
    found = _listed(of_listing=of_listing, of_company=of_company, unseen=unseen).with_only_columns(Suggestion.id)
    return select(func.count()).select_from(found.subquery())


@cache
def _place_of_one() -> Select[int]:
    place = func.row_number().over(order_by=_best_first()).label("place")
    listed = _listed().with_only_columns(Suggestion.id, place).subquery()
    return select(listed.c.place - 1).where(listed.c.id == bindparam("suggestion_id"))


@cache
def _open_one() -> Select[Suggestion, Listing, Listing, Company, Any, bool]:
    return select_open().where(Suggestion.id == bindparam("suggestion_id"))


def _listed(
    *, of_listing: bool = False, of_company: bool = False, unseen: bool = False
) -> Select[Suggestion, Listing, Listing, Company, Any, bool]:
    """Selects the suggestions of one own listing, of one own company, or of all that the person speaks for.

    `of_listing` and `of_company` select the listing or company in the parameter `listing_id` or `company_id`, `unseen`
    only suggestions that the person has not seen. Without a listing, leaves out companies that the person only holds as
    an organizer: they are listed apart.
    """
    query = select_open()
    if of_company:
        query = query.where(Mine.company_id == bindparam("company_id", type_=BigInteger))
    if of_listing:
        query = query.where(Mine.id == bindparam("listing_id"))
    else:
        query = query.where(Membership.relation != Relation.ORGANIZER)
    return query.where(~seen_by(PERSON)) if unseen else query


def _best_first() -> tuple[ColumnElement[Any], ...]:
    """Orders by score. Companies in which many requests wait already come later than others that fit as well."""
    flooded = is_flooded(Theirs.company_id.expression)
    return (Suggestion.score - case((flooded, _FLOODED_COSTS), else_=0)).desc(), Suggestion.id.asc()
