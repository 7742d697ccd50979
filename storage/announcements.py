"""Queries about announcements, their versions, and who belongs to an audience."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import AnnouncementId, EventId, PersonId
from storage.introductions import company_on
from storage.models import (
    Announcement,
    AnnouncementPress,
    AnnouncementVersion,
    Company,
    EventParticipant,
    Introduction,
    Listing,
    Membership,
    Person,
    Preference,
)
from storage.vocabulary import (
    OPEN_INTRODUCTIONS,
    AnnouncementStatus,
    Kind,
    Language,
    ListingStatus,
    MembershipStatus,
    Relation,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Whom an announcement is for, among the participants of its event. An empty set does not narrow."""

    countries: Collection[str] = ()
    sectors: Collection[str] = ()
    kinds: Collection[Kind] = ()
    languages: Collection[Language] = ()
    relations: Collection[Relation] = ()
    without_listing: bool = False
    unanswered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One of an audience, with what decides when they may be told."""

    person_id: PersonId
    country: str | None
    preference: Preference | None


async def find(session: AsyncSession, announcement_id: AnnouncementId) -> Announcement | None:
    return await session.get(Announcement, announcement_id, populate_existing=True)


async def add(session: AsyncSession, announcement: Announcement) -> Announcement:
    session.add(announcement)
    await session.flush()
    return announcement


async def of_event(session: AsyncSession, event_id: EventId) -> Sequence[Announcement]:
    """The latest first."""
    result = await session.scalars(
        select(Announcement).where(Announcement.event_id == event_id).order_by(Announcement.id.desc())
    )
    return result.all()


async def change(session: AsyncSession, announcement_id: AnnouncementId, changes: Mapping[str, Any]) -> bool:
    """Changes what is still a draft; False for anything else."""
    result = await session.execute(
        update(Announcement)
        .where(Announcement.id == announcement_id, Announcement.status == AnnouncementStatus.DRAFT)
        .values(dict(changes))
        .returning(Announcement.id)
    )
    return result.first() is not None


async def discard(session: AsyncSession, announcement_id: AnnouncementId) -> bool:
    result = await session.execute(
        delete(Announcement)
        .where(Announcement.id == announcement_id, Announcement.status == AnnouncementStatus.DRAFT)
        .returning(Announcement.id)
    )
    return result.first() is not None


async def move(
    session: AsyncSession,
    announcement_id: AnnouncementId,
    *,
    from_: Collection[AnnouncementStatus],
    changes: Mapping[str, Any],
) -> Announcement | None:
    """Makes the changes if it is in one of `from_`; otherwise None, and no change."""
    return await session.scalar(
        update(Announcement)
        .where(Announcement.id == announcement_id, Announcement.status.in_(from_))
        .values(dict(changes))
        .returning(Announcement)
        .execution_options(populate_existing=True, synchronize_session=False)
    )


async def due(session: AsyncSession, now: datetime) -> Sequence[Announcement]:
    """What is scheduled for now or earlier, the earliest first."""
    result = await session.scalars(
        select(Announcement)
        .where(Announcement.status == AnnouncementStatus.SCHEDULED, Announcement.starts_at <= now)
        .order_by(Announcement.starts_at, Announcement.id)
    )
    return result.all()


async def in_states(session: AsyncSession, *states: AnnouncementStatus) -> Sequence[Announcement]:
    return (
        await session.scalars(select(Announcement).where(Announcement.status.in_(states)).order_by(Announcement.id))
    ).all()


async def versions(session: AsyncSession, announcement_id: AnnouncementId) -> Sequence[AnnouncementVersion]:
    """The first is the fallback."""
    result = await session.scalars(
        select(AnnouncementVersion)
        .where(AnnouncementVersion.announcement_id == announcement_id)
        .order_by(AnnouncementVersion.position, AnnouncementVersion.language)
    )
    return result.all()


async def put_version(session: AsyncSession, version: AnnouncementVersion) -> None:
    await session.merge(version)
    await session.flush()


async def remove_version(session: AsyncSession, announcement_id: AnnouncementId, language: Language) -> None:
    await session.execute(
        delete(AnnouncementVersion).where(
            AnnouncementVersion.announcement_id == announcement_id, AnnouncementVersion.language == language
        )
    )


async def empty_of(session: AsyncSession, person_id: PersonId, now: datetime) -> None:
    """Stops what somebody who goes was still telling, and takes out what they wrote and where."""
    theirs = Announcement.author_id == person_id
    under_way = (AnnouncementStatus.SCHEDULED, AnnouncementStatus.RUNNING, AnnouncementStatus.PAUSED)
    await session.execute(delete(Announcement).where(theirs, Announcement.status == AnnouncementStatus.DRAFT))
    await session.execute(
        update(Announcement)
        .where(theirs, Announcement.status.in_(under_way))
        .values(status=AnnouncementStatus.CANCELLED, ended_at=now)
    )
    await session.execute(
        update(Announcement)
        .where(Announcement.progress_chat_id == person_id)
        .values(progress_chat_id=None, progress_message_id=None)
    )
    await session.execute(
        update(AnnouncementVersion)
        .where(AnnouncementVersion.from_chat_id == person_id)
        .values(from_chat_id=0, parts=[])
    )


async def press(
    session: AsyncSession, announcement_id: AnnouncementId, person_id: PersonId, button: int, now: datetime
) -> None:
    """Remembers the first press of a button by a person."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    await session.execute(
        insert(AnnouncementPress)
        .values(announcement_id=announcement_id, person_id=person_id, button=button, at=now)
        .on_conflict_do_nothing()
    )


