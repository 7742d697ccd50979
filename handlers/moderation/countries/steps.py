"""/countries: show blocked country pairs and unblock one."""

from telegram import Update

from bot.context import Context
from bot.usecases.moderation import countries
from handlers.forms.opening import open_form
from handlers.moderation.access import admins_only
from handlers.moderation.buttons import CountriesPage, UnblockPairPress
from handlers.moderation.countries import views
from handlers.moderation.countries.form import FORM
from handlers.ui.screen import acknowledge, redraw, reply
from handlers.ui.view import View
from storage.moderation import blocked_country_pairs


@admins_only
async def show(update: Update, context: Context) -> None:
    await reply(update, await _view(context, 0))


@admins_only
async def turn_page(update: Update, context: Context, press: CountriesPage) -> None:
    await redraw(update, await _view(context, press.page))


@admins_only
async def unblock(update: Update, context: Context, press: UnblockPairPress) -> None:
    async with context.services.database.writing() as session:
        await countries.unblock_pair(session, context.actor, press.one, press.other, context.services.clock())
    await redraw(update, await _view(context, 0), context.t("Done."))


@admins_only
async def block(update: Update, context: Context) -> str | int:
    await acknowledge(update)
    return await open_form(update, context, FORM, {})


async def _view(context: Context, page: int) -> View:
    async with context.services.database.reading() as session:
        return views.blocked_pairs(context.t, await blocked_country_pairs.all_pairs(session), page)
