"""A working day of a moderator and an admin in the chat: reviews, decisions and undo."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.sandbox.world import World
from tests.chat import Chat, Human, open_chat
from tests.clock import Clock
from tests.events.fair import (
    ANAS,
    ANAS_WORDS,
    MEIS,
    MEIS_WORDS,
    plain,
    registered,
)

ADMIN = 7_100_000_001  # the first person of a world


@dataclass(kw_only=True)
class Day:
    """Amal is the admin, Mira and Bo moderate in English and Chinese. Ana offers, Mei needs, Spiro spams."""

    chat: Chat
    clock: Clock
    amal: Human
    mira: Human
    bo: Human
    ana: Human
    mei: Human
    spiro: Human


@pytest.fixture
async def day(world: World, clock: Clock, database_url: str) -> AsyncIterator[Day]:
    async with open_chat(world, database_url, clock, admins=str(ADMIN), review="all") as chat:
        languages = {"en": ("Amal", "Mira", "Spiro"), "sr": ("Ana",), "zh-hans": ("Bo", "Mei")}
        people = {name.lower(): chat.person(name, language) for language in languages for name in languages[language]}
        assert people["amal"].id == ADMIN
        day = Day(chat=chat, clock=clock, **people)
        await registered(chat, day.ana, "Senzor d.o.o.", "RS", "ana@senzor.rs")
        await registered(chat, day.mei, "浦东农业科技有限公司", "CN", "mei@pudong.cn")
        await registered(chat, day.spiro, "Best Deals Ltd", "GB", "spiro@deals.example")
        yield day


@pytest.mark.no_neighbours("the statistics count whole tables")
async def test_a_moderators_and_an_admins_day(day: Day) -> None:
    await the_admin_finds_helpers(day)
    await what_is_new_is_looked_at(day)
    await an_author_mends_what_was_asked(day)
    await advertising_is_refused(day)
    await a_report_is_answered(day)
    await a_company_is_banned(day)
    await he_appeals_once(day)
    await the_admin_takes_it_back(day)
    await the_admin_looks_at_the_house(day)


async def the_admin_finds_helpers(day: Day) -> None:
    for moderator in (day.mira, day.bo):
        await moderator.types("/start")
        await day.amal.types("/roles")
        await day.amal.presses("➕ Give a role")
        await day.amal.types(str(moderator.id))
        await day.amal.presses("Moderator")
        await day.amal.presses("✅ ➕ Give a role")
    assert "/audit" in await day.bo.types("/help")
    assert "Nothing is waiting" in await day.mira.says("▶️ Queue"), "one tap from being told"


async def what_is_new_is_looked_at(day: Day) -> None:
    await day.mei.needs(MEIS, MEIS_WORDS)
    await day.ana.offers("Merači", "Dobri merači. Zovite 064 123 45 67.", sector="poljoprivreda")
    assert MEIS in await day.bo.types("/queue")
    seen = await day.mira.types("/queue")
    assert "Merači" in seen, "not what the other looks at"
    assert "🚩 Contact data or a link: 064 123 45 67" in plain(seen)
    await day.bo.says("✅ Approve")
    assert day.mei.t("🤝 Matches") in day.mei.buttons()


async def an_author_mends_what_was_asked(day: Day) -> None:
    await day.mira.presses("📝 Ask to change")
    await day.mira.presses("Title")
    await day.mira.types("Merači čega? Napišite konkretno.")
    assert "Merači čega?" in day.ana.sees()
    await day.ana.says("✏️ Change")
    await day.ana.presses(f"✏️ {day.ana.t('Title')}")
    await day.ana.types(ANAS)
    await day.ana.presses(f"✏️ {day.ana.t('Description')}")
    await day.ana.types(ANAS_WORDS)
    await day.ana.presses("✅")
    assert "🚩" not in await day.mira.presses("▶️ Next"), "without the number nothing is odd"
    await day.mira.presses("✅ Approve")
    assert ANAS in day.mei.sees(), "at once a match"


async def advertising_is_refused(day: Day) -> None:
    await day.spiro.offers("Best prices!!! Buy now", "Cheapest of everything, write to deals at deals dot example.")
    assert day.bo.t("It is advertising.") not in await day.bo.types("/queue")
    await day.bo.says("🚫 Reject")
    await day.bo.says("It is advertising.")
    assert "It is advertising." in day.spiro.sees(), "in his language"


async def a_report_is_answered(day: Day) -> None:
    await day.mei.types("/matches")
    await day.mei.says("🤝 Introduce us")
    await day.mei.says("Send")
    await day.ana.presses("⋯", older=True)
    await day.ana.says("They are just asking the price")
    assert "They are just asking the price" in await day.mira.types("/reports")
    await day.mira.presses("✅ Nothing wrong")
    assert day.ana.t("🚩 Your report was reviewed: nothing breaks the rules. Thank you.") in (day.ana.sees())


async def a_company_is_banned(day: Day) -> None:
    await day.mira.types("/find best deals")
    await day.mira.presses("🏢 Best Deals")
    await day.mira.presses("⛔ Ban")
    await day.mira.says("Advertising")
    await day.mira.types("Third time today.")
    await day.mira.presses("✅ ⛔ Ban")
    assert "Third time today." in day.spiro.sees()
    assert "Mira" not in day.spiro.sees()
    told = len(day.spiro.phone.messages())
    await day.spiro.types("/offer")
    assert len(day.spiro.phone.messages()) == told, "no answer any more"


async def he_appeals_once(day: Day) -> None:
    await day.spiro.says("✋ Appeal", older=True)
    await day.spiro.types("It was my nephew. It will not happen again.")
    assert "my nephew" in await day.bo.types("/queue")
    await day.bo.says("🚫 It stays")
    assert "The decision stays." in day.spiro.sees()


async def the_admin_takes_it_back(day: Day) -> None:
    log = await day.amal.types("/audit")
    assert [who for who in ("Mira", "Bo", "Amal") if who in log] == ["Mira", "Bo", "Amal"]
    await day.amal.presses("↩️ Undo")
    assert "is lifted" in day.spiro.sees()
    assert "Best prices" in await day.spiro.types("/mine")


async def the_admin_looks_at_the_house(day: Day) -> None:
    assert "Companies: 3" in await day.amal.types("/stats")
    assert "Nothing is waiting" in await day.amal.types("/health")
    await day.amal.types("/roles")
    await day.amal.presses("✖ Bo")
    await day.spiro.offers("Once more", "Something else entirely, for greenhouses.")
    assert "Once more" not in await day.bo.types("/queue"), "at once a moderator no more"
    assert "Once more" in await day.mira.types("/queue")
