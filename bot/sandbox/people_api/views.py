"""JSON objects for what people see on their screens."""

from typing import Any

from bot.sandbox.people import Person
from bot.sandbox.people.buttons import reply_keyboard
from bot.sandbox.world import World
from bot.sandbox.world.chats import Chat, Json, Record
from bot.sandbox.world.journal import Entry


def person_view(world: World, person_id: int) -> Json:
    chat = world.chats[person_id]
    return {**world.people[person_id], "started": chat.started, "blocked": chat.blocked}


def message_view(record: Record, viewer: int) -> Json:
    """Returns the Bot API's message, with what the viewer's client knows."""
    return {
        "own": record.author == viewer,
        "by_bot": record.by_bot,
        "tick": record.changed,
        "edited": "edit_date" in record.message,
        "message": record.message,
    }


def is_in(chat: Chat, person_id: int) -> bool:
    """Returns True if a person can read the chat."""
    if chat.between:
        return person_id in chat.between
    return chat.id == person_id if chat.private else chat.has(person_id)


def chat_title(world: World, chat: Chat, viewer: int) -> str:
    if chat.between:
        other = next(i for i in (*reversed(chat.between),) if i != viewer)
        return str(world.people[other]["first_name"])
    return str(chat.info["title"]) if not chat.private else str(world.bot["first_name"])


def chats_view(person: Person) -> list[Json]:
    """Returns the list of chats, with the bot's chat first."""
    mine = [chat for chat in person.world.chats.values() if is_in(chat, person.id)]
    return [
        {
            "id": chat.id,
            "type": chat.kind,
            "title": chat_title(person.world, chat, person.id),
            "last": message_view(list(chat)[-1], person.id) if chat.records else None,
        }
        for chat in sorted(mine, key=lambda c: c.id != person.id)
    ]


def chat_view(person: Person, chat: Chat, *, after: int = 0) -> Json:
    """Returns a chat: messages that were sent or changed after a tick, with its keyboard and notices."""
    return {
        "id": chat.id,
        "type": chat.kind,
        "title": chat_title(person.world, chat, person.id),
        "started": chat.started,
        "blocked": chat.blocked,
        "keyboard": reply_keyboard(chat),
        "commands": person.commands() if chat.id == person.id else [],
        "topics": [{"id": number, "name": name} for number, name in chat.topics.items()],
        "notice": person.notice,
        "waiting": person.waiting,
        "tick": person.world.tick,
        "ids": list(chat.records),
        "messages": [message_view(r, person.id) for r in chat if r.changed > after],
    }


def entry_view(entry: Entry) -> Json:
    return {name: getattr(entry, name) for name in ("number", "at", "method", "params", "answer", "fault")}


def world_view(world: World) -> Json:
    return {
        "bot": world.bot,
        "now": world.clock.now(),
        "tick": world.tick,
        "people": [person_view(world, i) for i in world.people],
        "groups": [{"id": c.id, **c.info} for c in world.chats.values() if not c.private],
        "flood_limits": world.limits.on,
    }


def event_view(world: World, event: Json, viewer: int | None) -> Json:
    """Returns an event with its message."""
    view: dict[str, Any] = {**event, "tick": world.tick}
    chat = world.chats.get(event.get("chat_id", 0))
    record = chat.records.get(event.get("message_id", 0)) if chat else None
    if chat is not None and record is not None:
        view["message"] = message_view(record, viewer or chat.id)
    if event["kind"] == "answer":
        view["answer"] = world.queries[event["query_id"]]["answer"]
    return view
