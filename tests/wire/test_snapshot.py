"""A world written to JSON and read again goes on where it stood."""

import json
from pathlib import Path

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from bot.sandbox.people import Person
from bot.sandbox.saving import load, save
from bot.sandbox.transport import WorldRequest
from bot.sandbox.world import TOKEN, World
from bot.sandbox.world.snapshot import SnapshotError, from_dict, to_dict
from tests.wire.scenes import play_everything


async def test_a_world_in_which_everything_happened_survives() -> None:
    world = World()
    await play_everything(world)
    written = json.dumps(to_dict(world))
    assert json.dumps(to_dict(from_dict(json.loads(written)))) == written


async def test_people_and_bot_go_on_after_a_restart(world: World, mei: Person) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Accept", callback_data="1")]])
    async with Bot(TOKEN, request=WorldRequest(world), get_updates_request=WorldRequest(world)) as bot:
        sent = await bot.send_message(mei.id, "Offer", reply_markup=keyboard)
        file = await bot.send_document(mei.id, b"%PDF", filename="offer.pdf")
    mei.types("pending")
    again = from_dict(json.loads(json.dumps(to_dict(world))))
    mei = Person(world=again, id=mei.id)
    async with Bot(TOKEN, request=WorldRequest(again), get_updates_request=WorldRequest(again)) as bot:
        assert [u.message.text for u in await bot.get_updates()] == ["pending"]
        assert bytes(await (await bot.get_file(file.document.file_id)).download_as_bytearray()) == b"%PDF"
        mei.presses("Accept")
        assert (await bot.get_updates())[-1].callback_query.message.message_id == sent.message_id
        later = await bot.send_message(mei.id, "More")
    assert later.message_id == sent.message_id + 3
    assert mei.reads().endswith("More")


def test_another_format_is_refused() -> None:
    with pytest.raises(SnapshotError, match="format 99"):
        from_dict({"format": 99})


def test_a_file_holds_the_world(tmp_path: Path, mei: Person) -> None:
    path = tmp_path / "world.json"
    assert load(path) is None
    save(mei.world, path)
    mei.types("More")
    save(mei.world, path)
    again = load(path)
    assert again is not None
    assert Person(world=again, id=mei.id).reads() == "/start\n\nMore"
    assert [p.name for p in tmp_path.iterdir()] == ["world.json"]
