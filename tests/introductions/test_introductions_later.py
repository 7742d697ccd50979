"""Introductions in the chat: after acceptance, reminders, reports and blocks."""

from urllib.parse import unquote

import pytest

from bot.usecases.listings.expiry import ListingExpiry
from storage.models import IntroductionOutcome, Report
from storage.vocabulary import Outcome, ReportObject, ReportReason
from tests.chat import Chat, open_chat
from tests.clock import Clock
from tests.events.fair import ANAS, MEIS, Fair, at_the_fair, plain
from tests.neighbours import select_own
from tests.wire.pictures import png


async def test_without_usernames_the_bot_relays_text_and_photos_with_the_name(fair: Fair) -> None:
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


async def test_the_caption_arrives_when_telegram_has_lost_the_file(fair: Fair) -> None:
    await fair.accepted()
    await fair.mei.says("✍️ Write to them")
    fair.mei.phone.sends_photo(png(), caption="我们的温室")
    fair.chat.world.files.by_id.clear()
    await fair.chat.settle()
    assert "我们的温室" in fair.ana.sees()
    assert fair.ana.t("There was a file with it, but Telegram no longer has it.") in fair.ana.sees()


@pytest.mark.parametrize("kind", ["voice", "video_note"])
async def test_a_person_who_blocks_voice_messages_is_told_about_one(fair: Fair, kind: str) -> None:
    await fair.accepted()
    fair.ana.phone.forbids_voice()
    await fair.mei.says("✍️ Write to them")
    fair.mei.phone.sends_media(kind)
    await fair.chat.settle()
    told = "They sent a voice or video message, but your Telegram settings refuse such messages from this bot."
    assert "Li Mei" in fair.ana.sees()
    assert fair.ana.t(told) in fair.ana.sees()
    await fair.mei.types("那我写下来")
    assert "那我写下来" in fair.ana.sees()


@pytest.mark.parametrize("kind", ["photo", "document", "video", "audio", "voice", "animation"])
async def test_media_arrive_as_what_they_are_with_the_name_of_their_author(fair: Fair, kind: str) -> None:
    await fair.accepted()
    await fair.mei.says("✍️ Write to them")
    await fair.mei.does("sends_media", kind)
    arrived = fair.ana.phone.news()[-1]
    assert kind in arrived
    assert "Li Mei" in arrived["caption"]


async def test_a_round_video_has_no_caption_so_the_name_follows_it(fair: Fair) -> None:
    await fair.accepted()
    await fair.mei.says("✍️ Write to them")
    await fair.mei.does("sends_media", "video_note")
    video, name = fair.ana.phone.news()[-2:]
    assert "video_note" in video
    assert "Li Mei" in name["text"]


async def test_places_and_contacts_arrive_as_text(fair: Fair) -> None:
    await fair.accepted()
    await fair.mei.says("✍️ Write to them")
    await fair.mei.does("sends_location", 45.2551, 19.8451)
    assert "📍 45.25510 19.84510" in fair.ana.sees()
    assert "openstreetmap.org" in fair.ana.sees()
    await fair.mei.does("sends_contact", "+381641234567", name="Petar <b>", own=False)
    assert "👤 Petar <b>: +381641234567" in fair.ana.sees()


async def test_other_kinds_are_refused_with_what_can_be_sent(fair: Fair) -> None:
    await fair.accepted()
    await fair.mei.says("✍️ Write to them")
    before = fair.ana.phone.reads()
    refused = "I can't pass this on, but text, photos, documents, video, sound, places and contacts."
    assert fair.mei.t(refused) in await fair.mei.does("sends_media", "sticker")
    assert fair.ana.phone.reads() == before


async def test_a_conversation_survives_a_restart(fair: Fair, database_url: str, clock: Clock) -> None:
    mei, ana, chat = fair.mei, fair.ana, fair.chat
    await fair.accepted()
    await mei.says("✍️ Write to them")
    async with open_chat(chat.world, database_url, clock) as again:
        mei.phone.types("重启之后")
        await again.settle()
    assert "重启之后" in ana.phone.reads()


