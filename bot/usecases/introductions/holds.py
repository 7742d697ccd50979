"""Holds introductions for a moderator's decision, and releases or stops them.

Nobody is told about a hold for screening: to the proposer the introduction looks like any other. Both sides are told
about a hold for dual use, in neutral words.
"""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.introductions.notices import tell_side
from storage.ids import IntroductionId, ListingId
from storage.introductions import introductions
from storage.introductions.introductions import closed
from storage.models import Introduction
from storage.moderation import dual_use, reviews
from storage.screening import hits
from storage.vocabulary import (
    OPEN_INTRODUCTIONS,
    HoldReason,
    IntroductionStatus,
    Kind,
    ReviewKind,
    Topic,
)


async def hold_new(session: AsyncSession, made: Introduction, now: datetime) -> None:
    """Holds a new introduction if a name resembles one on a sanctions list, or a technology may be dual-use."""
    if await hits.has_uncleared_hit(session, [made.need_company_id, made.offer_company_id]):
        await hits.hold(session, made.id, HoldReason.SCREENING, now)
    if await dual_use.is_any(session, [made.need_id, made.offer_id]):
        await _hold_for_dual_use(session, made, now)


async def hold_if_flagged(session: AsyncSession, listing_id: ListingId, now: datetime) -> None:
    """Holds the open introductions of a listing that is now marked as dual-use. Released ones stay released."""
    for introduction in await introductions.open_of_listing(session, listing_id):
        await _hold_for_dual_use(session, introduction, now)


async def _hold_for_dual_use(session: AsyncSession, introduction: Introduction, now: datetime) -> None:
    if not await hits.hold(session, introduction.id, HoldReason.DUAL_USE, now):
        return
    await reviews.put(session, ReviewKind.DUAL_USE, introduction.id, now)
    for side in Kind:
        await tell_side(session, introduction, side, Topic.INTRODUCTION_LOOKED_AT, now)


async def release(session: AsyncSession, introduction: Introduction, why: HoldReason, now: datetime) -> bool:
    """Ends a hold. Returns False if the introduction was not held for this reason.

    If there is no other hold, the recipient gets the notice of a new proposal and the full answer time.
    """
    if not await hits.release(session, introduction.id, why, now):
        return False
    if await hits.is_held(session, introduction.id):
        return True
    later = introduction.later_until
    begins = now if later is None else max(later, now)
    changes = {
        "expires_at": begins + timedelta(seconds=introduction.answer_seconds),
        "remind_at": None if later is not None else now + timedelta(seconds=introduction.reminder_seconds),
    }
    moved = await introductions.move(session, introduction.id, from_=OPEN_INTRODUCTIONS, changes=changes, now=now)
    if moved is not None:
        await tell_side(session, moved, moved.recipient_side, Topic.INTRODUCTION_PROPOSED, now)
        if why is HoldReason.DUAL_USE:
            await tell_side(session, moved, moved.proposer_side, Topic.INTRODUCTION_LET_GO, now)
    return True


async def hold_again(session: AsyncSession, introduction: Introduction, why: HoldReason, now: datetime) -> bool:
    """Undoes a release. Returns False if the introduction has ended or was not released."""
    if not introduction.status.is_open or not await hits.hold_again(session, introduction.id, why, now):
        return False
    if why is HoldReason.DUAL_USE:
        await reviews.put(session, ReviewKind.DUAL_USE, introduction.id, now)
    return True


async def stop(session: AsyncSession, introduction_id: IntroductionId, now: datetime) -> Introduction | None:
    """Ends an open introduction and tells both sides. Returns None if it had ended before."""
    changes = closed(IntroductionStatus.WITHDRAWN, now)
    stopped = await introductions.move(session, introduction_id, from_=OPEN_INTRODUCTIONS, changes=changes, now=now)
    if stopped is None:
        return None
    for side in Kind:
        await tell_side(session, stopped, side, Topic.INTRODUCTION_STOPPED, now)
    return stopped
