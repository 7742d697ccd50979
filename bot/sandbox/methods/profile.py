"""The bot's own user and its commands."""

import json
import re
from typing import Any

from bot.sandbox.methods.call import Call
from bot.sandbox.world.chats import Json
from bot.sandbox.world.refusals import bad_request

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}


def get_me(call: Call) -> Json:
    return {
        **call.world.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": call.world.has_topics,
        "allows_users_to_create_topics": call.world.has_topics,
        "can_manage_bots": False,
        "supports_guest_queries": False,
    }


def _scope(call: Call) -> str:
    """Returns the key of a command list: scope, chat, user and language."""
    scope = call.object("scope") or {"type": "default"}
    kind = scope.get("type") if isinstance(scope, dict) else None
    if kind not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    where = [str(scope.get(name, "")) for name in _SCOPES[kind]]
    if where and where[0]:
        where[0] = str(call.world.chat(where[0]).id)
    language = call.text("language_code")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    return json.dumps([kind, *where, language])


def set_my_commands(call: Call) -> bool:
    commands = call.items("commands")
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    kept = [_command(c) for c in commands]
    stored = call.world.settings.setdefault("commands", {})
    key = _scope(call)
    if kept:
        stored[key] = kept
    else:
        stored.pop(key, None)
    call.world.emit({"kind": "commands"})
    return True


def _command(given: Any) -> Json:
    if not isinstance(given, dict) or not {"command", "description"} <= given.keys():
        raise bad_request("can't parse BotCommand: Object with a command and a description expected")
    name, description = str(given["command"]).removeprefix("/"), str(given["description"]).strip()
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def delete_my_commands(call: Call) -> bool:
    call.world.settings.get("commands", {}).pop(_scope(call), None)
    call.world.emit({"kind": "commands"})
    return True
