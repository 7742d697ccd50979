"""Converts the world to JSON and back, so that a sandbox survives a restart.

Included: people, chats, messages, files, commands and settings, unfetched updates, open queries and the clock's offset.
Left out: faults, the journal and the state of the flood limits.
"""

import base64
import dataclasses
from collections import deque
from typing import Any

from bot.sandbox.world.chats import Chat, Json, Record
from bot.sandbox.world.clock import Clock
from bot.sandbox.world.core import World
from bot.sandbox.world.files import StoredFile

FORMAT = 3
_PLAIN = ("token", "bot", "settings", "queries", "tick", "serial")
_LATER = ("has_topics",)
"""State that earlier snapshots lack."""


class SnapshotError(ValueError):
    """A snapshot that this version cannot read."""


def to_dict(world: World) -> Json:
    """Returns all permanent state as JSON-compatible data."""
    queue = world.updates
    return {
        "format": FORMAT,
        **{name: getattr(world, name) for name in (*_PLAIN, *_LATER)},
        "people": list(world.people.values()),
        "chats": [_chat_to_dict(chat) for chat in world.chats.values()],
        "updates": {"next_id": queue.next_id, "allowed": queue.allowed, "pending": list(queue.pending)},
        "webhook": {"url": queue.url, "secret": queue.secret},
        "files": {"count": world.files.count, "stored": [_file_to_dict(f) for f in world.files.by_id.values()]},
        "clock": world.clock.offset,
    }


def from_dict(data: Json, *, clock: Clock | None = None) -> World:
    """Returns the world of a snapshot. Its clock continues from now with the same offset."""
    if data.get("format") != FORMAT:
        raise SnapshotError(f"a snapshot of format {data.get('format')!r} cannot be read, only {FORMAT}")
    world = World(token=data["token"], clock=clock)
    for name in _PLAIN:
        setattr(world, name, data[name])
    for name in _LATER:
        setattr(world, name, data.get(name, getattr(world, name)))
    world.people = {user["id"]: user for user in data["people"]}
    world.chats = {chat.id: chat for chat in map(_chat_from_dict, data["chats"])}
    queue = world.updates
    queue.next_id, queue.allowed = data["updates"]["next_id"], data["updates"]["allowed"]
    queue.pending = deque(data["updates"]["pending"])
    queue.url, queue.secret = data["webhook"]["url"], data["webhook"]["secret"]
    world.files.count = data["files"]["count"]
    world.files.by_id = {f.file_id: f for f in map(_file_from_dict, data["files"]["stored"])}
    world.clock.offset = data["clock"]
    return world


def _chat_to_dict(chat: Chat) -> Json:
    """Returns a shallow copy. The messages are shared with the world, which never changes them in place."""
    fields: Json = {f.name: getattr(chat, f.name) for f in dataclasses.fields(chat)}
    records = [{f.name: getattr(r, f.name) for f in dataclasses.fields(r)} for r in chat]
    return {**fields, "records": records, "members": list(chat.members.values())}


def _chat_from_dict(data: Json) -> Chat:
    records = [Record(**record) for record in data["records"]]
    data = {name: value for name, value in data.items() if name != "topic_closed"}  # of earlier versions
    chat = Chat(
        **{
            **data,
            "records": {r.message["message_id"]: r for r in records},
            "members": {m["user"]["id"]: m for m in data["members"]},
            "topics": {int(number): name for number, name in data.get("topics", {}).items()},
        }
    )
    for record in records:
        record.message["chat"] = chat.info
    return chat


def _file_to_dict(file: StoredFile) -> Json:
    fields: dict[str, Any] = {f.name: getattr(file, f.name) for f in dataclasses.fields(file)}
    return {**fields, "data": base64.b64encode(file.data).decode()}


def _file_from_dict(data: Json) -> StoredFile:
    return StoredFile(**{**data, "data": base64.b64decode(data["data"])})
