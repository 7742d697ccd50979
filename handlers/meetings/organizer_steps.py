"""What organizers press: the plan, the board, what is free, signs and the report."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update

from bot.context import Context
from bot.usecases.events.access import own_event
from bot.usecases.meetings import changing, overview_of_event, plan, publishing
from handlers.events.acting import read, write
from handlers.meetings import organizer_views, plan_views
from handlers.meetings.buttons import (
    BookedPage,
    CancelForBothPress,
    MeetingsAct,
    MeetingsPress,
    PlannedAct,
    PlannedPage,
    PlannedPress,
    PublishPress,
)
from handlers.ui.pages import Page
from handlers.ui.presses import OldPressError
from handlers.ui.screen import redraw
from handlers.ui.view import View
from storage.ids import EventId


async def manage(update: Update, context: Context, press: MeetingsPress) -> None:
    """Shows the state of the meetings, the report, or what is free now."""

    async def page(session: AsyncSession) -> View:
        t, who, event_id, now = context.t, context.actor, press.event, context.services.clock()
        if press.act is MeetingsAct.REPORT:
            event = await own_event(session, who, event_id)
            return organizer_views.report(t, event, await overview_of_event.report(session, who, event_id, now))
        if press.act is MeetingsAct.FREE_NOW:
            event = await own_event(session, who, event_id)
            return organizer_views.free_now(t, event, await overview_of_event.free_now(session, who, event_id, now))
        return organizer_views.managed(t, await overview_of_event.event_meetings(session, who, event_id))

    await redraw(update, await read(context, page))


async def make_plan(update: Update, context: Context, press: MeetingsPress) -> None:
    """Asks for a plan, which is computed in the background."""

    async def ask(session: AsyncSession) -> View:
        event = await own_event(session, context.actor, press.event)
        await plan.ask_for_plan(session, context.actor, press.event, context.services.clock())
        return plan_views.computing(context.t, event)

    await redraw(update, await write(context, ask))


async def show_plan(update: Update, context: Context, press: MeetingsPress) -> None:
    await redraw(update, await read(context, lambda session: _plan(session, context, press.event)))


async def _plan(session: AsyncSession, context: Context, event_id: EventId) -> View:
    event, draft = await own_event(session, context.actor, event_id), await plan.draft(session, context.actor, event_id)
    if draft is None:
        return organizer_views.managed(
            context.t, await overview_of_event.event_meetings(session, context.actor, event_id)
        )
    if draft.made_at is None:
        return plan_views.computing(context.t, event)
    planned = {key for key, _, _ in draft.bookings}
    out = len(planned.intersection(draft.barred))
    return plan_views.planned(context.t, event, plan.figures_of(draft), _seconds(draft.made_at), taken_out=out)


async def discard(update: Update, context: Context, press: MeetingsPress) -> None:
    async def throw_away(session: AsyncSession) -> View:
        await plan.discard(session, context.actor, press.event)
        return organizer_views.managed(
            context.t, await overview_of_event.event_meetings(session, context.actor, press.event)
        )

    await redraw(update, await write(context, throw_away))


async def publish(update: Update, context: Context, press: PublishPress) -> None:
    """Books the plan and tells everybody. The button names the draft, so that nobody publishes one they did not see."""

    async def book(session: AsyncSession) -> View:
        event = await own_event(session, context.actor, press.event)
        draft = await plan.draft(session, context.actor, press.event)
        if draft is None or draft.made_at is None or _seconds(draft.made_at) != press.made:
            raise OldPressError
        now = context.services.clock()
        done = await publishing.publish(session, context.actor, press.event, draft.made_at, now)
        return plan_views.published(context.t, event, done)

    view = await write(context, book)
    context.services.outbox.wake()
    await redraw(update, view)


def _seconds(at: datetime) -> int:
    return int(at.astimezone(UTC).timestamp())


async def turn_page_of_booked(update: Update, context: Context, press: BookedPage) -> None:
    await redraw(update, await read(context, lambda session: _booked(session, context, press.event, press.page)))


async def _booked(session: AsyncSession, context: Context, event_id: EventId, index: int) -> View:
    event = await own_event(session, context.actor, event_id)
    total = await overview_of_event.count_booked(session, context.actor, event_id)
    page = Page(total=total, size=organizer_views.PER_PAGE, asked=index)
    found = await overview_of_event.booked(session, context.actor, event_id, offset=page.offset, limit=page.size)
    return organizer_views.booked(context.t, event, found, page)


async def cancel_for_both(update: Update, context: Context, press: CancelForBothPress) -> None:
    """Asks, then cancels a booked meeting. Both sides are told."""

    async def cancel(session: AsyncSession) -> View:
        event = await own_event(session, context.actor, press.event)
        if not press.sure:
            return organizer_views.ask_to_cancel(context.t, event, press.meeting)
        await changing.cancel_for_both(session, context.actor, press.event, press.meeting, now=context.services.clock())
        return await _booked(session, context, press.event, 0)

    view = await write(context, cancel)
    context.services.outbox.wake()
    await redraw(update, view)


async def turn_page(update: Update, context: Context, press: PlannedPage) -> None:
    await redraw(update, await read(context, lambda session: _planned(session, context, press.event, press.page)))


async def change_planned(update: Update, context: Context, press: PlannedPress) -> None:
    """Pins a planned meeting or takes it out."""

    async def change(session: AsyncSession) -> View:
        toggle = plan.pin if press.act is PlannedAct.PIN else plan.bar
        await toggle(session, context.actor, press.event, press.introduction)
        return await _planned(session, context, press.event, press.page)

    await redraw(update, await write(context, change))


async def _planned(session: AsyncSession, context: Context, event_id: EventId, index: int) -> View:
    event = await own_event(session, context.actor, event_id)
    total, _ = await plan.planned_meetings(session, context.actor, event_id, offset=0, limit=0)
    page = Page(total=total, size=organizer_views.PER_PAGE, asked=index)
    _, found = await plan.planned_meetings(session, context.actor, event_id, offset=page.offset, limit=page.size)
    return plan_views.planned_meetings(context.t, event, found, page)
