"""/export and /forgetme: all data of a person as a file, or deleted."""

from telegram import Update

from bot.context import Context
from bot.errors import NoLongerThereError
from bot.usecases.privacy import imported, rights
from handlers.forms.steps import END
from handlers.privacy import views
from handlers.privacy.buttons import ForgetPress
from handlers.ui import navigation
from handlers.ui.screen import acknowledge, replace, reply, strip_buttons
from storage.people import companies
from storage.privacy import rights as stored


async def export(update: Update, context: Context) -> None:
    async with context.services.database.reading() as session:
        document = await rights.export(session, context.caller.id, context.services.clock())
    await reply(update, views.export(context.t, document))


async def ask(update: Update, context: Context) -> None:
    """/forgetme: says what will be deleted and asks to confirm."""
    async with context.services.database.reading() as session:
        alone = await stored.represented_only_by(session, context.caller.id)
        names = [c.name for c in await companies.represented_by(session, context.caller.id) if c.id in alone]
        listed = await imported.is_listed(session, context.caller.id)
    await reply(update, views.sure(context.t, names, listed=listed))


async def forget(update: Update, context: Context, press: ForgetPress) -> int | None:
    services = context.services
    await acknowledge(update)
    if not press.yes:
        await replace(update, views.kept(context.t))
        return None
    await strip_buttons(update)
    try:
        async with services.database.writing() as session:
            gone = await rights.forget(session, context.caller.id, services.clock())
    except NoLongerThereError:
        gone = []
    await services.database.tidy()
    for listing_id in gone:
        await services.matchmaker.forget(listing_id)
    services.outbox.wake()
    await navigation.update_menu(context)
    await reply(update, views.forgotten(context.t))
    return END
