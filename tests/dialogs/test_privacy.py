"""All that is kept of somebody, to have and to delete."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from bot.sandbox.world import World
from tests.chat import Chat, open_chat
from tests.clock import Clock
from tests.dialogs.fair import ANAS, MEIS, SECRETS_OF_ANA, SECRETS_OF_MEI, at_the_fair


async def test_the_export_is_complete_and_holds_nothing_of_the_other_side(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    await fair.accepted()
    await fair.mei.says("✍️ Write to them")
    await fair.mei.types("你好")
    await fair.mei.types("/export")
    document = json.loads(fair.mei.phone.file(fair.mei.phone.last()))
    text = json.dumps(document, ensure_ascii=False)
    for mine in ("Li Mei", "浦东农业科技有限公司", "mei@pudong.cn", MEIS, "你好", ANAS):
        assert mine in text
    assert not any(secret in text for secret in SECRETS_OF_ANA)
    assert document["introduction"][0]["status"] == "accepted"


async def test_forgetting_asks_once_and_the_counterpart_sees_withdrawn(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    mei, ana = fair.mei, fair.ana
    await fair.proposed()
    await mei.types("/forgetme")
    assert "浦东农业科技有限公司" in mei.sees()
    await mei.says("No, keep it")
    assert mei.t("Nothing was deleted.") in mei.sees()
    await mei.types("/forgetme")
    await mei.says("🗑 Yes, delete everything")
    assert mei.t("🗑 Everything is deleted. If you ever want to come back, press /start.") in mei.sees()
    assert ana.t("↩️ This introduction was withdrawn.") in ana.sees()
    await ana.types("/matches")
    assert MEIS not in ana.sees()
    await ana.types(f"/search {MEIS}")
    assert ana.phone.last()["text"].count(MEIS) == 1, "only what she typed herself"


async def test_a_second_press_deletes_nothing_more(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    mei = fair.mei
    await mei.types("/forgetme")
    question = mei.phone.last()
    data = question["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    mei.phone.presses_stale(question, data)
    mei.phone.presses_stale(question, data)
    await fair.chat.settle()
    await mei.types("/start")
    assert mei.t("✅ I agree, let's start") in mei.buttons()


@pytest.fixture
def sqlite_path(tmp_path: Path, sqlite_template: Path) -> Path:
    return Path(shutil.copyfile(sqlite_template, tmp_path / "forget.sqlite3"))


def everything_in(path: Path) -> bytes:
    """All bytes of the database and of its journal."""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


async def test_no_word_of_the_person_is_left_in_the_file(sqlite_path: Path, clock: Clock) -> None:
    async with open_chat(World(), f"sqlite+aiosqlite:///{sqlite_path}", clock) as chat:
        fair = await at_the_fair(chat, clock)
        await fair.proposed("我们有四十个大棚")
        await fair.ana.says("❓ Ask a question first")
        await fair.ana.types("Koliko?")
        await fair.mei.says("✍️ Answer")
        await fair.mei.types("四千个传感器")
        await fair.ana.says("✅ Accept")
        await fair.mei.says("✍️ Write to them")
        await fair.mei.types("请联系我 +86 138 0013 8000")
        await fair.ana.types("/search 传感器")
        await fair.mei.types("/forgetme")
        await fair.mei.says("🗑 Yes, delete everything")
    content = everything_in(sqlite_path)
    left = ["Li Mei", "浦东农业", "mei@pudong.cn", MEIS, "四十个大棚", "四千个传感器", "138 0013", str(fair.mei.id)]
    assert [word for word in left if word.encode() in content] == []


@pytest.mark.parametrize("human", ["ana", "mei"])
async def test_after_forgetting_an_accepted_one_the_other_keeps_nothing_here(
    chat: Chat, clock: Clock, human: str
) -> None:
    fair = await at_the_fair(chat, clock)
    await fair.accepted()
    goes, stays = (fair.ana, fair.mei) if human == "ana" else (fair.mei, fair.ana)
    await goes.types("/forgetme")
    await goes.says("🗑 Yes, delete everything")
    await stays.types("/introductions")
    assert stays.t("Withdrawn.") in stays.sees()
    assert not any(secret in stays.sees() for secret in (SECRETS_OF_ANA if human == "ana" else SECRETS_OF_MEI))
