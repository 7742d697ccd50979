"""The gate: loads the caller of every update, and stops all updates from outside a private chat.

An update that changes nothing about the person costs one SELECT and no write transaction.
"""

import logging
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec

from telegram import Update, User
from telegram.ext import ApplicationHandlerStop, filters

from bot.context import Caller, Context, Services
from bot.errors import DomainError
from bot.i18n.translator import Translator, language_for, translator_for
from bot.logs import describe_update
from bot.usecases.moderation.roles import acting_as
from bot.usecases.people.active_sanctions import sanctions_applying_to
from bot.usecases.people.former_names import upsert_person
from handlers.ui import welcome_views
from handlers.ui.sanction_views import muted
from handlers.ui.screen import acknowledge, reply, respond
from storage.ids import CompanyId, PersonId
from storage.models import Person
from storage.people import callers
from storage.people.callers import CallerRow, PersonRow

log = logging.getLogger(__name__)

PRIVATE = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE
"""New messages of a private chat; excludes edited, business and channel messages."""
PRIVATE_EDIT = filters.UpdateType.EDITED_MESSAGE & filters.ChatType.PRIVATE

_SEEN_EVERY: Final = timedelta(hours=1)
"""Precision of `seen_at`, which counts active people and finds inactive ones."""
_NAME: Final = 130  # characters; the limit of the database column

Args = ParamSpec("Args")
GuardedStep = Callable[Concatenate[Update, Context, Args], Coroutine[Any, Any, Any]]
"""A step, with or without a parsed press as its last argument."""
Step = GuardedStep[[]]
StopsBanned = Callable[[Update, Services, Caller], Awaitable[bool]]
"""Returns True if a banned person's update ends at the gate."""


def gate(stops_banned: StopsBanned) -> Callable[[object, Context], Coroutine[Any, Any, None]]:
    """Returns the handler that runs before all others. If it fails, it stops the update."""

    async def guarding(update: object, context: Context) -> None:
        try:
            await _admit(update, context, stops_banned)
        except ApplicationHandlerStop:
            raise
        except Exception as error:
            # Any other exception would let the later handler groups run.
            log.exception("the gate failed")
            await reply_unavailable(update)
            raise ApplicationHandlerStop from error

    return guarding


async def _admit(update: object, context: Context, stops_banned: StopsBanned) -> None:
    if not isinstance(update, Update) or not _is_private(update):
        raise ApplicationHandlerStop
    caller = await caller_of(update, context)
    context.let_in(caller)
    if await stops_banned(update, context.services, caller):
        await note_seen(update, context)
        raise ApplicationHandlerStop


def _is_private(update: Update) -> bool:
    query = update.callback_query
    if query is not None:
        return query.inline_message_id is None and query.message is not None and query.message.chat.type == "private"
    message = update.message or update.edited_message
    return message is not None and message.chat.type == "private" and message.from_user is not None


async def caller_of(update: Update, context: Context) -> Caller:
    """Loads the sender of the update. Raises ApplicationHandlerStop if no person sent it.

    Writes only if the person is new or their name or username changed.
    """
    user = update.effective_user
    if user is None or user.is_bot:
        raise ApplicationHandlerStop
    services, now = context.services, context.services.clock()
    found = await callers.find(services.database, PersonId(user.id), now)
    if found is None or _differs(found.person, user):
        async with services.database.writing() as session:
            await upsert_person(
                session,
                PersonId(user.id),
                name=_name_of(user),
                username=user.username,
                language=language_for(user.language_code),
                now=now,
            )
        found = await callers.find(services.database, PersonId(user.id), now)
    if found is None:
        raise ApplicationHandlerStop
    return _caller(user, found, services)


async def known_caller(update: Update, context: Context) -> Caller | None:
    """Loads the sender of an update from outside a private chat by reading; None if they never started the bot."""
    user = update.effective_user
    if user is None or user.is_bot:
        return None
    services = context.services
    found = await callers.find(services.database, PersonId(user.id), services.clock())
    return None if found is None else _caller(user, found, services)


def _differs(person: PersonRow, user: User) -> bool:
    """Returns True if Telegram's data differ from the database, or the person was unreachable."""
    return (
        (person.name, person.username) != (_name_of(user), user.username)
        or person.unreachable_since is not None
        or not (person.language_chosen or person.language is language_for(user.language_code))
    )


