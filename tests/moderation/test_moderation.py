"""Moderation in the chat: bans, mutes, warnings, appeals and undo."""

from datetime import timedelta

import pytest

from bot.usecases.moderation import sanctions
from bot.usecases.moderation.roles import Actor
from bot.usecases.moderation.sanctions import NewSanction
from storage.ids import PersonId
from storage.vocabulary import SanctionKind, SanctionReason
from tests.chat import Chat
from tests.clock import Clock
from tests.events.fair import ANAS, MEIS, at_the_fair, plain
from tests.moderation.moderators import admin, bans, moderator


async def test_a_banned_person_can_do_nothing_and_is_told_once(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    mira = await moderator(chat)
    await bans(mira, str(fair.ana.id))
    assert fair.ana.t("⛔ You are banned here. I no longer answer, and your listings are no longer shown.") in (
        fair.ana.sees()
    )
    before = len(fair.ana.phone.messages())
    for act in ("/start", "/matches", "/search pumpe", "/offer", "/settings", "/help", "Dobar dan"):
        await fair.ana.types(act)
    assert len(fair.ana.phone.messages()) == before


async def test_listings_of_a_banned_person_vanish_without_a_reason(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    await fair.proposed()
    mira = await moderator(chat)
    await bans(mira, str(fair.ana.id))
    seen = fair.mei.sees()
    assert seen
    assert "Ana" not in seen
    assert "Senzor" not in seen
    assert "ban" not in seen.lower()
    await fair.mei.types("/matches")
    assert ANAS not in fair.mei.sees()
    await fair.mei.types(f"/search {ANAS}")
    assert fair.mei.phone.last()["text"].count(ANAS) == 1, "only what she typed herself"


async def test_unban_brings_everything_back(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    mira = await moderator(chat)
    await bans(mira, str(fair.ana.id))
    await mira.types(f"/unban {fair.ana.id}")
    assert fair.ana.t("✅ You can use everything here again. Press /start.") in fair.ana.sees()
    await fair.ana.types("/mine")
    assert ANAS in fair.ana.sees()
    assert fair.ana.t("🟢 published") in fair.ana.sees()
    await fair.mei.types("/matches")
    assert fair.mei.t("🤝 Introduce us") in fair.mei.buttons()


async def test_one_appeal_reaches_a_moderator_who_lifts_the_ban(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    mira = await moderator(chat)
    await bans(mira, str(fair.ana.id))
    await fair.ana.says("✋ Appeal")
    await fair.ana.types("To nisam bila ja.")
    assert fair.ana.t("Submitted. I'll tell you once it is decided.") in fair.ana.sees()
    await fair.ana.says("✋ Appeal", older=True)
    assert fair.ana.t("You have already appealed, or there is nothing left to appeal.") in fair.ana.sees()
    await mira.types("/queue")
    assert "To nisam bila ja." in mira.sees()
    await mira.presses("✅ Lift it")
    await fair.ana.types("/mine")
    assert ANAS in fair.ana.sees()


async def test_a_refused_appeal_is_told_and_cannot_be_repeated(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    mira = await moderator(chat)
    await bans(mira, str(fair.ana.id))
    await fair.ana.says("✋ Appeal")
    await fair.ana.types("Molim.")
    await mira.types("/queue")
    await mira.presses("🚫 It stays")
    assert fair.ana.t("Your appeal was reviewed. The decision stays.") in fair.ana.sees()
    await fair.ana.types("/mine")
    assert ANAS not in fair.ana.sees()


async def test_a_muted_person_can_read_but_not_write(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    mira = await moderator(chat)
    await mira.types(f"/mute {fair.mei.id}")
    await mira.says("Advertising")
    await mira.says("7 days")
    await mira.says("Skip")
    await mira.presses("✅ 🔇 Mute")
    await fair.mei.types("/matches")
    assert fair.mei.t("🤝 Introduce us") in fair.mei.buttons()
    await fair.mei.says("🤝 Introduce us")
    assert "🔇" in fair.mei.sees()
    await fair.mei.types("/offer")
    assert "🔇" in fair.mei.sees()
    clock.forward(days=8)
    await fair.mei.types("/matches")
    await fair.mei.says("🤝 Introduce us")
    assert "🔇" not in fair.mei.sees()


async def test_a_mute_without_an_end_shows_no_date(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    mira, mei = await moderator(chat), fair.mei
    async with chat.program.services.database.writing() as session:
        who, number = Actor(id=PersonId(mira.id), admins=()), PersonId(mei.id)
        order = NewSanction(kind=SanctionKind.MUTE, person_id=number, reason=SanctionReason.FRAUD, until=None)
        await sanctions.impose(session, who, order, clock())
    await mei.types("/offer")
    assert mei.t("🔇 You can read everything, but not publish, propose or write.") in mei.sees()


async def test_a_mute_applies_in_an_open_dialog(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    mira = await moderator(chat)
    await fair.mei.says("🤝 Introduce us", older=True)
    await mira.types(f"/mute {fair.mei.id}")
    await mira.says("Advertising")
    await mira.says("1 day")
    await mira.says("Skip")
    await mira.presses("✅ 🔇 Mute")
    await fair.mei.presses(fair.mei.t("Send"), older=True)
    await fair.ana.types("/introductions")
    assert MEIS not in fair.ana.sees()


async def test_a_warning_is_told_with_its_reason(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    mira = await moderator(chat)
    await mira.types(f"/warn {fair.ana.id}")
    await mira.says("Just asking the price")
    await mira.types("Please say what you need.")
    await mira.presses("✅ ⚠️ Warn")
    seen = fair.ana.sees()
    assert fair.ana.t("⚠️ This is a warning from the organizers.") in seen
    assert "Please say what you need." in seen


async def test_nobody_can_ban_a_higher_role(chat: Chat, clock: Clock) -> None:
    mira, ada = await moderator(chat), await admin(chat)
    assert "own rank" in await bans(mira, str(ada.id))
    await ada.types("/roles")
    assert "Roles" in ada.sees()
    other = await moderator(chat, "Milo")
    assert "own rank" in await bans(mira, str(other.id))
    assert "Done." in await bans(ada, str(mira.id))


async def test_banning_a_company_tells_its_people_and_hides_its_listings(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    mira = await moderator(chat)
    await mira.types("/find senzor")
    await mira.presses("🏢 Senzor")
    await mira.presses("⛔ Ban")
    await mira.says("Fraud")
    await mira.says("Skip")
    card = await mira.presses("✅ ⛔ Ban")
    assert "Fraud · without end" in card
    assert "Senzor d.o.o." in fair.ana.sees()
    await fair.ana.types("/mine")
    assert ANAS not in fair.ana.sees()
    log = await mira.types("/audit")
    assert "sanctioned · Senzor d.o.o.\n⛔ Ban · Fraud · without end" in plain(log)


async def test_every_action_is_in_the_log_and_can_be_undone_there(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    mira = await moderator(chat)
    await bans(mira, str(fair.ana.id))
    await mira.types("/audit")
    assert "Mira" in mira.sees()
    assert "sanctioned" in mira.sees()
    assert "⛔ Ban · Fraud" in mira.sees()
    await mira.presses("↩️ Undo")
    await fair.ana.types("/mine")
    assert ANAS in fair.ana.sees()
    await mira.types("/audit")
    assert "undoes" in mira.sees()
    await mira.presses("📄 As a file")
    table = mira.phone.file(mira.phone.last()).decode("utf-8-sig")
    assert "sanction" in table
    assert "lift" in table
    assert "fraud" in table


async def test_a_person_is_found_by_a_forwarded_message(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    mira = await moderator(chat)
    await mira.types("/ban")
    message = fair.ana.phone.types("Kupite odmah!")
    await chat.settle()
    await mira.does("forwards", message)
    await mira.says("Advertising")
    await mira.says("Skip")
    await mira.presses("✅ ⛔ Ban")
    assert "⛔" in fair.ana.sees()


async def test_a_revoked_role_takes_effect_in_an_open_dialog(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    mira, ada = await moderator(chat), await admin(chat)
    await mira.types(f"/ban {fair.ana.id}")
    await mira.says("Fraud")
    await ada.types("/roles")
    await ada.presses("✖ Mira")
    await mira.says("Skip", older=True)
    await mira.presses("✅ ⛔ Ban")
    assert "You don't have permission" in mira.sees()
    await fair.ana.types("/mine")
    assert ANAS in fair.ana.sees()


async def test_moderator_commands_do_not_exist_for_others(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    for command in ("ban", "mute", "warn", "unban", "queue", "reports", "find", "audit", "roles", "stats", "health"):
        await fair.ana.types(f"/{command} {fair.mei.id}")
        assert "Li Mei" not in fair.ana.sees(), command
        assert "📜" not in "".join(fair.ana.buttons()), command


@pytest.mark.no_neighbours("the statistics count whole tables")
async def test_health_and_stats_are_for_admins(chat: Chat, clock: Clock) -> None:
    await at_the_fair(chat, clock)
    ada, mira = await admin(chat), await moderator(chat)
    assert "Companies: 2" in await ada.types("/stats")
    assert "Database" in await ada.types("/health")
    assert "Database" not in await mira.types("/health")


async def test_a_mute_expires(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    mira = await moderator(chat)
    await mira.types(f"/mute {fair.ana.id}")
    await mira.says("Advertising")
    await mira.says("1 day")
    await mira.says("Skip")
    await mira.presses("✅ 🔇 Mute")
    clock.forward(seconds=timedelta(days=1, minutes=1).total_seconds())
    await fair.ana.types("/offer")
    assert "🔇" not in fair.ana.sees()


async def test_the_moderator_menu_follows_the_role(chat: Chat) -> None:
    ada = await admin(chat)
    mira = chat.person("Mira")
    await mira.types("/start")
    await ada.types("/roles")
    await ada.presses("➕ Give a role")
    await ada.types(str(mira.id))
    await ada.presses("Moderator")
    await ada.presses("✅ ➕ Give a role")
    assert "Moderator" in mira.sees()
    assert "queue" in [command["command"] for command in mira.phone.commands()]
    await ada.types("/roles")
    await ada.presses("✖ Mira")
    assert "queue" not in [command["command"] for command in mira.phone.commands()]
