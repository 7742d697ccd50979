"""Queries about meetings for which something is due: a reminder, an end, a question."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import EventId, MeetingId, PersonId
from storage.introductions.blocks import blocked
from storage.models import (
    Event,
    EventParticipant,
    Introduction,
    Meeting,
    MeetingProposal,
    MeetingSeat,
    MeetingSetup,
    MeetingSlot,
    Membership,
    Person,
)
from storage.moderation.sanctions import company_banned, personally_banned
from storage.statements import changes_rows
from storage.vocabulary import LIVE_INTRODUCTIONS, IntroductionStatus, MeetingStatus, MembershipStatus

_SLOT = MeetingSlot.id == Meeting.slot_id


async def anything(session: AsyncSession, now: datetime, *, soon: datetime, over: datetime) -> bool:
    """Returns True if a meeting needs a reminder, a question or an end."""
    conditions = (_starting(now, soon), _over(over), _impossible(now), _request_over(now))
    return bool(await session.scalar(select(or_(*(exists().where(one) for one in conditions)))))


async def starting(session: AsyncSession, now: datetime, until: datetime, limit: int) -> Sequence[Meeting]:
    """Returns booked meetings that start before `until`, and marks them as reminded."""
    return await _mark(session, _starting(now, until), limit, reminded_at=now)


async def over(session: AsyncSession, now: datetime, ended: datetime, limit: int) -> Sequence[Meeting]:
    """Returns booked meetings that ended before `ended`, and marks them as asked afterwards."""
    return await _mark(session, _over(ended), limit, asked_afterwards_at=now)


async def expire_requests(session: AsyncSession, now: datetime, limit: int) -> Sequence[Meeting]:
    """Ends requests whose suggested times are over or whose introduction ended, and returns them."""
    return await _mark(
        session,
        _request_over(now),
        limit,
        status=MeetingStatus.EXPIRED,
        turn=None,
        revision=Meeting.revision + 1,
        changed_at=now,
    )


async def impossible(session: AsyncSession, now: datetime, limit: int) -> Sequence[Meeting]:
    """Returns coming meetings that cannot take place: a person left, a side was banned, or the companies parted."""
    query = select(Meeting).where(_impossible(now)).order_by(Meeting.id).limit(limit)
    return (await session.scalars(query.with_for_update(skip_locked=True))).all()


async def can_take_place(session: AsyncSession, meeting_id: MeetingId) -> bool:
    """Returns True if both people take part in the event and speak for companies that are connected."""
    query = select(Meeting.id).join(Introduction, Introduction.id == Meeting.introduction_id)
    return await session.scalar(query.where(Meeting.id == meeting_id, *_CONNECTED)) is not None


async def _mark(
    session: AsyncSession, condition: ColumnElement[bool], limit: int, **values: object
) -> Sequence[Meeting]:
    # A separate SELECT: PostgreSQL may run a subquery with LIMIT and SKIP LOCKED twice and lock different rows.
    chosen = select(Meeting.id).where(condition).order_by(Meeting.id).limit(limit).with_for_update(skip_locked=True)
    ids = (await session.scalars(chosen)).all()
    if not ids:
        return []
    result = await session.scalars(
        update(Meeting)
        .where(Meeting.id.in_(ids))
        .values(values)
        .returning(Meeting)
        .execution_options(populate_existing=True, synchronize_session=False)
    )
    return sorted(result.all(), key=lambda meeting: meeting.id)


def _at(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """True where the meeting is booked and its slot meets the conditions."""
    return and_(Meeting.status == MeetingStatus.CONFIRMED, exists().where(_SLOT, *conditions).correlate(Meeting))


def _starting(now: datetime, until: datetime) -> ColumnElement[bool]:
    return and_(Meeting.reminded_at.is_(None), _at(MeetingSlot.starts_at > now, MeetingSlot.starts_at <= until))


def _over(ended: datetime) -> ColumnElement[bool]:
    return and_(Meeting.asked_afterwards_at.is_(None), _at(MeetingSlot.ends_at <= ended))


def _request_over(now: datetime) -> ColumnElement[bool]:
    """True where a request can no longer be answered: its times, or all slots of the event, have begun."""
    suggested = exists().where(MeetingProposal.meeting_id == Meeting.id).correlate(Meeting)
    open_time = (
        exists()
        .where(
            MeetingProposal.meeting_id == Meeting.id,
            MeetingSlot.id == MeetingProposal.slot_id,
            MeetingSlot.starts_at > now,
        )
        .correlate(Meeting)
    )
    any_time = exists().where(MeetingSlot.event_id == Meeting.event_id, MeetingSlot.starts_at > now).correlate(Meeting)
    alive = (
        exists()
        .where(Introduction.id == Meeting.introduction_id, Introduction.status.in_(LIVE_INTRODUCTIONS))
        .correlate(Meeting)
    )
    waits = Meeting.status.in_((MeetingStatus.ASKED, MeetingStatus.WANTED))
    return and_(waits, or_(~any_time, and_(suggested, ~open_time), ~alive))


def _impossible(now: datetime) -> ColumnElement[bool]:
    connected = exists().where(Introduction.id == Meeting.introduction_id, *_CONNECTED).correlate(Meeting)
    return and_(_at(MeetingSlot.starts_at > now), ~connected)


def _takes_part(person: object) -> ColumnElement[bool]:
    return (
        exists()
        .where(EventParticipant.event_id == Meeting.event_id, EventParticipant.person_id == person)
        .correlate(Meeting)
    )


def _speaks(person: object, company: object) -> ColumnElement[bool]:
    return (
        exists()
        .where(
            Membership.person_id == person,
            Membership.company_id == company,
            Membership.status == MembershipStatus.ACTIVE,
            ~personally_banned(Membership.person_id),
        )
        .correlate(Meeting, Introduction)
    )


_CONNECTED = (
    Introduction.status == IntroductionStatus.ACCEPTED,
    ~blocked(Introduction.need_company_id.expression, Introduction.offer_company_id.expression),
    ~company_banned(Introduction.need_company_id),
    ~company_banned(Introduction.offer_company_id),
    _takes_part(Meeting.need_person_id),
    _takes_part(Meeting.offer_person_id),
    _speaks(Meeting.need_person_id, Introduction.need_company_id),
    _speaks(Meeting.offer_person_id, Introduction.offer_company_id),
)
"""True where the two people of a meeting can meet."""


async def events_with_slots(
    session: AsyncSession, since: datetime, until: datetime
) -> Sequence[tuple[Event, date | None]]:
    """Returns (event, day up to which people were told) for events with booked meetings in this time."""
    booked = exists().where(
        MeetingSeat.slot_id == MeetingSlot.id,
        MeetingSlot.event_id == Event.id,
        MeetingSlot.starts_at > since,
        MeetingSlot.starts_at <= until,
    )
    rows = await session.execute(
        select(Event, MeetingSetup.evening_told_for)
        .join(MeetingSetup, MeetingSetup.event_id == Event.id)
        .where(booked.correlate(Event))
        .order_by(Event.id)
    )
    return [(event, told_for) for event, told_for in rows]


async def mark_evening(session: AsyncSession, event_id: EventId, day: date) -> bool:
    """Returns True for the one caller that tells people about this day."""
    told = or_(MeetingSetup.evening_told_for.is_(None), MeetingSetup.evening_told_for < day)
    return await changes_rows(
        session,
        update(MeetingSetup).where(MeetingSetup.event_id == event_id, told).values(evening_told_for=day),
    )


async def people_between(
    session: AsyncSession, event_id: EventId, since: datetime, until: datetime
) -> Sequence[PersonId]:
    """Returns the reachable people who meet somebody at the event in this time."""
    result = await session.scalars(
        select(func.distinct(MeetingSeat.person_id))
        .join(MeetingSlot, MeetingSlot.id == MeetingSeat.slot_id)
        .join(Person, Person.id == MeetingSeat.person_id)
        .where(
            MeetingSlot.event_id == event_id,
            MeetingSlot.starts_at >= since,
            MeetingSlot.starts_at < until,
            Person.unreachable_since.is_(None),
        )
        .order_by(MeetingSeat.person_id)
    )
    return result.all()
