"""A company in which many requests wait takes a break in one tap, comes back in one, or by itself when it said so."""

from datetime import timedelta

import pytest

from bot.usecases.listings.breaks import BreakJob
from storage.ids import PersonId
from storage.introductions.load import FLOODED
from storage.listings import listings
from storage.people import memberships
from storage.vocabulary import ListingStatus, ProfileType
from tests.chat import Chat, Human
from tests.clock import Clock
from tests.events.fair import ANAS, MEIS, MEIS_WORDS, Fair, at_the_fair, listed, plain, registered
from tests.factories import add_introduction, add_listing

OFFER = "⏸ Take a break of 2 weeks"
COME_BACK = "▶️ Come back now"


@pytest.fixture
async def fair(chat: Chat, clock: Clock) -> Fair:
    """Four other companies have asked Ana, about another listing of hers than the one that Mei sees."""
    fair = await at_the_fair(chat, clock)
    async with chat.program.services.database.writing() as session:
        (senzor,) = await memberships.represented_by(session, PersonId(fair.ana.id))
        (pudong,) = await memberships.represented_by(session, PersonId(fair.mei.id))
        other = await add_listing(session, senzor, title="Solar pumps", matched_at=clock())
        for number in range(FLOODED - 1):
            need = await add_listing(
                session, pudong, title=f"Pump {number}", profile_type=ProfileType.BUSINESS_REQUEST, matched_at=clock()
            )
            later = {"created_at": clock(), "moved_at": clock(), "expires_at": clock() + timedelta(days=90)}
            await add_introduction(session, need, other, **later)
    return fair


async def statuses(fair: Fair, human: Human) -> set[ListingStatus]:
    async with fair.chat.program.services.database.reading() as session:
        return {one.status for one in await listings.of_person(session, PersonId(human.id))}


async def days(fair: Fair, count: int) -> None:
    fair.clock.forward(days=count)
    services = fair.chat.program.services
    await BreakJob(services.database, services.clock, show=services.matchmaker.consider).run()
    await fair.chat.settle()


async def test_one_more_request_offers_a_break_which_is_one_tap(fair: Fair) -> None:
    ana, mei = fair.ana, fair.mei
    await fair.proposed()
    assert ana.t(OFFER) in ana.buttons(), "five wait, over all listings of the company"
    assert "5" in ana.sees()
    assert ana.t("✅ Accept and share contacts") in ana.buttons()
    seen = await ana.says(OFFER)
    assert "Senzor d.o.o." in seen
    assert await statuses(fair, ana) == {ListingStatus.PAUSED}
    assert ANAS not in await mei.types(f"/search {MEIS}")
    await ana.types("/introductions")
    assert "5" in "".join(ana.buttons()), "what waits stays"


async def test_a_break_hides_the_company_from_new_matches_and_ends_in_one_tap(fair: Fair) -> None:
    ana = fair.ana
    await fair.proposed()
    await ana.says(OFFER)
    wei = fair.chat.person("Wei", "zh-hans")
    await registered(fair.chat, wei, "Wei Farm", "CN", "wei@farm.cn")
    await listed(fair.chat, wei, ProfileType.BUSINESS_REQUEST, MEIS, MEIS_WORDS, "zh")
    assert "🤝" not in await wei.types("/matches")
    await ana.says(COME_BACK)
    assert await statuses(fair, ana) == {ListingStatus.PUBLISHED}
    assert wei.t("🤝 Introduce us") in (await wei.types("/matches"), wei.buttons())[1]


async def test_a_break_ends_by_itself_when_they_said_so_and_says_it(fair: Fair) -> None:
    ana = fair.ana
    await fair.proposed()
    await ana.says(OFFER)
    await ana.presses(f"{ana.t('1 week')}")
    await days(fair, 6)
    assert await statuses(fair, ana) == {ListingStatus.PAUSED}
    await days(fair, 1)
    assert await statuses(fair, ana) == {ListingStatus.PUBLISHED}
    told = plain(ana.t("▶️ The break is over: <b>{company}</b> is shown again.", company="Senzor d.o.o."))
    assert told in ana.sees()
    await ana.says(OFFER)
    assert await statuses(fair, ana) == {ListingStatus.PAUSED}, "another break is one tap away"


async def test_listings_paused_by_hand_stay_paused_after_a_break(fair: Fair) -> None:
    ana = fair.ana
    await ana.types("/mine")
    await ana.presses("📤 Solar pumps")
    await ana.says("⏸ Pause")
    await ana.types("/company")
    await ana.says(OFFER)
    await ana.says(COME_BACK)
    assert await statuses(fair, ana) == {ListingStatus.PAUSED, ListingStatus.PUBLISHED}


async def test_a_listing_shown_again_by_hand_leaves_the_break(fair: Fair) -> None:
    ana = fair.ana
    await ana.types("/company")
    await ana.says(OFFER)
    await ana.types("/mine")
    await ana.presses("📤 Solar pumps")
    await ana.says("▶️ Show again")
    await ana.says("⏸ Pause")
    await days(fair, 15)
    assert await statuses(fair, ana) == {ListingStatus.PAUSED, ListingStatus.PUBLISHED}


async def test_the_company_says_until_when_and_leads_back(fair: Fair) -> None:
    ana = fair.ana
    await ana.types("/company")
    await ana.says(OFFER)
    day = ana.t.date(fair.clock() + timedelta(days=14))
    assert day in await ana.types("/company")
    assert day in await ana.types("/mine")
    await ana.types("/company")
    await ana.says(COME_BACK)
    assert day not in await ana.types("/company")


async def test_a_company_that_shows_nothing_has_nothing_to_pause(fair: Fair) -> None:
    nobody = fair.chat.person("Bo", "en")
    await registered(fair.chat, nobody, "Bo Ltd", "DE", "bo@bo.de")
    await nobody.types("/company")
    assert "Nothing of your company is shown right now." in await nobody.says(OFFER)
