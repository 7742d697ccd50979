"""What follows an acceptance, and what time does."""

import pytest
from sqlalchemy import select

from bot.usecases.listings.expiry import ListingExpiry
from storage.models import IntroductionOutcome, Report
from storage.vocabulary import Outcome, ReportObject, ReportReason
from tests.chat import Chat, open_chat
from tests.clock import Clock
from tests.events.fair import ANAS, MEIS, Fair, at_the_fair, plain
from tests.wire.pictures import png


@pytest.fixture
async def fair(chat: Chat, clock: Clock) -> Fair:
    return await at_the_fair(chat, clock)


async def test_without_usernames_the_bot_passes_on_text_and_photos_under_names(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await fair.accepted()
    await mei.says("✍️ Write to them")
    assert "Ana Anić" in mei.sees()
    await mei.types("你好 <b>Ana</b> & co, +86 138 0013 8000")
    assert "Li Mei" in ana.sees()
    assert "你好 <b>Ana</b> & co, +86 138 0013 8000" in ana.sees(), "nothing is masked among the introduced"
    await mei.does("sends_photo", png(), caption="我们的温室")
    photo = next(m for m in reversed(ana.phone.messages()) if "photo" in m)
    assert "我们的温室" in photo["caption"]
    await mei.says("Stop")
    await mei.types("没有人应该收到这句话")
    assert "没有人应该收到这句话" not in ana.sees()


async def test_a_file_that_telegram_lost_takes_no_words_with_it(fair: Fair) -> None:
    await fair.accepted()
    await fair.mei.says("✍️ Write to them")
    fair.mei.phone.sends_photo(png(), caption="我们的温室")
    fair.chat.world.files.by_id.clear()
    await fair.chat.settle()
    assert "我们的温室" in fair.ana.sees()
    assert fair.ana.t("A file came with it, which Telegram does not have any more.") in fair.ana.sees()


async def test_who_refuses_voice_messages_is_told_that_one_came(fair: Fair) -> None:
    await fair.accepted()
    fair.ana.phone.forbids_voice()
    await fair.mei.says("✍️ Write to them")
    fair.mei.phone.sends_voice()
    await fair.chat.settle()
    told = "They sent a voice message, but your Telegram settings refuse voice messages from this bot."
    assert "Li Mei" in fair.ana.sees()
    assert fair.ana.t(told) in fair.ana.sees()
    await fair.mei.types("那我写下来")
    assert "那我写下来" in fair.ana.sees()


async def test_a_conversation_goes_on_after_the_program_was_started_again(
    fair: Fair, database_url: str, clock: Clock
) -> None:
    mei, ana, chat = fair.mei, fair.ana, fair.chat
    await fair.accepted()
    await mei.says("✍️ Write to them")
    async with open_chat(chat.world, database_url, clock) as again:
        mei.phone.types("重启之后")
        await again.settle()
    assert "重启之后" in ana.phone.reads()


async def test_what_is_typed_days_later_goes_to_nobody(fair: Fair) -> None:
    await fair.accepted()
    await fair.mei.says("✍️ Write to them")
    fair.clock.forward(days=2)
    services = fair.chat.program.services
    await ListingExpiry(services.database, services.clock, forget=services.matchmaker.forget).run()
    await fair.mei.types("早上好")
    assert "早上好" not in fair.ana.phone.reads()


async def test_with_a_username_the_chat_is_one_tap_away(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock, ana="ana_senzor")
    await fair.accepted()
    assert "@ana_senzor" in fair.mei.sees()
    assert fair.mei.phone.presses(fair.mei.t("💬 Open the chat")) == "https://t.me/ana_senzor"


async def test_unanswered_it_is_reminded_of_once_and_then_ends(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await fair.proposed()
    await ana.types("/introductions")
    await fair.time_passes(days=3, hours=1)
    await fair.time_passes(days=1)
    reminder = plain(ana.t("⏰ <b>Somebody is waiting for your answer.</b>"))
    assert ana.sees().count(reminder) == 1
    await fair.time_passes(days=7)
    assert mei.t("⌛ No answer came in time. That happens to most requests; others may fit as well.") in mei.sees()
    assert ana.t("⌛ A request to you ended without an answer.") in ana.sees()


async def test_after_a_week_each_side_is_asked_what_came_of_it(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await fair.accepted()
    await mei.types("/introductions")
    await ana.types("/introductions")
    await fair.time_passes(days=7, hours=1)
    await mei.says("🎉 We have signed")
    await ana.says("Nothing came of it")
    async with fair.chat.program.services.database.reading() as session:
        rows = (await session.scalars(select(IntroductionOutcome).where(IntroductionOutcome.day == 7))).all()
    assert {row.outcome for row in rows} == {Outcome.SIGNED, Outcome.NOTHING}


async def test_what_came_of_it_can_be_told_unasked_and_is_not_asked_then(fair: Fair) -> None:
    mei = fair.mei
    await fair.accepted()
    await mei.types("/introductions")
    await mei.presses("🤝 🇷🇸")
    await mei.says("📌 What came of it?")
    await mei.says("🎉 We have signed")
    assert mei.t("Thank you, noted.") in mei.sees()
    await mei.types("/introductions")
    await fair.time_passes(days=91)
    assert "📌" not in mei.sees()
    assert "📌" in fair.ana.sees()


async def test_a_relayed_question_can_be_reported(fair: Fair) -> None:
    await fair.proposed()
    await fair.ana.says("❓ Ask a question first")
    await fair.ana.types("Koliko košta?")
    await fair.mei.says("🚩 Report")
    await fair.mei.says("Advertising")
    async with fair.chat.program.services.database.reading() as session:
        (report,) = (await session.scalars(select(Report))).all()
    assert report.object_kind is ReportObject.MESSAGE


async def test_a_card_is_reported_and_the_report_is_kept(fair: Fair) -> None:
    await fair.proposed()
    await fair.ana.says("🚩 Report")
    await fair.ana.says("They only fish for prices")
    assert fair.ana.t("🚩 Reported. Thank you; the organizers look at it.") in fair.ana.sees()
    async with fair.chat.program.services.database.reading() as session:
        (report,) = (await session.scalars(select(Report))).all()
    assert (report.object_kind, report.reason) == (ReportObject.INTRODUCTION, ReportReason.PRICE_FISHING)


async def test_who_was_blocked_can_neither_write_nor_be_found(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await fair.accepted()
    await mei.says("✍️ Write to them")
    await ana.types("/introductions")
    await ana.presses("🤝 🇨🇳")
    await ana.says("🚫 Hear no more of them")
    await ana.says("🚫 Yes, nothing more")
    await mei.types("在吗?")
    assert "在吗?" not in ana.sees()
    assert mei.t("This company cannot be asked at the moment.") in mei.sees()
    await mei.types(f"/search {MEIS}")
    assert ANAS not in mei.sees()


async def test_the_list_has_shelves_and_pages(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await fair.proposed()
    await ana.types("/introductions")
    assert ana.t("👉 Your turn") in ana.sees()
    await mei.types("/introductions")
    await mei.says("⏳ Their turn")
    assert mei.t("Proposed. It is their turn.") in mei.sees()


async def test_quiet_hours_hold_a_reminder_back_till_morning(fair: Fair) -> None:
    ana = fair.ana
    await fair.proposed()
    await ana.types("/introductions")
    await fair.time_passes(days=2, hours=23)
    await fair.time_passes(hours=12)
    waiting = plain(ana.t("⏰ <b>Somebody is waiting for your answer.</b>"))
    assert waiting not in ana.sees(), "it is evening"
    await fair.time_passes(hours=12)
    assert waiting in ana.sees()
