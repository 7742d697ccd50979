"""sendMessage, sendChatAction, and the parameters that all sending methods share."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.methods.call import Call
from bot.sandbox.world.chats import Chat, Json, Record
from bot.sandbox.world.core import in_topic
from bot.sandbox.world.formatted import caption_of, text_of
from bot.sandbox.world.keyboards import Markup, read_markup
from bot.sandbox.world.refusals import bad_request, forbidden, not_simulated

_NOT_SIMULATED = (
    "business_connection_id",
    "direct_messages_topic_id",
    "message_effect_id",
    "protect_content",
    "suggested_post_parameters",
)
_ACTIONS = frozenset({"typing", "choose_sticker", "find_location"}) | {
    f"{verb}_{kind}" for verb in ("record", "upload") for kind in ("video", "voice", "video_note", "photo", "document")
}


def open_chat(call: Call, name: str = "chat_id") -> Chat:
    """Returns a chat that the bot may write to now."""
    for parameter in _NOT_SIMULATED:
        if call.params.get(parameter):
            raise not_simulated(parameter)
    chat = call.chat(name)
    check_reachable(call, chat)
    return chat


def topic_of(call: Call, chat: Chat) -> Json:
    """Returns the fields of a message in the topic that the call names. A topic that is gone is refused."""
    topic = call.integer("message_thread_id") or 0
    enabled = chat.has_topics and (call.world.has_topics or not chat.private)
    if topic and not (enabled and topic in chat.topics):
        raise bad_request("message thread not found")
    if topic in chat.closed_topics and chat.status(call.world.bot["id"]) != "administrator":
        raise bad_request("TOPIC_CLOSED")
    return in_topic(topic)


def check_reachable(call: Call, chat: Chat) -> None:
    """Raises Refusal if the bot may not write to the person or group."""
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
        raise forbidden(f"bot was kicked from the {chat.kind} chat")
    if chat.kind == "channel" and status != "administrator":
        raise forbidden("bot is not a member of the channel chat")
    if status == "left":
        raise forbidden(f"bot is not a member of the {chat.kind} chat")


def markup_of(call: Call, chat: Chat) -> tuple[Markup | None, Markup | None]:
    """Returns the inline keyboard of the message and the reply keyboard of the chat. At most one is not None."""
    markup = read_markup(call.object("reply_markup"), private=chat.private)
    if markup is None:
        return None, None
    return (markup, None) if "inline_keyboard" in markup else (None, markup)


def text_content(call: Call) -> Json:
    """Returns `text` with its entities and link preview."""
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
    """Returns `caption` with its entities, from an InputMedia object if one is given."""
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
    """Returns the message that the call replies to, if any."""
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
    return {"reply_to_message": {k: v for k, v in record.message.items() if k != "reply_to_message"}}


def deliver(call: Call, chat: Chat, content: Mapping[str, Any], *, counted: bool = False) -> Record:
    """Posts content as the bot. `counted`: the flood limits have counted the message already."""
    if chat.forbids_voice and ("voice" in content or "video_note" in content):
        raise bad_request("VOICE_MESSAGES_FORBIDDEN")
    inline, keyboard = markup_of(call, chat)
    extras = {**topic_of(call, chat), **reply_of(call, chat)}
    if inline:
        extras["reply_markup"] = inline
    if not counted:
        call.world.limits.take(chat.id, call.world.clock.now())
    return call.world.post(chat, {**content, **extras}, sender=call.world.bot, keyboard=keyboard)


def send_message(call: Call) -> Json:
    chat = open_chat(call)
    return deliver(call, chat, text_content(call)).message


def send_chat_action(call: Call) -> bool:
    chat = open_chat(call)
    action = call.text("action")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    call.world.emit({"kind": "action", "chat_id": chat.id, "action": action})
    return True
