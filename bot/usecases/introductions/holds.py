"""Introductions that somebody has to look at first: held back, let go on, or stopped.

What waits because of a name on a sanctions list is told to nobody: the proposer reads what everybody reads whose
proposal is on its way. What waits because of a technology is told to both sides, in neutral words.
"""

from datetime import datetime

from sqlalchemy import true
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.introductions.notices import tell_side
from storage.ids import IntroductionId, ListingId
from storage.introductions import introductions
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


async def place(session: AsyncSession, made: Introduction, now: datetime) -> bool:
    """True if a new introduction is held back: somebody in it is like a name on a sanctions list, or a technology of
    it may serve arms as well."""
    suspect = await hits.is_suspect(session, [made.need_company_id, made.offer_company_id])
    if suspect:
        await hits.hold(session, made.id, HoldReason.SCREENING, now)
    dual = await dual_use.is_any(session, [made.need_id, made.offer_id])
    if dual:
        await _look_at(session, made, now)
    return suspect or dual


async def hold_if_flagged(session: AsyncSession, listing_id: ListingId, now: datetime) -> None:
    """What is open around a listing of which it is said now that it may serve arms; what was let go before goes on."""
    for introduction in await introductions.open_of_listing(session, listing_id):
        await _look_at(session, introduction, now)


async def _look_at(session: AsyncSession, introduction: Introduction, now: datetime) -> None:
    if not await hits.hold(session, introduction.id, HoldReason.DUAL_USE, now):
        return
    await reviews.put(session, ReviewKind.DUAL_USE, introduction.id, now)
    for side in Kind:
        await tell_side(session, introduction, side, Topic.INTRODUCTION_LOOKED_AT, now)


async def let_go(session: AsyncSession, introduction: Introduction, why: HoldReason, now: datetime) -> bool:
    """True where it was held for this reason. Where nothing else holds it, its recipient hears of it as if it came
    now, and has the full time to answer."""
    if not await hits.release(session, introduction.id, why, now):
        return False
    if await hits.is_held(session, introduction.id):
        return True
    total = introduction.expires_at - introduction.created_at
    reminder = None if introduction.remind_at is None else introduction.remind_at - introduction.created_at
    changes = {"expires_at": now + total, "remind_at": None if reminder is None else now + reminder}
    moved = await introductions.move(
        session, introduction.id, from_=OPEN_INTRODUCTIONS, changes=changes, now=now, guard=true()
    )
    if moved is not None:
        await tell_side(session, moved, moved.recipient_side, Topic.INTRODUCTION_PROPOSED, now)
    if moved is not None and why is HoldReason.DUAL_USE:
        await tell_side(session, moved, moved.proposer_side, Topic.INTRODUCTION_LET_GO, now)
    return True


async def hold_again(session: AsyncSession, introduction: Introduction, why: HoldReason, now: datetime) -> bool:
    """True where it is open and was let go: it waits again."""
    if not introduction.status.is_open or not await hits.hold_again(session, introduction.id, why, now):
        return False
    if why is HoldReason.DUAL_USE:
        await reviews.put(session, ReviewKind.DUAL_USE, introduction.id, now)
    return True


async def stop(session: AsyncSession, introduction_id: IntroductionId, now: datetime) -> Introduction | None:
    """Ends an open introduction without blaming anybody, and tells whoever knew of it; None where it has ended."""
    changes = {
        "status": IntroductionStatus.WITHDRAWN,
        "turn": None,
        "closed_at": now,
        "later_until": None,
        "remind_at": None,
    }
    stopped = await introductions.move(
        session, introduction_id, from_=OPEN_INTRODUCTIONS, changes=changes, now=now, guard=true()
    )
    if stopped is None:
        return None
    for side in Kind:
        is_end = side is stopped.recipient_side
        await tell_side(session, stopped, side, Topic.INTRODUCTION_STOPPED, now, is_end=is_end)
    return stopped
