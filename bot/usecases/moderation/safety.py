"""Blocks and reports. The other side is not told about either."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AlreadyDoneError
from bot.usecases.introductions import errors
from bot.usecases.introductions.access import own_side
from bot.usecases.introductions.departures import end_open_introductions
from bot.usecases.moderation.reports import queue_report
from bot.usecases.people import daily_caps
from storage.ids import IntroductionId, ListingId, MessageId, PersonId, ReportId
from storage.introductions import blocks, introductions, thread
from storage.listings import listings
from storage.models import Introduction
from storage.moderation import reports
from storage.people import memberships
from storage.vocabulary import OPEN_INTRODUCTIONS, DeclineReason, Kind, ListingStatus, ReportObject, ReportReason, Use

NOTE_LIMIT = 1_000
"""Characters."""


async def block(session: AsyncSession, person_id: PersonId, introduction_id: IntroductionId, now: datetime) -> None:
    """Blocks the other company of this introduction, in both directions.

    Open introductions between the two end as declined or withdrawn. Accepted ones stay, but nothing is relayed.
    """
    own = await own_side(session, person_id, introduction_id)
    mine, theirs = own.company_id, own.their_company_id
    await blocks.put(session, mine, theirs, person_id=person_id, now=now)
    open_ = await introductions.of_companies(session, [mine], OPEN_INTRODUCTIONS, other_id=theirs)
    await end_open_introductions(session, open_, of=mine, reason=DeclineReason.OTHER, now=now)


async def unblock(session: AsyncSession, person_id: PersonId, introduction_id: IntroductionId) -> bool:
    """Removes the block. Returns False if the person's company had not blocked the other."""
    own = await own_side(session, person_id, introduction_id)
    return await blocks.lift(session, own.company_id, own.their_company_id)


async def report(
    session: AsyncSession,
    person_id: PersonId,
    object_kind: ReportObject,
    object_id: int,
    *,
    reason: ReportReason,
    note: str | None,
    now: datetime,
) -> ReportId:
    """Reports an object that the person can see and that belongs to the other side.

    Raises NotYoursError for anything else, AlreadyDoneError while the same person's earlier report of it is open,
    DailyLimitError.
    """
    if not await _may_report(session, person_id, object_kind, object_id, now):
        raise errors.NotYoursError
    await daily_caps.spend(session, person_id, Use.REPORT, now)
    text = (note or "").strip()[:NOTE_LIMIT] or None
    report_id = await reports.add(
        session,
        reporter_id=person_id,
        object_kind=object_kind,
        object_id=object_id,
        reason=reason,
        note=text,
        now=now,
    )
    if report_id is None:
        raise AlreadyDoneError
    await queue_report(session, object_kind, object_id, now)
    return report_id


async def _may_report(
    session: AsyncSession, person_id: PersonId, object_kind: ReportObject, object_id: int, now: datetime
) -> bool:
    if object_kind is ReportObject.INTRODUCTION:
        return not (await own_side(session, person_id, IntroductionId(object_id))).proposed
    if object_kind is ReportObject.MESSAGE:
        message = await thread.find(session, MessageId(object_id))
        if message is None:
            return False
        return (await own_side(session, person_id, message.introduction_id)).side is not message.side
    return await _may_report_listing(session, person_id, ListingId(object_id), now)


async def _may_report_listing(session: AsyncSession, person_id: PersonId, listing_id: ListingId, now: datetime) -> bool:
    """Returns True for other companies' listings that are published, or in an introduction with the own company."""
    listing = await listings.find(session, listing_id)
    if listing is None or await memberships.speaks_for(session, person_id, listing.company_id):
        return False
    if listing.status is ListingStatus.PUBLISHED and listing.expires_at > now:
        return True
    mine = await introductions.of_person(session, person_id)
    return any(_includes(one, listing_id) for one in mine)


def _includes(introduction: Introduction, listing_id: ListingId) -> bool:
    return any(introduction.listing_of(side) == listing_id for side in Kind)
