"""The people's side: what those who chat with the bot can do, and what they see."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.labels import Button, buttons_of, find_button, listed
from bot.sandbox.methods.call import Upload
from bot.sandbox.methods.copying import content_of, origin_of
from bot.sandbox.methods.media import media_object
from bot.sandbox.world import World
from bot.sandbox.world.chats import Chat, Json
from bot.sandbox.world.files import image_size
from bot.sandbox.world.links import with_links


class NotThereError(LookupError):
    """What a person reached for is not on their screen; the text tells what is."""


def person(
    world: World,
    name: str,
    *,
    language_code: str | None = None,
    username: str | None = None,
    last_name: str | None = None,
) -> "Person":
    """Someone new, who has not pressed Start yet."""
    user = world.new_person(name, language_code=language_code, username=username, last_name=last_name)
    return Person(world=world, id=user["id"])


@dataclass(slots=True, kw_only=True, eq=False)
class Person:
    """One person in front of their phone. Acts take effect at once and queue the update for the bot.

    `chat` arguments name a group or channel by id; without one it is the private chat with the bot.
    """

    world: World
    id: int
    acted: int = 0
    """The world's tick at this person's last act: what came later is new to them."""
    last_query: str = ""
    clipboard: str = ""

    # Doing

    def types(self, text: str, *, chat: int | None = None, reply_to: int | None = None, **content: Any) -> Json:
        """Send a text; commands, mentions and links in it become entities. Returns the message."""
        entities = with_links(text, [])
        return self._sends({"text": text, **({"entities": entities} if entities else {}), **content}, chat, reply_to)

    def starts(self, payload: str = "") -> Json:
        """Press Start, or open a deep link with this payload."""
        return self.types(f"/start {payload}".strip())

    def opens(self, link: str) -> Json:
        """Open `https://t.me/<bot>?start=<payload>`, or just the payload."""
        return self.starts(link.partition("start=")[2].partition("&")[0] if "start=" in link else link)

    def presses(
        self, label: str = "", *, data: str | None = None, message: int | None = None, older: bool = False
    ) -> str:
        """Press a button by its label or callback data; returns what came of it.

        Looked for on the reply keyboard and on the messages that are new to the person or carry the last inline
        keyboard; `message` names another one and `older` searches them all. A callback gives the query's id.
        """
        button = find_button(self._within_reach(message, older=older), label=label, data=data)
        if button is None and message is None:
            button = find_button(self._reply_buttons(), label=label, data=data)
        if button is None:
            raise NotThereError(self._nothing_to_press(label or data or "", older=older))
        return self._press(button)

    def presses_stale(self, record: Json, data: str) -> str:
        """Press a button that the message no longer carries, as a client does that has not seen the edit yet."""
        return self._calls_back(record, {"data": data})

    def sends_photo(self, data: bytes, *, caption: str = "") -> Json:
        return self._sends_file("photo", data, "photo.jpg", "image/jpeg", caption)

    def sends_document(
        self, data: bytes, *, name: str = "file.pdf", mime: str = "application/pdf", caption: str = ""
    ) -> Json:
        return self._sends_file("document", data, name, mime, caption)

    def sends_voice(self, data: bytes = b"OggS voice", *, duration: int = 2) -> Json:
        return self._sends_file("voice", data, "voice.ogg", "audio/ogg", "", duration=duration)

    def sends_media(self, kind: str, data: bytes = b"media", *, caption: str = "") -> Json:
        """A video, an animation, music, a round video or a sticker."""
        return self._sends_file(kind, data, f"{kind}.mp4", "video/mp4", caption)

    def sends_contact(self, phone: str, *, name: str = "", own: bool = True, reply_to: int | None = None) -> Json:
        """One's own contact, as the contact button sends it, or somebody else's."""
        contact: Json = {"phone_number": phone, "first_name": name or self.user["first_name"]}
        if own:
            contact["user_id"] = self.id
        return self._sends({"contact": contact}, None, reply_to)

    def sends_location(self, latitude: float, longitude: float) -> Json:
        return self._sends({"location": {"latitude": latitude, "longitude": longitude}}, None)

    def edits(self, text: str, *, message: int | None = None) -> Json:
        """Change one's own text message, the last one if none is named."""
        own = [r for r in self.chat if not r.by_bot and "text" in r.message]
        message_id = message or (own[-1].message["message_id"] if own else 0)
        if message_id not in self.chat.records:
            raise NotThereError("there is no message of one's own to edit")

        def change(copy: Json) -> None:
            copy["text"], entities = text, with_links(text, [])
            copy.pop("entities", None)
            if entities:
                copy["entities"] = entities

        record = self.world.edit(self.chat, message_id, change)
        self._acts()
        self.world.tell_bot("edited_message", record.message)
        return record.message

    def forwards(self, message: Json) -> Json:
        """Forward a message, of whatever chat, to the bot."""
        return self._sends({**content_of(message), "forward_origin": origin_of(message)}, None)

    def blocks(self) -> None:
        """Stop the bot; it is told through my_chat_member and gets 403 from now on."""
        self._switches(blocked=True)

    def unblocks(self) -> None:
        self._switches(blocked=False)

    # Reading

    @property
    def user(self) -> Json:
        return self.world.people[self.id]

    @property
    def chat(self) -> Chat:
        return self.world.chats[self.id]

    def messages(self, *, of_bot: bool = True) -> list[Json]:
        """The messages of the private chat in order, those of the bot only unless asked otherwise."""
        return [r.message for r in self.chat if r.by_bot or not of_bot]

    def news(self) -> list[Json]:
        """The bot's messages that came or changed since the person's last act."""
        return [r.message for r in self.chat if r.by_bot and r.changed > self.acted]

    def sees(self) -> str:
        """The text of what is new, or of the bot's last message if nothing is; with a notice shown after a press."""
        shown = self.news() or self.messages()[-1:]
        texts = [m.get("text") or m.get("caption") or "" for m in shown]
        return "\n\n".join([*texts, *([self.notice] if self.notice else [])])

    def reads(self) -> str:
        """The text of the whole private chat, both sides."""
        return "\n\n".join(m.get("text") or m.get("caption") or "" for m in self.messages(of_bot=False))

    def last(self) -> Json:
        """The bot's last message."""
        shown = self.messages()
        if not shown:
            raise NotThereError("the bot has not written yet")
        return shown[-1]

    @property
    def notice(self) -> str:
        """The text with which the bot answered the last press; empty without one."""
        query = self.world.queries.callback.get(self.last_query)
        return str(query["answer"]["text"]) if query and query["answer"] else ""

    @property
    def waiting(self) -> bool:
        """Whether the last press is still without an answer: the button's clock is turning."""
        query = self.world.queries.callback.get(self.last_query)
        return bool(query and query["answer"] is None)

    def buttons(self) -> list[str]:
        """Labels within reach: inline ones of new messages and the last keyboard, then the reply keyboard."""
        return [b.label for b in (*self._within_reach(None, older=False), *self._reply_buttons())]

    def keyboard(self) -> Json | None:
        """The reply keyboard or forced reply that shows now."""
        with_one = [r.keyboard for r in self.chat if r.keyboard]
        return with_one[-1] if with_one and "remove_keyboard" not in with_one[-1] else None

    def file(self, message: Json) -> bytes:
        """The bytes of a message's file."""
        kinds = ("photo", "document", "voice", "audio", "video", "animation", "sticker", "video_note")
        found = next(message[kind] for kind in kinds if kind in message)
        chosen = found[-1] if isinstance(found, list) else found
        return self.world.files.by_id[chosen["file_id"]].data

    # How

    def _acts(self) -> None:
        self.acted = self.world.tick
        self.last_query = ""

    def _sends(self, content: Json, chat_id: int | None, reply_to: int | None = None) -> Json:
        chat = self.world.chats[chat_id or self.id]
        if chat.private:
            chat.started = True
            if chat.blocked:
                self.unblocks()
        extra: Json = {}
        if reply_to is not None:
            answered = chat.records[reply_to].message
            extra["reply_to_message"] = {k: v for k, v in answered.items() if k != "reply_to_message"}
        record = self.world.post(chat, {**content, **extra}, sender=self.user)
        self._acts()
        self.world.tell_bot("channel_post" if chat.kind == "channel" else "message", record.message)
        return record.message

    def _sends_file(self, kind: str, data: bytes, name: str, mime: str, caption: str, **details: Any) -> Json:
        upload = Upload(name=name, data=data, mime=mime)
        size = image_size(data) or ((640, 480) if kind == "photo" else (0, 0))
        stored = self.world.files.add(kind, upload.data, name=name, mime=mime, size=size)
        content = media_object(stored, details)
        if caption:
            content["caption"] = caption
            if entities := with_links(caption, []):
                content["caption_entities"] = entities
        return self._sends(content, None)

    def _within_reach(self, message: int | None, *, older: bool) -> list[Button]:
        """Inline buttons, newest message first."""
        records = list(self.chat)
        if message is not None:
            records = [r for r in records if r.message["message_id"] == message]
        elif not older:
            keyed = [r for r in records if "reply_markup" in r.message]
            last = keyed[-1:]
            records = [r for r in records if r in last or (r.by_bot and r.changed > self.acted)]
        return [b for r in reversed(records) for b in buttons_of(r.message)]

    def _reply_buttons(self) -> list[Button]:
        return [Button(action=b) for row in (self.keyboard() or {}).get("keyboard", []) for b in row]

    def _nothing_to_press(self, wanted: str, *, older: bool) -> str:
        there = listed([*self._within_reach(None, older=False), *self._reply_buttons()])
        text = f"{self.user['first_name']} finds no button {wanted!r}; there are: {there}."
        if not older and find_button(self._within_reach(None, older=True), label=wanted, data=wanted):
            text += " An older message has it: pass older=True or message=…"
        return f"{text}\nOn the screen: {self.sees()}"

    def _press(self, button: Button) -> str:
        action = button.action
        if button.message is None:
            return self._presses_reply(action)
        if "callback_data" in action:
            return self._calls_back(button.message, {"data": action["callback_data"]})
        if "url" in action:
            bot = f"t.me/{self.world.bot['username']}?start=".lower()
            if bot in action["url"].lower():
                self.opens(action["url"])
            return str(action["url"])
        if "copy_text" in action:
            self.clipboard = action["copy_text"]["text"]
            return self.clipboard
        raise NotThereError(f"pressing {action} does nothing in the sandbox yet")

    def _presses_reply(self, action: Json) -> str:
        if action.get("request_contact"):
            self.sends_contact(f"+{self.id}")
        elif action.get("request_location"):
            self.sends_location(44.8125, 20.4612)
        else:
            self.types(action["text"])
        return str(action["text"])

    def _calls_back(self, message: Json, payload: Json) -> str:
        query_id = str(4_300_000_000_000_000 + self.world.next_serial())
        self._acts()
        self.last_query = query_id
        self.world.queries.callback[query_id] = {"from": self.user, "at": self.world.clock.now(), "answer": None}
        query = {"id": query_id, "from": self.user, "message": message, "chat_instance": str(-self.id * 7), **payload}
        self.world.tell_bot("callback_query", query)
        return query_id

    def _switches(self, *, blocked: bool) -> None:
        if self.chat.blocked == blocked:
            return
        self.chat.blocked = blocked
        self._acts()
        member, kicked = (
            {"status": "member", "user": self.world.bot},
            {"status": "kicked", "user": self.world.bot, "until_date": 0},
        )
        old, new = (member, kicked) if blocked else (kicked, member)
        change = {"chat": self.chat.info, "from": self.user, "date": self.world.clock.seconds()}
        self.world.tell_bot("my_chat_member", {**change, "old_chat_member": old, "new_chat_member": new})
