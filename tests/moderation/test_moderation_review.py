"""Reviews of new listings and of reports."""

from collections.abc import AsyncIterator

import pytest

from bot.sandbox.world import World
from tests.chat import Chat, Human, open_chat
from tests.clock import Clock
from tests.events.fair import ANAS, at_the_fair, plain, registered
from tests.moderation.moderators import moderator


@pytest.fixture
async def reviewing(world: World, clock: Clock, database_url: str) -> AsyncIterator[Chat]:
    async with open_chat(world, database_url, clock, review="all") as chat:
        yield chat


async def author(chat: Chat) -> Human:
    ana = chat.person("Ana", "sr", last_name="Anić")
    await registered(chat, ana, "Senzor d.o.o.", "RS", "ana@senzor.rs")
    return ana


async def test_nothing_is_published_before_approval(reviewing: Chat) -> None:
    ana, mira = await author(reviewing), await moderator(reviewing)
    await ana.offers("Merači vlažnosti zemljišta", sector="poljoprivreda")
    assert ana.t("🔍 Submitted. I'll tell you once it's reviewed.") in (ana.sees())
    await ana.types("/mine")
    assert ana.t("🔍 in review") in ana.sees()
    await mira.types("/queue")
    assert "Merači vlažnosti zemljišta" in mira.sees()
    assert "1 waiting" in mira.sees()
    await mira.presses("✅ Approve")
    assert plain(ana.t("✅ <b>{title}</b> is published.", title="Merači vlažnosti zemljišta")) in ana.sees()
    await ana.types("/mine")
    assert ana.t("🟢 published") in ana.sees()
    await mira.presses("▶️ Next")
    assert "Nothing is waiting" in mira.sees()


async def test_a_listing_that_its_author_deleted_leaves_the_queue_until_it_comes_back(reviewing: Chat) -> None:
    ana, mira = await author(reviewing), await moderator(reviewing)
    await ana.offers("Razni merači", sector="poljoprivreda")
    await ana.types("/mine")
    await ana.presses("Razni merači")
    await ana.presses(ana.t("🗑 Delete"))
    await mira.types("/queue")
    assert "Nothing is waiting" in mira.sees()
    await ana.presses(ana.t("↩️ Undo"))
    await mira.types("/queue")
    assert "Razni merači" in mira.sees()


async def test_a_rejection_is_shown_in_the_authors_language(reviewing: Chat) -> None:
    ana, mira = await author(reviewing), await moderator(reviewing)
    await ana.offers("Razni merači", sector="poljoprivreda")
    await mira.types("/queue")
    await mira.presses("🚫 Reject")
    await mira.presses("It is advertising.")
    assert ana.t("It is advertising.") in ana.sees()
    await ana.types("/mine")
    assert ana.t("🚫 not published") in ana.sees()


async def test_the_author_corrects_a_returned_listing_and_resubmits_it(reviewing: Chat) -> None:
    ana, mira = await author(reviewing), await moderator(reviewing)
    await ana.offers("Razni merači", sector="poljoprivreda")
    await mira.types("/queue")
    await mira.presses("📝 Ask to change")
    await mira.presses("Title")
    await mira.types("Merači čega?")
    assert "Merači čega?" in ana.sees()
    await ana.says("✏️ Change")
    assert "Merači čega?" in ana.sees(), "the remark is shown at the field that the author corrects"
    await ana.presses(f"✏️ {ana.t('Title')}")
    await ana.types("Merači vlažnosti zemljišta")
    await ana.presses("✅")
    await mira.types("/queue")
    assert "Merači vlažnosti zemljišta" in mira.sees()
    await mira.presses("✅ Approve")
    await ana.types("/mine")
    assert ana.t("🟢 published") in ana.sees()


async def test_an_edit_during_the_review_is_not_approved_unread(reviewing: Chat) -> None:
    ana, mira = await author(reviewing), await moderator(reviewing)
    await ana.offers("Razni merači", sector="poljoprivreda")
    await mira.types("/queue")
    await ana.types("/mine")
    await ana.presses("Razni merači")
    await ana.says("✏️ Edit")
    await ana.presses(f"✏️ {ana.t('Title')}")
    await ana.types("Kupite odmah, najbolja cena")
    await ana.presses("✅")
    await mira.presses("✅ Approve")
    assert "has just changed it" in mira.sees()
    await ana.types("/mine")
    assert ana.t("🟢 published") not in ana.sees()


