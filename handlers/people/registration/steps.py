"""The steps of registration that are no question of the form."""

from telegram import Update

from bot.context import Context
from bot.errors import DomainError
from bot.usecases.people import registration
from handlers.events.arrival import arrive
from handlers.forms.resuming import begin
from handlers.forms.steps import END, Forms
from handlers.people.registration import views
from handlers.people.registration.buttons import AnswerJoin
from handlers.people.registration.form import FORM
from handlers.ui import navigation
from handlers.ui.screen import View, acknowledge, reply, strip_buttons


class RegistrationSteps:
    def __init__(self, forms: Forms) -> None:
        self._forms = forms

    async def start(self, update: Update, context: Context) -> str | int | None:
        """/start: the greeting at first, then the registration, and for those who are here already the way on."""
        if not (await arrive(update, context)).home:
            return END
        if not context.caller.consented:
            await navigation.greet(update, context)
            return END
        if not context.caller.registered:
            return await begin(self._forms, update, context, FORM, {})
        await self._forms.leave(update, context)
        await navigation.home(update, context)
        return END

    async def agree(self, update: Update, context: Context) -> str | int:
        await navigation.agree(update, context)
        if context.caller.registered:
            await navigation.home(update, context)
            return END
        return await begin(self._forms, update, context, FORM, {})

    async def register(self, update: Update, context: Context) -> str | int:
        """/register: the first company, or one more for those who act for several."""
        if not context.caller.consented:
            await navigation.greet(update, context)
            return END
        await acknowledge(update)
        return await begin(self._forms, update, context, FORM, {})


async def answer_join(update: Update, context: Context, press: AnswerJoin) -> None:
    """A representative lets somebody in, or does not."""
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
        await reply(update, View(text=context.t(error.message, **error.values)))
        return
    context.services.deliveries.wake()
    await acknowledge(update)
    await strip_buttons(update)
    await reply(update, views.join_settled(context.t, welcome=bool(press.welcome)))
