"""The requests of nearly every answer, without python-telegram-bot's objects: send a text, edit it, end a press.

For a message with six buttons the library builds a keyboard of objects, makes it JSON, and builds a message of what
Telegram returns. That takes 0.3 ms, and most of it is not needed. These requests use the library's way to Telegram from
there on: its limits, its errors and its retries. Raise what Telegram raises.
"""

# ruff: noqa: SLF001

import json
from collections.abc import Mapping
from typing import Any, Final

from telegram.constants import ParseMode
from telegram.ext import ExtBot

from bot.telegram.send_slots import Lane

Markup = Mapping[str, Any]
"""A keyboard as the Bot API describes it."""

_WITHOUT_PREVIEW: Final = '{"is_disabled":true}'


async def send_text(
    bot: ExtBot[Any],
    chat_id: int,
    text: str,
    markup: Markup | None,
    *,
    silent: bool = False,
    message_thread_id: int | None = None,
    lane: Lane = Lane.REPLY,
) -> int:
    """Sends HTML without a preview of links. Returns the id of the message."""
    data = {"chat_id": chat_id, "message_thread_id": message_thread_id, "disable_notification": silent or None}
    data |= _html(text, markup)
    return int((await _post(bot, "sendMessage", data, lane))["message_id"])


async def edit_text(bot: ExtBot[Any], chat_id: int, message_id: int, text: str, markup: Markup | None) -> None:
    await _post(bot, "editMessageText", {"chat_id": chat_id, "message_id": message_id, **_html(text, markup)})


async def remove_buttons(bot: ExtBot[Any], chat_id: int, message_id: int) -> None:
    await _post(bot, "editMessageReplyMarkup", {"chat_id": chat_id, "message_id": message_id})


async def answer_press(bot: ExtBot[Any], press_id: str, note: str | None = None, *, alert: bool = False) -> None:
    """Stops the progress indicator of a button. `note` is shown over the chat, and must be closed if it is an alert."""
    data = {"callback_query_id": press_id, "text": note, "show_alert": alert or None}
    await _post(bot, "answerCallbackQuery", data)


def _html(text: str, markup: Markup | None) -> dict[str, Any]:
    return {
        "text": text,
        "parse_mode": ParseMode.HTML.value,
        "link_preview_options": _WITHOUT_PREVIEW,
        "reply_markup": None if markup is None else json.dumps(markup),
    }


async def _post(bot: ExtBot[Any], method: str, data: dict[str, Any], lane: Lane = Lane.REPLY) -> Any:
    """The library leaves out values of None."""
    return await bot._post(method, data, api_kwargs=bot._merge_api_rl_kwargs(None, lane))
