"""Refusals that no well-behaved library would provoke, asked for with raw parameters."""

from typing import Any

import pytest

from bot.sandbox.call_handler import CallHandler
from bot.sandbox.methods import Upload
from bot.sandbox.people import Person, person
from bot.sandbox.world import TOKEN, World
from tests.wire.pictures import png

Params = dict[str, Any]


class Scene:
    """A chat with Mei, a group where the bot is an administrator, and a group where it is not.

    In the table, `$name` stands for the attribute of that name.
    """

    def __init__(self, world: World, mei: Person) -> None:
        self.world, self.mei, self.me = world, mei, mei.id
        self.ana = person(world, "Ana").id
        self.managed = mei.creates_group("Managed")
        mei.adds_bot(self.managed, admin=True)
        self.group = mei.creates_group("Group")
        mei.adds_bot(self.group)
        self.text = mei.types("Hello")["message_id"]
        self.dice = mei._say({"dice": {"emoji": "🎲", "value": 1}})["message_id"]
        self.old = self.post({"text": "old"})
        world.chats[self.me].records[self.old].message["date"] -= 3 * 24 * 3600

    def filled(self, params: Params) -> Params:
        return {k: getattr(self, v[1:]) if isinstance(v, str) and v.startswith("$") else v for k, v in params.items()}

    def post(self, content: Params) -> int:
        record = self.world.post(self.world.chats[self.me], content, sender=self.world.bot)
        return int(record.message["message_id"])


def keyboard(button: Any) -> Params:
    return {"inline_keyboard": [[button]]}


ROWS: list[tuple[str, Params, str]] = [
    ("sendMessage", {"text": "x"}, "chat_id is empty"),
    ("sendMessage", {"chat_id": "abc", "text": "x"}, "chat not found"),
    (
        "sendMessage",
        {"chat_id": "$me", "text": "x", "reply_markup": "{"},
        "can't parse reply markup JSON object",
    ),
    ("sendMessage", {"chat_id": "$me", "text": "x", "entities": "{}"}, "can't parse entities: Array expected"),
    ("sendMessage", {"chat_id": "$me", "text": "x", "business_connection_id": "b"}, "not simulated"),
    ("sendMessage", {"chat_id": "$me", "text": "x", "reply_markup": {"inline_keyboard": {}}}, "type Array"),
    (
        "sendMessage",
        {"chat_id": "$me", "text": "x", "reply_markup": {"inline_keyboard": [{}]}},
        "Array of Arrays",
    ),
    (
        "sendMessage",
        {"chat_id": "$me", "text": "x", "reply_markup": {"sparkle": 1}},
        "no known kind of keyboard",
    ),
    ("sendMessage", {"chat_id": "$me", "text": "x", "reply_markup": keyboard(1)}, "Object expected"),
    ("sendMessage", {"chat_id": "$me", "text": "x", "reply_markup": keyboard({"text": 1})}, "type String"),
    (
        "sendMessage",
        {
            "chat_id": "$me",
            "text": "x",
            "reply_markup": keyboard({"text": "a", "copy_text": {"text": "x" * 257}}),
        },
        "BUTTON_COPY_TEXT_INVALID",
    ),
    ("sendMessage", {"chat_id": "$me", "text": "x", "reply_markup": {"keyboard": [[1]]}}, "Object expected"),
    ("sendMessage", {"chat_id": "$me", "text": "x", "reply_markup": {"keyboard": [[{}]]}}, "type String"),
    (
        "sendMessage",
        {
            "chat_id": "$me",
            "text": "x",
            "reply_markup": {"keyboard": [["a"]], "input_field_placeholder": "x" * 65},
        },
        "placeholder is too long",
    ),
    (
        "sendMessage",
        {
            "chat_id": "$group",
            "text": "x",
            "reply_markup": {"keyboard": [[{"text": "a", "request_contact": True}]]},
        },
        "can be used in private chats only",
    ),
    ("sendPhoto", {"chat_id": "$me"}, "there is no photo in the request"),
    ("sendPhoto", {"chat_id": "$me", "photo": "https://a.rs/x.png"}, "failed to get HTTP URL content"),
    ("sendMediaGroup", {"chat_id": "$me"}, "there is no media in the request"),
    ("sendMediaGroup", {"chat_id": "$me", "media": [1, 2]}, "Object expected"),
    ("sendMediaGroup", {"chat_id": "$me", "media": [{"type": "x"}] * 2}, "Unsupported type specified"),
    ("getFile", {}, "file_id not specified"),
    ("editMessageText", {"chat_id": "$me", "text": "x"}, "message identifier is not specified"),
    (
        "editMessageReplyMarkup",
        {"chat_id": "$me", "message_id": "$old", "reply_markup": {"remove_keyboard": True}},
        "inline keyboard expected",
    ),
    ("deleteMessage", {"chat_id": "$me", "message_id": "$old"}, "message can't be deleted for everyone"),
    ("deleteMessage", {"chat_id": "$group", "message_id": 1}, "message can't be deleted"),
    ("deleteMessages", {"chat_id": "$me"}, "message identifiers are not specified"),
    ("deleteMessages", {"chat_id": "$me", "message_ids": [1] * 101}, "too many message identifiers"),
    ("copyMessage", {"chat_id": "$me", "from_chat_id": "$managed", "message_id": 1}, "message can't be copied"),
    ("setMyCommands", {"commands": [1]}, "can't parse BotCommand"),
    ("setMyCommands", {"commands": [], "scope": {"type": "moon"}}, "can't parse BotCommandScope"),
    ("setMyCommands", {"commands": [], "language_code": "zh-hans"}, "invalid language code"),
    (
        "setMyCommands",
        {"commands": [{"command": "a", "description": "x" * 257}]},
        "BOT_COMMAND_DESCRIPTION_INVALID",
    ),
    ("getChat", {"chat_id": "$ana"}, "chat not found"),
    ("getChatMember", {"chat_id": "$me", "user_id": "$ana"}, "member not found"),
    ("getChatMember", {"chat_id": "$group"}, "invalid user_id specified"),
    ("getChatMember", {"chat_id": "$group", "user_id": 5}, "user not found"),
]


