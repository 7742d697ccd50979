"""/roles: list, give and take roles."""

from telegram import Update

from bot.context import Context
from bot.usecases.moderation import roles
from handlers.moderation import role_views
from handlers.moderation.access import admins_only
from handlers.moderation.buttons import RoleAct, RolePress
from handlers.ui.screen import (
    View,
    acknowledge,
    replace,
    reply,
)
from storage.ids import PersonId
from storage.people import people


@admins_only
async def show(update: Update, context: Context) -> None:
    await acknowledge(update)
    await reply(update, await _view(context))


@admins_only
async def act(update: Update, context: Context, press: RolePress) -> None:
    change = roles.grant if press.act is RoleAct.GRANT else roles.take
    admins, now = context.services.settings.admins, context.services.clock()
    async with context.services.database.writing() as session:
        await change(session, context.caller.id, press.person, press.role, admins=admins, now=now)
    context.services.outbox.wake()
    await acknowledge(update, context.t("Done."))
    await replace(update, await _view(context))


async def _view(context: Context) -> View:
    admins = context.services.settings.admins
    async with context.services.database.reading() as session:
        holders = await roles.everybody(session, context.caller.id, admins=admins)
        named = [(number, await people.find(session, PersonId(number))) for number in sorted(admins)]
    return role_views.roles(
        context.t, holders, [(number, "" if person is None else person.name) for number, person in named]
    )
