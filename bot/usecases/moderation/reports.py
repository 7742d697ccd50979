"""Moderators decide on reports."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AlreadyDoneError, NoLongerThereError
from bot.usecases.moderation import audit, listing_states, queue
from bot.usecases.moderation.hiding import end_open
from bot.usecases.moderation.roles import Actor
from storage import outbox
from storage.ids import EntryId, IntroductionId, ListingId, MessageId, PersonId, ReviewId
from storage.introductions import introductions, thread
from storage.listings import changes, listings
from storage.listings.transitions import ListingAction
from storage.models import Listing, ReviewItem
from storage.moderation import reports, reviews
from storage.vocabulary import (
    REPORT_KINDS,
    AuditAction,
    AuditObject,
    ReportObject,
    ReportState,
    ReviewDecision,
    ReviewKind,
    Topic,
)

SEVERAL: Final = 3
"""Number of open reports that hides a listing until a moderator decides."""
KINDS: Final[Mapping[ReportObject, ReviewKind]] = {
    ReportObject.LISTING: ReviewKind.REPORT_LISTING,
    ReportObject.INTRODUCTION: ReviewKind.REPORT_INTRODUCTION,
    ReportObject.MESSAGE: ReviewKind.REPORT_MESSAGE,
}
_OBJECTS: Final = {kind: reported for reported, kind in KINDS.items()}


def object_of(kind: ReviewKind) -> ReportObject:
    return _OBJECTS[kind]


async def author_of(session: AsyncSession, object_kind: ReportObject, object_id: int) -> PersonId | None:
    """Returns the person behind a reported object; None if the person or the object was deleted."""
    match object_kind:
        case ReportObject.LISTING:
            listing = await listings.find(session, ListingId(object_id))
            return None if listing is None else listing.author_id
        case ReportObject.MESSAGE:
            message = await thread.find(session, MessageId(object_id))
            return None if message is None else message.author_id
    introduction = await introductions.find(session, IntroductionId(object_id))
    return None if introduction is None else introduction.proposer_id


async def queue_report(session: AsyncSession, object_kind: ReportObject, object_id: int, now: datetime) -> None:
    """Queues a new report for a moderator, and hides a listing that several people reported."""
    await reviews.put(session, KINDS[object_kind], object_id, now)
    if object_kind is ReportObject.LISTING and len(await reports.of_object(session, object_kind, object_id)) >= SEVERAL:
        await changes.change_one(session, ListingAction.HOLD, ListingId(object_id), now)


async def dismiss(session: AsyncSession, actor: Actor, item_id: ReviewId, now: datetime) -> Sequence[ListingId]:
    """Dismisses the reports and returns the hidden listing that is shown again, if any.

    Raises NotAllowedError or AlreadyDoneError.
    """
    item = await _decide(session, actor, item_id, ReviewDecision.REJECTED, now)
    await _settle(session, item, ReportState.DISMISSED, now)
    released: Sequence[Listing] = ()
    if item.kind is ReviewKind.REPORT_LISTING:
        released = await changes.release(session, listing_id=ListingId(item.object_id), now=now)
        await listing_states.follow_up(session, released, now)
    await _log(session, actor, AuditAction.REPORT_DISMISS, item, now)
    return [listing.id for listing in released]


async def uphold(session: AsyncSession, actor: Actor, item_id: ReviewId, now: datetime) -> Sequence[ListingId]:
    """Upholds the reports, takes down a reported listing and returns it. Sanctions are a separate step."""
    item = await _decide(session, actor, item_id, ReviewDecision.APPROVED, now)
    await _settle(session, item, ReportState.UPHELD, now)
    hidden = [ListingId(item.object_id)] if item.kind is ReviewKind.REPORT_LISTING else []
    for listing_id in hidden:
        taken_down = await changes.change_one(session, ListingAction.TAKE_DOWN, listing_id, now)
        if taken_down is not None:
            await end_open(session, [taken_down], now)
    await _log(session, actor, AuditAction.REPORT_UPHOLD, item, now)
    return hidden


async def reopen(
    session: AsyncSession, actor: Actor, item_id: ReviewId, now: datetime, *, undoes: EntryId | None = None
) -> Sequence[ListingId]:
    """Undoes a decision, so that the reports are open again. Returns a listing that is shown again, if any."""
    await queue.require_moderator(session, actor)
    item = await reviews.find(session, item_id)
    if item is None or item.kind not in REPORT_KINDS:
        raise NoLongerThereError
    upheld = item.decision is ReviewDecision.APPROVED
    was = ReportState.UPHELD if upheld else ReportState.DISMISSED
    if not await reports.reopen(session, object_of(item.kind), item.object_id, from_=was):
        raise AlreadyDoneError
    shown = []
    if upheld and item.kind is ReviewKind.REPORT_LISTING:
        back = await changes.change_one(session, ListingAction.REINSTATE, ListingId(item.object_id), now)
        if back is not None:
            await listing_states.follow_up(session, [back], now)
            shown = [back.id]
    await reviews.put(session, item.kind, item.object_id, now)
    await _log(session, actor, AuditAction.REPORT_REOPEN, item, now, undoes=undoes)
    return shown


async def _decide(
    session: AsyncSession, actor: Actor, item_id: ReviewId, decision: ReviewDecision, now: datetime
) -> ReviewItem:
    return await queue.decide(session, actor, item_id, decision, now, kinds=REPORT_KINDS)


async def _settle(session: AsyncSession, item: ReviewItem, state: ReportState, now: datetime) -> None:
    """Settles the open reports and tells everybody who made one."""
    kind = object_of(item.kind)
    for report in await reports.settle(session, kind, item.object_id, state):
        if report.reporter_id is not None:
            await outbox.queue_message(
                session,
                report.reporter_id,
                Topic.REPORT_DECIDED,
                payload={"report_id": report.id, "upheld": state is ReportState.UPHELD},
                dedupe_key=f"{Topic.REPORT_DECIDED}:{report.id}:{item.id}",
                now=now,
            )


async def _log(
    session: AsyncSession,
    actor: Actor,
    action: AuditAction,
    item: ReviewItem,
    now: datetime,
    *,
    undoes: EntryId | None = None,
) -> None:
    author_id = await author_of(session, object_of(item.kind), item.object_id)
    await audit.record(
        session,
        actor.id,
        action,
        AuditObject.REVIEW,
        item.id,
        now=now,
        person_id=author_id,
        after={"about": object_of(item.kind).value, "number": item.object_id},
        undoes=undoes,
    )