async def test_text_typed_days_later_is_not_relayed(fair: Fair) -> None:
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
    address = fair.mei.phone.presses(fair.mei.t("💬 Open the chat"))
    assert address.startswith("https://t.me/ana_senzor?text=")
    assert ANAS in unquote(address), "with a first line about the listing, typed already"


async def test_an_unanswered_introduction_has_one_reminder_and_expires(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await fair.proposed()
    await ana.types("/introductions")
    await fair.time_passes(days=3, hours=1)
    await fair.time_passes(days=1)
    reminder = plain(ana.t("⏰ <b>Somebody is waiting for your answer.</b>"))
    assert ana.sees().count(reminder) == 1
    await fair.time_passes(days=7)
    assert mei.t("⌛ No answer in time. That's common; see other matches: /matches") in mei.sees()
    assert ana.t("⌛ A request to you ended without an answer.") in ana.sees()


async def test_both_sides_are_asked_for_the_outcome_after_a_week(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await fair.accepted()
    await mei.types("/introductions")
    await ana.types("/introductions")
    await fair.time_passes(days=7, hours=1)
    await mei.says("🎉 We have signed")
    await ana.says("No result")
    async with fair.chat.program.services.database.reading() as session:
        rows = (await session.scalars(select_own(IntroductionOutcome).where(IntroductionOutcome.day == 7))).all()
    assert {row.outcome for row in rows} == {Outcome.SIGNED, Outcome.NOTHING}


async def test_an_outcome_reported_early_is_not_asked_for_again(fair: Fair) -> None:
    mei = fair.mei
    await fair.accepted()
    await mei.types("/introductions")
    await mei.presses("🤝 🇷🇸")
    await mei.says("📌 Any result?")
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
    await fair.mei.presses("⋯")
    await fair.mei.says("Advertising")
    async with fair.chat.program.services.database.reading() as session:
        (report,) = (await session.scalars(select_own(Report))).all()
    assert report.object_kind is ReportObject.MESSAGE


async def test_a_report_of_a_card_is_stored(fair: Fair) -> None:
    await fair.proposed()
    await fair.ana.presses("⋯")
    await fair.ana.says("They are just asking the price")
    assert fair.ana.t("🚩 Reported. Thank you. The organizers will check it.") in fair.ana.sees()
    async with fair.chat.program.services.database.reading() as session:
        (report,) = (await session.scalars(select_own(Report))).all()
    assert (report.object_kind, report.reason) == (ReportObject.INTRODUCTION, ReportReason.PRICE_FISHING)


async def test_a_blocked_company_cannot_write_or_be_found(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await fair.accepted()
    await mei.says("✍️ Write to them")
    await ana.types("/introductions")
    await ana.presses("🤝 🇨🇳")
    await ana.says("🚫 Block this company")
    await ana.says("🚫 Yes, block")
    await mei.types("在吗?")
    assert "在吗?" not in ana.sees()
    assert mei.t("This company cannot be asked at the moment.") in mei.sees()
    await mei.types(f"/search {MEIS}")
    assert ANAS not in mei.sees()


async def test_the_list_has_tabs_and_pages(fair: Fair) -> None:
    mei, ana = fair.mei, fair.ana
    await fair.proposed()
    await ana.types("/introductions")
    assert ana.t("👉 Your turn") in ana.sees()
    await mei.types("/introductions")
    await mei.says("⏳ Their turn")
    assert mei.t("Sent. Their turn to answer.") in mei.sees()


async def test_quiet_hours_delay_a_reminder_until_morning(fair: Fair) -> None:
    ana = fair.ana
    await fair.proposed()
    await ana.types("/introductions")
    await fair.time_passes(days=2, hours=23)
    await fair.time_passes(hours=12)
    waiting = plain(ana.t("⏰ <b>Somebody is waiting for your answer.</b>"))
    assert waiting not in ana.sees(), "it is evening"
    await fair.time_passes(hours=12)
    assert waiting in ana.sees()