async def test_a_trusted_company_needs_no_review(reviewing: Chat) -> None:
    ana, mira = await author(reviewing), await moderator(reviewing)
    await mira.types("/find senzor")
    await mira.presses("🏢 Senzor")
    await mira.presses("🤝 Trust")
    await ana.offers("Razni merači", sector="poljoprivreda")
    await ana.types("/mine")
    assert ana.t("🟢 published") in ana.sees()


async def test_two_moderators_never_get_the_same_item(reviewing: Chat) -> None:
    ana = await author(reviewing)
    mira, milo = await moderator(reviewing), await moderator(reviewing, "Milo")
    await ana.offers("Prvi merač vlage", sector="poljoprivreda")
    await mira.types("/queue")
    assert "Prvi merač vlage" in mira.sees()
    await milo.types("/queue")
    assert "Nothing is waiting" in milo.sees()
    await mira.presses("⏭ Skip")
    assert "Nothing is waiting" in mira.sees(), "what she skipped does not come back to her at once"
    await milo.types("/queue")
    assert "Prvi merač vlage" in milo.sees()


async def test_a_claim_expires(reviewing: Chat, clock: Clock) -> None:
    ana = await author(reviewing)
    mira, milo = await moderator(reviewing), await moderator(reviewing, "Milo")
    await ana.offers("Prvi merač vlage", sector="poljoprivreda")
    await mira.types("/queue")
    clock.forward(minutes=16)
    await milo.types("/queue")
    await milo.presses("✅ Approve")
    await mira.presses("🚫 Reject")
    await mira.presses("It is advertising.")
    assert "already done" in mira.sees()
    await ana.types("/mine")
    assert ana.t("🟢 published") in ana.sees()


async def test_flags_show_what_to_check(reviewing: Chat) -> None:
    ana, mira = await author(reviewing), await moderator(reviewing)
    words = "Najbolja cena, pišite na prodaja kod senzor tačka rs ili zovite 064 123 45 67. Senzor d.o.o. prodaje dron."
    await ana.offers("Bespilotne letelice", words, sector="poljoprivreda")
    await mira.types("/queue")
    seen = mira.sees()
    for flag in ("Sounds like advertising", "Contact data or a link", "It names the company", "May be dual-use"):
        assert flag in seen, flag


async def test_a_report_is_decided_and_the_reporter_is_told(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    mira = await moderator(chat)
    await fair.proposed("我们需要")
    await fair.ana.presses("⋯")
    await fair.ana.says("They are just asking the price")
    await mira.types("/reports")
    assert "They are just asking the price" in mira.sees()
    assert "Ana" in mira.sees()
    await mira.presses("✅ Nothing wrong")
    assert fair.ana.t("🚩 Your report was reviewed: nothing breaks the rules. Thank you.") in (fair.ana.sees())
    await mira.types("/reports")
    assert "No report is open" in mira.sees()


async def test_who_meant_to_report_nothing_cancels(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    mira = await moderator(chat)
    await fair.mei.types("/search Bežični merači vlažnosti")
    await fair.mei.presses("⋯")
    assert fair.mei.t("Nothing was done.") in await fair.mei.says("Cancel")
    assert fair.mei.t("Fraud") not in fair.mei.buttons()
    assert "No report is open" in await mira.types("/reports")


async def test_three_reports_hide_a_listing_until_it_is_reviewed(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    mira = await moderator(chat)
    for number in range(3):
        human = chat.person(f"Tao{number}", "en")
        await registered(chat, human, f"Shop {number} Ltd", "IN", f"tao@shop{number}.example")
        await human.types(f"/search {ANAS}")
        await human.presses("1")
        await human.presses("⋯")
        await human.says("Advertising")
    await fair.mei.types("/matches")
    assert fair.mei.t("🤝 Introduce us") not in fair.mei.buttons()
    await mira.types("/reports")
    await mira.presses("✅ Nothing wrong")
    await fair.mei.types("/matches")
    assert fair.mei.t("🤝 Introduce us") in fair.mei.buttons()


async def test_an_upheld_report_takes_the_listing_down_and_can_be_undone(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    mira = await moderator(chat)
    await fair.mei.types("/search Bežični merači vlažnosti")
    await fair.mei.presses("⋯")
    await fair.mei.says("Fraud")
    await mira.types("/reports")
    await mira.presses("🚫 It breaks the rules")
    await fair.ana.types("/mine")
    assert fair.ana.t("🚫 not published") in fair.ana.sees()
    await mira.types("/audit")
    await mira.presses("↩️ Undo")
    await fair.ana.types("/mine")
    assert fair.ana.t("🟢 published") in fair.ana.sees()
