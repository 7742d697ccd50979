"""The world: one bot, its people, their chats and messages."""

import random
from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox.world.chats import Chat, Json, Record
from bot.sandbox.world.clock import Clock
from bot.sandbox.world.faults import Faults
from bot.sandbox.world.files import FileStore
from bot.sandbox.world.flood import FloodLimits
from bot.sandbox.world.journal import Entry, Journal
from bot.sandbox.world.refusals import bad_request, migrated
from bot.sandbox.world.updates import UpdateQueue

TOKEN = "7200000000:AAsandbox-token_for-PartnerBridge-tests"  # noqa: S105 - opens nothing but a simulated world
FIRST_PERSON = 7_100_000_001
"""More than 32 bits, like real Telegram ids."""
FIRST_GROUP = 4_000_000_001
CHANNEL_BASE = 1_002_000_000_000
PAIR_BASE = 9_000_000_000_000

TOPIC_COLOUR = 0x6FB9F0

Listener = Callable[[Json], None]
Mutation = Callable[[Json], None]


def in_topic(topic: int) -> Json:
    """Returns the fields of a message in a topic; none for 0, a chat itself or the General topic of a group."""
    return {"message_thread_id": topic, "is_topic_message": True} if topic else {}


class World:
    """All state of the simulated Telegram, and the few basic actions that change it.

    `methods` decides what the bot may do, and `people` what people may do. Both change the world through this class.
    Nothing is asynchronous; code that waits for a change adds a listener.
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        username: str = "PartnerBridgeBot",
        name: str = "PartnerBridge",
        clock: Clock | None = None,
        seed: int = 0,
    ) -> None:
        self.token = token
        self.clock = clock or Clock()
        self.rng = random.Random(seed)  # noqa: S311 - reproducible on purpose
        self.bot: Json = {
            "id": int(token.split(":", maxsplit=1)[0]),
            "is_bot": True,
            "first_name": name,
            "username": username,
        }
        self.people: dict[int, Json] = {}
        self.chats: dict[int, Chat] = {}
        self.updates = UpdateQueue()
        self.files = FileStore()
        self.faults = Faults(self.rng)
        self.journal = Journal(on_entry=self._emit_call)
        self.limits = FloodLimits()
        self.queries: dict[str, Json] = {}
        """Callback and inline queries by id, each with its answer once given."""
        self.settings: dict[str, Any] = {}
        self.has_topics = False
        """The bot's owner has enabled topics in private chats."""
        self.tick = 0
        self.serial = 0
        self._listeners: list[Listener] = []

    # People and chats

    def new_person(
        self, name: str, *, language_code: str | None = None, username: str | None = None, last_name: str | None = None
    ) -> Json:
        """Creates a person with a private chat to the bot that is not started yet."""
        user: Json = {"id": FIRST_PERSON + len(self.people), "is_bot": False, "first_name": name}
        extras = {"last_name": last_name, "username": username, "language_code": language_code}
        user.update({k: v for k, v in extras.items() if v})
        self.people[user["id"]] = user
        info: Json = {k: user[k] for k in ("id", "first_name", "last_name", "username") if k in user}
        self.chats[user["id"]] = Chat(info={**info, "type": "private"})
        self.emit({"kind": "person", "chat_id": user["id"]})
        return user

    def new_chat(
        self, kind: str, title: str, *, creator: int, username: str | None = None, forum: bool = False
    ) -> Chat:
        """Creates a group, supergroup or channel owned by a person. A supergroup may be a `forum` with topics."""
        number = sum(not chat.private for chat in self.chats.values())
        chat_id = -(FIRST_GROUP + number) if kind == "group" else -(CHANNEL_BASE + number)
        info: Json = {"id": chat_id, "type": kind, "title": title}
        if username:
            info["username"] = username
        if forum:
            info["is_forum"] = True
        chat = Chat(info=info, started=True, has_topics=forum)
        chat.members[creator] = {"status": "creator", "user": self.people[creator], "is_anonymous": False}
        self.chats[chat_id] = chat
        self.emit({"kind": "chat", "chat_id": chat_id})
        return chat

    def user(self, user_id: int) -> Json | None:
        return self.bot if user_id == self.bot["id"] else self.people.get(user_id)

    def chat(self, reference: int | str) -> Chat:
        """Finds a chat by id, or by the @username of a public group or channel."""
        if isinstance(reference, str) and reference.startswith("@"):
            name = reference[1:].lower()
            chats = self.chats.values()
            found = next((c for c in chats if not c.private and c.info.get("username", "").lower() == name), None)
        else:
            found = self.chats.get(int(reference))
        if found is None or found.between:
            raise bad_request("chat not found")
        if found.migrated_to:
            raise migrated(found.migrated_to)
        return found

    def pair(self, one: int, other: int) -> Chat:
        """Returns the private chat of two people, which the bot cannot reach."""
        both = sorted((one, other))
        found = next((c for c in self.chats.values() if c.between == both), None)
        if found is None:
            found = Chat(info={"id": PAIR_BASE + len(self.chats), "type": "private", "first_name": ""}, between=both)
            self.chats[found.id] = found
        return found

    # Messages and updates

    def add_topic(self, chat: Chat, name: str, *, creator: Json) -> Record:
        """Adds a topic to a chat. Returns the service message, whose id is the topic's."""
        number = chat.last_id + 1
        chat.topics[number] = name
        created = {"name": name, "icon_color": TOPIC_COLOUR}
        return self.post(chat, {"forum_topic_created": created, **in_topic(number)}, sender=creator)

    def next_serial(self) -> int:
        """Returns a number for the id of a query or an album."""
        self.serial += 1
        return self.serial

    def post(
        self, chat: Chat, content: Mapping[str, Any], *, sender: Json | None = None, keyboard: Json | None = None
    ) -> Record:
        """Adds a message to a chat. Without a sender it is from the chat itself, as in channels."""
        chat.last_id += 1
        self.tick += 1
        message: Json = {"message_id": chat.last_id, "date": self.clock.seconds(), "chat": chat.info}
        if sender is not None:
            message["from"] = sender
        if chat.kind == "channel":
            message["sender_chat"] = chat.info
            message.pop("from", None)
        message.update(content)
        by_bot = sender is not None and sender["id"] == self.bot["id"]
        record = Record(
            message=message, changed=self.tick, by_bot=by_bot, author=sender["id"] if sender else 0, keyboard=keyboard
        )
        chat.records[chat.last_id] = record
        self.emit({"kind": "message", "chat_id": chat.id, "message_id": chat.last_id})
        return record

    def edit(self, chat: Chat, message_id: int, change: Mutation, *, stamped: bool = True) -> Record:
        """Replaces a message by a changed copy. `stamped` adds an edit date."""
        record = chat.records[message_id]
        record.versions.append(record.message)
        record.message = dict(record.message)
        change(record.message)
        if stamped:
            record.message["edit_date"] = self.clock.seconds()
        self.tick += 1
        record.changed = self.tick
        self.emit({"kind": "edit", "chat_id": chat.id, "message_id": message_id})
        return record

    def delete(self, chat: Chat, message_id: int) -> None:
        del chat.records[message_id]
        self.tick += 1
        self.emit({"kind": "delete", "chat_id": chat.id, "message_id": message_id})

    def tell_bot(self, kind: str, payload: Mapping[str, Any]) -> Json | None:
        """Queues an update for the bot. Returns None if the bot does not receive this kind."""
        update = self.updates.push(kind, payload)
        if update:
            self.emit({"kind": "update", "update_id": update["update_id"]})
        return update

    # Listeners

    def emit(self, event: Json) -> None:
        """Reports an event (kind and place) to the listeners."""
        for listener in tuple(self._listeners):
            listener(event)

    def _emit_call(self, entry: Entry) -> None:
        self.emit({"kind": "call", "number": entry.number, "method": entry.method, "ok": entry.ok})

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Calls `listener` for every event until the returned function is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)
