"""Queries about the audience of an announcement."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.events.presence import companies_at_event
from storage.ids import EventId, PersonId
from storage.introductions.introductions import company_on
from storage.models import Company, EventParticipant, Introduction, Listing, Membership, Person, Preference
from storage.vocabulary import OPEN_INTRODUCTIONS, Kind, Language, ListingStatus, MembershipStatus, Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Filters for the participants of an event. An empty filter matches everyone."""

    countries: Collection[str] = ()
    sectors: Collection[str] = ()
    kinds: Collection[Kind] = ()
    languages: Collection[Language] = ()
    relations: Collection[Relation] = ()
    without_listing: bool = False
    unanswered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A recipient with the settings that decide when the announcement may be sent."""

    person_id: PersonId
    country: str | None
    preference: Preference | None


async def countries_of(session: AsyncSession, event_id: EventId) -> Sequence[str]:
    """Returns the countries of the companies that the event's participants represent, the most frequent first."""
    rows = await session.execute(
        select(Company.country)
        .join(Membership, Membership.company_id == Company.id)
        .join(EventParticipant, EventParticipant.person_id == Membership.person_id)
        .where(EventParticipant.event_id == event_id, _is_of_company_at_event(event_id))
        .group_by(Company.country)
        .order_by(func.count().desc(), Company.country)
    )
    return [country for (country,) in rows]


async def count(session: AsyncSession, event_id: EventId, filters: Filters) -> int:
    query = select(func.count()).select_from(_audience(select(Person.id), event_id, filters).subquery())
    return await session.scalar(query) or 0


async def members(session: AsyncSession, event_id: EventId, filters: Filters) -> Sequence[Member]:
    """Returns the current audience: reachable people with consent who have not muted the event."""
    country = (
        select(Company.country)
        .join(Membership, Membership.company_id == Company.id)
        .where(Membership.person_id == Person.id, Membership.status == MembershipStatus.ACTIVE)
        .order_by(Membership.since, Company.id)
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )
    columns = select(Person.id, country, Preference).outerjoin(Preference, Preference.person_id == Person.id)
    rows = await session.execute(_audience(columns, event_id, filters).order_by(Person.id))
    return [Member(person_id=person_id, country=code, preference=preference) for person_id, code, preference in rows]


def _audience(query: Select[Any], event_id: EventId, filters: Filters) -> Select[Any]:
    query = query.where(
        Person.unreachable_since.is_(None),
        Person.consented_at.is_not(None),
        select(EventParticipant.person_id)
        .where(
            EventParticipant.event_id == event_id,
            EventParticipant.person_id == Person.id,
            EventParticipant.muted_at.is_(None),
        )
        .exists(),
    )
    return query.where(*_filter_conditions(event_id, filters))


def _filter_conditions(event_id: EventId, filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.languages:
        found.append(Person.language.in_(filters.languages))
    if filters.countries:
        found.append(_represents_company(event_id, Company.country.in_(filters.countries)))
    if filters.relations:
        found.append(_represents_company(event_id, Membership.relation.in_(filters.relations)))
    if filters.kinds:
        found.append(_has_listing(event_id, Listing.kind.in_(filters.kinds)))
    if filters.sectors:
        text = cast(Listing.sectors, String)
        found.append(_has_listing(event_id, or_(*(text.like(f'%"{sector}"%') for sector in filters.sectors))))
    if filters.without_listing:
        found.append(~_has_listing(event_id))
    if filters.unanswered:
        found.append(_has_unanswered_introduction(event_id))
    return found


def _is_of_company_at_event(event_id: EventId) -> ColumnElement[bool]:
    """True where the membership is of a company at the event. A person's other companies do not count here."""
    return and_(Membership.status == MembershipStatus.ACTIVE, Membership.company_id.in_(companies_at_event(event_id)))


def _represents_company(event_id: EventId, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        select(Membership.person_id)
        .join(Company, Company.id == Membership.company_id)
        .where(Membership.person_id == Person.id, _is_of_company_at_event(event_id), condition)
        .correlate(Person)
        .exists()
    )


def _has_listing(event_id: EventId, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        select(Listing.id)
        .join(Membership, Membership.company_id == Listing.company_id)
        .where(
            Membership.person_id == Person.id,
            _is_of_company_at_event(event_id),
            Listing.status == ListingStatus.PUBLISHED,
            *conditions,
        )
        .correlate(Person)
        .exists()
    )


def _has_unanswered_introduction(event_id: EventId) -> ColumnElement[bool]:
    turn: ColumnElement[Any] = Introduction.turn.expression
    return (
        select(Introduction.id)
        .join(Membership, Membership.company_id == company_on(turn))
        .where(
            Introduction.status.in_(OPEN_INTRODUCTIONS),
            Membership.person_id == Person.id,
            _is_of_company_at_event(event_id),
        )
        .correlate(Person)
        .exists()
    )
