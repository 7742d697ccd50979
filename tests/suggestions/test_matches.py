"""From two listings in two languages to a card on each side."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, event

from storage.ids import PersonId
from storage.listings import listings
from storage.models import Listing, Suggestion
from storage.people import memberships
from storage.suggestions import suggestions
from storage.suggestions.suggestions import ScoredPair
from storage.vocabulary import ListingStatus, ProfileType
from tests.chat import Chat
from tests.factories import add_company, add_listing, add_person, loaded_rows


@contextmanager
def statements(beginning: str) -> Iterator[list[str]]:
    """Collects the statements that begin like this."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.startswith(beginning):
            found.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def test_a_chinese_need_and_a_serbian_offer_are_shown_to_each_other(chat: Chat) -> None:
    ana = await chat.join("Ana", company="Senzor d.o.o.", country="Srbija", language="sr")
    mei = await chat.join("Mei", company="浦东农业科技有限公司", country="中国", language="zh-hans")
    await ana.offers(
        "Bežični merači vlažnosti zemljišta za staklenike",
        "Pravimo bežične senzore vlažnosti i temperature zemljišta za staklenike i plastenike.",
    )
    await mei.needs("温室土壤湿度传感器", "我们为温室大棚寻找无线土壤湿度传感器, 需要长期供货.")
    assert "塞尔维亚" in mei.sees()
    assert "Bežični merači vlažnosti zemljišta za staklenike" in mei.sees()
    assert "Senzor" not in mei.sees()
    assert "温室土壤湿度传感器" in ana.sees()
    assert "浦东" not in ana.sees()


async def test_where_nothing_is_good_enough_the_best_few_are_shown_on_demand(chat: Chat) -> None:
    ana = await chat.join("Ana", company="Vinarija Dunav", country="Srbija")
    mei = await chat.join("Mei", company="Beijing Rail Works", country="China")
    await ana.offers("Red wine from Fruška gora", "Oak-aged red wine in bottles, for importers.", sector="food")
    await mei.needs("Brake discs for trams", "Cast brake discs for low-floor trams, with certificates.", sector="rail")
    assert mei.t("👀 Show the closest anyway") in mei.buttons()
    assert "Red wine" not in mei.sees()
    await mei.says("👀 Show the closest anyway")
    assert "Red wine" in mei.sees()


async def test_the_closest_are_looked_for_from_published_listings_of_the_page(chat: Chat) -> None:
    ana = await chat.join("Ana", company="Vinarija Dunav", country="Srbija")
    mei = await chat.join("Mei", company="Beijing Rail Works", country="China")
    await ana.offers("Red wine from Fruška gora", "Oak-aged red wine in bottles, for importers.", sector="food")
    await mei.needs("Brake discs for trams", "Cast brake discs for low-floor trams, with certificates.", sector="rail")
    await mei.needs("Steel rails for trams", "Grooved steel rails for city trams, with certificates.", sector="rail")
    await mei.says("👀 Show the closest anyway")
    assert "for “Steel rails for trams”" in mei.sees()
    assert not any("/ 2" in label for label in mei.buttons()), "the other listing was not looked at"
    await mei.types("/matches")
    assert "Steel rails" in mei.sees()


async def test_all_listings_are_looked_at_where_no_one_has_a_match(chat: Chat) -> None:
    ana = await chat.join("Ana", company="Vinarija Dunav", country="Srbija")
    mei = await chat.join("Mei", company="Beijing Rail Works", country="China")
    await ana.offers("Red wine from Fruška gora", "Oak-aged red wine in bottles, for importers.", sector="food")
    for thing in ("Brake discs", "Steel rails"):
        await mei.needs(f"{thing} for trams", f"{thing} for low-floor trams, with certificates.", sector="rail")
    now = chat.program.services.clock()
    async with chat.program.services.database.writing() as session:
        (beijing,) = await memberships.represented_by(session, PersonId(mei.id))
        for number in range(5):
            await add_listing(
                session, beijing, profile_type=ProfileType.TECHNOLOGY_REQUEST, status=ListingStatus.PAUSED,
                title=f"Paused {number}", now=now + timedelta(minutes=1),
            )  # fmt: skip
    await mei.types("/matches")
    await mei.says("👀 Show the closest anyway")
    assert "1 / 2" in mei.buttons()


async def test_where_there_is_nobody_abroad_the_best_few_are_none(chat: Chat) -> None:
    mei = await chat.join("Mei", company="Beijing Rail Works", country="China")
    await mei.needs("Brake discs for trams", "Cast brake discs for low-floor trams, with certificates.", sector="rail")
    await mei.says("👀 Show the closest anyway")
    assert mei.t("No close match abroad yet. I keep looking.") in mei.sees()


