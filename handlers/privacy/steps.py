"""/privacy, /export and /forgetme."""

from collections.abc import Awaitable, Callable
from typing import Final

from telegram import Update

from bot.context import Context
from bot.errors import NoLongerThereError
from bot.settings.operator import Operator
from bot.usecases.listings import abroad
from bot.usecases.people import registration
from bot.usecases.people.masked_listings import ListingMasker
from bot.usecases.privacy import imported, rights
from bot.usecases.privacy.periods import Periods
from handlers.forms.showing import END
from handlers.privacy import views
from handlers.privacy.buttons import ForgetPress, PrivacyAct, PrivacyPress
from handlers.ui import navigation
from handlers.ui.match_index import update_index
from handlers.ui.screen import acknowledge, redraw, replace, reply, respond, strip_buttons
from handlers.ui.view import View
from storage.people import memberships
from storage.privacy import rights as stored


async def export(update: Update, context: Context) -> None:
    async with context.services.database.reading() as session:
        document = await rights.export(session, context.caller.id, context.services.clock())
    await reply(update, views.export(context.t, document))


async def ask(update: Update, context: Context) -> None:
    """Handles /forgetme: says what will be deleted, and asks for confirmation."""
    async with context.services.database.reading() as session:
        alone = await stored.represented_only_by(session, context.caller.id)
        names = [c.name for c in await memberships.represented_by(session, context.caller.id) if c.id in alone]
        listed = await imported.is_listed(session, context.caller.id)
    await reply(update, views.confirm_deletion(context.t, names, listed=listed))


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
    await ListingMasker(services.database).redact_waiting()
    await services.database.tidy()
    for listing_id in gone:
        await services.matchmaker.forget(listing_id)
    services.outbox.wake()
    await navigation.update_menu(context)
    await reply(update, views.forgotten(context.t))
    return END


async def show(update: Update, context: Context) -> None:
    await respond(update, await _page(context))


async def act(update: Update, context: Context, press: PrivacyPress) -> None:
    await _BUTTONS[press.act](update, context)


async def _export(update: Update, context: Context) -> None:
    await acknowledge(update)
    await export(update, context)


async def _forget(update: Update, context: Context) -> None:
    await acknowledge(update)
    await ask(update, context)


async def _agree(update: Update, context: Context) -> None:
    if not context.caller.consented:
        await navigation.greet(update, context)
        return
    async with context.services.database.writing() as session:
        await registration.agree(session, context.caller.id, context.services.clock())
    await redraw(update, await _page(context), context.t("Saved."))


async def _abroad(update: Update, context: Context) -> None:
    services = context.services
    async with services.database.writing() as session:
        done = await abroad.agree_to_all(session, context.caller.id, services.settings.review, services.clock())
    await redraw(update, await _page(context), context.t("Saved."))
    await reply(update, views.shown_abroad(context.t, len(done.shown), len(done.handed_in)))
    await update_index(services, [*done.shown, *done.handed_in])


async def _private(update: Update, context: Context) -> None:
    services = context.services
    async with services.database.writing() as session:
        done = await abroad.refuse(session, context.caller.id, services.clock())
    await update_index(services, done.hidden)
    services.outbox.wake()
    await redraw(update, await _page(context), context.t("Saved."))
    await reply(update, views.private(context.t, len(done.hidden)))


async def _page(context: Context) -> View:
    async with context.services.database.reading() as session:
        consents = await rights.consents(session, context.caller.id)
    return views.page(
        context.t,
        consents,
        Periods.of(context.services.settings),
        registration.CONSENT_VERSION,
        operator=Operator.of(context.services.settings),
        banned=context.caller.ban is not None,
        mails=context.services.settings.reaches_by_mail,
    )


_BUTTONS: Final[dict[PrivacyAct, Callable[[Update, Context], Awaitable[None]]]] = {
    PrivacyAct.SHOW: show,
    PrivacyAct.EXPORT: _export,
    PrivacyAct.FORGET: _forget,
    PrivacyAct.ABROAD: _abroad,
    PrivacyAct.PRIVATE: _private,
    PrivacyAct.AGREE: _agree,
}
