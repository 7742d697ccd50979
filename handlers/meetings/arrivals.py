"""Checking in for a meeting by the QR code on its table."""

from typing import Final

from telegram import Update

from bot.context import Context
from bot.errors import DomainError
from bot.usecases.meetings import changing
from bot.usecases.meetings.overview import shown_meeting
from handlers.meetings import views
from handlers.ui.screen import reply
from handlers.ui.view import View
from storage.meetings import setups

PARAMETER: Final = "m"
"""Prefix of the start parameter of a table."""


async def check_in(update: Update, context: Context) -> bool:
    """Handles /start with the code of a table. Returns False for any other parameter."""
    kind, _, code = (context.args[0] if context.args else "").partition("_")
    if kind != PARAMETER or not context.caller.registered:
        return False
    view = await _arrive(context, code)
    context.services.outbox.wake()
    await reply(update, view)
    return True


async def _arrive(context: Context, code: str) -> View:
    services, caller = context.services, context.caller
    async with services.database.reading() as session:
        place = await setups.place_of_code(session, code)
    if place is None:
        return views.unknown_table(context.t)
    try:
        async with services.database.writing() as session:
            meeting = await changing.arrive(session, caller.id, place.id, now=services.clock())
            return views.arrived(context.t, await shown_meeting(session, caller.id, meeting.id))
    except DomainError:
        return views.not_yours(context.t, place.event_id)
