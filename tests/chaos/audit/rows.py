"""Rows that belong to nothing, wait for nothing, or should not be."""

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.models import (
    Announcement,
    AnnouncementCopy,
    Base,
    Company,
    Introduction,
    Listing,
    Meeting,
    MeetingSeat,
    Membership,
    ReceivedUpdate,
    Suggestion,
)
from storage.vocabulary import (
    OPEN_INTRODUCTIONS,
    UNFINISHED_DELIVERIES,
    AnnouncementStatus,
    ListingStatus,
    MeetingStatus,
)


async def without_end(session: AsyncSession) -> list[str]:
    """Open introductions without a time at which something happens by itself."""
    nothing_due = Introduction.later_until.is_(None) & (Introduction.expires_at <= Introduction.created_at)
    query = select(Introduction.id).where(Introduction.status.in_(OPEN_INTRODUCTIONS), nothing_due)
    return [f"introduction {number} is open without a deadline" for number in await session.scalars(query)]


async def orphans(session: AsyncSession) -> list[str]:
    """Rows whose reference leads nowhere, and rows that lack what belongs to them."""
    found = []
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            target = key.column.table.alias()
            lost = select(func.count()).select_from(table.outerjoin(target, key.parent == target.c[key.column.name]))
            count = await session.scalar(lost.where(key.parent.is_not(None), target.c[key.column.name].is_(None)))
            if count:
                found.append(f"{count} rows of {table.name} refer to no {key.column.table.name}")
    for what, query in _incomplete().items():
        found += [f"{what}: {row[0]}" for row in await session.execute(query)]
    return found


def _incomplete() -> dict[str, Select[Any]]:
    seats = select(MeetingSeat.meeting_id, func.count().label("count")).group_by(MeetingSeat.meeting_id).subquery()
    booked = Meeting.status == MeetingStatus.CONFIRMED
    ended = Announcement.status.in_((AnnouncementStatus.DONE, AnnouncementStatus.CANCELLED))
    unsent = AnnouncementCopy.status.in_(UNFINISHED_DELIVERIES)
    return {
        "company without people": select(Company.id)
        .outerjoin(Membership, Membership.company_id == Company.id)
        .where(Membership.person_id.is_(None)),
        "listing that was never matched": select(Listing.id).where(
            Listing.status == ListingStatus.PUBLISHED, Listing.matched_at.is_(None)
        ),
        "booked meeting without two seats": select(Meeting.id)
        .outerjoin(seats, seats.c.meeting_id == Meeting.id)
        .where(booked, func.coalesce(seats.c.count, 0) != 2),
        "seat of a meeting that is not booked": select(MeetingSeat.meeting_id)
        .join(Meeting, Meeting.id == MeetingSeat.meeting_id)
        .where(~booked),
        "copy of an announcement that has ended": select(AnnouncementCopy.id)
        .join(Announcement, Announcement.id == AnnouncementCopy.announcement_id)
        .where(ended, unsent),
        "update that nobody handled": select(ReceivedUpdate.id).where(ReceivedUpdate.handled_at.is_(None)),
    }


async def at_home(session: AsyncSession) -> list[str]:
    """Pairs of one country of which not both sides asked for it."""
    need, offer = aliased(Listing), aliased(Listing)
    found = []
    for table in (Suggestion, Introduction):
        pairs = select(table.id).join(need, need.id == table.need_id).join(offer, offer.id == table.offer_id)
        home = pairs.where(need.country == offer.country, ~(need.same_country & offer.same_country))
        found += [f"{table.__tablename__} {number} is within one country" for number in await session.scalars(home)]
    return found
