"""Moderators decide on introductions of dual-use technologies. A help for both sides, no legal advice."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AlreadyDoneError, NoLongerThereError
from bot.usecases.introductions import holds
from bot.usecases.moderation import audit, queue
from bot.usecases.moderation.roles import Actor
from storage.ids import EntryId, IntroductionId, ReviewId
from storage.introductions import introductions
from storage.models import Introduction
from storage.vocabulary import (
    AuditAction,
    AuditObject,
    HoldReason,
    IntroductionStatus,
    ReviewDecision,
    ReviewKind,
)


async def decide(session: AsyncSession, actor: Actor, item_id: ReviewId, *, go_on: bool, now: datetime) -> None:
    """Releases or stops the introduction and tells both sides.

    Raises NotAllowedError, NoLongerThereError or AlreadyDoneError.
    """
    decision = ReviewDecision.APPROVED if go_on else ReviewDecision.REJECTED
    item = await queue.decide(session, actor, item_id, decision, now, kinds=(ReviewKind.DUAL_USE,))
    held = await introductions.find(session, IntroductionId(item.object_id))
    if held is None:
        raise NoLongerThereError
    if not held.status.is_open:
        raise AlreadyDoneError
    action = AuditAction.HOLD_RELEASE if go_on else AuditAction.HOLD_REFUSE
    await audit.record(session, actor.id, action, AuditObject.INTRODUCTION, held.id, now=now)
    if go_on:
        await holds.release(session, held, HoldReason.DUAL_USE, now)
    else:
        await holds.stop(session, held.id, now)


async def hold_again(
    session: AsyncSession, actor: Actor, introduction_id: IntroductionId, now: datetime, *, undoes: EntryId
) -> None:
    """Undoes a release: holds the introduction again unless it has ended. Raises the errors of `decide`."""
    introduction = await _find(session, actor, introduction_id)
    if not await holds.hold_again(session, introduction, HoldReason.DUAL_USE, now):
        raise AlreadyDoneError
    await audit.record(
        session, actor.id, AuditAction.HOLD_AGAIN, AuditObject.INTRODUCTION, introduction.id, now=now, undoes=undoes
    )


async def reopen(
    session: AsyncSession, actor: Actor, introduction_id: IntroductionId, now: datetime, *, undoes: EntryId
) -> None:
    """Undoes a stop: reopens the introduction unless the pair has a new one. Raises the errors of `decide`."""
    stopped = await _find(session, actor, introduction_id)
    if stopped.need_id is None or stopped.offer_id is None:
        raise NoLongerThereError
    if await introductions.live_between(session, stopped.need_id, stopped.offer_id) is not None:
        raise AlreadyDoneError
    changes: dict[str, Any] = {
        "status": IntroductionStatus.PROPOSED,
        "turn": stopped.recipient_side,
        "closed_at": None,
    }
    again = await introductions.move(
        session, introduction_id, from_=[IntroductionStatus.WITHDRAWN], changes=changes, now=now
    )
    if again is None:
        raise AlreadyDoneError
    await audit.record(
        session, actor.id, AuditAction.HOLD_RELEASE, AuditObject.INTRODUCTION, again.id, now=now, undoes=undoes
    )
    await holds.release(session, again, HoldReason.DUAL_USE, now)


async def _find(session: AsyncSession, actor: Actor, introduction_id: IntroductionId) -> Introduction:
    await queue.require_moderator(session, actor)
    introduction = await introductions.find(session, introduction_id)
    if introduction is None:
        raise NoLongerThereError
    return introduction
