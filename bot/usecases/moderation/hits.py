"""Moderators decide if a screening hit is the listed person or company."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AlreadyDoneError, NoLongerThereError
from bot.usecases.introductions import holds
from bot.usecases.introductions.departures import end_open_introductions
from bot.usecases.moderation import audit, queue
from bot.usecases.moderation.roles import Actor
from storage.ids import EntryId, ReviewId
from storage.introductions import introductions
from storage.models import Introduction, ScreeningHit
from storage.moderation import reviews
from storage.screening import hits
from storage.vocabulary import (
    OPEN_INTRODUCTIONS,
    AuditAction,
    AuditObject,
    DeclineReason,
    HitState,
    HoldReason,
    ReviewDecision,
    ReviewKind,
)


async def decide(session: AsyncSession, actor: Actor, item_id: ReviewId, *, same: bool, now: datetime) -> None:
    """Clears the hit and releases the held introductions, or confirms it (`same`) and ends them.

    After a confirmation, new introductions stay held. Raises NotAllowedError, NoLongerThereError or AlreadyDoneError.
    """
    decision = ReviewDecision.APPROVED if same else ReviewDecision.REJECTED
    item = await queue.decide(session, actor, item_id, decision, now, kinds=(ReviewKind.SCREENING,))
    hit = await hits.find_hit(session, item.object_id)
    if hit is None:
        raise NoLongerThereError
    to = HitState.CONFIRMED if same else HitState.CLEARED
    if not await hits.settle_hit(session, hit.id, from_=(HitState.OPEN,), to=to, by=actor.id, now=now):
        raise AlreadyDoneError
    await _log(session, actor, AuditAction.HIT_CONFIRM if same else AuditAction.HIT_CLEAR, hit, now)
    await (_end if same else _release)(session, hit, now)


async def reopen(
    session: AsyncSession, actor: Actor, hit_id: int, now: datetime, *, undoes: EntryId | None = None
) -> None:
    """Undoes a decision. Raises the errors of `decide`."""
    await queue.require_moderator(session, actor)
    from_ = (HitState.CLEARED, HitState.CONFIRMED)
    if not await hits.settle_hit(session, hit_id, from_=from_, to=HitState.OPEN, by=actor.id, now=now):
        raise AlreadyDoneError
    await reviews.put(session, ReviewKind.SCREENING, hit_id, now)
    hit = await hits.find_hit(session, hit_id)
    if hit is not None:
        await _log(session, actor, AuditAction.HIT_REOPEN, hit, now, undoes=undoes)


async def _held(session: AsyncSession, hit: ScreeningHit) -> list[Introduction]:
    concerned = await hits.companies_of_hit(session, hit)
    found = await introductions.of_companies(session, concerned, OPEN_INTRODUCTIONS)
    return [one for one in found if await hits.is_held(session, one.id)]


async def _release(session: AsyncSession, hit: ScreeningHit, now: datetime) -> None:
    """Releases held introductions that no other hit affects. The recipient gets the notice of a new proposal."""
    for one in await _held(session, hit):
        if await hits.has_uncleared_hit(session, [one.need_company_id, one.offer_company_id]):
            continue
        await holds.release(session, one, HoldReason.SCREENING, now)


async def _end(session: AsyncSession, hit: ScreeningHit, now: datetime) -> None:
    """Declines the held introductions, which the recipient has never seen."""
    for held in await _held(session, hit):
        company_id = held.company_of(held.recipient_side)
        if company_id is not None:
            await end_open_introductions(session, [held], of=company_id, reason=DeclineReason.OTHER, now=now)


async def _log(
    session: AsyncSession,
    actor: Actor,
    action: AuditAction,
    hit: ScreeningHit,
    now: datetime,
    *,
    undoes: EntryId | None = None,
) -> None:
    after = {"list": hit.list_name, "entity": hit.entity, "score": hit.score}
    await audit.record(session, actor.id, action, AuditObject.HIT, hit.id, now=now, after=after, undoes=undoes)
