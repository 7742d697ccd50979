"""Refusals that no well-behaved library would provoke, asked for with raw parameters."""

from typing import Any

import pytest

from bot.sandbox.doors import Door
from bot.sandbox.methods import Upload
from bot.sandbox.people import Person, person
from bot.sandbox.world import TOKEN, World
from tests.wire.pictures import png

Params = dict[str, Any]


class Scene:
    """A chat with Mei, a forum where the bot is an administrator, a group where it is not, and what is in them.

    In the table, `$name` stands for the attribute of that name.
    """

    def __init__(self, world: World, mei: Person) -> None:
        self.world, self.mei, self.me = world, mei, mei.id
        self.ana = person(world, "Ana").id
        self.forum = mei.creates_group("Forum")
        world.chats[self.forum].info["is_forum"] = True
        mei.adds_bot(self.forum, admin=True)
        self.group = mei.creates_group("Group")
        mei.adds_bot(self.group)
        self.channel = mei.creates_group("Channel", kind="channel")
        mei.adds_bot(self.channel)
        self.text = mei.types("Hello")["message_id"]
        self.dice = mei._says({"dice": {"emoji": "🎲", "value": 1}})["message_id"]
        self.secret = self.post({"text": "protected", "has_protected_content": True})
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
    ("sendMessage", {"chat_id": "$group", "text": "x", "message_effect_id": "5"}, "private chats only"),
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
    (
        "sendMessage",
        {
            "chat_id": "$me",
            "text": "x",
            "reply_markup": keyboard({"text": "a", "url": "a.rs", "style": "pink"}),
        },
        "Unsupported button style",
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
    ("sendContact", {"chat_id": "$me"}, "phone number is empty"),
    ("sendContact", {"chat_id": "$me", "phone_number": "1"}, "first name is empty"),
    ("sendLocation", {"chat_id": "$me"}, "latitude is empty"),
    ("sendLocation", {"chat_id": "$me", "latitude": 91, "longitude": 1}, "wrong latitude or longitude"),
    ("getFile", {}, "file_id not specified"),
    ("editMessageText", {"chat_id": "$me", "text": "x"}, "message identifier is not specified"),
    ("editMessageMedia", {"chat_id": "$me", "message_id": "$old", "media": "1"}, "Object expected"),
    (
        "editMessageReplyMarkup",
        {"chat_id": "$me", "message_id": "$old", "reply_markup": {"remove_keyboard": True}},
        "inline keyboard expected",
    ),
    ("deleteMessage", {"chat_id": "$me", "message_id": "$old"}, "message can't be deleted for everyone"),
    ("deleteMessage", {"chat_id": "$group", "message_id": 1}, "message can't be deleted"),
    ("deleteMessages", {"chat_id": "$me"}, "message identifiers are not specified"),
    ("deleteMessages", {"chat_id": "$me", "message_ids": [1] * 101}, "too many message identifiers"),
    (
        "copyMessage",
        {"chat_id": "$me", "from_chat_id": "$me", "message_id": "$secret"},
        "message can't be copied",
    ),
    ("forwardMessage", {"chat_id": "$me", "from_chat_id": "$me", "message_id": "$secret"}, "can't be forwarded"),
    ("copyMessage", {"chat_id": "$me", "from_chat_id": "$forum", "message_id": 1}, "message can't be copied"),
    ("setMyCommands", {"commands": [1]}, "can't parse BotCommand"),
    ("setMyCommands", {"commands": [], "scope": {"type": "moon"}}, "can't parse BotCommandScope"),
    ("setMyCommands", {"commands": [], "language_code": "zh-hans"}, "invalid language code"),
    (
        "setMyCommands",
        {"commands": [{"command": "a", "description": "x" * 257}]},
        "BOT_COMMAND_DESCRIPTION_INVALID",
    ),
    ("setMyName", {"name": "x" * 65}, "name is too long"),
    ("setChatMenuButton", {"menu_button": {"type": "x"}}, "can't parse MenuButton"),
    ("setChatMenuButton", {"menu_button": {"type": "web_app"}}, "can't parse MenuButton"),
    ("getChat", {"chat_id": "$ana"}, "chat not found"),
    ("getChatMember", {"chat_id": "$me", "user_id": "$ana"}, "member not found"),
    ("getChatMember", {"chat_id": "$group"}, "invalid user_id specified"),
    ("getChatMember", {"chat_id": "$group", "user_id": 5}, "user not found"),
    ("banChatMember", {"chat_id": "$group", "user_id": "$ana"}, "not enough rights"),
    ("banChatMember", {"chat_id": "$forum", "user_id": "$me"}, "can't remove chat owner"),
    ("setChatTitle", {"chat_id": "$forum", "title": " "}, "chat title is empty"),
    ("setChatTitle", {"chat_id": "$forum", "title": "Forum"}, "chat title is not modified"),
    ("pinChatMessage", {"chat_id": "$me", "message_id": 99}, "message to pin not found"),
    ("unpinChatMessage", {"chat_id": "$me"}, "message to unpin not found"),
    ("createChatInviteLink", {"chat_id": "$forum", "name": "x" * 33}, "invite link name is too long"),
    (
        "createChatInviteLink",
        {"chat_id": "$forum", "member_limit": 1, "creates_join_request": True},
        "member limit can't be specified",
    ),
    ("revokeChatInviteLink", {"chat_id": "$forum", "invite_link": "x"}, "INVITE_HASH_INVALID"),
    ("approveChatJoinRequest", {"chat_id": "$forum", "user_id": "$ana"}, "HIDE_REQUESTER_MISSING"),
    ("approveChatJoinRequest", {"chat_id": "$forum", "user_id": "$me"}, "USER_ALREADY_PARTICIPANT"),
    ("createForumTopic", {"chat_id": "$me", "name": "x"}, "the chat is not a forum"),
    ("createForumTopic", {"chat_id": "$group", "name": "x"}, "the chat is not a forum"),
    ("createForumTopic", {"chat_id": "$forum"}, "TOPIC_TITLE_EMPTY"),
    ("createForumTopic", {"chat_id": "$forum", "name": "x", "icon_color": 1}, "wrong icon color"),
    ("closeForumTopic", {"chat_id": "$forum", "message_thread_id": 5}, "TOPIC_ID_INVALID"),
]


