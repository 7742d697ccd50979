"""getChat, getChatMember and createForumTopic."""

from bot.sandbox.methods.call import Call
from bot.sandbox.methods.sending import check_reachable, open_chat
from bot.sandbox.world.chats import Chat, Json
from bot.sandbox.world.members import PERMISSIONS, left, member
from bot.sandbox.world.refusals import bad_request, not_simulated

_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def known_chat(call: Call) -> Chat:
    """Returns a chat that the bot is in, or a person that it knows."""
    chat = call.chat()
    if not chat.private:
        check_reachable(call, chat)
    elif not chat.started:
        raise bad_request("chat not found")
    return chat


def create_forum_topic(call: Call) -> Json:
    """Creates a topic in a private chat."""
    chat = open_chat(call)
    if not chat.private:
        raise not_simulated("topics of groups")
    if not (call.world.has_topics and chat.has_topics):
        raise bad_request("the chat is not a forum")
    name = call.text("name").strip()
    if not 1 <= len(name) <= 128:
        raise bad_request("invalid topic name specified")
    record = call.world.add_topic(chat, name, creator=call.world.bot)
    topic = record.message["message_thread_id"]
    return {"message_thread_id": topic, **record.message["forum_topic_created"]}


def get_chat(call: Call) -> Json:
    chat = known_chat(call)
    full: Json = {
        **chat.info,
        "accent_color_id": chat.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, chat.private),
    }
    if chat.private and chat.info.get("username"):
        full["active_usernames"] = [chat.info["username"]]
    if not chat.private:
        full["permissions"] = dict.fromkeys(PERMISSIONS, True)
    return full


def get_member(call: Call) -> Json:
    chat, user = known_chat(call), call.user()
    if chat.private:
        if user["id"] not in (chat.id, call.world.bot["id"]):
            raise bad_request("member not found")
        return member(user)
    return chat.members.get(user["id"], left(user))
