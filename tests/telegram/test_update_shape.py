"""What python-telegram-bot would keep whatever its type is refused before a handler sees it."""

import copy
from typing import Any

import pytest
from telegram import Update

from bot.sandbox.people import person
from bot.sandbox.world import World
from bot.telegram.update_shape import MisshapenUpdateError, read_update

USER = {"id": 7_100_000_001, "is_bot": False, "first_name": "Ana"}
MESSAGE: dict[str, Any] = {
    "message_id": 7,
    "date": 1_800_000_000,
    "chat": {"id": 7_100_000_001, "type": "private", "first_name": "Ana"},
    "from": USER,
    "text": "/start",
    "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
}
ODD: list[tuple[str, Any]] = [
    ("chat", 5),
    ("chat", {"id": 2**63, "type": "private"}),
    ("chat", {"type": "private"}),
    ("chat", None),
    ("from", "Ana"),
    ("from", {**USER, "id": "7"}),
    ("from", {**USER, "id": True}),
    ("from", {**USER, "first_name": ["Ana"]}),
    ("from", {**USER, "username": {}}),
    ("text", {"text": "x"}),
    ("text", "a NUL: \0"),
    ("date", -(2**60)),
    ("message_id", None),
    ("entities", {"type": "bold"}),
    ("entities", [{"type": "bold", "offset": "0", "length": 1}]),
    ("reply_to_message", {**MESSAGE, "chat": []}),
    ("document", {"file_id": 5, "file_unique_id": "f"}),
    ("contact", {"phone_number": 5, "first_name": "Ana"}),
    ("location", {"latitude": 1e308, "longitude": 0}),
    ("photo", [{"file_id": "F"}]),
    ("migrate_to_chat_id", "x"),
]


@pytest.mark.parametrize(("field", "value"), ODD)
def test_a_part_of_the_wrong_type_is_refused(field: str, value: Any) -> None:
    raw = {"update_id": 1, "message": {**copy.deepcopy(MESSAGE), field: value}}
    with pytest.raises(MisshapenUpdateError) as refused:
        read_update(raw, None)
    assert f"update.message.{field}" in str(refused.value), "the log says where, never what"


@pytest.mark.parametrize("missing", ["chat", "message_id", "date"])
def test_a_missing_part_is_refused(missing: str) -> None:
    message = {key: value for key, value in MESSAGE.items() if key != missing}
    with pytest.raises(MisshapenUpdateError):
        read_update({"update_id": 1, "callback_query": {"id": "1", "from": USER, "message": message}}, None)


def test_what_people_do_is_read() -> None:
    world = World()
    ana = person(world, "Ana", username="ana")
    group = ana.creates_group("Fair")
    ana.adds_bot(group)
    message = ana.starts()
    ana.types("a question", reply_to=message["message_id"])
    ana.sends_photo(b"photo", caption="*")
    ana.sends_document(b"%PDF")
    ana.sends_voice()
    ana.sends_contact("+381641234567")
    ana.sends_location(44.8, 20.4)
    ana.edits("an answer")
    ana.presses_stale(message, "g1:mine")
    ana.upgrades(group)
    ana.blocks()
    taken = world.updates.take_all()
    assert len(taken) >= 11
    assert all(isinstance(read_update(raw, None), Update) for raw in taken)
