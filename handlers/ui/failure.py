"""The error handler: shows a DomainError in the person's language; logs other errors and apologises."""

import logging

from telegram import Update

from bot.context import Context
from bot.errors import DomainError
from bot.logs import describe_update
from handlers.ui import welcome_views
from handlers.ui.gate import caller_of, reply_unavailable
from handlers.ui.screen import View, acknowledge, reply

log = logging.getLogger(__name__)


async def on_error(update: object, context: Context) -> None:
    """Answers when a step raised. What was committed stays committed."""
    error = context.error
    if isinstance(error, DomainError) and isinstance(update, Update) and update.effective_user is not None:
        # The library makes a new context for errors, without the caller.
        caller = await caller_of(update, context)
        await acknowledge(update)
        rows = welcome_views.home_rows(caller.t) if caller.registered else ()
        await reply(update, View(text=caller.t(error.message, **error.values), rows=rows))
        return
    log.error("a step failed", extra=describe_update(update), exc_info=error)
    await reply_unavailable(update)
