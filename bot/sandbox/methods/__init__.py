"""The methods of the Bot API that the world answers."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox.methods import (
    chats,
    copying,
    editing,
    invites,
    media,
    plain,
    profile,
    queries,
    sending,
    topics,
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
    "sendVideoNote": media.sender_of("video_note"),
    "sendAnimation": media.sender_of("animation"),
    "sendSticker": media.sender_of("sticker"),
    "sendMediaGroup": media.send_media_group,
    "sendContact": plain.send_contact,
    "sendLocation": plain.send_location,
    "sendChatAction": plain.send_chat_action,
    "getFile": media.get_file,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "copyMessage": copying.copy_message,
    "copyMessages": copying.copy_messages,
    "forwardMessage": copying.forward_message,
    "forwardMessages": copying.forward_messages,
    "answerCallbackQuery": queries.answer_callback_query,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_member,
    "getChatAdministrators": chats.get_administrators,
    "getChatMemberCount": chats.count_members,
    "leaveChat": chats.leave,
    "banChatMember": chats.ban,
    "unbanChatMember": chats.unban,
    "restrictChatMember": chats.restrict,
    "promoteChatMember": chats.promote,
    "setChatTitle": chats.setter_of("title", 128, required=True),
    "setChatDescription": chats.setter_of("description", 255, required=False),
    "pinChatMessage": chats.pin,
    "unpinChatMessage": chats.unpin,
    "unpinAllChatMessages": chats.unpin_all,
    "exportChatInviteLink": invites.export_link,
    "createChatInviteLink": invites.create_link,
    "editChatInviteLink": invites.edit_link,
    "revokeChatInviteLink": invites.revoke_link,
    "approveChatJoinRequest": invites.approve,
    "declineChatJoinRequest": invites.decline,
    "createForumTopic": topics.create,
    "editForumTopic": topics.edit,
    "closeForumTopic": topics.switcher_of(closed=True),
    "reopenForumTopic": topics.switcher_of(closed=False),
    "deleteForumTopic": topics.delete,
    "unpinAllForumTopicMessages": topics.unpin_all,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMyName": profile.setter_of("name", 64),
    "getMyName": profile.getter_of("name"),
    "setMyDescription": profile.setter_of("description", 512),
    "getMyDescription": profile.getter_of("description"),
    "setMyShortDescription": profile.setter_of("short_description", 120),
    "getMyShortDescription": profile.getter_of("short_description"),
    "getUserProfilePhotos": profile.get_profile_photos,
    "setChatMenuButton": profile.set_chat_menu_button,
    "getChatMenuButton": profile.get_chat_menu_button,
}
_BY_LOWER_NAME = {name.lower(): name for name in METHODS}


def canonical(method: str) -> str:
    """The documented spelling; names are matched without case, as on the real server."""
    return _BY_LOWER_NAME.get(method.lower(), "getUpdates" if method.lower() == "getupdates" else method)


def perform(call: Call) -> Any:
    """The result of the call; raises `Refusal`, 501 for methods that are not simulated."""
    method = METHODS.get(call.method)
    if method is None:
        raise not_simulated(f"method {call.method}")
    return method(call)


__all__ = ["METHODS", "Call", "Upload", "canonical", "perform"]
