"""Muting and unmuting the announcements of an event."""

from telegram import Update

from bot.context import Context
from bot.usecases.events import joining
from handlers.announcements import views
from handlers.announcements.buttons import MutePress
from handlers.ui.screen import acknowledge, reply


async def mute(update: Update, context: Context, press: MutePress) -> None:
    """Runs 🔕 under an announcement or on the event's page."""
    async with context.services.database.writing() as session:
        if press.on:
            event = await joining.mute(session, context.caller.id, press.event, context.services.clock())
        else:
            event = await joining.unmute(session, context.caller.id, press.event)
    await acknowledge(update)
    await reply(update, views.muted(context.t, event, on=bool(press.on)))
