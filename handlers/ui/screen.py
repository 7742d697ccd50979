"""Sends views to Telegram, and answers updates with them."""

import asyncio
import dataclasses
import logging
import re
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final, cast

from telegram import CallbackQuery, InputFile, Message, Update
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.telegram import plain_requests
from bot.telegram.errors import FailureKind, classify
from bot.telegram.send_slots import Lane
from handlers.ui.topics import in_topic, topic_of
from handlers.ui.view import Attachment, Upload, View, inline, inline_keyboard, markup, without_copy_buttons
from storage.ids import ThreadId
from storage.vocabulary import FileKind

log = logging.getLogger(__name__)

_PAUSES_S: Final = (0.3, 0.6)  # before each retry of an unsent request
VOICE_FORBIDDEN: Final = "VOICE_MESSAGES_FORBIDDEN"
_FILE_GONE: Final = re.compile(r"wrong (remote )?file|file_id", re.IGNORECASE)
_CAPTION: Final = 1024  # Telegram's limit for a caption. We count the markup too, so we stay below it.


async def send(
    bot: ExtBot[Any], chat_id: int, view: View, *, lane: Lane = Lane.REPLY, topic: ThreadId | None = None
) -> int:
    """Sends a view and returns the id of its last message. Raises what Telegram raises."""
    made = requests(bot, chat_id, view, lane=lane, topic=topic)
    ids = [message_id for request in made for message_id in await request()]
    return ids[-1]


def requests(
    bot: ExtBot[Any], chat_id: int, view: View, *, lane: Lane, topic: ThreadId | None = None
) -> list[Callable[[], Awaitable[list[int]]]]:
    """Returns the requests that send a view, in order. A text that cannot be the caption follows its file.

    Each request returns the ids of its messages, none for a file that cannot be sent. Raises what Telegram raises.
    """
    if view.attachment is None or (view.attachment.kind.has_caption and len(view.text) <= _CAPTION):

        async def whole() -> list[int]:
            return [await _send_whole(bot, chat_id, view, lane=lane, topic=topic)]

        return [whole]
    attachment, below = view.attachment, dataclasses.replace(view, attachment=None)

    async def file() -> list[int]:
        nonlocal below
        try:
            return [await _send_file(bot, chat_id, attachment, lane=lane, topic=topic)]
        except BadRequest as error:
            without = _without_file(view, error)
            if without is None:
                raise
            below = without
            return []

    async def text() -> list[int]:
        return [await _send_whole(bot, chat_id, below, lane=lane, topic=topic)]

    return [file, text]


async def _send_whole(bot: ExtBot[Any], chat_id: int, view: View, *, lane: Lane, topic: ThreadId | None) -> int:
    try:
        return await _send(bot, chat_id, view, lane=lane, topic=topic)
    except BadRequest as error:
        if (without := _without_file(view, error)) is not None:
            return await _send_whole(bot, chat_id, without, lane=lane, topic=topic)
        # An older Bot API server may refuse copy buttons. The text contains the same values.
        rows = without_copy_buttons(view.rows)
        if rows == view.rows or classify(error).kind is not FailureKind.REJECTED:
            raise
        return await _send(bot, chat_id, dataclasses.replace(view, rows=rows), lane=lane, topic=topic)


def _without_file(view: View, error: BadRequest) -> View | None:
    """Returns the view without its file if Telegram lost the file or the person refuses voice messages; else None."""
    if not isinstance(view.attachment, Attachment):
        return None
    if VOICE_FORBIDDEN in error.message.upper():
        return dataclasses.replace(view, attachment=None, text=view.without_voice or view.text)
    if _FILE_GONE.search(error.message):
        return dataclasses.replace(view, attachment=None, text=view.without_file or view.text)
    return None


async def _send(bot: ExtBot[Any], chat_id: int, view: View, *, lane: Lane, topic: ThreadId | None) -> int:
    keyboard = markup(view)
    if view.attachment is None:
        text = partial(plain_requests.send_text, bot, chat_id, view.text, keyboard, silent=view.silent, lane=lane)
        return await in_topic(topic, text)
    return await _send_file(
        bot, chat_id, view.attachment, caption=view.text, reply_markup=keyboard, lane=lane, topic=topic
    )


async def _send_file(
    bot: ExtBot[Any], chat_id: int, file: Attachment | Upload, *, lane: Lane, topic: ThreadId | None, **more: Any
) -> int:
    if isinstance(file, Attachment):
        content: str | InputFile = file.file_id
    else:
        made = file.content if isinstance(file.content, bytes) else await asyncio.to_thread(file.content)
        content = InputFile(made, filename=file.name)
    ways: dict[FileKind, Callable[..., Awaitable[Message]]] = {
        FileKind.PHOTO: bot.send_photo,
        FileKind.DOCUMENT: bot.send_document,
        FileKind.VIDEO: bot.send_video,
        FileKind.AUDIO: bot.send_audio,
        FileKind.VOICE: bot.send_voice,
        FileKind.ANIMATION: bot.send_animation,
        FileKind.VIDEO_NOTE: bot.send_video_note,
    }
    return (await in_topic(topic, partial(ways[file.kind], chat_id, content, rate_limit_args=lane, **more))).message_id


