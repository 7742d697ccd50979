"""Invite links and requests to join."""

from bot.sandbox.methods.call import Call
from bot.sandbox.methods.chats import group
from bot.sandbox.world.chats import Chat, Json
from bot.sandbox.world.members import change_member, member
from bot.sandbox.world.refusals import bad_request


def _new_link(call: Call, chat: Chat, *, primary: bool) -> Json:
    link: Json = {
        "invite_link": f"https://t.me/+sandbox{call.world.next_serial():08d}",
        "creator": call.world.bot,
        "creates_join_request": call.flag("creates_join_request"),
        "is_primary": primary,
        "is_revoked": False,
    }
    _describe(call, link)
    chat.links[link["invite_link"]] = link
    return link


def _describe(call: Call, link: Json) -> None:
    """Name, expiry and limit as the call gives them; a limit and requests exclude each other."""
    if len(call.text("name")) > 32:
        raise bad_request("invite link name is too long")
    limit = call.integer("member_limit")
    if limit and call.flag("creates_join_request"):
        raise bad_request("member limit can't be specified for links requiring administrator approval")
    details = {"name": call.text("name"), "expire_date": call.integer("expire_date"), "member_limit": limit}
    link.update({k: v for k, v in details.items() if v})


def export_link(call: Call) -> str:
    chat = group(call, "can_invite_users")
    for link in chat.links.values():
        link["is_revoked"] = link["is_revoked"] or link["is_primary"]
    return str(_new_link(call, chat, primary=True)["invite_link"])


def create_link(call: Call) -> Json:
    return _new_link(call, group(call, "can_invite_users"), primary=False)


def _link(call: Call) -> Json:
    chat = group(call, "can_invite_users")
    link = chat.links.get(call.text("invite_link"))
    if link is None:
        raise bad_request("INVITE_HASH_INVALID")
    return link


def edit_link(call: Call) -> Json:
    link = _link(call)
    link["creates_join_request"] = call.flag("creates_join_request")
    _describe(call, link)
    return link


def revoke_link(call: Call) -> Json:
    link = _link(call)
    link["is_revoked"] = True
    return link


def _request(call: Call) -> tuple[Chat, Json]:
    chat, user = group(call, "can_invite_users"), call.user()
    if chat.requests.pop(user["id"], None) is None:
        raise bad_request("USER_ALREADY_PARTICIPANT" if chat.has(user["id"]) else "HIDE_REQUESTER_MISSING")
    return chat, user


def approve(call: Call) -> bool:
    chat, user = _request(call)
    change_member(call.world, chat, member(user), by=call.world.bot, via_join_request=True)
    return True


def decline(call: Call) -> bool:
    _request(call)
    return True
