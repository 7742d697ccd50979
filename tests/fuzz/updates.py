"""Random updates of every kind, from people who mean something and people who do not."""

import random
import string
from collections.abc import Callable
from typing import Any, Final

from bot.sandbox.people import Person
from bot.sandbox.people.buttons import inline_buttons
from bot.sandbox.world import World
from tests.fuzz.contents import CONTENTS, TRIMMINGS, WORDS, Json

_GROUP: Final[Json] = {"id": -1_001_234_567_891, "type": "supergroup", "title": "Fair"}
_CHANNEL: Final[Json] = {"id": -1_001_234_567_892, "type": "channel", "title": "News"}
_CHATS: Final = ("private", "private", "private", "private", "group", "supergroup", "channel")
_MEMBER_STATES: Final = ("member", "left", "kicked", "administrator", "restricted", "creator")
_RIGHTS: Final = (
    "is_anonymous can_be_edited can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members "
    "can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories "
    "is_member can_send_messages can_send_audios can_send_documents can_send_photos can_send_videos "
    "can_send_video_notes can_send_voice_notes can_send_polls can_send_other_messages can_add_web_page_previews "
    "can_pin_messages can_manage_topics can_edit_tag can_react_to_messages"
)


class Updates:
    """Everything is drawn from `rng`; real keyboards are read off the world."""

    def __init__(self, rng: random.Random, world: World, people: list[Person]) -> None:
        self._rng = rng
        self._world = world
        self._people = people
        self._number = 900_000_000
        self.kinds: dict[str, Callable[[], Any]] = {
            "message": self._any_message,
            "edited_message": self._any_message,
            "channel_post": self._post,
            "edited_channel_post": self._post,
            "business_connection": self._business_connection,
            "business_message": lambda: {**self._any_message(), "business_connection_id": "b1"},
            "edited_business_message": lambda: {**self._any_message(), "business_connection_id": "b1"},
            "deleted_business_messages": lambda: {
                "business_connection_id": "b1",
                "chat": self._private(self._who()),
                "message_ids": [1, 2],
            },
            "guest_message": lambda: {**self._any_message(), "guest_query_id": "g1"},
            "message_reaction": lambda: {
                "chat": self._chat(),
                "message_id": rng.randrange(100),
                "date": self._date(),
                "user": self._who(),
                "old_reaction": [],
                "new_reaction": [{"type": "emoji", "emoji": "👍"}],
            },
            "message_reaction_count": lambda: {
                "chat": _CHANNEL,
                "message_id": 5,
                "date": self._date(),
                "reactions": [{"type": {"type": "emoji", "emoji": "👍"}, "total_count": 3}],
            },
            "inline_query": lambda: {
                "id": self._id(),
                "from": self._who(),
                "query": rng.choice(WORDS)[:256],
                "offset": rng.choice(("", "50", "x")),
            },
            "chosen_inline_result": lambda: {
                "result_id": self._id(),
                "from": self._who(),
                "query": rng.choice(WORDS)[:256],
            },
            "callback_query": self._callback,
            "shipping_query": lambda: {
                "id": self._id(),
                "from": self._who(),
                "invoice_payload": "p",
                "shipping_address": dict.fromkeys(
                    ("country_code", "state", "city", "street_line1", "street_line2", "post_code"), "x"
                ),
            },
            "pre_checkout_query": lambda: {
                "id": self._id(),
                "from": self._who(),
                "currency": "XTR",
                "total_amount": 1,
                "invoice_payload": "p",
            },
            "purchased_paid_media": lambda: {"from": self._who(), "paid_media_payload": "p"},
            "poll": lambda: CONTENTS["poll"]["poll"],
            "poll_answer": lambda: {
                "poll_id": "77",
                "user": self._who(),
                "option_ids": [0],
                "option_persistent_ids": ["a"],
            },
            "my_chat_member": self._member_change,
            "chat_member": self._member_change,
            "chat_join_request": lambda: {
                "chat": _GROUP,
                "from": self._who(),
                "user_chat_id": self._who()["id"],
                "date": self._date(),
            },
            "chat_boost": lambda: {
                "chat": _CHANNEL,
                "boost": {
                    "boost_id": "b",
                    "add_date": self._date(),
                    "expiration_date": self._date(),
                    "source": {"source": "premium", "user": self._who()},
                },
            },
            "removed_chat_boost": lambda: {
                "chat": _CHANNEL,
                "boost_id": "b",
                "remove_date": self._date(),
                "source": {"source": "premium", "user": self._who()},
            },
            "managed_bot": lambda: {"user": self._who(), "bot": {**self._who(), "is_bot": True}},
        }

    def next(self) -> Json:
        """The next update, with the number after the last one; now and then the last one's number again."""
        kind = self._rng.choices(("message", "callback_query", "any"), (35, 45, 20))[0]
        if kind == "any":
            kind = self._rng.choice(list(self.kinds))
        if self._rng.random() > 0.01:
            self._number += 1
        return {"update_id": self._number, kind: self.kinds[kind]()}

    # Messages

    def _any_message(self) -> Json:
        rng = self._rng
        if rng.random() < 0.6:
            return self._message({"text": self._words()})
        content = CONTENTS[rng.choice(list(CONTENTS))]
        extra = rng.choice(TRIMMINGS) if rng.random() < 0.3 else {}
        return self._message({**content, **extra})

    def _message(self, content: Json) -> Json:
        user = self._who()
        chat = self._private(user) if self._rng.random() < 0.9 else self._chat()
        text = content.get("text", "")
        if text.startswith("/"):
            length = len(text.split()[0]) if text.split() else 1
            content = {**content, "entities": [{"type": "bot_command", "offset": 0, "length": length}]}
        message = {"message_id": self._rng.randrange(1, 10**6), "date": self._date(), "chat": chat, **content}
        return message if chat["type"] == "channel" else {**message, "from": user}

    def _post(self) -> Json:
        message = {**self._message({"text": self._words()}), "chat": _CHANNEL, "sender_chat": _CHANNEL}
        message.pop("from", None)
        return message

    def _words(self) -> str:
        rng = self._rng
        if rng.random() < 0.1:
            alphabet = string.printable + "žćčđšЖЋ中文字😀\u200f<&"
            return "".join(rng.choices(alphabet, k=rng.randrange(1, 400)))
        return rng.choice(WORDS)

    # Buttons

    def _callback(self) -> Json:
        """Mostly a button that somebody has on the screen; now and then one that nobody should be able to press."""
        rng, person = self._rng, self._person()
        records = list(person.chat)
        if rng.random() < 0.2:
            return self._stale(person)
        buttons = [b for b in inline_buttons(reversed(records)) if "callback_data" in b.action]
        if not buttons:
            return self._press(person, self._message({"text": "no keyboard"}), rng.choice(("ok1", "g1:register", "x")))
        # The newest keyboard mostly: that is how people get anywhere.
        button = buttons[min(int(rng.expovariate(0.15)), len(buttons) - 1)]
        data, message = str(button.action["callback_data"]), dict(button.record.message if button.record else {})
        fate = rng.random()
        if fate < 0.75:
            return self._press(person, message, data)
        if fate < 0.80:
            return self._press(self._person(), message, data)
        if fate < 0.84:
            chat = {"chat": message["chat"], "message_id": message["message_id"], "date": 0}
            return self._press(person, chat, data)
        if fate < 0.86:
            return {**self._press(person, None, data), "inline_message_id": "AgAAAA"}
        return self._press(person, message, self._mutated(data))

    def _stale(self, person: Person) -> Json:
        """A button that a message used to have, as a client shows it that has not seen the change yet."""
        shown = [version for record in person.chat for version in record.versions]
        buttons = [
            (version, button["callback_data"])
            for version in shown[-40:]
            for row in version.get("reply_markup", {}).get("inline_keyboard", [])
            for button in row
            if "callback_data" in button
        ]
        message, data = self._rng.choice(buttons) if buttons else (person.chat.records[1].message, "x")
        return self._press(person, message, data)

    def _press(self, person: Person, message: Json | None, data: str | None) -> Json:
        query = {"id": self._id(), "from": person.user, "chat_instance": "1", "data": data}
        self._world.queries[query["id"]] = {
            "from": person.user,
            "at": self._world.clock.now(),
            "answer": None,
        }
        if message is not None:
            query["message"] = message
        if data is None:
            query.pop("data")
            query["game_short_name"] = "g"
        return query

    def _mutated(self, data: str) -> str | None:
        rng = self._rng
        parts = data.split(":")
        place = rng.randrange(len(parts))
        parts[place] = rng.choice(
            (
                "",
                "0",
                "-1",
                "1",
                "2",
                "3",
                "99999999999999999999",
                "x",
                "zz",
                "一",
                "preview",
                "sectors",
                parts[-1],
                "🙂",
            )
        )
        return rng.choice(
            (
                data[: rng.randrange(len(data) + 1)],
                data + ":" + data,
                ":".join(parts),
                "".join(rng.sample(data, len(data))),
                "x" * 64,
                "f" * 5000,
                data.upper(),
                "\u0000",
                "",
                None,
            )
        )

    # Who and where

    def _person(self) -> Person:
        return self._rng.choice(self._people)

    def _who(self) -> Json:
        return self._person().user

    def _private(self, user: Json) -> Json:
        return {"id": user["id"], "type": "private", "first_name": user["first_name"]}

    def _chat(self) -> Json:
        kind = self._rng.choice(_CHATS)
        if kind == "private":
            return self._private(self._who())
        return _CHANNEL if kind == "channel" else {**_GROUP, "type": kind}

    def _member_change(self) -> Json:
        user = self._who()
        old, new = (self._member(user) for _ in range(2))
        chat = self._private(user) if self._rng.random() < 0.5 else _GROUP
        return {"chat": chat, "from": user, "date": self._date(), "old_chat_member": old, "new_chat_member": new}

    def _member(self, user: Json) -> Json:
        return {
            "user": user,
            "status": self._rng.choice(_MEMBER_STATES),
            "until_date": 0,
            **dict.fromkeys(_RIGHTS.split(), False),
        }

    def _business_connection(self) -> Json:
        user = self._who()
        return {"id": "b1", "user": user, "user_chat_id": user["id"], "date": self._date(), "is_enabled": True}

    def _id(self) -> str:
        return str(self._rng.randrange(10**15, 10**16))

    def _date(self) -> int:
        return 1_770_000_000 + self._rng.randrange(10**6)
