"""The organizer's list of recommended pairs, and withdrawing one."""

from telegram import Update

from bot.context import Context
from bot.usecases import recommendations
from bot.usecases.events.access import own_event
from handlers.events.buttons import EventPress
from handlers.forms.opening import open_form
from handlers.recommendations import views
from handlers.recommendations.buttons import RecommendAct, RecommendedPage, RecommendPress
from handlers.recommendations.fields import EVENT
from handlers.recommendations.form import FORM
from handlers.ui.pages import Page
from handlers.ui.screen import acknowledge, redraw
from handlers.ui.view import View
from storage.ids import EventId
from storage.recommendations import recommendations as stored


async def begin(update: Update, context: Context, press: EventPress) -> str | int:
    """Opens the dialog that recommends two companies to each other."""
    async with context.services.database.reading() as session:
        await own_event(session, context.actor, press.event)
    await acknowledge(update)
    return await open_form(update, context, FORM, {EVENT: press.event})


async def show(update: Update, context: Context, press: EventPress) -> None:
    """Shows the first page of an event's recommendations."""
    view = await _list(context, press.event, 0)
    await redraw(update, view)


async def turn_page(update: Update, context: Context, press: RecommendedPage) -> None:
    view = await _list(context, press.event, press.page)
    await redraw(update, view)


async def act(update: Update, context: Context, press: RecommendPress) -> None:
    """Asks to confirm a withdrawal, then withdraws."""
    who, services = context.actor, context.services
    if press.act is RecommendAct.WITHDRAW_NOW:
        async with services.database.writing() as session:
            event_id = await recommendations.withdraw(session, who, press.recommendation, services.clock())
        services.outbox.wake()
        view = await _list(context, event_id, 0)
    else:
        async with services.database.reading() as session:
            view = views.ask_withdrawal(
                context.t, await recommendations.recommendation_of_event(session, who, press.recommendation)
            )
    await redraw(update, view)


async def _list(context: Context, event_id: EventId, index: int) -> View:
    async with context.services.database.reading() as session:
        page = Page(total=await stored.count_of_event(session, event_id), size=views.PER_PAGE, asked=index)
        found = await recommendations.of_event(session, context.actor, event_id, offset=page.offset, limit=page.size)
    return views.recommended(context.t, event_id, found, page)
