"""Steps outside of dialogs: home, help, the question for the language."""

from telegram import Update

from bot.context import Caller, Context
from bot.telegram import command_menu
from bot.telegram.commands import added_by
from bot.usecases.people import registration
from handlers.ui import welcome_views
from handlers.ui.screen import acknowledge, replace, reply, respond, strip_buttons
from handlers.ui.view import View
from storage.moderation import reviews
from storage.vocabulary import Role


async def home(update: Update, context: Context) -> None:
    """Shows a registered person the start page."""
    names = list(context.caller.companies.values())
    new_text = context.caller.agreed_to not in {None, registration.CONSENT_VERSION}
    waiting = await _waiting(context) if is_staff(context.caller) else None
    roles = context.caller.roles
    await respond(update, welcome_views.home(context.t, names, new_text=new_text, roles=roles, waiting=waiting))


def is_staff(caller: Caller) -> bool:
    """Returns True for moderators and admins, who have a start page with or without a company."""
    return bool({Role.MODERATOR, Role.ADMIN} & set(caller.roles))


async def _waiting(context: Context) -> tuple[int, int]:
    """Returns the numbers of items and of reports that wait for a moderator."""
    async with context.services.database.reading() as session:
        kinds = await reviews.by_kind(session)
    reported = sum(count for kind, count, _ in kinds if kind.is_report)
    return sum(count for _, count, _ in kinds) - reported, reported


async def greet(update: Update, context: Context, *, place: str = "") -> None:
    """Asks a newcomer for the first message. `place` is the event or booth of their link, as HTML."""
    caller = context.caller
    await respond(update, welcome_views.greeting(caller.t, caller.name, place=place, registered=caller.registered))


async def agree(update: Update, context: Context) -> None:
    """Records the consent. A second press changes nothing."""
    if not context.caller.consented:
        async with context.services.database.writing() as session:
            await registration.agree(session, context.caller.id, context.services.clock())
    await acknowledge(update)
    await strip_buttons(update)


async def help_(update: Update, context: Context) -> None:
    await respond(update, _help(context))


def _help(context: Context) -> View:
    """Shows help with the commands of the person's roles."""
    caller = context.caller
    return welcome_views.help_(caller.t, registered=caller.registered, groups=added_by(caller.roles))


async def languages(update: Update, context: Context) -> None:
    """Shows the languages. Edits a newcomer's greeting instead of sending it again."""
    await acknowledge(update)
    show = reply if context.caller.consented else replace
    await show(update, welcome_views.languages(context.t))


async def update_menu(context: Context) -> None:
    """Sets the command menu again after the person's roles changed or their data was deleted."""
    services = context.services
    await command_menu.publish_for(context.bot, services.database, context.caller.id, admins=services.settings.admins)


async def unknown(update: Update, context: Context) -> None:
    """Answers text outside of dialogs and unknown commands."""
    if not context.caller.consented and not is_staff(context.caller):
        await greet(update, context)
        return
    await reply(update, _help(context))
