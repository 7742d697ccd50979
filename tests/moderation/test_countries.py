"""Blocked country pairs: no introductions between them, open ones end, and a block can be undone."""

import pytest

from bot.usecases.events import booths
from bot.usecases.moderation.roles import Actor
from storage.ids import PersonId
from storage.listings import listings
from storage.moderation import blocked_country_pairs
from storage.vocabulary import LinkKind
from tests.chat import Chat, Human
from tests.clock import Clock
from tests.events.fair import ANAS, MEIS, Fair, at_the_fair, plain
from tests.moderation.moderators import admin, moderator


@pytest.fixture
async def fair(chat: Chat, clock: Clock) -> Fair:
    return await at_the_fair(chat, clock)


async def keeps_apart(ada: Human, one: str = "Srbija", other: str = "中国", reason: str = "Sectoral embargo") -> str:
    """Blocks the countries, typed in any language, with the command."""
    await ada.types("/countries")
    await ada.says("➕ Block a pair of countries")
    for country in (one, other):
        await ada.types(country)
        await ada.phone_presses_first()
    await ada.types(reason)
    return await ada.presses("✅")


async def test_a_blocked_pair_no_longer_sees_each_other(fair: Fair) -> None:
    ada = await admin(fair.chat)
    seen = await keeps_apart(ada)
    assert "🇨🇳 China – 🇷🇸 Serbia" in seen
    assert "Sectoral embargo" in seen
    assert "not legal advice" in seen
    await fair.mei.types("/matches")
    assert ANAS not in fair.mei.sees()
    await fair.mei.types("/search senzori za staklenike")
    assert ANAS not in fair.mei.sees()
    await fair.ana.types("/search 温室")
    assert MEIS not in fair.ana.sees()


async def test_open_introductions_end_neutrally_without_the_reason(fair: Fair) -> None:
    ada = await admin(fair.chat)
    await fair.proposed()
    assert "1 open introduction ended" in await keeps_apart(ada)
    for human in (fair.mei, fair.ana):
        assert human.t("↩️ This introduction cannot continue. It is nothing against either of you.") in human.sees()
        assert "embargo" not in human.sees()
    await fair.ana.says("✅ Accept and share contacts", older=True)
    assert "浦东农业" not in fair.ana.sees()
    assert "Senzor" not in fair.mei.sees()


async def test_an_old_card_cannot_propose_in_a_blocked_pair(fair: Fair) -> None:
    ada = await admin(fair.chat)
    await fair.mei.says("🤝 Introduce us", older=True)
    await keeps_apart(ada)
    await fair.mei.presses(fair.mei.t("Send"), older=True)
    assert fair.ana.t("✅ Accept and share contacts") not in fair.ana.buttons()
    assert fair.mei.t("This company cannot be asked at the moment.") in fair.mei.sees()


async def test_a_link_opens_nothing_in_a_blocked_pair(fair: Fair) -> None:
    ada = await admin(fair.chat)
    link = await shared(fair)
    await fair.mei.types(f"/start {link}")
    assert ANAS in fair.mei.sees()
    await keeps_apart(ada)
    await fair.mei.types(f"/start {link}")
    assert ANAS not in fair.mei.sees()
    assert fair.mei.t("This link is invalid or expired.") in fair.mei.sees()


async def shared(fair: Fair) -> str:
    """Returns the start parameter of a link to Ana's listing."""
    services, ana = fair.chat.program.services, PersonId(fair.ana.id)
    async with services.database.writing() as session:
        listing = (await listings.of_person(session, ana))[0]
        actor = Actor(id=ana, admins=frozenset())
        link = await booths.listing_link(session, actor, listing.id, draw=services.draw, now=services.clock())
    return f"{LinkKind.LISTING.value}_{link.code}"


async def test_unblocked_countries_find_each_other_again(fair: Fair) -> None:
    ada = await admin(fair.chat)
    await keeps_apart(ada)
    await ada.types("/countries")
    await ada.presses("✖ 🇨🇳 China – 🇷🇸 Serbia")
    assert "China" not in ada.sees()
    await fair.chat.program.services.matchmaker.sweep()
    await fair.mei.types("/matches")
    assert ANAS in plain(fair.mei.sees())


async def test_a_block_can_be_undone_and_redone_from_the_log(fair: Fair) -> None:
    ada = await admin(fair.chat)
    await keeps_apart(ada)
    await ada.types("/audit")
    assert "blocked a pair of countries · China – Serbia" in ada.sees()
    assert "Sectoral embargo" in ada.sees()
    await ada.presses("↩️ Undo")
    await fair.mei.types("/matches")
    assert ANAS in plain(fair.mei.sees())
    await ada.types("/audit")
    await ada.presses("↩️ Undo")
    async with fair.chat.program.services.database.reading() as session:
        assert await blocked_country_pairs.blocked_for(session, "CN") == {"RS"}


async def test_a_country_cannot_be_blocked_with_itself(fair: Fair) -> None:
    ada = await admin(fair.chat)
    assert "the same country" in await keeps_apart(ada, "Serbia", "塞尔维亚")


async def test_a_moderator_cannot_block_countries(fair: Fair) -> None:
    mira = await moderator(fair.chat)
    await mira.types("/countries")
    assert "apart" not in mira.sees()