async def presses(session: AsyncSession, announcement_id: AnnouncementId) -> dict[int, int]:
    """By button, how many people pressed it."""
    rows = await session.execute(
        select(AnnouncementPress.button, func.count())
        .where(AnnouncementPress.announcement_id == announcement_id)
        .group_by(AnnouncementPress.button)
    )
    return {int(button): int(count) for button, count in rows}


async def countries_of(session: AsyncSession, event_id: EventId) -> Sequence[str]:
    """The countries that an event's participants speak for companies of, the most frequent first."""
    rows = await session.execute(
        select(Company.country)
        .join(Membership, Membership.company_id == Company.id)
        .join(EventParticipant, EventParticipant.person_id == Membership.person_id)
        .where(EventParticipant.event_id == event_id, Membership.status == MembershipStatus.ACTIVE)
        .group_by(Company.country)
        .order_by(func.count().desc(), Company.country)
    )
    return [country for (country,) in rows]


async def count_audience(session: AsyncSession, event_id: EventId, filters: Filters) -> int:
    query = select(func.count()).select_from(_audience(select(Person.id), event_id, filters).subquery())
    return await session.scalar(query) or 0


async def audience(session: AsyncSession, event_id: EventId, filters: Filters) -> Sequence[Member]:
    """Everybody it is for at this moment who can be reached, agreed to be written to, and has not muted the event."""
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
    return query.where(*_narrowing(filters))


def _narrowing(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.languages:
        found.append(Person.language.in_(filters.languages))
    if filters.countries:
        found.append(_speaks(Company.country.in_(filters.countries)))
    if filters.relations:
        found.append(_speaks(Membership.relation.in_(filters.relations)))
    if filters.kinds:
        found.append(_lists(Listing.kind.in_(filters.kinds)))
    if filters.sectors:
        text = cast(Listing.sectors, String)
        found.append(_lists(or_(*(text.like(f'%"{sector}"%') for sector in filters.sectors))))
    if filters.without_listing:
        found.append(~_lists())
    if filters.unanswered:
        found.append(_owes_an_answer())
    return found


def _speaks(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        select(Membership.person_id)
        .join(Company, Company.id == Membership.company_id)
        .where(Membership.person_id == Person.id, Membership.status == MembershipStatus.ACTIVE, condition)
        .correlate(Person)
        .exists()
    )


def _lists(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        select(Listing.id)
        .join(Membership, Membership.company_id == Listing.company_id)
        .where(
            Membership.person_id == Person.id,
            Membership.status == MembershipStatus.ACTIVE,
            Listing.status == ListingStatus.PUBLISHED,
            *conditions,
        )
        .correlate(Person)
        .exists()
    )


def _owes_an_answer() -> ColumnElement[bool]:
    turn: ColumnElement[Any] = Introduction.turn.expression
    return (
        select(Introduction.id)
        .join(Membership, Membership.company_id == company_on(turn))
        .where(
            Introduction.status.in_(OPEN_INTRODUCTIONS),
            Membership.person_id == Person.id,
            Membership.status == MembershipStatus.ACTIVE,
        )
        .correlate(Person)
        .exists()
    )
