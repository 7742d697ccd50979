"""Answers *Translate* with the text in the reader's language."""

from telegram import Update

from bot.context import Context
from bot.errors import DomainError
from bot.usecases.translations import foreign_texts, translate_all
from handlers.translations import views
from handlers.translations.buttons import TranslatePress
from handlers.translations.views import translate_button
from handlers.ui.gate import members_only
from handlers.ui.presses import OldPressError
from handlers.ui.screen import acknowledge, reply
from handlers.ui.view import row
from handlers.ui.welcome_views import refused


@members_only
async def translate(update: Update, context: Context, press: TranslatePress) -> None:
    """Loads the texts, closes the transaction, and asks the service. A failure is answered once and not tried again."""
    services, caller, now = context.services, context.caller, context.services.clock()
    if services.translator is None:
        raise OldPressError
    await acknowledge(update)
    try:
        async with services.database.reading() as session:
            texts = await foreign_texts(session, caller.id, press.source, press.number, now)
        found = await translate_all(
            services.database,
            services.translator,
            caller.id,
            texts,
            target=caller.t.language,
            reads=caller.t.reads,
            now=now,
        )
        view = views.translations(caller.t, found)
    except DomainError as error:
        view = refused(caller, error, row(translate_button(caller.t, press)))
    await reply(update, view)
