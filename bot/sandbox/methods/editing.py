"""Editing and deleting messages."""

from bot.sandbox.methods.call import Call
from bot.sandbox.methods.sending import caption_content, check_reachable, text_content
from bot.sandbox.world.chats import Chat, Json, Record
from bot.sandbox.world.keyboards import read_markup
from bot.sandbox.world.refusals import bad_request

DELETABLE_FOR = 48 * 3600
"""Seconds (core.telegram.org/bots/api#deletemessage)."""
_UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
TEXT_KEYS = ("text", "entities", "link_preview_options")
CAPTION_KEYS = ("caption", "caption_entities", "show_caption_above_media")
Target = tuple[Chat, Record]


def _target(call: Call) -> Target:
    if call.text("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")  # no message is sent through inline mode
    chat = call.chat()
    check_reachable(call, chat)
    message_id = call.integer("message_id")
    if not message_id:
        raise bad_request("message identifier is not specified")
    record = chat.records.get(message_id)
    if record is None:
        raise bad_request("message to edit not found")
    if not _own(call, chat, record):
        raise bad_request("message can't be edited")
    return chat, record


def _own(call: Call, chat: Chat, record: Record) -> bool:
    return record.by_bot or (chat.kind == "channel" and chat.status(call.world.bot["id"]) == "administrator")


def _changed(call: Call, target: Target, keys: tuple[str, ...], content: Json) -> Json:
    """Replaces content and keyboard. Refused if nothing would change."""
    chat, record = target
    markup = read_markup(call.object("reply_markup"), private=True)
    if markup and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    fresh = {**content, "reply_markup": markup} if markup else dict(content)
    compared = (*keys, "reply_markup")
    if {k: record.message[k] for k in compared if k in record.message} == fresh:
        raise bad_request(_UNCHANGED)

    def change(copy: Json) -> None:
        for key in compared:
            copy.pop(key, None)
        copy.update(fresh)

    return dict(call.world.edit(chat, record.message["message_id"], change).message)


def edit_message_text(call: Call) -> Json:
    target = _target(call)
    content = text_content(call)
    if "text" not in target[1].message:
        raise bad_request("there is no text in the message to edit")
    return _changed(call, target, TEXT_KEYS, content)


def edit_message_caption(call: Call) -> Json:
    target = _target(call)
    content = caption_content(call)
    if not any(kind in target[1].message for kind in ("photo", "video", "animation", "audio", "document", "voice")):
        raise bad_request("there is no caption in the message to edit")
    return _changed(call, target, CAPTION_KEYS, content)


def edit_message_reply_markup(call: Call) -> Json:
    return _changed(call, _target(call), (), {})


def delete_message(call: Call) -> bool:
    chat = call.chat()
    check_reachable(call, chat)
    record = chat.records.get(call.integer("message_id") or 0)
    if record is None:
        raise bad_request("message to delete not found")
    _check_deletable(call, chat, record)
    call.world.delete(chat, record.message["message_id"])
    return True


def _check_deletable(call: Call, chat: Chat, record: Record) -> None:
    me = chat.members.get(call.world.bot["id"], {})
    if me.get("can_delete_messages"):
        return
    age = call.world.clock.now() - record.message["date"]
    if age > DELETABLE_FOR or not (record.by_bot or chat.private):
        raise bad_request(
            "message can't be deleted for everyone" if age > DELETABLE_FOR else "message can't be deleted"
        )


def delete_messages(call: Call) -> bool:
    """Deletes messages and skips missing ones."""
    chat = call.chat()
    check_reachable(call, chat)
    for message_id in many(call):
        record = chat.records.get(message_id)
        if record:
            _check_deletable(call, chat, record)
            call.world.delete(chat, message_id)
    return True


def many(call: Call) -> list[int]:
    """Returns the message ids of a bulk method, 1 to 100."""
    ids = call.items("message_ids")
    if not ids:
        raise bad_request("message identifiers are not specified")
    if len(ids) > 100:
        raise bad_request("too many message identifiers specified")
    return [int(i) for i in ids]
