"""Who got no match and no request for two weeks is told once, kindly, what the listing lacks."""

from datetime import timedelta

import pytest

from bot.usecases.listings.hints import AMOUNT, SUMMARY, WAITS, due_job, lacks
from storage.ids import PersonId
from storage.listings import hints
from storage.people import memberships
from storage.vocabulary import Partnership, ProfileType, Stage
from tests.chat import Chat, Human
from tests.clock import Clock
from tests.events.fair import ANAS, Fair, at_the_fair, listed, plain, registered
from tests.factories import add_introduction, add_listing

WINE = "Crno vino iz Župe"
LONG = "Porodična vinarija nudi crna vina u bocama za uvoznike i restorane. " * 4


@pytest.fixture
async def fair(chat: Chat, clock: Clock) -> Fair:
    return await at_the_fair(chat, clock)


async def a_year_of(fair: Fair, days: int) -> None:
    services = fair.chat.program.services
    job = due_job(services.database, services.clock, wake=lambda: None)
    for _ in range(days):
        fair.clock.forward(days=1)
        await job.run()
        await fair.chat.settle()


def told(human: Human) -> list[str]:
    return [text for one in human.phone.messages() if (text := one.get("text", "")).startswith("🌱")]


async def vintner(fair: Fair, title: str = WINE, summary: str = "Porodična vinarija nudi crna vina.") -> Human:
    there = fair.chat.person("Vera", "sr")
    await registered(fair.chat, there, "Vinarija Župa", "RS", "vera@vino.rs")
    await listed(fair.chat, there, ProfileType.BUSINESS_OFFER, title, summary, "sr")
    return there


async def test_a_hint_comes_once_after_two_weeks_and_what_is_missing_is_one_tap(fair: Fair) -> None:
    vera = await vintner(fair)
    await a_year_of(fair, WAITS.days - 1)
    assert not told(vera)
    await a_year_of(fair, 30)
    (hint,) = told(vera)
    assert WINE in hint
    assert vera.t("what kind of cooperation you look for") in hint
    assert vera.t("a figure: size, power, pieces a year") in hint
    assert vera.t("its sector") not in hint, "that it says"
    await vera.says("➕ Description")
    await vera.types(LONG + "50.000 boca godišnje, 750 ml.")
    await vera.says("Save")
    assert LONG[:40] in (await vera.types("/mine"), await vera.presses(f"📤 {WINE}"))[1]


async def test_listings_with_a_match_get_no_hint(fair: Fair) -> None:
    await a_year_of(fair, 30)
    assert not told(fair.ana)
    assert not told(fair.mei)


async def test_listings_with_a_request_get_no_hint(fair: Fair, clock: Clock) -> None:
    vera = await vintner(fair)
    async with fair.chat.program.services.database.writing() as session:
        (winery,) = await memberships.represented_by(session, PersonId(vera.id))
        (pudong,) = await memberships.represented_by(session, PersonId(fair.mei.id))
        wine = await add_listing(session, winery, title="Belo vino", now=clock(), matched_at=clock())
        need = await add_listing(session, pudong, profile_type=ProfileType.BUSINESS_REQUEST, matched_at=clock())
        await add_introduction(session, need, wine, expires_at=clock() + timedelta(days=90))
    await a_year_of(fair, 30)
    assert not [hint for hint in told(vera) if "Belo vino" in hint]


async def test_an_adviser_of_many_gets_one_a_day(fair: Fair) -> None:
    vera = await vintner(fair)
    for number in range(3):
        await listed(fair.chat, vera, ProfileType.BUSINESS_OFFER, f"Vino {number}", "Crno vino u bocama.", "sr")
    await a_year_of(fair, WAITS.days)
    assert len(told(vera)) == 1
    await a_year_of(fair, 1)
    assert len(told(vera)) == 2
    await a_year_of(fair, 30)
    assert len(told(vera)) == len(set(told(vera))) == 4


async def test_people_who_want_no_matches_get_no_hint(fair: Fair) -> None:
    vera = await vintner(fair)
    await vera.types("/settings")
    await vera.says("Never")
    await a_year_of(fair, 30)
    assert not told(vera)


async def test_a_listing_that_says_all_is_told_so(fair: Fair, clock: Clock) -> None:
    vera = fair.chat.person("Vera", "sr")
    await registered(fair.chat, vera, "Vinarija Župa", "RS", "vera@vino.rs")
    async with fair.chat.program.services.database.writing() as session:
        (winery,) = await memberships.represented_by(session, PersonId(vera.id))
        listing = await add_listing(
            session,
            winery,
            title=WINE,
            summary=f"{LONG}750 ml.",
            language="sr",
            profile_type=ProfileType.BUSINESS_OFFER,
            sectors=frozenset({"food"}),
            partnerships=frozenset({Partnership.COMMERCIAL.value}),
            now=clock(),
            matched_at=clock(),
        )
    assert lacks(listing) == []
    await a_year_of(fair, 15)
    (hint,) = told(vera)
    assert plain(vera.t("✏️ Edit")) in vera.buttons()
    assert "•" not in hint


async def test_hints_name_missing_facts_that_the_matcher_reads(fair: Fair, clock: Clock) -> None:
    async with fair.chat.program.services.database.writing() as session:
        (senzor,) = await memberships.represented_by(session, PersonId(fair.ana.id))
        technology = await add_listing(session, senzor, title=ANAS, summary="Merači.", language="sr", stage=None)
        known = await add_listing(session, senzor, stage=Stage.MARKET, summary="Sensors of 5 kW. " * 20)
        need = await add_listing(session, senzor, profile_type=ProfileType.RESEARCH_REQUEST)
        assert lacks(technology) == ["sectors", "partnerships", "stage", SUMMARY, AMOUNT]
        assert lacks(known) == ["sectors", "partnerships"]
        assert lacks(need) == ["sectors", SUMMARY, AMOUNT]
        due = await hints.without_anybody(session, clock(), clock(), 10)
        assert due == [], "the matcher has not looked at them yet"
