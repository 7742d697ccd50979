"""The page's notes about people, stored and saved with the world."""

from typing import Any

from bot.sandbox.world import World
from bot.sandbox.world.chats import Chat, Json

_KEY = "page"


def put_on_stage(world: World, person_id: int, *, group: str, **notes: str) -> None:
    """Shows a person in a group of the sidebar, with notes such as `place`, `note` and `hint`."""
    _people_and_read(world)["people"][str(person_id)] = {"group": group, **notes}


def mark_read(world: World, person_id: int, tick: int) -> None:
    """Marks the chat of a person as read up to the tick."""
    read = _people_and_read(world)["read"]
    read[str(person_id)] = max(tick, read.get(str(person_id), 0))


def overview(world: World) -> Json:
    """Returns all data of the sidebar with the people."""
    return {
        "bot": world.bot,
        "now": world.clock.now(),
        "tick": world.tick,
        "awake": world.updates.turn > 0 or bool(world.updates.url),
        "people": [_shown(world, person_id) for person_id in world.people],
    }


def _people_and_read(world: World) -> dict[str, dict[str, Any]]:
    kept: dict[str, dict[str, Any]] = world.settings.setdefault(_KEY, {"people": {}, "read": {}})
    return kept


def _shown(world: World, person_id: int) -> Json:
    kept, chat = _people_and_read(world), world.chats[person_id]
    read = kept["read"].get(str(person_id), 0)
    return {
        **world.people[person_id],
        "group": "",
        **kept["people"].get(str(person_id), {}),
        "started": chat.started,
        "blocked": chat.blocked,
        "unread": sum(record.by_bot and record.changed > read for record in chat),
        "last": _last(chat),
    }


def _last(chat: Chat) -> Json | None:
    if not chat.records:
        return None
    record = chat.records[max(chat.records)]
    message = record.message
    kinds = [kind for kind in ("photo", "document", "voice", "contact", "location", "video") if kind in message]
    text = str(message.get("text") or message.get("caption") or "")[:120]
    return {"text": text, "kind": kinds[0] if kinds else "text", "date": message["date"], "by_bot": record.by_bot}
