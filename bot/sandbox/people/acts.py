"""Actions of people, and the updates that the bot receives for them."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.methods.media import media_object
from bot.sandbox.world import World
from bot.sandbox.world.chats import Chat, Json, Record
from bot.sandbox.world.core import in_topic
from bot.sandbox.world.files import image_size
from bot.sandbox.world.links import with_links
from bot.sandbox.world.members import banned, member
from bot.sandbox.world.text import cut


class NotAllowedError(Exception):
    """Telegram does not allow this action, for example writing into a group without being a member."""


def text_content(text: str) -> Json:
    """Returns a typed text with the entities that Telegram detects."""
    entities = with_links(text, [])
    return {"text": text, **({"entities": entities} if entities else {})}


def file_content(
    world: World, kind: str, data: bytes, *, name: str, mime: str, caption: str = "", **details: Any
) -> Json:
    """Returns the content of a message with a file. A photo need not be a real image."""
    size = image_size(data) or ((640, 480) if kind == "photo" else (0, 0))
    content = media_object(world.files.add(kind, data, name=name, mime=mime, size=size), details)
    if caption:
        content["caption"] = caption
        if entities := with_links(caption, []):
            content["caption_entities"] = entities
    return content


def say(
    world: World,
    user: Json,
    chat: Chat,
    content: Mapping[str, Any],
    *,
    reply_to: int | None = None,
    topic: int = 0,
) -> Json:
    """Posts a message as a person, in a topic of a group or of their chat with the bot if one is given.

    Writing to the bot starts or unblocks it.
    """
    if topic and topic not in chat.topics:
        raise NotAllowedError(f"{user['first_name']} has no topic {topic}")
    if chat.private and not chat.between:
        chat.started = True
        switch(world, user, chat, blocked=False)
    elif not chat.private and not chat.has(user["id"]):
        raise NotAllowedError(f"{user['first_name']} is not in {chat.info['title']}")
    elif topic in chat.closed_topics and chat.status(user["id"]) == "member":
        raise NotAllowedError(f"topic {topic} of {chat.info['title']} is closed")
    elif chat.kind == "channel" and chat.status(user["id"]) == "member":
        raise NotAllowedError(f"{user['first_name']} may only read {chat.info['title']}")
    extra: Json = in_topic(topic)
    if reply_to is not None:
        extra["reply_to_message"] = without_reply(chat.records[reply_to].message)
    record = world.post(chat, {**content, **extra}, sender=user)
    if heard(world, chat, record.message):
        world.tell_bot("channel_post" if chat.kind == "channel" else "message", record.message)
    return record.message


def without_reply(message: Json) -> Json:
    """Returns the message for `reply_to_message`, without its own `reply_to_message`."""
    return {k: v for k, v in message.items() if k != "reply_to_message"}


def heard(world: World, chat: Chat, message: Json) -> bool:
    """Returns True if the bot receives a message. Groups have privacy mode (core.telegram.org/bots/features)."""
    if chat.private:
        return not chat.between
    if not chat.has(world.bot["id"]):
        return False
    if chat.kind == "channel" or chat.status(world.bot["id"]) == "administrator":
        return True
    if message.get("via_bot", {}).get("id") == world.bot["id"]:
        return True
    words, entities = message.get("text", ""), message.get("entities", [])
    if not words:
        words, entities = message.get("caption", ""), message.get("caption_entities", [])
    name = f"@{world.bot['username']}".lower()
    parts = [(e["type"], cut(words, e).lower()) for e in entities]
    addressed = any(
        (kind == "bot_command" and (part.endswith(name) or "@" not in part)) or part == name for kind, part in parts
    )
    replied = message.get("reply_to_message", {}).get("from", {}).get("id") == world.bot["id"]
    return bool(addressed or replied)


def revise(world: World, chat: Chat, message_id: int, text: str) -> Json:
    """Edits a person's own text. The bot receives an edited message."""

    def change(copy: Json) -> None:
        for key in ("entities", "text"):
            copy.pop(key, None)
        copy.update(text_content(text))

    record = world.edit(chat, message_id, change)
    if heard(world, chat, record.message):
        world.tell_bot("edited_channel_post" if chat.kind == "channel" else "edited_message", record.message)
    return record.message


def create_topic(world: World, user: Json, chat: Chat, name: str) -> int:
    """Creates a topic in a forum group or a person's chat with the bot. Returns the topic's id.

    The bot receives the service message, in a group only as an administrator.
    """
    if not (chat.has_topics and (world.has_topics or not chat.private)):
        raise NotAllowedError(f"{user['first_name']} has no topics in this chat")
    message = world.add_topic(chat, name, creator=user).message
    if heard(world, chat, message):
        world.tell_bot("message", message)
    return int(message["message_thread_id"])


def delete_topic(world: World, user: Json, chat: Chat, topic: int) -> None:
    """Deletes a topic with its messages. The bot is not told."""
    if chat.topics.pop(topic, None) is None:
        raise NotAllowedError(f"{user['first_name']} has no topic {topic}")
    for number in [i for i, record in chat.records.items() if record.message.get("message_thread_id") == topic]:
        world.delete(chat, number)


def call_back(world: World, user: Json, record: Record, data: str) -> str:
    """Presses a callback button. Returns the id of the query."""
    query_id = str(4_300_000_000_000_000 + world.next_serial())
    chat_id = record.message["chat"]["id"]
    world.queries[query_id] = {"from": user, "at": world.clock.now(), "answer": None}
    query = {
        "id": query_id,
        "from": user,
        "chat_instance": str(chat_id * 7919),
        "data": data,
        "message": record.message,
    }
    world.tell_bot("callback_query", query)
    return query_id


def switch(world: World, user: Json, chat: Chat, *, blocked: bool) -> None:
    """Blocks or unblocks the bot, which receives my_chat_member."""
    if chat.blocked == blocked:
        return
    chat.blocked = blocked
    states = [member(world.bot), banned(world.bot)]
    old, new = states if blocked else reversed(states)
    change = {"chat": chat.info, "from": user, "date": world.clock.seconds()}
    world.tell_bot("my_chat_member", {**change, "old_chat_member": old, "new_chat_member": new})
    world.emit({"kind": "blocked" if blocked else "unblocked", "chat_id": chat.id})