async def reply(update: Update, view: View) -> bool:
    """Answers with a new message, in the topic of the update. Returns False if it did not arrive.

    Logs Telegram's errors and raises none.
    """
    return await reply_in(topic_of(update), update, view)


async def reply_in(topic: ThreadId | None, update: Update, view: View) -> bool:
    """Answers as `reply` does, in a certain topic or in the chat itself."""
    user = update.effective_user
    if user is None:
        return False
    bot = _bot(update)
    return await _with_retries(lambda: send(bot, user.id, view, topic=topic), "send")


async def reply_when_ready(update: Update, work: Awaitable[View], *, note: View, after_s: float) -> None:
    """Answers with the result of `work`. If it takes longer than `after_s`, shows a note until then, in its place."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait({task}, timeout=after_s)
        noted = None if task.done() else await _send_note(update, note)
        view = await task
        if noted is None or not await _with_retries(lambda: _edit_own(update, noted, view), "edit"):
            await reply(update, view)
    finally:
        task.cancel()


async def _send_note(update: Update, note: View) -> int | None:
    """Returns the id of the message; None if it did not arrive."""
    user = update.effective_user
    try:
        return None if user is None else await send(_bot(update), user.id, note, topic=topic_of(update))
    except TelegramError as error:
        log.warning("could not send a note: %s", type(error).__name__)
        return None


async def _edit_own(update: Update, message_id: int, view: View) -> None:
    user = update.effective_user
    if user is not None:
        await plain_requests.edit_text(_bot(update), user.id, message_id, view.text, inline_keyboard(view.rows))


async def replace(update: Update, view: View) -> bool:
    """Edits the pressed message into the view, or sends a new message if that is impossible."""
    query = update.callback_query
    if query is None or view.attachment is not None or view.contact_request is not None:
        return await reply(update, view)
    return await _with_retries(lambda: _edit(query, view), "edit") or await reply(update, view)


def has_file(update: Update) -> bool:
    """Returns True if the pressed message has a file."""
    query = update.callback_query
    return query is not None and getattr(query.message, "effective_attachment", None) is not None


async def acknowledge(update: Update, note: str | None = None, *, alert: bool = False) -> None:
    """Stops the progress indicator of a pressed button. `note` is shown as a popup over the chat."""
    query = update.callback_query
    if query is not None:
        bot = _bot(query)
        await _with_retries(lambda: plain_requests.answer_press(bot, query.id, note, alert=alert), "answer")


async def respond(update: Update, view: View, note: str | None = None) -> None:
    """Acknowledges the press, and answers with a new message."""
    await asyncio.gather(acknowledge(update, note), reply(update, view))


async def redraw(update: Update, view: View, note: str | None = None) -> None:
    """Acknowledges the press, and edits the pressed message into the view."""
    await asyncio.gather(acknowledge(update, note), replace(update, view))


async def strip_buttons(update: Update) -> None:
    """Removes the buttons of the pressed message."""
    query = update.callback_query
    if query is not None and query.message is not None:
        bot, message = _bot(query), query.message
        await _with_retries(lambda: plain_requests.remove_buttons(bot, message.chat.id, message.message_id), "edit")


async def _edit(query: CallbackQuery, view: View) -> None:
    message = query.message
    if message is None or getattr(message, "caption", None) is not None:
        await query.edit_message_caption(view.text, reply_markup=inline(view.rows))
        return
    await plain_requests.edit_text(
        _bot(query), message.chat.id, message.message_id, view.text, inline_keyboard(view.rows)
    )


def _bot(of: Update | CallbackQuery) -> ExtBot[Any]:
    return cast("ExtBot[Any]", of.get_bot())


async def _with_retries(call: Callable[[], Awaitable[object]], what: str) -> bool:
    """Returns True if the request arrived or may have arrived. Retries only requests that were certainly not sent."""
    for pause in (*_PAUSES_S, None):
        try:
            await call()
        except TelegramError as error:
            kind = classify(error).kind
            if kind in {FailureKind.HARMLESS, FailureKind.MAYBE_DELIVERED}:
                break
            if kind is not FailureKind.NOT_SENT or pause is None:
                log.warning("could not %s: %s (%s)", what, kind, type(error).__name__)
                return False
            await asyncio.sleep(pause)
        else:
            break
    return True
