"""/register, and the answer to a request to join."""

from telegram import Update

from bot.context import Context
from bot.errors import DomainError
from bot.usecases.people import registration
from handlers.forms.resuming import open_or_offer_draft
from handlers.forms.showing import END
from handlers.people.buttons import JoinAnswerPress
from handlers.people.registration import views
from handlers.people.registration.form import FORM
from handlers.ui import navigation, welcome_views
from handlers.ui.buttons import Place
from handlers.ui.screen import acknowledge, reply, strip_buttons
from handlers.ui.view import row


async def register(update: Update, context: Context) -> str | int:
    """Handles /register: registers a first or a further company."""
    if not context.caller.consented:
        await navigation.greet(update, context)
        return END
    await acknowledge(update)
    return await open_or_offer_draft(update, context, FORM, {})


async def answer_join(update: Update, context: Context, press: JoinAnswerPress) -> None:
    """Accepts or declines a request to join the company."""
    try:
        async with context.services.database.writing() as session:
            await registration.answer_join(
                session,
                context.caller.id,
                press.person,
                press.company,
                welcome=bool(press.welcome),
                now=context.services.clock(),
            )
    except DomainError as error:
        await acknowledge(update)
        await strip_buttons(update)
        await reply(
            update, welcome_views.refused(context.caller, error, row(welcome_views.go(context.t, Place.COMPANY)))
        )
        return
    context.services.outbox.wake()
    await acknowledge(update)
    await strip_buttons(update)
    await reply(update, views.join_settled(context.t, welcome=bool(press.welcome)))
