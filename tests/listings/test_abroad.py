"""The separate yes to being shown in other countries."""

from tests.chat import Chat, Human
from tests.clock import Clock
from tests.events.fair import ANAS, MEIS, at_the_fair, plain
from tests.moderation.moderators import bans, moderator


async def to_the_preview(human: Human, title: str) -> None:
    await human.types("/offer")
    await human.presses("📦")
    await human.types(title)
    await human.types(f"{title}. {title}.")
    await human.types("sensor")
    done = human.t("Done ({count})", count="")[:4]
    await human.presses(next(label for label in human.buttons() if label.startswith(done)))
    await human.says("Skip the rest »")


async def test_the_tap_that_publishes_says_yes_and_is_asked_for_once(chat: Chat) -> None:
    ana = await chat.join("Ana", company="Senzor d.o.o.", country="Srbija", language="sr")
    await to_the_preview(ana, "Merači vlažnosti zemljišta")
    assert ana.buttons()[0] == ana.t("✅ Publish abroad")
    assert "/privacy" in ana.sees()
    await ana.presses(ana.buttons()[0])
    assert plain(ana.t("✅ <b>Published.</b> I am looking for partners abroad…")) in ana.sees()
    await to_the_preview(ana, "Druga ponuda merača")
    assert ana.buttons()[0] == f"✅ {ana.t('Publish')}"
    assert ana.t("🔒 Keep it private") not in ana.buttons()
    assert "/privacy" not in ana.sees()


async def test_private_listings_are_found_only_after_consent(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    tao = await chat.join("Tao", company="Tao Ltd", country="India")
    await to_the_preview(tao, "Soil moisture sensors for greenhouses")
    await tao.says("🔒 Keep it private")
    assert "Private." in tao.sees()
    await fair.mei.types("/search Soil moisture sensors for greenhouses")
    assert "Soil moisture" not in fair.mei.sees()[len("/search") :]
    await tao.types("/mine")
    assert tao.t("🔒 private: nobody else sees it") in tao.sees()
    await tao.presses("📤 Soil moisture")
    await tao.says("🌍 Publish abroad")
    assert "Published" in tao.sees()
    await fair.mei.types("/search Soil moisture sensors for greenhouses")
    assert fair.mei.phone.last()["text"].count("Soil moisture") > 1
    await tao.types("/privacy")
    assert "Shown in other countries: yes" in tao.sees()


async def test_the_same_words_kept_private_before_are_published_abroad(chat: Chat, clock: Clock) -> None:
    fair, title = await at_the_fair(chat, clock), "Soil moisture sensors for greenhouses"
    tao = await chat.join("Tao", company="Tao Ltd", country="India")
    await to_the_preview(tao, title)
    await tao.says("🔒 Keep it private")
    await to_the_preview(tao, title)
    await tao.says("✅ Publish abroad")
    assert "Published" in tao.sees()
    await fair.mei.types(f"/search {title}")
    assert fair.mei.phone.last()["text"].count("Soil moisture") > 1
    await tao.types("/mine")
    assert " ".join(tao.buttons()).count("Soil moisture") == 1


async def test_the_same_words_kept_private_twice_stay_private(chat: Chat) -> None:
    tao = await chat.join("Tao", company="Tao Ltd", country="India")
    for _ in range(2):
        await to_the_preview(tao, "Soil moisture sensors for greenhouses")
        await tao.says("🔒 Keep it private")
    assert "You have this listing already" in tao.sees()
    await tao.types("/mine")
    assert tao.t("🔒 private: nobody else sees it") in tao.sees()


async def test_the_yes_is_taken_back_at_once_everywhere(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    ana, mei = fair.ana, fair.mei
    await fair.proposed()
    await ana.types("/privacy")
    await ana.says("🔒 Hide me abroad")
    assert ana.t.n("{count} listing is private now.", "{count} listings are private now.", 1) in ana.sees()
    assert mei.t("🤝 Introduce us") not in mei.buttons()
    await mei.types("/matches")
    assert ANAS not in mei.sees()
    await mei.types(f"/search {ANAS}")
    assert mei.phone.last()["text"].count(ANAS) == 1, "only what she typed herself"
    await ana.types("/introductions")
    assert ana.t("✅ Accept and share contacts") not in ana.buttons()
    await ana.presses(ana.t("✅ Accept and share contacts"), older=True)
    await mei.types("/introductions")
    assert "Senzor" not in mei.sees()


async def test_and_given_again_it_brings_everything_back(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    ana = fair.ana
    await ana.types("/privacy")
    await ana.says("🔒 Hide me abroad")
    await ana.types("/privacy")
    await ana.says("🌍 Show me abroad")
    await ana.types("/mine")
    assert ana.t("🟢 published") in ana.sees()
    await fair.mei.types("/matches")
    assert ANAS in fair.mei.sees()


async def test_nothing_comes_back_into_view_past_a_no(chat: Chat, clock: Clock) -> None:
    """Paused before, shown again after: by its author's colleague's or moderator's hand, or by time."""
    fair = await at_the_fair(chat, clock)
    ana = fair.ana
    await ana.types("/mine")
    await ana.presses("📤 Bežični")
    await ana.says("⏸ Pause")
    await ana.types("/privacy")
    await ana.says("🔒 Hide me abroad")
    await ana.presses(ana.t("▶️ Show again"), older=True)
    await ana.types("/mine")
    assert ana.t("🔒 private: nobody else sees it") in ana.sees()
    await fair.mei.types("/matches")
    assert ANAS not in fair.mei.sees()


async def test_a_ban_that_is_lifted_shows_nothing_past_a_no(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    ana, mira = fair.ana, await moderator(chat)
    await bans(mira, str(ana.id))
    await ana.types("/privacy")
    assert ana.t("🌍 Show me abroad") not in ana.buttons()
    await ana.says("🔒 Hide me abroad")
    await mira.types(f"/unban {ana.id}")
    await fair.mei.types("/matches")
    assert ANAS not in fair.mei.sees()
    await ana.types("/mine")
    assert ana.t("🔒 private: nobody else sees it") in ana.sees()


async def test_introductions_stay_after_the_consent_is_withdrawn(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    await fair.accepted()
    await fair.ana.types("/privacy")
    await fair.ana.says("🔒 Hide me abroad")
    await fair.mei.says("✍️ Write to them", older=True)
    await fair.mei.types("你好")
    assert "你好" in fair.ana.sees()


async def test_a_colleagues_listing_stays(chat: Chat, clock: Clock) -> None:
    fair = await at_the_fair(chat, clock)
    zoran = await fair.colleague("Zoran")
    await zoran.types("/privacy")
    await zoran.says("🔒 Hide me abroad")
    await fair.mei.types("/matches")
    assert ANAS in fair.mei.sees()
    assert MEIS in plain(await fair.ana.types("/matches"))
