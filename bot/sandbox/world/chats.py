"""Chats, messages and members."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

IN_CHAT = frozenset({"creator", "administrator", "member"})


@dataclass(slots=True, kw_only=True)
class Record:
    """A message as the bot receives it, and data that only the world knows.

    `author`: the user who wrote it, even if it speaks for a channel. `changed`: the world's tick of the last visible
    change. `keyboard`: a reply keyboard or its removal, sent with the message. `versions`: the message before each
    edit.
    """

    message: Json
    changed: int
    by_bot: bool
    author: int = 0
    keyboard: Json | None = None
    versions: list[Json] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Chat:
    """A private chat with the bot, a group, a supergroup or a channel.

    `between`: the two people of a private chat without the bot. The bot's private chats have the person's id.
    `started`: the person has written. `blocked`: they stopped the bot. `deactivated`: the account was deleted.
    `forbids_voice`: their settings refuse voice messages. `migrated_to`: the supergroup that a group became. `members`:
    ChatMember objects by user id. `has_topics`: a forum group, or a private chat that can have topics if the bot has
    them enabled; `topics`: their names by message_thread_id, which is the id of the message that created the topic;
    `closed_topics`: those of a group in which only administrators write, 0 for the General topic.
    """

    info: Json
    between: list[int] = field(default_factory=list)
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    forbids_voice: bool = False
    migrated_to: int = 0
    last_id: int = 0
    members: dict[int, Json] = field(default_factory=dict)
    has_topics: bool = False
    topics: dict[int, str] = field(default_factory=dict)
    closed_topics: list[int] = field(default_factory=list)
    records: dict[int, Record] = field(default_factory=dict)

    @property
    def id(self) -> int:
        return int(self.info["id"])

    @property
    def kind(self) -> str:
        return str(self.info["type"])

    @property
    def private(self) -> bool:
        return self.kind == "private"

    def status(self, user_id: int) -> str:
        return str(self.members[user_id]["status"]) if user_id in self.members else "left"

    def has(self, user_id: int) -> bool:
        return self.status(user_id) in IN_CHAT

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records.values())