async def test_a_listing_is_shared_by_a_link_that_tells_no_name(chat: Chat) -> None:
    ana = await chat.join("Ana", company="Senzor d.o.o.", country="Srbija")
    mei = await chat.join("Mei", company="Pudong Agritech", country="China")
    await ana.offers("Wireless soil moisture probes", "Probes for soil moisture in greenhouses, with long batteries.")
    await ana.types("/mine")
    await ana.presses("📤 Wireless")
    await ana.says("🔗 Share it")
    link = re.search(r"https://t\.me/\S+", ana.sees())
    assert link is not None
    await mei.does("opens", link[0])
    assert "Wireless soil moisture probes" in mei.sees()
    assert "Senzor" not in mei.sees()


async def test_who_keeps_turning_down_a_country_is_shown_the_way_to_name_theirs(chat: Chat) -> None:
    ana = await chat.join("Ana", company="Senzor d.o.o.", country="Srbija")
    await ana.offers("Wireless soil moisture probes", "Probes for soil moisture in greenhouses, with long batteries.")
    for name in ("Mei", "Li"):
        person = await chat.join(name, company=f"{name} Agritech", country="China")
        await person.needs("Soil moisture probes", "We look for wireless soil moisture probes for greenhouses.")
    await ana.types("/matches")
    for hinted in (False, True):
        await ana.says("👎 Not for us")
        await ana.says("Not that country")
        assert ("you often turn down partners from: 🇨🇳 China" in ana.sees()) is hinted
    assert ana.t("🗂 My listings") in ana.buttons()


async def test_who_named_the_countries_they_want_is_not_shown_the_way(chat: Chat) -> None:
    ana = await chat.join("Ana", company="Senzor d.o.o.", country="Srbija")
    await ana.offers("Wireless soil moisture probes", "Probes for soil moisture in greenhouses, with long batteries.")
    for name in ("Mei", "Li"):
        person = await chat.join(name, company=f"{name} Agritech", country="China")
        await person.needs("Soil moisture probes", "We look for wireless soil moisture probes for greenhouses.")
    async with chat.program.services.database.writing() as session:
        (senzor,) = await memberships.represented_by(session, PersonId(ana.id))
        (offer,) = await listings.of_company(session, senzor.id)
        offer.targets = frozenset({"DE", "CN"})
    await ana.types("/matches")
    for _ in range(2):
        await ana.says("👎 Not for us")
        await ana.says("Not that country")
    assert "you often turn down partners" not in ana.sees()


async def test_many_matches_come_one_a_page(chat: Chat) -> None:
    ana = await chat.join("Ana", company="Senzor d.o.o.", country="Srbija")
    await ana.offers("Wireless soil moisture probes", "Probes for soil moisture in greenhouses, with long batteries.")
    now = chat.program.services.clock()
    async with chat.program.services.database.writing() as session:
        (senzor,) = await memberships.represented_by(session, PersonId(ana.id))
        (offer,) = await listings.of_company(session, senzor.id)
        pudong = await add_company(session, await add_person(session), country="CN", now=now)
        pairs = []
        for number in range(7):
            need = await add_listing(
                session, pudong, profile_type=ProfileType.TECHNOLOGY_REQUEST, title=f"Thing {number}", now=now
            )
            pairs.append(ScoredPair(need_id=need.id, offer_id=offer.id, score=90 - number, reasons={"reasons": []}))
        await suggestions.store(session, pairs, now)
    await ana.types("/matches")
    for place in range(7):
        assert f"Thing {place}" in ana.sees()
        assert f"{place + 1} / 7" in ana.buttons()
        with loaded_rows(Suggestion, Listing) as loaded:
            await ana.presses("▶")
        assert loaded == {Suggestion: 1, Listing: 2}
    assert "1 / 7" in ana.buttons()
    with statements("INSERT INTO suggestion_seen") as written:
        await ana.presses("▶")
    assert written == [], "it was seen before"


async def test_without_a_match_one_sees_what_waits_or_what_is_missing(chat: Chat) -> None:
    ana = await chat.join("Ana", company="Senzor d.o.o.", country="Srbija")
    assert "You have no published listing" in await ana.types("/matches")
    await ana.offers("Soil moisture sensors for greenhouses")
    mei = await chat.join("Mei", company="Pudong Agritech", country="China")
    await mei.needs("Soil moisture sensors for greenhouses")
    assert "waits for your answer" not in await mei.types("/matches")
    await mei.presses("Introduce us")
    await mei.presses("Send")
    seen = await ana.types("/matches")
    assert "No good match yet" in seen
    assert "1 introduction waits for your answer" in seen
    assert "Soil moisture sensors" in await ana.presses("My introductions")
