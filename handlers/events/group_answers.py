"""Answers people who address the bot in a group: one short line that leads to the private chat.

Nothing personal is said there, and nothing at all to messages that are not for the bot.
"""

import logging
from datetime import datetime, timedelta
from typing import Final

from telegram import Message, MessageEntity, ReplyParameters, Update
from telegram.error import TelegramError
from telegram.ext import filters

from bot.context import Context
from bot.i18n.translator import Translator, language_for, translator_for
from bot.telegram.commands import COMMANDS
from bot.telegram.send_slots import Lane
from handlers.events import group_views
from handlers.ui.gate import known_caller
from handlers.ui.topics import topic_in
from handlers.ui.view import inline
from storage.events import chats, events
from storage.ids import ChatId
from storage.models import Event

GROUP: Final = filters.UpdateType.MESSAGE & filters.ChatType.GROUPS & ~filters.FORWARDED
"""New messages that somebody wrote in a group. What is forwarded may name the bot without addressing it."""

_QUIET: Final = timedelta(minutes=5)
"""After an answer, the topic gets no other: the last one, with its button, is still on the screen."""

_OURS: Final = frozenset({"start", *COMMANDS})
"""Commands that count without the bot's name. The bot that spoke last gets them, and every administrator."""

log = logging.getLogger(__name__)


async def answer(update: Update, context: Context) -> None:
    """Leads a person who addresses the bot to the private chat, in the topic in which they asked."""
    message = update.message
    if message is None or not _is_addressed(message, context.bot.username):
        return
    topic = topic_in(message)
    if not may_speak(context, topic):
        return
    event = await _event_of(context, ChatId(message.chat.id))
    view = group_views.in_private(await _translator(update, context), context.bot.username, event)
    try:
        await context.bot.send_message(
            message.chat.id,
            view.text,
            message_thread_id=topic,
            reply_markup=inline(view.rows),
            reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True),
            rate_limit_args=Lane.REPLY,
        )
    except TelegramError as error:  # such as a closed topic, or a group in which the bot may not write
        log.info("a group could not be answered: %s", type(error).__name__)


def may_speak(context: Context, topic: int | None = None) -> bool:
    """Returns True, and begins the quiet time of this topic of the group, unless the bot has just spoken there."""
    now = context.services.clock()
    spoken: dict[int | None, datetime] = context.chat_data if context.chat_data is not None else {}
    if topic in spoken and now - spoken[topic] < _QUIET:
        return False
    spoken[topic] = now
    return True


def _is_addressed(message: Message, username: str) -> bool:
    """Returns True for a mention of the bot, a command with its name, and one of its commands at the beginning."""
    parts = message.parse_entities() or message.parse_caption_entities()
    return any(_is_ours(entity, text.casefold(), username.casefold()) for entity, text in parts.items())


def _is_ours(entity: MessageEntity, text: str, us: str) -> bool:
    if entity.type == MessageEntity.MENTION:
        return text == f"@{us}"
    command, _, addressee = text.removeprefix("/").partition("@")
    named = addressee == us or (not addressee and entity.offset == 0 and command in _OURS)
    return entity.type == MessageEntity.BOT_COMMAND and named


async def _event_of(context: Context, chat_id: ChatId) -> Event | None:
    """Returns the event that the group belongs to, unless it is over."""
    async with context.services.database.reading() as session:
        chat = await chats.find(session, chat_id)
        event = None if chat is None or chat.gone_at is not None else await events.find(session, chat.event_id)
    return None if event is None or event.ends_on < context.services.clock().date() else event


async def _translator(update: Update, context: Context) -> Translator:
    """Returns the language that the person chose, or that of their Telegram app."""
    caller = await known_caller(update, context)
    if caller is not None:
        return caller.t
    user = update.effective_user
    return translator_for(language_for(None if user is None else user.language_code))
