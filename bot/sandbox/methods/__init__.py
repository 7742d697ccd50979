"""The Bot API methods that the bot calls. Other methods get 501."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox.methods import (
    chats,
    copying,
    editing,
    media,
    profile,
    queries,
    sending,
    webhook,
)
from bot.sandbox.methods.call import Call, Upload
from bot.sandbox.world.refusals import not_simulated

Method = Callable[[Call], Any]

METHODS: Mapping[str, Method] = {
    "getMe": profile.get_me,
    "setWebhook": webhook.set_webhook,
    "deleteWebhook": webhook.delete_webhook,
    "getWebhookInfo": webhook.get_webhook_info,
    "sendMessage": sending.send_message,
    "sendPhoto": media.sender_of("photo"),
    "sendDocument": media.sender_of("document"),
    "sendVoice": media.sender_of("voice"),
    "sendAudio": media.sender_of("audio"),
    "sendVideo": media.sender_of("video"),
    "sendAnimation": media.sender_of("animation"),
    "sendVideoNote": media.sender_of("video_note"),
    "sendMediaGroup": media.send_media_group,
    "sendChatAction": sending.send_chat_action,
    "getFile": media.get_file,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "copyMessage": copying.copy_message,
    "copyMessages": copying.copy_messages,
    "answerCallbackQuery": queries.answer_callback_query,
    "answerInlineQuery": queries.answer_inline_query,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_member,
    "createForumTopic": chats.create_forum_topic,
    "setMyCommands": profile.set_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
}
_BY_LOWER_NAME = {name.lower(): name for name in METHODS}


def canonical(method: str) -> str:
    """Returns the documented spelling. Names are matched without case, as on the real server."""
    return _BY_LOWER_NAME.get(method.lower(), "getUpdates" if method.lower() == "getupdates" else method)


def perform(call: Call) -> Any:
    """Returns the result of the call. Raises `Refusal`, with 501 for methods that are not simulated."""
    method = METHODS.get(call.method)
    if method is None:
        raise not_simulated(f"method {call.method}")
    return method(call)


__all__ = ["METHODS", "Call", "Upload", "canonical", "perform"]
