"""Reactions of the bot to messages."""

from typing import Any

from bot.sandbox.methods.call import Call
from bot.sandbox.methods.sending import check_reachable
from bot.sandbox.world.refusals import bad_request

EMOJI = frozenset(
    "❤👍👎🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳🌚🌭💯🤣⚡🍌🏆💔🤨😐🍓🍾💋🖕😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾😡"
) | {"❤‍🔥", "👨‍💻", "🤷‍♂", "🤷", "🤷‍♀"}
"""What may be reacted with (core.telegram.org/bots/api#reactiontypeemoji)."""


def checked(reactions: list[Any]) -> list[dict[str, Any]]:
    """Emoji reactions that exist; bots may set one."""
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    for reaction in reactions:
        if not isinstance(reaction, dict) or reaction.get("type") not in ("emoji", "custom_emoji", "paid"):
            raise bad_request("can't parse ReactionType: Unsupported type specified")
        if reaction["type"] == "emoji" and str(reaction.get("emoji", "")).replace("\ufe0f", "") not in EMOJI:
            raise bad_request("REACTION_INVALID")
        if reaction["type"] == "custom_emoji" and not str(reaction.get("custom_emoji_id", "")).isdigit():
            raise bad_request("REACTION_INVALID")
    return [dict(r) for r in reactions]


def set_reaction(call: Call) -> bool:
    chat = call.chat()
    check_reachable(call, chat)
    message_id = call.integer("message_id") or 0
    record = chat.records.get(message_id)
    if record is None:
        raise bad_request("message to react not found")
    record.reactions[str(call.world.bot["id"])] = checked(call.items("reaction"))
    call.world.emit({"kind": "reaction", "chat_id": chat.id, "message_id": message_id})
    return True
