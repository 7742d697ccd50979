"""/queue and /reports: take the next item and decide it."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update

from bot.context import Context
from bot.errors import DomainError
from bot.usecases.moderation import appeals, audit, dual_use, hits, marks, queue, reports, review
from handlers.moderation import review_views
from handlers.moderation.access import moderators_only
from handlers.moderation.buttons import QueuePress, RejectPress, ReviewItemAct, ReviewItemPress, ReviewQueue
from handlers.ui.match_index import update_index
from handlers.ui.presses import OldPressError
from handlers.ui.screen import acknowledge, redraw, reply, strip_buttons
from handlers.ui.view import View
from handlers.ui.welcome_views import refused
from storage.ids import IntroductionId, ListingId, MessageId, ReviewId
from storage.introductions import introductions, thread
from storage.models import ReviewItem
from storage.moderation import reviews
from storage.vocabulary import REPORT_KINDS, AuditAction, AuditObject, ReviewDecision, ReviewKind

_KINDS = {ReviewQueue.QUEUE: queue.NOT_REPORTS, ReviewQueue.REPORTS: REPORT_KINDS}


@moderators_only
async def show_queue(update: Update, context: Context) -> None:
    await _next(update, context, ReviewQueue.QUEUE)


@moderators_only
async def show_reports(update: Update, context: Context) -> None:
    await _next(update, context, ReviewQueue.REPORTS)


@moderators_only
async def next_one(update: Update, context: Context, press: QueuePress) -> None:
    await strip_buttons(update)
    await _next(update, context, press.line)


async def _next(update: Update, context: Context, line: ReviewQueue) -> None:
    """Shows the next item; drops items whose object was deleted."""
    await acknowledge(update)
    t, now = context.t, context.services.clock()
    while True:
        async with context.services.database.writing() as session:
            item = await queue.take_next(session, context.actor, _KINDS[line], now)
        if item is None:
            await reply(update, review_views.empty(t, line))
            return
        async with context.services.database.reading() as session:
            waiting = await reviews.queue(session, _KINDS[line])
            view = await review_views.item(session, t, item, review_views.heading(t, item, waiting, now))
        if view is not None:
            await reply(update, view)
            return
        async with context.services.database.writing() as session:
            await reviews.decide(session, item.id, context.caller.id, ReviewDecision.DROPPED, now)


@moderators_only
async def act(update: Update, context: Context, press: ReviewItemPress) -> None:
    await acknowledge(update)
    if press.act is ReviewItemAct.REJECT:
        await reply(update, review_views.why_reject(context.t, press.item, press.revision))
    elif press.act is ReviewItemAct.READ:
        await _read(update, context, press.item)
    elif press.act is ReviewItemAct.SKIP:
        await _skip(update, context, press.item)
    else:
        await _decide(update, context, press)


async def _skip(update: Update, context: Context, item_id: ReviewId) -> None:
    async with context.services.database.writing() as session:
        item = await reviews.find(session, item_id)
        await queue.skip(session, context.actor, item_id, context.services.clock())
    await strip_buttons(update)
    await _next(update, context, ReviewQueue.REPORTS if item is not None and item.kind.is_report else ReviewQueue.QUEUE)


async def _decide(update: Update, context: Context, press: ReviewItemPress) -> None:
    async with context.services.database.writing() as session:
        item = await reviews.find(session, press.item)
        if item is None:
            raise OldPressError
        touched = await _apply(session, context, press, item.kind)
    await update_index(context.services, touched)
    await strip_buttons(update)
    published = item.kind is ReviewKind.LISTING
    done = context.t("Published. I tell the author.") if published else context.t("Done.")
    line = ReviewQueue.REPORTS if item.kind.is_report else ReviewQueue.QUEUE
    await reply(update, review_views.decided(context.t, line, done))


async def _apply(
    session: AsyncSession, context: Context, press: ReviewItemPress, kind: ReviewKind
) -> Sequence[ListingId]:
    """Decides the item and returns the listings to match or hide. Raises OldPressError if the button does not fit."""
    actor, now, approved = context.actor, context.services.clock(), press.act is ReviewItemAct.APPROVE
    match kind, press.act:
        case ReviewKind.LISTING, ReviewItemAct.APPROVE:
            return [await review.approve(session, actor, press.item, press.revision, now)]
        case ReviewKind.APPEAL, _:
            return (await appeals.decide(session, actor, press.item, grant=approved, now=now)).touched
        case ReviewKind.VERIFICATION, ReviewItemAct.APPROVE | ReviewItemAct.DISMISS:
            await marks.answer_request(session, actor, press.item, yes=approved, now=now)
        case ReviewKind.DUAL_USE, ReviewItemAct.APPROVE | ReviewItemAct.DISMISS:
            await dual_use.decide(session, actor, press.item, go_on=approved, now=now)
        case ReviewKind.SCREENING, ReviewItemAct.UPHOLD | ReviewItemAct.DISMISS:
            await hits.decide(session, actor, press.item, same=press.act is ReviewItemAct.UPHOLD, now=now)
        case _, ReviewItemAct.UPHOLD | ReviewItemAct.DISMISS if kind.is_report:
            decide = reports.uphold if press.act is ReviewItemAct.UPHOLD else reports.dismiss
            return await decide(session, actor, press.item, now)
        case _:
            raise OldPressError
    return []


@moderators_only
async def reject(update: Update, context: Context, press: RejectPress) -> None:
    """Rejects a listing for a reason that needs no remark."""
    async with context.services.database.writing() as session:
        listing_id = await review.reject(
            session, context.actor, press.item, press.revision, press.reason, None, context.services.clock()
        )
    await update_index(context.services, [listing_id])
    done = context.t("Not published. I tell the author why.")
    await redraw(update, review_views.decided(context.t, ReviewQueue.QUEUE, done))


async def _read(update: Update, context: Context, item_id: ReviewId) -> None:
    """Shows the messages of a reported introduction while the report is open, and logs who read them."""
    now = context.services.clock()
    try:
        async with context.services.database.writing() as session:
            item = await queue.hold(session, context.actor, item_id, now)
            view = await _conversation(session, context, item)
            await audit.record(
                session,
                context.caller.id,
                AuditAction.READ_MESSAGES,
                AuditObject.REVIEW,
                item.id,
                now=now,
                after={"about": item.kind.value, "number": item.object_id},
            )
    except DomainError as error:
        view = refused(context.caller, error, review_views.next_row(context.t, ReviewQueue.REPORTS))
    await reply(update, view)


async def _conversation(session: AsyncSession, context: Context, item: ReviewItem) -> View:
    number = IntroductionId(item.object_id)
    if item.kind is ReviewKind.REPORT_MESSAGE:
        message = await thread.find(session, MessageId(item.object_id))
        number = IntroductionId(0) if message is None else message.introduction_id
    elif item.kind is not ReviewKind.REPORT_INTRODUCTION:
        number = IntroductionId(0)
    found = await introductions.find(session, number)
    lines = [] if found is None else await thread.of_introduction(session, number)
    sides = {True: context.t("Who proposed"), False: context.t("The other side")}
    said = [(sides[found is not None and line.side is found.proposer_side], line.text) for line in lines]
    return review_views.conversation(context.t, said)
