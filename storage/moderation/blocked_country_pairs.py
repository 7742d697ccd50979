"""Queries about countries that are kept apart: their companies are not brought together."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.ids import CompanyId, PersonId
from storage.models import Company, CountriesApart, Introduction, Membership
from storage.upserts import insert_of
from storage.vocabulary import OPEN_INTRODUCTIONS, MembershipStatus

_Need = aliased(Company, name="need_company")
_Offer = aliased(Company, name="offer_company")


def in_order(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one <= other else (other, one)


async def put(session: AsyncSession, one: str, other: str, *, by: PersonId, reason: str | None, now: datetime) -> bool:
    """True if they were not kept apart before."""
    first, second = in_order(one, other)
    insert = insert_of(session)
    result = await session.execute(
        insert(CountriesApart)
        .values(one=first, other=second, by_id=by, at=now, reason=reason)
        .on_conflict_do_nothing()
        .returning(CountriesApart.one)
    )
    return result.first() is not None


async def lift(session: AsyncSession, one: str, other: str) -> bool:
    """True if they were kept apart."""
    first, second = in_order(one, other)
    result = await session.execute(
        delete(CountriesApart)
        .where(CountriesApart.one == first, CountriesApart.other == second)
        .returning(CountriesApart.one)
    )
    return result.first() is not None


async def everything(session: AsyncSession) -> Sequence[CountriesApart]:
    """The last first."""
    query = select(CountriesApart).order_by(CountriesApart.at.desc(), CountriesApart.one, CountriesApart.other)
    return (await session.scalars(query)).all()


async def barred_for(session: AsyncSession, country: str) -> frozenset[str]:
    """The countries that this one is kept apart from."""
    other = case((CountriesApart.one == country, CountriesApart.other), else_=CountriesApart.one)
    query = select(other).where(or_(CountriesApart.one == country, CountriesApart.other == country))
    return frozenset(await session.scalars(query))


async def between(session: AsyncSession, one: CompanyId, other: CompanyId) -> bool:
    """The countries of these two companies are kept apart."""
    query = (
        select(CountriesApart.one)
        .select_from(_Need)
        .join(_Offer, _Offer.id == other)
        .join(CountriesApart, _both(_Need.country, _Offer.country))
        .where(_Need.id == one)
        .limit(1)
    )
    return await session.scalar(query) is not None


async def hides(session: AsyncSession, country: str, person_id: PersonId) -> bool:
    """The person speaks for somebody, and whoever it is: their country is kept apart from this one."""
    speaks = (
        select(Company.country)
        .join(Membership, Membership.company_id == Company.id)
        .where(Membership.person_id == person_id, Membership.status == MembershipStatus.ACTIVE)
    )
    countries = set(await session.scalars(speaks))
    return bool(countries) and countries <= await barred_for(session, country)


def apart(one: ColumnElement[Any], other: ColumnElement[Any], *correlated: Any) -> ColumnElement[bool]:
    """The countries in these two columns, which are of the tables `correlated`, are kept apart."""
    return select(CountriesApart.one).where(_both(one, other)).correlate(*correlated).exists()


def all_apart(country: ColumnElement[Any], person_id: PersonId, correlated: Any) -> ColumnElement[bool]:
    """The person speaks for somebody, and whoever it is: their country is kept apart from the one in the column."""
    speaks = (
        select(Membership.company_id)
        .join(Company, Company.id == Membership.company_id)
        .where(Membership.person_id == person_id, Membership.status == MembershipStatus.ACTIVE)
    )
    together = speaks.where(~apart(Company.country.expression, country, Company, correlated)).correlate(correlated)
    return and_(speaks.exists(), ~together.exists())


def across() -> ColumnElement[bool]:
    """The two sides of the introduction of the row are of countries that are kept apart."""
    return (
        select(CountriesApart.one)
        .select_from(_Need)
        .join(_Offer, _Offer.id == Introduction.offer_company_id)
        .join(CountriesApart, _both(_Need.country, _Offer.country))
        .where(_Need.id == Introduction.need_company_id)
        .correlate(Introduction)
        .exists()
    )


async def open_across(session: AsyncSession, limit: int) -> Sequence[Introduction]:
    query = (
        select(Introduction)
        .where(Introduction.status.in_(OPEN_INTRODUCTIONS), across())
        .order_by(Introduction.id)
        .limit(limit)
    )
    return (await session.scalars(query)).all()


def _both(one: Any, other: Any) -> ColumnElement[bool]:
    return or_(
        and_(CountriesApart.one == one, CountriesApart.other == other),
        and_(CountriesApart.one == other, CountriesApart.other == one),
    )
