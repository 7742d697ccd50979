"""Topics of forum groups, and of a person's chat with the bot: since Bot API 9.3, if the bot's owner enables them."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest

from bot.telegram.errors import is_topic_gone
from storage.ids import ThreadId

V = TypeVar("V")


def topic_of(update: Update) -> ThreadId | None:
    """Returns the topic of a person's chat with the bot that the message or the press came from."""
    message = update.effective_message
    return topic_in(message) if isinstance(message, Message) and message.chat.type == ChatType.PRIVATE else None


def topic_in(message: Message) -> ThreadId | None:
    """Returns the topic of a message. The General topic of a group and the threads of replies are none."""
    thread = message.message_thread_id if message.is_topic_message else None
    return None if thread is None else ThreadId(thread)


async def in_topic(topic: ThreadId | None, request: Callable[..., Awaitable[V]]) -> V:
    """Sends something in a topic; in the chat itself without one, or if the topic was deleted.

    `request` takes `message_thread_id`.
    """
    if topic is not None:
        try:
            return await request(message_thread_id=topic)
        except BadRequest as error:
            if not is_topic_gone(error):
                raise
    return await request()
