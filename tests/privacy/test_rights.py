"""/privacy and the rights that everyone keeps: access, export, deletion and appeal."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.usecases.people.registration import CONSENT_VERSION
from handlers.moderation.buttons import ReviewItemAct, ReviewItemPress
from storage.ids import PersonId, ReviewId
from storage.people import people
from tests.chat import Chat, Human
from tests.clock import Clock
from tests.events.fair import ANAS, at_the_fair, plain
from tests.moderation.moderators import admin, bans, moderator

WRITE_IT = "Write in one message why this is a mistake. The organizers will read it and answer."
HANDED_IN = "Submitted. I'll tell you once it is decided."
ONCE_ONLY = "You have already appealed, or there is nothing left to appeal."


async def banned(mod: Human, whom: Human) -> None:
    await bans(mod, str(whom.id))


async def muted(mod: Human, whom: Human) -> None:
    await mod.types(f"/mute {whom.id}")
    await mod.says("Advertising")
    await mod.says("7 days")
    await mod.says("Skip")
    await mod.presses("✅ 🔇 Mute")


async def warned(mod: Human, whom: Human) -> None:
    await mod.types(f"/warn {whom.id}")
    await mod.says("Advertising")
    await mod.says("Skip")
    await mod.presses("✅ ⚠️ Warn")


async def test_privacy_shows_stored_data_periods_and_consents(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    async with chat.program.services.database.writing() as session:
        await people.record_consent(session, PersonId(fair.mei.id), version=CONSENT_VERSION, now=clock())
    await fair.mei.types("/privacy")
    seen, t = fair.mei.sees(), fair.mei.t
    for sentence in ("<b>How long</b>", "🌍 Shown in other countries: I ask you when you publish."):
        assert plain(t(sentence)) in seen
    one_year = t.n("{count} year", "{count} years", 1)
    assert t("• Messages of an introduction: {time} after it ended", time=one_year) in seen
    assert t("You agreed on {day} (version {version}).", day=t.date(clock()), version=CONSENT_VERSION) in seen
    assert t("✅ I agree to the new text") not in fair.mei.buttons()
    await fair.mei.says("📦 My data as a file")
    assert json.loads(fair.mei.phone.file(fair.mei.phone.last()))["person"][0]["consent_version"] == CONSENT_VERSION
    await fair.mei.says("🗑 Delete everything", older=True)
    assert "浦东农业科技有限公司" in fair.mei.sees()


async def test_a_new_privacy_text_asks_for_consent_without_blocking(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    mei = fair.mei
    async with chat.program.services.database.writing() as session:
        await people.record_consent(session, PersonId(mei.id), version="an earlier one", now=clock())
    hint = mei.t("🔐 The privacy text has changed. Read it at any time: /privacy")
    await mei.types("/start")
    assert hint in mei.sees()
    await fair.proposed()
    assert fair.ana.t("✅ Accept and share contacts") in fair.ana.buttons()
    await mei.types("/privacy")
    await mei.says("✅ I agree to the new text")
    assert mei.t("You agreed on {day} (version {version}).", day=mei.t.date(clock()), version=CONSENT_VERSION) in (
        mei.sees()
    )
    await mei.types("/start")
    assert hint not in mei.sees()


async def test_privacy_is_in_the_settings_and_in_help(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    await fair.ana.types("/settings")
    await fair.ana.says("🔐 My data")
    assert plain(fair.ana.t("<b>How long</b>")) in fair.ana.sees()
    assert "/privacy" in await fair.ana.types("/help")


async def test_people_without_consent_can_read_it(chat: Chat) -> None:
    nora = chat.person("Nora")
    await nora.types("/privacy")
    assert "You have not agreed to anything yet." in nora.sees()
    assert nora.t("🔒 Hide me abroad") not in nora.buttons()


@pytest.mark.parametrize("strikes", [banned, muted, warned])
async def test_an_appeal_is_one_question_behind_a_button(
    chat: Chat, clock: Clock, strikes: Callable[[Human, Human], Awaitable[None]]
) -> None:
    fair = await at_the_fair(chat, clock)
    mira, ana = await moderator(chat), fair.ana
    await strikes(mira, ana)
    await ana.says("✋ Appeal")
    assert ana.t(WRITE_IT) in ana.sees()
    await ana.types("To nisam bila ja.")
    assert ana.t(HANDED_IN) in ana.sees()
    await ana.says("✋ Appeal", older=True)
    assert ana.t(ONCE_ONLY) in ana.sees()
    await mira.types("/queue")
    assert "To nisam bila ja." in mira.sees()
    assert "Log entries" in mira.sees()
    assert "Mira: sanctioned" in mira.sees()
    await mira.presses("🚫 It stays")
    assert ana.t("Your appeal was reviewed. The decision stays.") in ana.sees()


async def test_text_is_an_appeal_only_in_the_appeal_dialog(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    mira, ana = await moderator(chat), fair.ana
    await bans(mira, str(ana.id))
    await ana.says("✋ Appeal")
    await ana.says("Cancel")
    assert ana.t("You have not appealed. The button above still works.") in ana.sees()
    before = len(ana.phone.messages())
    await ana.types("Dobar dan")
    assert len(ana.phone.messages()) == before, "a banned person is not answered"
    await mira.types("/queue")
    assert "Nothing is waiting" in mira.sees()
    await ana.says("✋ Appeal", older=True)
    await ana.types("Ipak.")
    assert ana.t(HANDED_IN) in ana.sees()


async def test_earlier_sanctions_are_shown_with_an_appeal(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    mira, ana = await moderator(chat), fair.ana
    await warned(mira, ana)
    await bans(mira, str(ana.id))
    await ana.says("✋ Appeal")
    await ana.types("Molim.")
    await mira.types("/queue")
    assert "Before this" in mira.sees()
    assert "⚠️ Warn" in mira.sees()


async def test_an_expired_mute_cannot_be_appealed(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    mira = await moderator(chat)
    await muted(mira, fair.ana)
    clock.forward(seconds=timedelta(days=8).total_seconds())
    await fair.ana.says("✋ Appeal", older=True)
    assert fair.ana.t(ONCE_ONLY) in fair.ana.sees()


async def test_nobody_can_appeal_for_another_person(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    await bans(await moderator(chat), str(fair.ana.id))
    fair.mei.phone.presses_stale(fair.mei.phone.last(), "ap1:1")
    await chat.settle()
    assert fair.mei.t(ONCE_ONLY) in fair.mei.sees()


async def test_banned_people_keep_their_privacy_rights_only(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    ana = fair.ana
    await bans(await moderator(chat), str(ana.id))
    await ana.types("/export")
    document = json.loads(ana.phone.file(ana.phone.last()))
    assert document["company"][0]["name"].startswith("Senzor")
    (ban,) = document["sanction"]
    assert (ban["person_id"], ban["by_id"]) == (ana.id, None), "it says that she is banned and not by whom"
    await ana.types("/privacy")
    assert plain(ana.t("<b>How long</b>")) in ana.sees()
    message, before = ana.phone.last(), len(ana.phone.messages())
    for data in ("pv1:y", "g1:matches", "g1:offer", "f1:1:title:c:x", "li1:1:a", "d1:offer:g", "ip1:1:a"):
        ana.phone.presses_stale(message, data)
        await chat.settle()
    for words in ("/export@somebody_else_bot", "/privacyx", "x /export", "/start", "/cancel", "/language"):
        await ana.types(words)
    assert len(ana.phone.messages()) == before
    await ana.types("/forgetme")
    await ana.says("🗑 Yes, delete everything")
    await fair.mei.types("/matches")
    assert ANAS not in fair.mei.sees()
    before = len(ana.phone.messages())
    await ana.types("/start")
    assert len(ana.phone.messages()) == before, "the ban does not end by being forgotten"


async def test_help_and_menu_show_what_each_role_adds(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    mira, ada = await moderator(chat), await admin(chat)
    assert "For moderators" in await mira.types("/help")
    assert "/queue" in mira.sees()
    assert "/roles" not in mira.sees()
    assert "For admins" in await ada.types("/help")
    assert "For organizers" in ada.sees()
    assert "/queue" not in await fair.ana.types("/help")


async def test_the_menu_follows_the_role_and_the_language_at_once(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    mei, ada = fair.mei, await admin(chat)

    async def changes(role: str) -> dict[str, str]:
        await ada.types("/roles")
        await ada.presses("➕ Give a role")
        await ada.types(str(mei.id))
        await ada.presses(role)
        await ada.presses("✅ ➕ Give a role")
        return {command["command"]: command["description"] for command in mei.phone.commands()}

    assert "dashboard" in await changes("Organizer")
    menu = await changes("Moderator")
    assert menu["queue"] == mei.t("Waiting for review")
    assert {"dashboard", "offer", "help"} <= set(menu)
    assert len(menu) == 8
    await mei.types("/language")
    await mei.presses("English")
    assert "Waiting for review" in [command["description"] for command in mei.phone.commands()]
    await mei.types("/forgetme")
    await mei.presses("🗑 Yes, delete everything")
    assert "queue" not in [command["command"] for command in mei.phone.commands()]


async def test_messages_are_read_by_moderators_only_while_they_are_reported(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    mira = await moderator(chat)
    await fair.accepted()
    await fair.mei.says("✍️ Write to them")
    await fair.mei.types("秘密的话")

    async def reads() -> str:
        mira.phone.presses_stale(mira.phone.last(), ReviewItemPress(ReviewId(1), 0, ReviewItemAct.READ).pack())
        await chat.settle()
        return "\n".join(message.get("text", "") for message in mira.phone.messages())

    await mira.types("/reports")
    assert "秘密的话" not in await reads()
    await fair.ana.presses("⋯")
    await fair.ana.says("Offensive")
    await mira.types("/reports")
    assert "秘密的话" in mira.sees()
    await mira.presses("💬 Read the conversation")
    assert "秘密的话" in mira.sees()
    await mira.types("/audit")
    assert "read reported messages · Reported message" in mira.sees()
    read = (await reads()).count("秘密的话")
    assert (await reads()).count("秘密的话") == read + 1, "as often as they like while it is open"
    await mira.presses("🚫 It breaks the rules", older=True)
    assert fair.ana.t("🚩 Your report was reviewed: you were right, and we acted. Thank you.") in fair.ana.sees()
    shown = (await reads()).count("秘密的话")
    assert (await reads()).count("秘密的话") == shown, "no longer after it was decided"
