"""/privacy and its buttons."""

from collections.abc import Awaitable, Callable
from typing import Final

from telegram import Update

from bot.context import Context
from bot.settings.operator import Operator
from bot.usecases.listings import abroad
from bot.usecases.people import registration
from bot.usecases.privacy import rights
from bot.usecases.privacy.periods import Periods
from handlers.moderation.following import follow
from handlers.privacy import page_views, steps
from handlers.privacy.buttons import PrivacyAct, PrivacyPress
from handlers.ui import navigation
from handlers.ui.screen import View, acknowledge, replace, reply


async def show(update: Update, context: Context) -> None:
    await acknowledge(update)
    await reply(update, await _page(context))


async def act(update: Update, context: Context, press: PrivacyPress) -> None:
    await _ACTS[press.act](update, context)


async def _export(update: Update, context: Context) -> None:
    await acknowledge(update)
    await steps.export(update, context)


async def _forget(update: Update, context: Context) -> None:
    await acknowledge(update)
    await steps.ask(update, context)


async def _agree(update: Update, context: Context) -> None:
    if not context.caller.consented:
        await navigation.greet(update, context)
        return
    async with context.services.database.writing() as session:
        await registration.agree(session, context.caller.id, context.services.clock())
    await acknowledge(update, context.t("Saved."))
    await replace(update, await _page(context))


async def _abroad(update: Update, context: Context) -> None:
    services = context.services
    async with services.database.writing() as session:
        done = await abroad.agree_to_all(session, context.caller.id, services.settings.review, services.clock())
    await acknowledge(update, context.t("Saved."))
    await replace(update, await _page(context))
    await reply(update, page_views.shown_abroad(context.t, len(done.shown), len(done.handed_in)))
    await follow(services, [*done.shown, *done.handed_in])


async def _private(update: Update, context: Context) -> None:
    services = context.services
    async with services.database.writing() as session:
        done = await abroad.refuse(session, context.caller.id, services.clock())
    await follow(services, done.hidden)
    services.outbox.wake()
    await acknowledge(update, context.t("Saved."))
    await replace(update, await _page(context))
    await reply(update, page_views.private(context.t, len(done.hidden)))


async def _page(context: Context) -> View:
    async with context.services.database.reading() as session:
        consents = await rights.consents(session, context.caller.id)
    return page_views.page(
        context.t,
        consents,
        Periods.of(context.services.settings),
        registration.CONSENT_VERSION,
        operator=Operator.of(context.services.settings),
        banned=context.caller.ban is not None,
    )


_ACTS: Final[dict[PrivacyAct, Callable[[Update, Context], Awaitable[None]]]] = {
    PrivacyAct.SHOW: show,
    PrivacyAct.EXPORT: _export,
    PrivacyAct.FORGET: _forget,
    PrivacyAct.ABROAD: _abroad,
    PrivacyAct.PRIVATE: _private,
    PrivacyAct.AGREE: _agree,
}
