"""The gate: every update passes it first, and nothing passes when it fails."""

import logging
from collections.abc import Awaitable, Callable, Coroutine
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from telegram import Update
from telegram.ext import ApplicationHandlerStop, filters

from bot.context import Caller, Context, Services
from bot.i18n.translator import language_for, translator_for
from bot.usecases.people.former_names import greeted
from bot.usecases.people.standing import standing
from handlers.ui import welcome_views
from handlers.ui.sanction_views import muted
from handlers.ui.screen import acknowledge, reply
from storage.ids import PersonId
from storage.people import companies

log = logging.getLogger(__name__)

PRIVATE = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE
"""New messages of a private chat. Without it edited, business and channel messages would count as well."""

Args = ParamSpec("Args")
GuardedStep = Callable[Concatenate[Update, Context, Args], Coroutine[Any, Any, Any]]
"""A step, with or without a parsed press as its last argument."""
Step = GuardedStep[[]]


StopsBanned = Callable[[Update, Services, Caller], Awaitable[bool]]
"""Whether a banned person's update ends at the gate."""


def gate(stops_banned: StopsBanned) -> Callable[[object, Context], Coroutine[Any, Any, None]]:
    """Returns the handler that loads the caller. It ends every update that is not a person in a private chat, and what
    `stops_banned` refuses."""

    async def guarding(update: object, context: Context) -> None:
        await _guard(update, context, stops_banned)

    return guarding


async def _guard(update: object, context: Context, stops_banned: StopsBanned) -> None:
    try:
        if not isinstance(update, Update) or not _is_private(update):
            raise ApplicationHandlerStop
        caller = await caller_of(update, context)
        if await stops_banned(update, context.services, caller):
            raise ApplicationHandlerStop
        context.let_in(caller)
    except ApplicationHandlerStop:
        raise
    except Exception as error:
        # An exception here would not keep the later groups from running: the gate fails closed.
        log.exception("the gate failed")
        await reply_unavailable(update)
        raise ApplicationHandlerStop from error


def _is_private(update: Update) -> bool:
    query = update.callback_query
    if query is not None:
        return query.inline_message_id is None and query.message is not None and query.message.chat.type == "private"
    message = update.message
    return message is not None and message.chat.type == "private" and message.from_user is not None


async def caller_of(update: Update, context: Context) -> Caller:
    """Who sent the update, greeted; ApplicationHandlerStop for what no person sent."""
    user = update.effective_user
    if user is None or user.is_bot:
        raise ApplicationHandlerStop
    services, person_id = context.services, PersonId(user.id)
    async with services.database.writing() as session:
        person = await greeted(
            session,
            person_id,
            name=user.full_name[:130],
            username=user.username,
            language=language_for(user.language_code),
            now=services.clock(),
        )
        mine = [company.id for company in await companies.represented_by(session, person_id)]
        stand = await standing(session, person_id, mine, services.clock())
    return Caller(
        id=person_id,
        name=user.full_name,
        username=user.username,
        telegram_language=user.language_code,
        t=translator_for(person.language),
        consented=person.consented_at is not None,
        registered=bool(mine),
        is_admin=person_id in services.settings.admins,
        shown_abroad=person.shown_abroad,
        agreed_to=person.consent_version,
        ban=stand.ban,
        mute=stand.mute,
    )


async def tell_too_fast(update: Update) -> None:
    """The answer to a person who sends too much at once; nothing is read from the database for it."""
    if _is_private(update) and update.effective_user is not None:
        await acknowledge(update)
        await reply(update, welcome_views.too_fast(translator_for(language_for(update.effective_user.language_code))))


async def reply_unavailable(update: object) -> None:
    """The answer when nothing is known of the person, not even their chosen language."""
    if isinstance(update, Update) and update.effective_user is not None:
        t = translator_for(language_for(update.effective_user.language_code))
        await acknowledge(update)
        await reply(update, welcome_views.unavailable(t))


def members_only(step: GuardedStep[Args]) -> GuardedStep[Args]:
    """Lets through who agreed and speaks for a company; everybody else is told how to begin."""

    @wraps(step)
    async def guarded(update: Update, context: Context, /, *args: Args.args, **kwargs: Args.kwargs) -> Any:
        if context.caller.consented and context.caller.registered:
            return await step(update, context, *args, **kwargs)
        await acknowledge(update)
        await reply(update, welcome_views.register_first(context.t, consented=context.caller.consented))
        return None

    return guarded


def speakers_only(step: GuardedStep[Args]) -> GuardedStep[Args]:
    """Members who are not muted: for what begins to publish, to propose or to write."""

    @wraps(step)
    async def guarded(update: Update, context: Context, /, *args: Args.args, **kwargs: Args.kwargs) -> Any:
        mute = context.caller.mute
        if mute is None:
            return await step(update, context, *args, **kwargs)
        await acknowledge(update)
        await reply(update, muted(context.t, mute))
        return None

    return members_only(guarded)
