"""sendMessage, and what all sending methods share."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.methods.call import Call
from bot.sandbox.world.chats import Chat, Json, Record
from bot.sandbox.world.formatted import caption_of, text_of
from bot.sandbox.world.keyboards import Markup, read_markup
from bot.sandbox.world.refusals import bad_request, forbidden, not_simulated

_ELSEWHERE = ("business_connection_id", "direct_messages_topic_id", "suggested_post_parameters")


def open_chat(call: Call, name: str = "chat_id") -> Chat:
    """A chat that the bot may write to now."""
    for parameter in _ELSEWHERE:
        if call.params.get(parameter):
            raise not_simulated(parameter)
    chat = call.chat(name)
    check_reachable(call, chat)
    return chat


def check_reachable(call: Call, chat: Chat) -> None:
    """Refuses if the person or group does not let the bot write."""
    if chat.private:
        if chat.deactivated:
            raise forbidden("user is deactivated")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        return
    status = chat.status(call.world.bot["id"])
    if status == "kicked":
        raise forbidden(f"bot was kicked from the {_named(chat)} chat")
    if chat.kind == "channel" and status != "administrator":
        raise forbidden("bot is not a member of the channel chat")
    if status == "left":
        raise forbidden(f"bot is not a member of the {_named(chat)} chat")
    if status == "restricted" and not chat.members[call.world.bot["id"]].get("can_send_messages"):
        raise bad_request("not enough rights to send text messages to the chat")


def _named(chat: Chat) -> str:
    return chat.kind


def markup_of(call: Call, chat: Chat) -> tuple[Markup | None, Markup | None]:
    """The inline keyboard for the message, and the reply keyboard for the chat; at most one of them is not None."""
    markup = read_markup(call.object("reply_markup"), private=chat.private)
    if markup is None:
        return None, None
    return (markup, None) if "inline_keyboard" in markup else (None, markup)


def text_content(call: Call) -> Json:
    """`text` with its entities and link preview."""
    text, entities = text_of(
        call.text("text"),
        parse_mode=call.text("parse_mode"),
        entities=call.items("entities"),
        users=call.world.user,
    )
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    options = call.object("link_preview_options")
    if options is None and call.flag("disable_web_page_preview"):
        options = {"is_disabled": True}
    if options and any(e["type"] in ("url", "text_link") for e in entities):
        content["link_preview_options"] = options
    return content


def caption_content(call: Call, source: Mapping[str, Any] | None = None) -> Json:
    """`caption` with its entities; from an InputMedia object if one is given."""
    given = source if source is not None else call.params
    part = Call(world=call.world, method=call.method, params=given)
    caption, entities = caption_of(
        part.text("caption"),
        parse_mode=part.text("parse_mode"),
        entities=part.items("caption_entities"),
        users=call.world.user,
    )
    content: Json = {}
    if caption:
        content["caption"] = caption
    if entities:
        content["caption_entities"] = entities
    if caption and part.flag("show_caption_above_media"):
        content["show_caption_above_media"] = True
    return content


def reply_of(call: Call, chat: Chat) -> Json:
    """The message replied to, if one was named."""
    wanted = call.object("reply_parameters") or {}
    message_id = wanted.get("message_id") or call.integer("reply_to_message_id")
    if not message_id:
        return {}
    source = call.world.chat(str(wanted["chat_id"])) if wanted.get("chat_id") else chat
    record = source.records.get(int(message_id))
    if record is None:
        if wanted.get("allow_sending_without_reply") or call.flag("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    content: Json = {"reply_to_message": {k: v for k, v in record.message.items() if k != "reply_to_message"}}
    if wanted.get("quote"):
        content["quote"] = {"text": wanted["quote"], "position": wanted.get("quote_position", 0), "is_manual": True}
    return content


def topic_of(call: Call, chat: Chat) -> Json:
    thread = call.integer("message_thread_id")
    if not thread:
        return {}
    topic = chat.topics.get(thread)
    if topic is None:
        raise bad_request("message thread not found")
    if topic.get("closed"):
        raise bad_request("TOPIC_CLOSED")
    return {"message_thread_id": thread, "is_topic_message": True}


def deliver(call: Call, chat: Chat, content: Mapping[str, Any], *, counted: bool = False) -> Record:
    """Sends content as the bot, with reply, keyboard and thread. `counted`: by the flood limits, already."""
    if chat.forbids_voice and ("voice" in content or "video_note" in content):
        raise bad_request("VOICE_MESSAGES_FORBIDDEN")
    inline, keyboard = markup_of(call, chat)
    extras: Json = {**topic_of(call, chat), **reply_of(call, chat)}
    if inline:
        extras["reply_markup"] = inline
    if call.flag("protect_content"):
        extras["has_protected_content"] = True
    if effect := call.text("message_effect_id"):
        if not chat.private:
            raise bad_request("message effects can be used in private chats only")
        extras["effect_id"] = effect
    if not counted:
        call.world.limits.take(chat.id, call.world.clock.now())
    return call.world.post(chat, {**content, **extras}, sender=call.world.bot, keyboard=keyboard)


def send_message(call: Call) -> Json:
    chat = open_chat(call)
    return deliver(call, chat, text_content(call)).message
