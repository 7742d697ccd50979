"""Changes the language, and shows a newcomer again in it what they had before them.

`handlers.conversation` asks the open question of a dialog again.
"""

import dataclasses

from telegram import Update

from bot.context import Caller, Context
from bot.i18n.translator import Translator, translator_for
from bot.telegram import command_menu
from handlers.events.deep_links import held_place
from handlers.people.first_message.steps import show_held
from handlers.ui import welcome_views
from handlers.ui.buttons import ChooseLanguage
from handlers.ui.screen import acknowledge, replace, reply
from handlers.ui.view import View
from storage.people import people


async def change_language(update: Update, context: Context, press: ChooseLanguage) -> None:
    async with context.services.database.writing() as session:
        await people.choose_language(session, context.caller.id, press.language)
    await acknowledge(update)
    t = translator_for(press.language)
    context.let_in(dataclasses.replace(context.caller, t=t))
    caller = context.caller
    if caller.consented:
        await replace(update, welcome_views.language_chosen(t))
    else:
        place = await held_place(context)
        await replace(update, await show_held(context) or _greeting(caller, t, place))
    await command_menu.set_for(context.bot, caller.id, caller.roles, press.language)


def _greeting(caller: Caller, t: Translator, place: str) -> View:
    return welcome_views.greeting(t, caller.name, place=place, registered=caller.registered)


async def offer_next(update: Update, context: Context) -> None:
    """Shows a registered person outside of dialogs what to do next."""
    if context.caller.consented and context.caller.registered:
        await reply(update, View(text=context.t("What next?"), rows=welcome_views.home_rows(context.t)))
