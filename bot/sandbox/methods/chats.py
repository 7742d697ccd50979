"""Groups and channels: reading about them, their members, their pinned messages."""

from collections.abc import Callable

from bot.sandbox.methods.call import Call
from bot.sandbox.methods.sending import check_reachable
from bot.sandbox.world.chats import Chat, Json
from bot.sandbox.world.members import (
    CHANNEL_RIGHTS,
    GROUP_RIGHTS,
    PERMISSIONS,
    RIGHTS,
    administrator,
    banned,
    change_member,
    left,
    member,
    restricted,
)
from bot.sandbox.world.refusals import bad_request

_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def known_chat(call: Call) -> Chat:
    """A chat the bot is in, or a person it knows."""
    chat = call.chat()
    if not chat.private:
        check_reachable(call, chat)
    elif not chat.started:
        raise bad_request("chat not found")
    return chat


def group(call: Call, right: str | None = None) -> Chat:
    """A group or channel where the bot is an administrator with this right."""
    chat = known_chat(call)
    if chat.private:
        raise bad_request("method is available for supergroup and channel chats only")
    if right:
        me = chat.members.get(call.world.bot["id"], {})
        if me.get("status") != "administrator":
            raise bad_request("CHAT_ADMIN_REQUIRED" if chat.kind == "channel" else "not enough rights")
        if not me.get(right):
            raise bad_request(f"not enough rights to {right.removeprefix('can_').replace('_', ' ')}")
    return chat


def get_chat(call: Call) -> Json:
    chat = known_chat(call)
    full: Json = {
        **chat.info,
        "accent_color_id": chat.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, chat.private),
        **chat.about,
    }
    if chat.private and chat.info.get("username"):
        full["active_usernames"] = [chat.info["username"]]
    if not chat.private:
        full.setdefault("permissions", dict.fromkeys(PERMISSIONS, True))
    if chat.pinned:
        full["pinned_message"] = chat.records[chat.pinned[-1]].message
    return full


def get_member(call: Call) -> Json:
    chat, user = known_chat(call), call.user()
    if chat.private:
        if user["id"] not in (chat.id, call.world.bot["id"]):
            raise bad_request("member not found")
        return member(user)
    return chat.members.get(user["id"], left(user))


def get_administrators(call: Call) -> list[Json]:
    chat = group(call)
    staff = [m for m in chat.members.values() if m["status"] in ("creator", "administrator")]
    return [m for m in staff if not m["user"]["is_bot"] or m["user"]["id"] == call.world.bot["id"]]


def count_members(call: Call) -> int:
    chat = known_chat(call)
    return 2 if chat.private else sum(chat.has(user_id) for user_id in chat.members)


def leave(call: Call) -> bool:
    chat = group(call)
    change_member(call.world, chat, left(call.world.bot), by=call.world.bot)
    return True


def _touchable(call: Call, chat: Chat) -> Json:
    """The member that the call is about. A bot cannot change owners and administrators."""
    user = call.user()
    if chat.status(user["id"]) == "creator":
        raise bad_request("can't remove chat owner")
    if chat.status(user["id"]) == "administrator" and user["id"] != call.world.bot["id"]:
        raise bad_request("user is an administrator of the chat")
    return user


def ban(call: Call) -> bool:
    chat = group(call, "can_restrict_members")
    change_member(call.world, chat, banned(_touchable(call, chat), call.integer("until_date") or 0), by=call.world.bot)
    return True


def unban(call: Call) -> bool:
    chat = group(call, "can_restrict_members")
    user = call.user()
    if chat.status(user["id"]) == "kicked" or not call.flag("only_if_banned"):
        change_member(call.world, chat, left(user), by=call.world.bot)
    return True


def restrict(call: Call) -> bool:
    chat = group(call, "can_restrict_members")
    new = restricted(_touchable(call, chat), call.object("permissions") or {}, until=call.integer("until_date") or 0)
    everything = all(new[name] for name in PERMISSIONS if name != "can_edit_tag")
    change_member(call.world, chat, member(new["user"]) if everything else new, by=call.world.bot)
    return True


def promote(call: Call) -> bool:
    chat = group(call, "can_promote_members")
    user = call.user()
    names = (*RIGHTS, *CHANNEL_RIGHTS, *GROUP_RIGHTS)
    rights = {name: call.flag(name) for name in names}
    new = administrator(user, rights, channel=chat.kind == "channel") if any(rights.values()) else member(user)
    change_member(call.world, chat, new, by=call.world.bot)
    return True


def setter_of(field: str, limit: int, *, required: bool) -> Callable[[Call], bool]:
    """setChatTitle and setChatDescription."""

    def put(call: Call) -> bool:
        chat = group(call, "can_change_info")
        value = call.text(field).strip()
        if len(value) > limit or (required and not value):
            raise bad_request(f"chat {field} is {'empty' if not value else 'too long'}")
        target = chat.info if field == "title" else chat.about
        if target.get(field, "") == value:
            raise bad_request(f"chat {field} is not modified")
        target[field] = value
        if field == "title":
            call.world.post(chat, {"new_chat_title": value}, sender=call.world.bot)
        return True

    return put


def _pinnable(call: Call) -> Chat:
    chat = known_chat(call)
    if not chat.private:
        group(call, "can_edit_messages" if chat.kind == "channel" else "can_pin_messages")
    return chat


def pin(call: Call) -> bool:
    chat = _pinnable(call)
    message_id = call.integer("message_id") or 0
    if message_id not in chat.records:
        raise bad_request("message to pin not found")
    if message_id in chat.pinned:
        chat.pinned.remove(message_id)
    chat.pinned.append(message_id)
    call.world.post(chat, {"pinned_message": chat.records[message_id].message}, sender=call.world.bot)
    return True


def unpin(call: Call) -> bool:
    chat = _pinnable(call)
    message_id = call.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if message_id not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(message_id)
    call.world.emit({"kind": "unpin", "chat_id": chat.id, "message_id": message_id})
    return True


def unpin_all(call: Call) -> bool:
    chat = _pinnable(call)
    chat.pinned.clear()
    call.world.emit({"kind": "unpin", "chat_id": chat.id})
    return True
