"""Topics of a forum, or of a private chat where the bot has them."""

from collections.abc import Callable

from bot.sandbox.methods.call import Call
from bot.sandbox.methods.chats import group
from bot.sandbox.methods.sending import open_chat
from bot.sandbox.world.chats import Chat, Json
from bot.sandbox.world.refusals import bad_request

COLOURS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)
"""RGB values that topic icons may have (core.telegram.org/bots/api#createforumtopic)."""


def _forum(call: Call) -> Chat:
    chat = open_chat(call)
    if chat.private:
        if not call.world.settings.get("has_topics_enabled"):
            raise bad_request("the chat is not a forum")
        return chat
    if not chat.info.get("is_forum"):
        raise bad_request("the chat is not a forum")
    return group(call, "can_manage_topics")


def _topic(call: Call) -> tuple[Chat, int, Json]:
    chat = _forum(call)
    thread = call.integer("message_thread_id") or 0
    if thread not in chat.topics:
        raise bad_request("TOPIC_ID_INVALID")
    return chat, thread, chat.topics[thread]


def create(call: Call) -> Json:
    chat, name = _forum(call), call.text("name").strip()
    if not 1 <= len(name) <= 128:
        raise bad_request("TOPIC_TITLE_EMPTY" if not name else "topic name is too long")
    colour = call.integer("icon_color", COLOURS[0])
    if colour not in COLOURS:
        raise bad_request("wrong icon color specified")
    topic: Json = {"name": name, "icon_color": colour}
    if emoji := call.text("icon_custom_emoji_id"):
        topic["icon_custom_emoji_id"] = emoji
    record = call.world.post(chat, {"forum_topic_created": topic, "is_topic_message": True}, sender=call.world.bot)
    thread = record.message["message_id"]
    record.message["message_thread_id"] = thread
    chat.topics[thread] = {**topic, "closed": False}
    return {"message_thread_id": thread, **topic}


def edit(call: Call) -> bool:
    chat, thread, topic = _topic(call)
    changes = {k: call.text(k) for k in ("name", "icon_custom_emoji_id") if call.text(k)}
    if all(topic.get(k) == v for k, v in changes.items()):
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.update(changes)
    _note(call, chat, thread, {"forum_topic_edited": changes})
    return True


def switcher_of(*, closed: bool) -> Callable[[Call], bool]:
    """closeForumTopic and reopenForumTopic."""

    def switch(call: Call) -> bool:
        chat, thread, topic = _topic(call)
        if topic["closed"] == closed:
            raise bad_request("TOPIC_NOT_MODIFIED")
        topic["closed"] = closed
        _note(call, chat, thread, {"forum_topic_closed" if closed else "forum_topic_reopened": {}})
        return True

    return switch


def delete(call: Call) -> bool:
    """The topic with all its messages."""
    chat, thread, _ = _topic(call)
    del chat.topics[thread]
    for message_id in [i for i, r in chat.records.items() if r.message.get("message_thread_id") == thread]:
        call.world.delete(chat, message_id)
    return True


def unpin_all(call: Call) -> bool:
    chat, thread, _ = _topic(call)
    chat.pinned = [i for i in chat.pinned if chat.records[i].message.get("message_thread_id") != thread]
    return True


def _note(call: Call, chat: Chat, thread: int, content: Json) -> None:
    placed = {**content, "message_thread_id": thread, "is_topic_message": True}
    call.world.post(chat, placed, sender=call.world.bot)
