"""Export and deletion of a person's data in the chat."""

import io
import json
import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.logs import set_up_logging
from bot.masking import MASK
from bot.sandbox.world import World
from storage.models import Listing
from storage.vocabulary import ProfileType
from tests.chat import Chat, open_chat
from tests.clock import Clock
from tests.events.fair import (
    ANAS,
    MEIS,
    MEIS_WORDS,
    SECRETS_OF_ANA,
    SECRETS_OF_MEI,
    Fair,
    at_the_fair,
    listed,
)
from tests.moderation.moderators import bans, moderator
from tests.privacy.scan import bytes_of, found_in


async def test_the_export_is_complete_and_contains_nothing_of_the_other_side(chat: Chat, clock: Clock) -> None:
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


async def test_forgetme_asks_once_and_the_counterpart_sees_withdrawn(chat: Chat, clock: Clock) -> None:
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


@pytest.mark.parametrize("answer", ["2", "-1", "999999", "yes", "01", ""])
async def test_only_the_button_yes_deletes(chat: Chat, answer: str) -> None:
    ana = await chat.join("Ana", company="Firma Jedan", country="Srbija")
    ana.phone.presses_stale(ana.phone.last(), f"fm1:{answer}")
    await chat.settle()
    assert "no longer works" in ana.sees()
    await ana.types("/company")
    assert "Firma Jedan" in ana.sees()


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
    assert mei.t("✅ I agree, register first") in mei.buttons()


@pytest.fixture
def sqlite_path(tmp_path: Path, sqlite_template: Path) -> Path:
    return Path(shutil.copyfile(sqlite_template, tmp_path / "forget.sqlite3"))


@contextmanager
def logging_to(stream: io.StringIO) -> Iterator[None]:
    """Captures the complete log at debug level."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    set_up_logging(level="DEBUG", stream=stream)
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


async def a_life(chat: Chat, clock: Clock) -> Fair:
    """Mei leaves data in every possible place, and others write about her."""
    fair = await at_the_fair(chat, clock)
    mira, mei, ana = await moderator(chat), fair.mei, fair.ana
    await fair.proposed("我们有四十个大棚")
    await ana.says("❓ Ask a question first")
    await ana.types("Koliko?")
    await mei.says("✍️ Answer")
    await mei.types("四千个传感器")
    await ana.says("✅ Accept and share contacts")
    await mei.says("✍️ Write to them")
    await mei.types("请联系我 +86 138 0013 8000")
    await ana.presses("⋯")
    await ana.says("Offensive")
    await ana.types("/search 传感器")
    await mei.types("/search 保密的搜索词语")
    await mei.types("/events")
    await mei.types("/quick")
    await mei.types("我们需要保密的草稿内容, 用于温室大棚的自动灌溉设备.")
    await mira.types("/reports")
    await mira.presses("💬 Read the conversation")
    await mira.types(f"/warn {mei.id}")
    await mira.says("Advertising")
    await mira.types("保密的警告, Li Mei")
    await mira.presses("✅ ⚠️ Warn")
    await mei.says("✋ Appeal")
    await mei.types("保密的申诉")
    await mira.types("/queue")
    await mira.presses("🚫 It stays")
    await bans(mira, str(mei.id))
    await mira.types(f"/unban {mei.id}")
    await mei.types("/privacy")
    return fair


OF_MEI = (
    "Li Mei", "浦东农业", "mei@pudong.cn", MEIS, MEIS_WORDS, "四十个大棚", "四千个传感器", "138 0013", "13800138000",
    "保密的搜索", "保密的草稿", "保密的警告", "保密的申诉",
)  # fmt: skip


async def test_no_data_of_the_person_is_left_in_the_file_or_the_log(sqlite_path: Path, clock: Clock) -> None:
    log = io.StringIO()
    with logging_to(log):
        async with open_chat(World(), f"sqlite+aiosqlite:///{sqlite_path}", clock) as chat:
            logging.getLogger("bot").info("the log is on")
            fair = await a_life(chat, clock)
            written = found_in(bytes_of(sqlite_path), list(OF_MEI))
            await fair.mei.types("/forgetme")
            await fair.mei.says("🗑 Yes, delete everything")
            content = bytes_of(sqlite_path)
    assert set(written) >= set(OF_MEI) - {"13800138000", "保密的搜索"}, "all but the search was kept"
    assert found_in(content, [*OF_MEI, str(fair.mei.id)]) == []
    assert "the log is on" in log.getvalue()
    assert found_in(log.getvalue().encode(), list(OF_MEI)) == []


async def test_a_colleagues_listing_names_the_forgotten_person_nowhere_in_the_file(
    sqlite_path: Path, clock: Clock
) -> None:
    async with open_chat(World(), f"sqlite+aiosqlite:///{sqlite_path}", clock) as chat:
        fair = await at_the_fair(chat, clock)
        zora = await fair.colleague("Zora Kvarcotron")
        words = "Ask Zora Kvarcotron about sensors for orchards, she knows them all."
        listing = await listed(chat, fair.ana, ProfileType.TECHNOLOGY_OFFER, "Sensors for orchards", words, "en")
        assert found_in(bytes_of(sqlite_path), ["Kvarcotron"])
        await zora.types("/forgetme")
        await zora.says("🗑 Yes, delete everything")
        content = bytes_of(sqlite_path)
        async with chat.program.services.database.reading() as session:
            kept = await session.get_one(Listing, listing)
    assert found_in(content, ["Kvarcotron"]) == []
    assert kept.summary == f"Ask {MASK} about sensors for orchards, she knows them all."


@pytest.mark.parametrize("human", ["ana", "mei"])
async def test_after_deletion_an_accepted_counterpart_sees_no_data_in_the_bot(
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


async def test_the_page_says_who_is_responsible(database_url: str, world: World, clock: Clock) -> None:
    said = {
        "operator_name": "Chamber <Novi Sad>",
        "operator_address": "Trg slobode 1",
        "operator_contact": "privacy@example.org",
        "data_location": "Novi Sad, Serbia",
    }
    async with open_chat(world, database_url, clock, **said) as chat:
        jonas = await chat.join("Jonas", company="Boden GmbH", country="DE", language="en")
        await jonas.types("/privacy")
        for line in (
            "• Chamber <Novi Sad>, Trg slobode 1",
            "• Questions about your data: privacy@example.org",
            "• Your data is stored in: Novi Sad, Serbia",
            "• You can complain to the data protection authority of your country.",
        ):
            assert line in jonas.sees()


async def test_an_operator_who_gave_no_name_is_not_invented(chat: Chat) -> None:
    jonas = await chat.join("Jonas", company="Boden GmbH", country="DE", language="en")
    await jonas.types("/privacy")
    assert "The operator of this bot has not entered a name yet." in jonas.sees()
