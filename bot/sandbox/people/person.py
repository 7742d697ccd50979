"""A person with a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.sandbox.methods.copying import content_of, origin_of
from bot.sandbox.people import acts
from bot.sandbox.people.buttons import Button
from bot.sandbox.people.gathering import Gathering
from bot.sandbox.people.screen import NotThereError, words_of
from bot.sandbox.world import World
from bot.sandbox.world.chats import Chat, Json, Record


def person(
    world: World,
    name: str,
    *,
    language_code: str | None = None,
    username: str | None = None,
    last_name: str | None = None,
) -> "Person":
    """Creates a person who has not pressed Start yet."""
    user = world.new_person(name, language_code=language_code, username=username, last_name=last_name)
    return Person(world=world, id=user["id"])


@dataclass(slots=True, kw_only=True, eq=False)
class Person(Gathering):
    """A person with a phone. Each action takes effect at once and queues the bot's update.

    `chat` is the id of a group, a channel or another person. The default is the private chat with the bot.
    """

    clipboard: str = ""
    topic: int = 0
    """The topic that is open on the phone; 0 for the chat itself."""

    def types(self, text: str, *, chat: int | None = None, reply_to: int | None = None, topic: int = 0) -> Json:
        """Sends a text, with entities for its commands, mentions and links, in a `topic` of a group if one is given.

        Returns the message.
        """
        return self._say(acts.text_content(text), chat=chat, reply_to=reply_to, topic=topic)

    def starts(self, payload: str = "") -> Json:
        """Presses Start, or opens a deep link with this payload."""
        return self.types(f"/start {payload}".strip())

    def opens(self, link: str) -> Json:
        """Opens `https://t.me/<bot>?start=<payload>`, or only the payload."""
        return self.starts(link.partition("start=")[2].partition("&")[0] if "start=" in link else link)

    def sends_photo(self, data: bytes, *, caption: str = "", chat: int | None = None) -> Json:
        return self.sends_media("photo", data, caption=caption, name="photo.jpg", mime="image/jpeg", chat=chat)

    def sends_document(
        self,
        data: bytes,
        *,
        name: str = "file.pdf",
        mime: str = "application/pdf",
        caption: str = "",
        chat: int | None = None,
    ) -> Json:
        return self.sends_media("document", data, caption=caption, name=name, mime=mime, chat=chat)

    def sends_voice(self, data: bytes = b"OggS voice", *, duration: int = 2) -> Json:
        return self.sends_media("voice", data, name="voice.ogg", mime="audio/ogg", duration=duration)

    def sends_media(
        self,
        kind: str,
        data: bytes = b"media",
        *,
        caption: str = "",
        name: str = "clip.mp4",
        mime: str = "video/mp4",
        chat: int | None = None,
        **details: Any,
    ) -> Json:
        """Sends a file: photo, document, voice, audio, video, video_note, animation or sticker."""
        content = acts.file_content(self.world, kind, data, name=name, mime=mime, caption=caption, **details)
        return self._say(content, chat=chat)

    def sends_album(self, photos: Sequence[bytes], *, caption: str = "") -> list[Json]:
        """Sends several photos as an album. The first has the caption."""
        album = {"media_group_id": str(13_000_000_000 + self.world.next_serial())}
        captions = [caption, *[""] * len(photos)]
        return [
            self._say(
                {**acts.file_content(self.world, "photo", p, name="p.jpg", mime="image/jpeg", caption=c), **album}
            )
            for p, c in zip(photos, captions, strict=False)
        ]

    def sends_contact(self, phone: str, *, name: str = "", own: bool = True, reply_to: int | None = None) -> Json:
        """Sends the person's own contact, as the contact button does, or another person's."""
        contact: Json = {"phone_number": phone, "first_name": name or self.user["first_name"]}
        if own:
            contact["user_id"] = self.id
        return self._say({"contact": contact}, reply_to=reply_to)

    def sends_location(self, latitude: float, longitude: float) -> Json:
        return self._say({"location": {"latitude": latitude, "longitude": longitude}})

    def edits(self, text: str, *, message: int | None = None, chat: int | None = None) -> Json:
        """Edits the person's own text message, by default the last one."""
        place = self._place(chat)
        own = [i for i, r in place.records.items() if r.author == self.id]
        texts = [i for i in own if "text" in place.records[i].message]
        wanted = message or (texts[-1] if texts else 0)
        if wanted not in own:
            raise NotThereError("there is no message of one's own to edit")
        self._note_activity()
        return acts.revise(self.world, place, wanted, text)

    def forwards(self, message: Json, *, chat: int | None = None) -> Json:
        """Forwards a message of any chat to the bot or to a chat."""
        return self._say({**content_of(message), "forward_origin": origin_of(message)}, chat=chat)

    def presses(
        self,
        label: str = "",
        *,
        data: str | None = None,
        message: int | None = None,
        older: bool = False,
        chat: int | None = None,
    ) -> str:
        """Presses a button, found by its label or callback data, and returns the result.

        Searches new messages, the message with the last inline keyboard, and the reply keyboard. `message` selects
        another message, `older` searches all messages. Returns the query's id for a callback or an inline query, the
        address for a link, the text for a copy button, and the label for a button of the reply keyboard.
        """
        place = self._place(chat)
        return self._press(self.found(label, data, chat=place, message=message, older=older))

    def presses_stale(self, message: Json, data: str) -> str:
        """Presses a button that the message no longer has, as an outdated client can."""
        return self._call_back(Record(message=message, changed=0, by_bot=True), data)

    def blocks(self) -> None:
        """Blocks the bot, which receives my_chat_member, and 403 from then on."""
        self._note_activity()
        acts.switch(self.world, self.user, self.chat, blocked=True)

    def unblocks(self) -> None:
        self._note_activity()
        acts.switch(self.world, self.user, self.chat, blocked=False)

    def uses_topics(self) -> None:
        """Has a Telegram that shows topics in the chat with the bot."""
        self.chat.has_topics = True

    def opens_topic(self, name: str) -> int:
        """Opens the latest topic of this name, and writes there from now on. Returns its id."""
        found = [number for number, named in self.chat.topics.items() if named == name]
        if not found:
            raise NotThereError(f"there is no topic {name!r}, only {list(self.chat.topics.values())}")
        self.topic = found[-1]
        return self.topic

    def leaves_topic(self) -> None:
        """Goes back to the chat itself."""
        self.topic = 0

    def creates_topic(self, name: str) -> int:
        """Creates a topic and opens it. Returns its id."""
        self.topic = acts.create_topic(self.world, self.user, self.chat, name)
        return self.topic

    def deletes_topic(self, topic: int) -> None:
        acts.delete_topic(self.world, self.user, self.chat, topic)
        self.topic = 0 if self.topic == topic else self.topic

    def reads_topic(self, topic: int) -> str:
        """Returns the text of a topic, both sides; 0 for what is in no topic."""
        there = [r.message for r in self.chat if r.message.get("message_thread_id", 0) == topic]
        return "\n\n".join(map(words_of, there))

    def forbids_voice(self) -> None:
        """Refuses voice messages from everybody, in Telegram's settings."""
        self.chat.forbids_voice = True

    def leaves_telegram(self) -> None:
        """Deletes the account. The bot receives no update, but 403."""
        self.chat.deactivated = True

    def asks_inline(self, query: str) -> str:
        """Types `@bot query` in a chat. Returns the id of the inline query."""
        query_id = str(8_800_000_000_000_000 + self.world.next_serial())
        asked: Json = {"id": query_id, "from": self.user, "query": query, "offset": "", "chat_type": "sender"}
        self.world.queries[query_id] = {"from": self.user, "at": self.world.clock.now(), "answer": None}
        self.world.tell_bot("inline_query", asked)
        return query_id

    def picks(self, query_id: str, result_id: str, *, chat: int) -> Json:
        """Sends a result of an answered inline query to a chat. Returns the message."""
        results = self.world.queries[query_id]["answer"]["results"]
        result = next(each for each in results if each["id"] == result_id)
        return self._say({**result["content"], "via_bot": self.world.bot}, chat=chat)

    def _press(self, button: Button) -> str:
        action = button.action
        if button.record is None:
            return self._presses_reply(action)
        if "callback_data" in action:
            return self._call_back(button.record, action["callback_data"])
        if "url" in action:
            if f"t.me/{self.world.bot['username']}?start=".lower() in action["url"].lower():
                self.opens(action["url"])
            return str(action["url"])
        if "switch_inline_query" in action:
            return self.asks_inline(action["switch_inline_query"])
        self.clipboard = action["copy_text"]["text"]
        return self.clipboard

    def _presses_reply(self, action: Json) -> str:
        if action.get("request_contact"):
            self.sends_contact(f"+{self.id}")
        else:
            self.types(action["text"])
        return str(action["text"])

    def _call_back(self, record: Record, data: str) -> str:
        self._note_activity()
        self.last_query = acts.call_back(self.world, self.user, record, data)
        return self.last_query

    def _say(self, content: Json, *, chat: int | None = None, reply_to: int | None = None, topic: int = 0) -> Json:
        self._note_activity()
        place = self._place(chat)
        there = self.topic if place is self.chat else topic
        message = acts.say(self.world, self.user, place, content, reply_to=reply_to, topic=there)
        self.acted = self.world.tick
        return message

    def _place(self, chat: int | None) -> Chat:
        if chat is None or chat == self.id:
            return self.chat
        return self.world.pair(self.id, chat) if chat in self.world.people else self.world.chats[chat]