@pytest.fixture
def scene(world: World, mei: Person) -> Scene:
    return Scene(world, mei)


@pytest.mark.parametrize(("method", "params", "wording"), ROWS, ids=[f"{m}-{w}" for m, _, w in ROWS])
async def test_refused(scene: Scene, method: str, params: Params, wording: str) -> None:
    answer = await Door(scene.world).answer(TOKEN, method, scene.filled(params))
    assert not answer["ok"]
    assert wording in answer["description"]
    assert answer["error_code"] == (501 if wording == "not simulated" else 400)


async def test_rights_are_looked_at_one_by_one(scene: Scene) -> None:
    door = Door(scene.world)
    scene.world.chats[scene.forum].members[scene.world.bot["id"]]["can_restrict_members"] = False
    refused = await door.answer(TOKEN, "banChatMember", {"chat_id": scene.forum, "user_id": scene.ana})
    assert refused["description"] == "Bad Request: not enough rights to restrict members"


async def test_a_closed_topic_takes_nothing(scene: Scene) -> None:
    door = Door(scene.world)
    topic = (await door.answer(TOKEN, "createForumTopic", {"chat_id": scene.forum, "name": "x"}))["result"]
    place = {"chat_id": scene.forum, "message_thread_id": topic["message_thread_id"]}
    assert (await door.answer(TOKEN, "closeForumTopic", place))["ok"]
    assert "TOPIC_NOT_MODIFIED" in (await door.answer(TOKEN, "closeForumTopic", place))["description"]
    assert "TOPIC_CLOSED" in (await door.answer(TOKEN, "sendMessage", {**place, "text": "x"}))["description"]


