"""Buttons of a finished import: report and undo."""

from telegram import Update

from bot.context import Context
from bot.usecases.imports import takeover
from handlers.events.actor import actor_of
from handlers.events.buttons import ImportAct, ImportPress
from handlers.imports import views
from handlers.ui.screen import acknowledge, reply


async def act(update: Update, context: Context, press: ImportPress) -> None:
    who, t = actor_of(context), context.t
    if press.act is ImportAct.UNDO_NOW:
        async with context.services.database.writing() as session:
            undone = await takeover.undo(session, who, press.number, context.services.clock())
        for listing_id in undone.listings:
            await context.services.matchmaker.forget(listing_id)
        view = views.undone(t, undone)
    else:
        async with context.services.database.reading() as session:
            _, rows = await takeover.report(session, who, press.number)
        view = views.report(t, press.number, rows) if press.act is ImportAct.REPORT else views.ask_undo(t, press.number)
    await acknowledge(update)
    await reply(update, view)