def _name_of(user: User) -> str:
    """Returns the full name; the @username or the number if Telegram gives no first name."""
    return (user.full_name or user.username or str(user.id))[:_NAME]


def reads_english(person: Person | PersonRow) -> frozenset[str]:
    """Returns the languages that a person reads beside the chosen one."""
    return frozenset({"en"}) if person.reads_english else frozenset()


def _caller(user: User, found: CallerRow, services: Services) -> Caller:
    person = found.person
    standing = sanctions_applying_to(found.sanctions, person.id, found.companies)
    return Caller(
        id=person.id,
        name=_name_of(user),
        username=user.username,
        telegram_language=user.language_code,
        t=translator_for(person.language, reads_english(person), can_translate=services.translator is not None),
        consented=person.consented_at is not None,
        companies=found.companies,
        roles=acting_as(person.id, found.roles, admins=services.settings.admins),
        seen_at=person.seen_at,
        shown_abroad=person.shown_abroad,
        agreed_to=person.consent_version,
        ban=standing.ban,
        mute=standing.mute,
        draft=found.draft,
        acting_for=_acting_for(found),
    )


def _acting_for(found: CallerRow) -> CompanyId | None:
    chosen = found.person.acting_for_id
    return chosen if len(found.companies) > 1 and chosen in found.companies else None


async def note_seen(_update: object, context: Context) -> None:
    """Runs after the answer. Records at most once an hour that the person was active."""
    services, now = context.services, context.services.clock()
    if context.has_caller and now - context.caller.seen_at >= _SEEN_EVERY:
        async with services.database.writing_once() as session:
            await callers.note_seen(session, context.caller.id, now, every=_SEEN_EVERY)


async def tell_too_fast(update: Update) -> None:
    """Answers a person who sends too many messages, without reading the database."""
    if _is_private(update) and update.effective_user is not None:
        await respond(update, welcome_views.too_fast(_translator(update.effective_user)))


async def acknowledge_too_fast(update: Update) -> None:
    """Answers a press of a person who is ignored for a while. Otherwise the button shows progress until a timeout."""
    if update.effective_user is not None:
        await acknowledge(update, welcome_views.too_fast(_translator(update.effective_user)).text)


def _translator(user: User) -> Translator:
    """Returns the translator for the language of the person's Telegram app."""
    return translator_for(language_for(user.language_code))


async def reply_unavailable(update: object) -> None:
    """Answers without the database, in the language of the person's Telegram app."""
    if isinstance(update, Update) and update.effective_user is not None and update.inline_query is None:
        await respond(update, welcome_views.unavailable(_translator(update.effective_user)))


def members_only(step: GuardedStep[Args]) -> GuardedStep[Args]:
    """Wraps a step for people who agreed and speak for a company. Tells others how to begin."""

    @wraps(step)
    async def guarded(update: Update, context: Context, /, *args: Args.args, **kwargs: Args.kwargs) -> Any:
        if context.caller.consented and context.caller.registered:
            return await step(update, context, *args, **kwargs)
        consented, registered = context.caller.consented, context.caller.registered
        view = (
            welcome_views.agree_first(context.t)
            if registered
            else welcome_views.register_first(context.t, consented=consented)
        )
        await respond(update, view)
        return None

    return guarded


def unmuted_members_only(step: GuardedStep[Args]) -> GuardedStep[Args]:
    """Wraps a step that publishes, proposes or writes: only for members who are not muted."""

    @wraps(step)
    async def guarded(update: Update, context: Context, /, *args: Args.args, **kwargs: Args.kwargs) -> Any:
        mute = context.caller.mute
        if mute is None:
            return await step(update, context, *args, **kwargs)
        await respond(update, muted(context.t, mute))
        return None

    return members_only(guarded)


async def on_error(update: object, context: Context) -> None:
    """Answers when a step raised an exception. Committed changes stay."""
    error = context.error
    if isinstance(error, DomainError) and isinstance(update, Update) and update.effective_user is not None:
        # The library creates a new context for errors, without the caller.
        caller = await caller_of(update, context)
        await acknowledge(update)
        await reply(update, welcome_views.refused(caller, error))
        return
    log.error("a step failed", extra=describe_update(update), exc_info=error)
    await reply_unavailable(update)
