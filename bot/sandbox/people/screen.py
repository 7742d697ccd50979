"""The person's screen: messages, buttons and notices."""

from dataclasses import dataclass

from bot.sandbox.people.buttons import Button, find_button, inline_buttons, listed, reply_buttons, reply_keyboard
from bot.sandbox.world import World
from bot.sandbox.world.chats import Chat, Json, Record
from bot.sandbox.world.text import cut


class NotThereError(LookupError):
    """The item is not on the screen. The message lists the items that are."""


def words_of(message: Json) -> str:
    """Returns the text or caption of a message; "" for media without one."""
    return str(message.get("text") or message.get("caption") or "")


@dataclass(slots=True, kw_only=True, eq=False)
class Screen:
    """One person's phone, mainly their private chat with the bot.

    `acted` is the world's tick at their last action. Later messages are new to them.
    """

    world: World
    id: int
    acted: int = 0
    last_query: str = ""

    @property
    def user(self) -> Json:
        return self.world.people[self.id]

    @property
    def chat(self) -> Chat:
        return self.world.chats[self.id]

    def messages(self, *, of_bot: bool = True) -> list[Json]:
        """Returns the messages of the private chat in order, by default only the bot's."""
        return [r.message for r in self.chat if r.by_bot or not of_bot]

    def news(self) -> list[Json]:
        """Returns the bot's messages that were sent or changed since the person's last action, in order."""
        return [r.message for r in self.chat if r.by_bot and r.changed > self.acted]

    def sees(self) -> str:
        """Returns the text of the new messages, or of the bot's last message, with the notice after a press."""
        shown = self.news() or self.messages()[-1:]
        return "\n\n".join([*map(words_of, shown), *([self.notice] if self.notice else [])])

    def reads(self) -> str:
        """Returns the text of the whole private chat, both sides."""
        return "\n\n".join(map(words_of, self.messages(of_bot=False)))

    def last(self) -> Json:
        """Returns the bot's last message."""
        shown = self.messages()
        if not shown:
            raise NotThereError(f"the bot has not written to {self.user['first_name']} yet")
        return shown[-1]

    def emphasised(self, kind: str) -> list[str]:
        """Returns the parts of the last message that have an entity of this type."""
        message = self.last()
        entities = message.get("entities") or message.get("caption_entities") or []
        return [cut(words_of(message), e) for e in entities if e["type"] == kind]

    @property
    def notice(self) -> str:
        """The text that answered the last press; "" without one."""
        query = self.world.queries.get(self.last_query)
        return str(query["answer"]["text"]) if query and query["answer"] else ""

    @property
    def waiting(self) -> bool:
        """True while the last press has no answer."""
        query = self.world.queries.get(self.last_query)
        return bool(query and query["answer"] is None)

    def keyboard(self) -> Json | None:
        """Returns the visible reply keyboard."""
        return reply_keyboard(self.chat)

    def buttons(self) -> list[str]:
        """Returns the labels of inline buttons of new messages and of the last keyboard, then of the reply keyboard."""
        return [b.label for b in (*self.reachable(), *reply_buttons(self.chat))]

    def commands(self) -> list[Json]:
        """Returns the person's command menu. Own chat outranks private chats and then all; own language comes first."""
        stored = self.world.settings.get("commands", {})
        language = self.user.get("language_code", "")[:2]
        for scope in (f'["chat", "{self.id}", ', '["all_private_chats", ', '["default", '):
            for code in (language, ""):
                if found := stored.get(f'{scope}"{code}"]'):
                    return list(found)
        return []

    def file(self, message: Json) -> bytes:
        """Returns the bytes of a message's file."""
        kinds = ("photo", "document", "voice", "audio", "video", "animation", "sticker", "video_note")
        found = next((message[kind] for kind in kinds if kind in message), None)
        if found is None:
            raise NotThereError(f"no file in {words_of(message)!r}")
        chosen = found[-1] if isinstance(found, list) else found
        return self.world.files.by_id[chosen["file_id"]].data

    def reachable(self, *, chat: Chat | None = None, message: int | None = None, older: bool = False) -> list[Button]:
        """Returns inline buttons, newest message first: of one message, of all, or of the visible ones."""
        records: list[Record] = list(chat or self.chat)
        if message is not None:
            records = [r for r in records if r.message["message_id"] == message]
        elif not older:
            last = [r for r in records if "reply_markup" in r.message][-1:]
            records = [r for r in records if r in last or (r.by_bot and r.changed > self.acted)]
        return inline_buttons(reversed(records))

    def found(
        self, label: str, data: str | None, *, chat: Chat | None = None, message: int | None = None, older: bool = False
    ) -> Button:
        """Returns the button. Raises NotThereError with the labels of the buttons that exist."""
        inline = self.reachable(chat=chat, message=message, older=older)
        there = inline if message is not None else [*inline, *reply_buttons(chat or self.chat)]
        button = find_button(there, label=label, data=data)
        if button is None:
            wanted = label or data or ""
            hint = ""
            if find_button(self.reachable(chat=chat, older=True), label=wanted, data=wanted):
                hint = " An older message has it: name it with message=…, or pass older=True."
            who = self.user["first_name"]
            raise NotThereError(f"{who} finds no button {wanted!r}; there are: {listed(there)}.{hint}\n{self.sees()}")
        return button
