"""Members of groups and channels and their rights, as ChatMember objects."""

from bot.sandbox.world.chats import IN_CHAT, Chat, Json
from bot.sandbox.world.core import World

RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)
CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages")
GROUP_RIGHTS = ("can_pin_messages", "can_manage_topics")
PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


def member(user: Json) -> Json:
    return {"status": "member", "user": user}


def left(user: Json) -> Json:
    return {"status": "left", "user": user}


def banned(user: Json) -> Json:
    return {"status": "kicked", "user": user, "until_date": 0}


def administrator(user: Json, *, channel: bool = False) -> Json:
    """Returns an administrator with all rights."""
    given = dict.fromkeys((*RIGHTS, *(CHANNEL_RIGHTS if channel else GROUP_RIGHTS)), True)
    return {"status": "administrator", "user": user, "can_be_edited": False, "is_anonymous": False, **given}


def change_member(world: World, chat: Chat, new: Json, *, by: Json) -> None:
    """Changes a member's state. The bot is told of its own change, and as an administrator also of others' changes."""
    user = new["user"]
    old = chat.members.get(user["id"], left(user))
    if old == new:
        return
    mine = user["id"] == world.bot["id"]
    told = mine or chat.status(world.bot["id"]) == "administrator"
    was_in, is_in = chat.has(user["id"]), new["status"] in IN_CHAT
    chat.members[user["id"]] = new
    if chat.kind != "channel" and was_in != is_in:
        _announce(world, chat, user, by, joined=is_in)
    if told:
        change = {"chat": chat.info, "from": by, "date": world.clock.seconds()}
        kind = "my_chat_member" if mine else "chat_member"
        world.tell_bot(kind, {**change, "old_chat_member": old, "new_chat_member": new})


def _announce(world: World, chat: Chat, user: Json, by: Json, *, joined: bool) -> None:
    """Posts the service message in the group. The bot receives it unless it caused it or has left."""
    public = {k: v for k, v in user.items() if k != "language_code"} if user["is_bot"] else user
    content: Json = {"new_chat_members": [public]} if joined else {"left_chat_member": public}
    record = world.post(chat, content, sender=by)
    if by["id"] != world.bot["id"] and chat.has(world.bot["id"]):
        world.tell_bot("message", record.message)
