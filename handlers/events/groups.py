"""Handles updates when the bot is added, removed or blocked, and when a group becomes a supergroup."""

import logging

from telegram import Chat, ChatMember, ChatMemberRestricted, ChatMemberUpdated, Update
from telegram.error import TelegramError

from bot.context import Context
from bot.i18n.translator import language_for, translator_for
from bot.usecases.events import groups
from bot.usecases.events.access import my_events
from bot.usecases.moderation.roles import Actor
from handlers.events import group_views
from handlers.events.group_answers import may_speak
from handlers.ui.screen import send
from storage import outbox
from storage.events import chats
from storage.ids import ChatId, PersonId
from storage.people import people
from storage.vocabulary import Topic

log = logging.getLogger(__name__)


async def _note_group(change: ChatMemberUpdated, update_id: int, context: Context) -> None:
    """Asks an organizer who adds the bot for the event, privately. Tells other people once what the bot is for."""
    services, chat_id, person_id = context.services, ChatId(change.chat.id), PersonId(change.from_user.id)
    if not _is_in(change.new_chat_member):
        if change.chat.type == Chat.GROUP:
            # Telegram also reports this when a group becomes a supergroup, and may lose the migration report. Then the
            # next message to the group fails and gives the new id.
            return
        async with services.database.writing() as session:
            await chats.mark_gone(session, chat_id, services.clock())
        return
    if _is_in(change.old_chat_member):
        return  # only its rights changed
    async with services.database.writing() as session:
        welcome = bool(await my_events(session, Actor(id=person_id, admins=services.settings.admins)))
        if welcome:
            await outbox.queue_message(
                session,
                person_id,
                Topic.CHAT_ADDED,
                payload={"chat_id": chat_id, "title": (change.chat.title or "")[:255]},
                dedupe_key=f"{Topic.CHAT_ADDED}:{chat_id}:{update_id}",
                now=services.clock(),
            )
    # Telegram's button that adds a bot also sends /start there, which this answers.
    speaks = may_speak(context)
    if welcome:
        services.outbox.wake()
    elif speaks and change.chat.type != Chat.CHANNEL:  # readers of a channel need no explanation
        await _decline(context, chat_id, change.from_user.language_code)


async def note_migration(update: Update, context: Context) -> None:
    """Moves a group that became a supergroup to its new id. Each chat reports the migration; one report is enough."""
    message = update.message
    if message is None:
        return
    here = message.chat.id
    old_id, new_id = message.migrate_from_chat_id or here, message.migrate_to_chat_id or here
    if old_id != new_id:
        async with context.services.database.writing() as session:
            await groups.follow(session, ChatId(old_id), ChatId(new_id), context.services.clock())


def _is_in(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in {ChatMember.BANNED, ChatMember.LEFT}


async def _decline(context: Context, chat_id: ChatId, language_code: str | None) -> None:
    view = group_views.no_organizer(translator_for(language_for(language_code)), context.bot.username)
    try:
        await send(context.bot, chat_id, view)
    except TelegramError as error:
        log.info("the explanation could not be sent to a group: %s", type(error).__name__)


_GONE = frozenset({ChatMember.BANNED, ChatMember.LEFT})


async def note_membership(update: Update, context: Context) -> None:
    """Stores if a person can be reached, or notes what became of the bot in a group."""
    change = update.my_chat_member
    if change is None:
        return
    if change.chat.type != Chat.PRIVATE:
        await _note_group(change, update.update_id, context)
        return
    person_id = PersonId(change.from_user.id)
    async with context.services.database.writing() as session:
        if change.new_chat_member.status in _GONE:
            await people.mark_unreachable(session, person_id, context.services.clock())
        else:
            await people.mark_reachable(session, person_id)
