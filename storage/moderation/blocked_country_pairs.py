"""Queries about blocked country pairs. Companies of a blocked pair are not introduced to each other."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.ids import CompanyId, PersonId
from storage.models import BlockedCountryPair, Company, Introduction, Membership
from storage.statements import changes_rows, insert_new
from storage.vocabulary import OPEN_INTRODUCTIONS, MembershipStatus

_Need = aliased(Company, name="need_company")
_Offer = aliased(Company, name="offer_company")


def in_order(one: str, other: str) -> tuple[str, str]:
    return min(one, other), max(one, other)


async def put(session: AsyncSession, one: str, other: str, *, by: PersonId, reason: str | None, now: datetime) -> bool:
    """Returns True if the pair was not blocked before."""
    first, second = in_order(one, other)
    return await insert_new(session, BlockedCountryPair, one=first, other=second, by_id=by, at=now, reason=reason)


async def lift(session: AsyncSession, one: str, other: str) -> bool:
    """Returns True if the pair was blocked."""
    first, second = in_order(one, other)
    return await changes_rows(
        session, delete(BlockedCountryPair).where(BlockedCountryPair.one == first, BlockedCountryPair.other == second)
    )


async def all_pairs(session: AsyncSession) -> Sequence[BlockedCountryPair]:
    """Returns all blocked pairs, latest first."""
    query = select(BlockedCountryPair).order_by(
        BlockedCountryPair.at.desc(), BlockedCountryPair.one, BlockedCountryPair.other
    )
    return (await session.scalars(query)).all()


async def blocked_for(session: AsyncSession, country: str) -> frozenset[str]:
    """Returns the countries that form a blocked pair with this one."""
    other = case((BlockedCountryPair.one == country, BlockedCountryPair.other), else_=BlockedCountryPair.one)
    query = select(other).where(or_(BlockedCountryPair.one == country, BlockedCountryPair.other == country))
    return frozenset(await session.scalars(query))


async def between(session: AsyncSession, one: CompanyId, other: CompanyId) -> bool:
    """Returns True if the countries of these two companies are a blocked pair."""
    query = (
        select(BlockedCountryPair.one)
        .select_from(_Need)
        .join(_Offer, _Offer.id == other)
        .join(BlockedCountryPair, _is_pair(_Need.country, _Offer.country))
        .where(_Need.id == one)
        .limit(1)
    )
    return await session.scalar(query) is not None


async def hides(session: AsyncSession, country: str, person_id: PersonId) -> bool:
    """Returns True if all the person's companies are in countries blocked for this one. False without companies."""
    speaks = (
        select(Company.country)
        .join(Membership, Membership.company_id == Company.id)
        .where(Membership.person_id == person_id, Membership.status == MembershipStatus.ACTIVE)
    )
    countries = set(await session.scalars(speaks))
    return bool(countries) and countries <= await blocked_for(session, country)


def pair_is_blocked(one: ColumnElement[Any], other: ColumnElement[Any], *correlated: Any) -> ColumnElement[bool]:
    """True where the countries in these two columns (of the tables `correlated`) are a blocked pair."""
    return select(BlockedCountryPair.one).where(_is_pair(one, other)).correlate(*correlated).exists()


def all_pairs_blocked(country: ColumnElement[Any], person_id: PersonId, correlated: Any) -> ColumnElement[bool]:
    """True where all the person's companies are in countries blocked for the column's. False without companies."""
    speaks = (
        select(Membership.company_id)
        .join(Company, Company.id == Membership.company_id)
        .where(Membership.person_id == person_id, Membership.status == MembershipStatus.ACTIVE)
    )
    allowed = speaks.where(~pair_is_blocked(Company.country.expression, country, Company, correlated)).correlate(
        correlated
    )
    return and_(speaks.exists(), ~allowed.exists())


def in_blocked_pair() -> ColumnElement[bool]:
    """True where the two sides of an introduction are in a blocked pair of countries."""
    return (
        select(BlockedCountryPair.one)
        .select_from(_Need)
        .join(_Offer, _Offer.id == Introduction.offer_company_id)
        .join(BlockedCountryPair, _is_pair(_Need.country, _Offer.country))
        .where(_Need.id == Introduction.need_company_id)
        .correlate(Introduction)
        .exists()
    )


async def open_in_blocked_pairs(session: AsyncSession, limit: int) -> Sequence[Introduction]:
    return (await session.scalars(_open_in_blocked_pairs(), {"limit": limit})).all()


@cache
def _open_in_blocked_pairs() -> Select[Introduction]:
    return (
        select(Introduction)
        .where(Introduction.status.in_(OPEN_INTRODUCTIONS), in_blocked_pair())
        .order_by(Introduction.id)
        .limit(bindparam("limit", type_=Integer))
    )


def _is_pair(one: Any, other: Any) -> ColumnElement[bool]:
    return or_(
        and_(BlockedCountryPair.one == one, BlockedCountryPair.other == other),
        and_(BlockedCountryPair.one == other, BlockedCountryPair.other == one),
    )
