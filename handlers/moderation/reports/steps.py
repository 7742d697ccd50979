"""Reporting a listing, an introduction or a message."""

from telegram import Update

from bot.context import Context
from bot.errors import DomainError
from bot.usecases.moderation import safety
from handlers.moderation.buttons import ReportPress, ReportWhyPress
from handlers.moderation.reports import views
from handlers.ui.gate import members_only
from handlers.ui.screen import View, acknowledge, replace, reply


@members_only
async def ask(update: Update, context: Context, press: ReportPress) -> None:
    await acknowledge(update)
    await reply(update, views.why(context.t, press.kind, press.number))


@members_only
async def report(update: Update, context: Context, press: ReportWhyPress) -> None:
    now = context.services.clock()
    view = views.reported(context.t)
    try:
        async with context.services.database.writing() as session:
            await safety.report(
                session, context.caller.id, press.kind, press.number, reason=press.reason, note=None, now=now
            )
    except DomainError as error:
        view = View(text=context.t(error.message, **error.values))
    await acknowledge(update)
    await replace(update, view)
