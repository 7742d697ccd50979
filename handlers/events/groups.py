"""What the bot hears about groups and channels: being added, put out, and their becoming supergroups."""

import logging

from telegram import Chat, ChatMember, ChatMemberRestricted, Update
from telegram.error import TelegramError

from bot.context import Context
from bot.i18n.translator import language_for, translator_for
from bot.usecases.events.access import my_events
from bot.usecases.moderation.roles import Actor
from handlers.events import group_views
from handlers.ui.screen import send
from storage import outbox
from storage.events import chats
from storage.ids import ChatId, PersonId
from storage.vocabulary import Topic

log = logging.getLogger(__name__)


async def note_group(update: Update, context: Context) -> None:
    """An organizer who adds the bot is asked privately for the event; anybody else is told once what it is for."""
    change = update.my_chat_member
    if change is None or change.chat.type == Chat.PRIVATE:
        return
    services, chat_id, person_id = context.services, ChatId(change.chat.id), PersonId(change.from_user.id)
    if not _is_in(change.new_chat_member):
        async with services.database.writing() as session:
            await chats.mark_gone(session, chat_id, services.clock())
        return
    if _is_in(change.old_chat_member):
        return  # other rights than before
    async with services.database.writing() as session:
        welcome = bool(await my_events(session, Actor(id=person_id, admins=services.settings.admins)))
        if welcome:
            await outbox.tell(
                session,
                person_id,
                Topic.CHAT_ADDED,
                payload={"chat_id": chat_id, "title": (change.chat.title or "")[:255]},
                dedupe_key=f"{Topic.CHAT_ADDED}:{chat_id}:{int(change.date.timestamp())}",
                now=services.clock(),
            )
    if welcome:
        services.deliveries.wake()
    elif change.chat.type != Chat.CHANNEL:  # whose readers it is no business of
        await _decline(context, chat_id, change.from_user.language_code)


async def note_migration(update: Update, context: Context) -> None:
    """A group became a supergroup: everything of it goes there from now on."""
    message = update.message
    if message is not None and message.migrate_to_chat_id is not None:
        async with context.services.database.writing() as session:
            await chats.follow(session, ChatId(message.chat.id), ChatId(message.migrate_to_chat_id))


def _is_in(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in {ChatMember.BANNED, ChatMember.LEFT}


async def _decline(context: Context, chat_id: ChatId, language_code: str | None) -> None:
    view = group_views.no_organizer(translator_for(language_for(language_code)), context.bot.username)
    try:
        await send(context.bot, chat_id, view)
    except TelegramError as error:
        log.info("a group could not be told what the bot is for: %s", type(error).__name__)
