"""Queries for an event's results: counts only, no names."""

from collections.abc import Sequence
from datetime import date, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.events.presence import both_at_event, companies_at_event
from storage.ids import EventId
from storage.introductions.introductions import RECIPIENT, company_on
from storage.models import (
    Announcement,
    AnnouncementCopy,
    AnnouncementPress,
    Company,
    EventParticipant,
    Introduction,
    IntroductionOutcome,
    Listing,
    Suggestion,
)
from storage.vocabulary import ARRIVED_DELIVERIES, IntroductionStatus, Kind, ListingStatus, Outcome


async def companies_by_country(session: AsyncSession, event_id: EventId) -> dict[str, int]:
    rows = await session.execute(
        select(Company.country, func.count())
        .where(Company.id.in_(companies_at_event(event_id)))
        .group_by(Company.country)
    )
    return {str(country): int(count) for country, count in rows}


async def announcements(session: AsyncSession, event_id: EventId) -> tuple[int, int, int]:
    """Returns how many copies of the event's announcements arrived, and how many people got one and pressed one."""
    arrived = select(func.count(), func.count(AnnouncementCopy.person_id.distinct())).join(
        Announcement, Announcement.id == AnnouncementCopy.announcement_id
    )
    of_event = (Announcement.event_id == event_id, AnnouncementCopy.status.in_(ARRIVED_DELIVERIES))
    copies, people = (await session.execute(arrived.where(*of_event))).one()
    pressed = select(func.count(AnnouncementPress.person_id.distinct())).join(
        Announcement, Announcement.id == AnnouncementPress.announcement_id
    )
    return copies, people, await session.scalar(pressed.where(Announcement.event_id == event_id)) or 0


async def open_listings(session: AsyncSession, event_id: EventId) -> Sequence[tuple[str, Kind, frozenset[str]]]:
    """Returns country, kind and sectors of every published listing of the event's companies."""
    rows = await session.execute(
        select(Listing.country, Listing.kind, Listing.sectors).where(
            Listing.company_id.in_(companies_at_event(event_id)), Listing.status == ListingStatus.PUBLISHED
        )
    )
    return [(country, kind, sectors) for country, kind, sectors in rows]


async def count_matches(session: AsyncSession, event_id: EventId) -> int:
    """Returns the number of suggestions between two companies of the event."""
    need, offer = aliased(Listing), aliased(Listing)
    query = (
        select(func.count())
        .select_from(Suggestion)
        .join(need, need.id == Suggestion.need_id)
        .join(offer, offer.id == Suggestion.offer_id)
        .where(need.company_id.in_(companies_at_event(event_id)), offer.company_id.in_(companies_at_event(event_id)))
    )
    return await session.scalar(query) or 0


async def introductions_by_status(session: AsyncSession, event_id: EventId) -> dict[IntroductionStatus, int]:
    rows = await session.execute(
        select(Introduction.status, func.count()).where(both_at_event(event_id)).group_by(Introduction.status)
    )
    return {status: int(count) for status, count in rows}


async def proposals_received(session: AsyncSession, event_id: EventId) -> list[int]:
    """Returns the number of proposals that each company of the event got from others there, without zeros."""
    recipient = company_on(RECIPIENT)
    rows = await session.scalars(select(func.count()).where(both_at_event(event_id)).group_by(recipient))
    return list(rows)


async def outcomes(session: AsyncSession, event_id: EventId) -> dict[Outcome, int]:
    """Returns how often each outcome was reported. Only the latest report of each side counts."""
    rows = await session.execute(
        select(IntroductionOutcome.introduction_id, IntroductionOutcome.side, IntroductionOutcome.outcome)
        .join(Introduction, Introduction.id == IntroductionOutcome.introduction_id)
        .where(both_at_event(event_id), IntroductionOutcome.outcome.is_not(None))
        .order_by(IntroductionOutcome.day)
    )
    last = {(number, side): outcome for number, side, outcome in rows}
    return {outcome: list(last.values()).count(outcome) for outcome in set(last.values()) if outcome is not None}


async def met(session: AsyncSession, event_id: EventId) -> dict[tuple[str, str], int]:
    """Returns the number of accepted introductions per pair of countries; each pair is in alphabetical order."""
    need, offer = aliased(Company), aliased(Company)
    rows = await session.execute(
        select(need.country, offer.country)
        .select_from(Introduction)
        .join(need, need.id == Introduction.need_company_id)
        .join(offer, offer.id == Introduction.offer_company_id)
        .where(both_at_event(event_id), Introduction.status == IntroductionStatus.ACCEPTED)
    )
    pairs: dict[tuple[str, str], int] = {}
    for one, other in rows:
        pair = (min(one, other), max(one, other))
        pairs[pair] = pairs.get(pair, 0) + 1
    return pairs


async def by_day(session: AsyncSession, event_id: EventId, zone: tzinfo) -> dict[str, dict[date, int]]:
    """Returns the people who joined and the introductions proposed and accepted on each day of the zone."""
    there = both_at_event(event_id)
    series: dict[str, tuple[ColumnElement[Any], ColumnElement[bool]]] = {
        "joined": (EventParticipant.joined_at.expression, EventParticipant.event_id == event_id),
        "proposed": (Introduction.created_at.expression, there),
        "accepted": (Introduction.accepted_at.expression, and_(there, Introduction.accepted_at.is_not(None))),
    }
    found: dict[str, dict[date, int]] = {}
    for name, (moment, condition) in series.items():
        times = await session.scalars(select(moment).where(condition))
        days: dict[date, int] = {}
        for at in times:
            day = at.astimezone(zone).date()
            days[day] = days.get(day, 0) + 1
        found[name] = days
    return found