@pytest.fixture
def scene(world: World, mei: Person) -> Scene:
    return Scene(world, mei)


@pytest.mark.parametrize(("method", "params", "wording"), ROWS, ids=[f"{m}-{w}" for m, _, w in ROWS])
async def test_refused(scene: Scene, method: str, params: Params, wording: str) -> None:
    answer = await CallHandler(scene.world).answer(TOKEN, method, scene.filled(params))
    assert not answer["ok"]
    assert wording in answer["description"]
    assert answer["error_code"] == (501 if wording == "not simulated" else 400)


async def test_what_is_too_big_is_refused(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    handler = CallHandler(scene.world)
    monkeypatch.setattr("bot.sandbox.methods.media.UPLOAD_LIMIT", 500)
    monkeypatch.setattr("bot.sandbox.methods.media.PHOTO_LIMIT", 100)
    big, photo = Upload(name="a.bin", data=b"x" * 501), Upload(name="a.png", data=png(40, 40) + b"x" * 100)
    answer = await handler.answer(TOKEN, "sendDocument", {"chat_id": scene.me}, {"document": big})
    assert (answer["error_code"], answer["description"]) == (413, "Request Entity Too Large")
    answer = await handler.answer(TOKEN, "sendPhoto", {"chat_id": scene.me}, {"photo": photo})
    assert "is too big for a photo" in answer["description"]
    monkeypatch.setattr("bot.sandbox.methods.media.DOWNLOAD_LIMIT", 5)
    sent = await handler.answer(
        TOKEN, "sendDocument", {"chat_id": scene.me}, {"document": Upload(name="a", data=b"123456")}
    )
    answer = await handler.answer(TOKEN, "getFile", {"file_id": sent["result"]["document"]["file_id"]})
    assert answer["description"] == "Bad Request: file is too big"


async def test_a_copy_may_have_another_caption(scene: Scene) -> None:
    handler = CallHandler(scene.world)
    upload = {"photo": Upload(name="a.png", data=png())}
    sent = await handler.answer(TOKEN, "sendPhoto", {"chat_id": scene.me, "caption": "one"}, upload)
    source = {"chat_id": scene.me, "from_chat_id": scene.me, "message_id": sent["result"]["message_id"]}
    await handler.answer(TOKEN, "copyMessage", {**source, "caption": "two"})
    assert scene.mei.last()["caption"] == "two"
    await handler.answer(TOKEN, "copyMessage", source)
    assert scene.mei.last()["caption"] == "one"


async def test_an_empty_list_of_commands_takes_them_away(scene: Scene) -> None:
    handler = CallHandler(scene.world)
    command = [{"command": "/start", "description": "Begin"}]
    for scope, language in (({"type": "default"}, ""), ({"type": "all_private_chats"}, "zh")):
        await handler.answer(TOKEN, "setMyCommands", {"commands": command, "scope": scope, "language_code": language})
    assert scene.mei.commands() == [{"command": "start", "description": "Begin"}]
    await handler.answer(
        TOKEN, "setMyCommands", {"commands": [], "scope": {"type": "all_private_chats"}, "language_code": "zh"}
    )
    await handler.answer(TOKEN, "setMyCommands", {"commands": []})
    assert scene.mei.commands() == []