async def test_a_topic_in_a_private_chat_where_the_bot_has_them(scene: Scene) -> None:
    scene.world.settings["has_topics_enabled"] = True
    door = Door(scene.world)
    topic = (await door.answer(TOKEN, "createForumTopic", {"chat_id": scene.me, "name": "Introduction"}))["result"]
    sent = await door.answer(
        TOKEN, "sendMessage", {"chat_id": scene.me, "message_thread_id": topic["message_thread_id"], "text": "x"}
    )
    assert sent["result"]["is_topic_message"]


async def test_a_restricted_bot_may_not_write(scene: Scene) -> None:
    from bot.sandbox.world.members import restricted

    scene.world.chats[scene.group].members[scene.world.bot["id"]] = restricted(scene.world.bot, {})
    refused = await Door(scene.world).answer(TOKEN, "sendMessage", {"chat_id": scene.group, "text": "x"})
    assert refused["description"] == "Bad Request: not enough rights to send text messages to the chat"


async def test_what_is_too_big_is_refused(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    door = Door(scene.world)
    monkeypatch.setattr("bot.sandbox.methods.media.UPLOAD_LIMIT", 500)
    monkeypatch.setattr("bot.sandbox.methods.media.PHOTO_LIMIT", 100)
    big, photo = Upload(name="a.bin", data=b"x" * 501), Upload(name="a.png", data=png(40, 40) + b"x" * 100)
    answer = await door.answer(TOKEN, "sendDocument", {"chat_id": scene.me}, {"document": big})
    assert (answer["error_code"], answer["description"]) == (413, "Request Entity Too Large")
    answer = await door.answer(TOKEN, "sendPhoto", {"chat_id": scene.me}, {"photo": photo})
    assert "is too big for a photo" in answer["description"]
    monkeypatch.setattr("bot.sandbox.methods.media.DOWNLOAD_LIMIT", 5)
    sent = await door.answer(
        TOKEN, "sendDocument", {"chat_id": scene.me}, {"document": Upload(name="a", data=b"123456")}
    )
    answer = await door.answer(TOKEN, "getFile", {"file_id": sent["result"]["document"]["file_id"]})
    assert answer["description"] == "Bad Request: file is too big"


async def test_a_copy_may_have_another_caption(scene: Scene) -> None:
    door = Door(scene.world)
    upload = {"photo": Upload(name="a.png", data=png())}
    sent = await door.answer(TOKEN, "sendPhoto", {"chat_id": scene.me, "caption": "one"}, upload)
    source = {"chat_id": scene.me, "from_chat_id": scene.me, "message_id": sent["result"]["message_id"]}
    await door.answer(TOKEN, "copyMessage", {**source, "caption": "two"})
    assert scene.mei.last()["caption"] == "two"
    await door.answer(TOKEN, "copyMessage", source)
    assert scene.mei.last()["caption"] == "one"


async def test_forwards_keep_their_first_origin(scene: Scene) -> None:
    door = Door(scene.world)
    post = scene.mei.types("News", chat=scene.channel)
    first = await door.answer(
        TOKEN, "forwardMessage", {"chat_id": scene.me, "from_chat_id": scene.channel, "message_id": post["message_id"]}
    )
    again = await door.answer(
        TOKEN,
        "forwardMessage",
        {"chat_id": scene.me, "from_chat_id": scene.me, "message_id": first["result"]["message_id"]},
    )
    assert first["result"]["forward_origin"] == again["result"]["forward_origin"]
    assert again["result"]["forward_origin"]["type"] == "channel"


async def test_an_empty_list_of_commands_takes_them_away(scene: Scene) -> None:
    door = Door(scene.world)
    command = [{"command": "/start", "description": "Begin"}]
    for scope, language in (({"type": "default"}, ""), ({"type": "all_private_chats"}, "zh")):
        await door.answer(TOKEN, "setMyCommands", {"commands": command, "scope": scope, "language_code": language})
    assert scene.mei.commands() == [{"command": "start", "description": "Begin"}]
    await door.answer(
        TOKEN, "setMyCommands", {"commands": [], "scope": {"type": "all_private_chats"}, "language_code": "zh"}
    )
    await door.answer(TOKEN, "setMyCommands", {"commands": []})
    assert scene.mei.commands() == []
