"""copyMessage and copyMessages, and the parts of a message that a copy or a forward keeps."""

from bot.sandbox.methods.call import Call
from bot.sandbox.methods.editing import many
from bot.sandbox.methods.sending import caption_content, deliver, open_chat
from bot.sandbox.world.chats import Chat, Json
from bot.sandbox.world.refusals import bad_request

MEDIA = ("photo", "document", "voice", "audio", "video", "video_note", "animation", "sticker")
CAPTION = ("caption", "caption_entities", "show_caption_above_media", "has_media_spoiler")
PLAIN = ("text", "entities", "link_preview_options", "contact", "location")
CONTENT = (*PLAIN, *MEDIA, *CAPTION)
_CAPTIONED = ("photo", "document", "voice", "audio", "video", "animation")


def content_of(message: Json) -> Json:
    """Returns the content of a message, without sender and chat."""
    return {k: message[k] for k in CONTENT if k in message}


def origin_of(message: Json) -> Json:
    """Returns the origin of a forwarded message."""
    if "forward_origin" in message:
        return dict(message["forward_origin"])
    if message["chat"]["type"] == "channel":
        here = {"chat": message["chat"], "message_id": message["message_id"]}
        return {"type": "channel", "date": message["date"], **here}
    return {"type": "user", "date": message["date"], "sender_user": message["from"]}


def _copied(call: Call, chat: Chat, message_id: int, *, counted: bool = False) -> Json:
    record = call.chat("from_chat_id").records.get(message_id)
    if record is None:
        raise bad_request("message to copy not found")
    content = content_of(record.message)
    if not content:
        raise bad_request("message can't be copied")
    if "caption" in call.params and any(k in content for k in _CAPTIONED):
        for key in ("caption", "caption_entities", "show_caption_above_media"):
            content.pop(key, None)
        content |= caption_content(call)
    return {"message_id": deliver(call, chat, content, counted=counted).message["message_id"]}


def copy_message(call: Call) -> Json:
    return _copied(call, open_chat(call), call.integer("message_id") or 0)


def copy_messages(call: Call) -> list[Json]:
    """Copies messages and skips missing ones. The flood limits accept all or none."""
    chat, source = open_chat(call), call.chat("from_chat_id")
    there = [i for i in many(call) if i in source.records]
    call.world.limits.take(chat.id, call.world.clock.now(), len(there))
    return [_copied(call, chat, i, counted=True) for i in there]
