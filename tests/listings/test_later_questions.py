"""What a listing leaves open is asked once it is published, if its matches show that the answer helps."""

import pytest

from bot.usecases.listings.later_questions import LaterQuestion, take_question
from storage.database import Database
from storage.listings.later_questions import mark_company_asked
from storage.models import Listing, Membership
from storage.people import memberships
from storage.suggestions import suggestions
from storage.suggestions.suggestions import ScoredPair
from storage.vocabulary import IprStatus, ListingStatus, Partnership, ProfileType, Stage
from tests.chat import Chat, Human
from tests.factories import NOW, add_company, add_listing, add_person

THING = "Soil moisture sensors for greenhouses"
QUESTION = "says what cooperation it looks for"


async def ana_wants_distributors(chat: Chat) -> None:
    ana = await chat.join("Ana", company="Senzor d.o.o.", country="Srbija")
    await ana.offers(THING)
    await ana.types("/mine")
    for label in (f"📤 {THING}", "Edit", "Cooperation", "Commercial agency", "Done", "Save"):
        await ana.presses(label)


async def test_a_question_comes_with_the_matches_and_is_asked_once(chat: Chat) -> None:
    await ana_wants_distributors(chat)
    mei = await chat.join("Mei", company="Pudong Agritech", country="China")
    assert f"1 of your matches {QUESTION}" in await mei.needs(THING)
    assert THING in mei.sees(), "it stands below the match"
    assert "What kind of cooperation do you look for?" in await mei.presses("Answer")
    await mei.presses("Commercial agency")
    assert "This is how others will see it" in await mei.presses("Done")
    seen = await mei.presses("Save")
    assert "Both look for: Commercial agency or distribution" in seen
    assert QUESTION not in seen


async def test_later_questions_are_asked_once(chat: Chat) -> None:
    await ana_wants_distributors(chat)
    mei = await chat.join("Mei", company="Pudong Agritech", country="China")
    assert QUESTION in await mei.needs(THING)
    await mei.types("/mine")
    await mei.presses(f"📥 {THING}")
    await mei.presses("Edit")
    assert QUESTION not in await mei.presses("Save")


async def test_a_later_question_is_skipped_by_one_tap(chat: Chat) -> None:
    await ana_wants_distributors(chat)
    mei = await chat.join("Mei", company="Pudong Agritech", country="China")
    await mei.needs(THING)
    seen = await mei.says("Skip")
    assert THING in seen, "the match stays"
    assert QUESTION not in seen


async def test_facts_that_matter_to_no_match_are_not_asked(chat: Chat) -> None:
    ana = await chat.join("Ana", company="Senzor d.o.o.", country="Srbija")
    await ana.offers(THING)
    mei = await chat.join("Mei", company="Pudong Agritech", country="China")
    seen = await mei.needs(THING)
    assert THING in seen
    assert "of your match" not in seen


async def an_offer_and_its_match(database: Database, offer: dict[str, object], need: dict[str, object]) -> Listing:
    """Returns the offer of a technology. Both listings leave open what is not given here."""
    async with database.writing() as session:
        company = await add_company(session, await add_person(session))
        mine = await add_listing(session, company, **{"stage": None} | offer)
        abroad = await add_company(session, await add_person(session), name="Pudong", name_key="pudong", country="CN")
        wanted = {"profile_type": ProfileType.TECHNOLOGY_REQUEST, "stage": None} | need
        theirs = await add_listing(session, abroad, **wanted)
        await suggestions.store(session, [ScoredPair(need_id=theirs.id, offer_id=mine.id, score=80, reasons={})], NOW)
    return mine


AGRICULTURE = frozenset({"agriculture"})
RESEARCH = frozenset({Partnership.RESEARCH})
EVERYTHING: dict[str, object] = {"sectors": AGRICULTURE, "partnerships": RESEARCH, "stage": Stage.MARKET}
PATENTED = {"ipr": IprStatus.GRANTED}


@pytest.mark.parametrize(
    ("offer", "need", "fields"),
    [
        ({}, EVERYTHING, [*EVERYTHING, "ipr"]),
        (PATENTED, EVERYTHING, list(EVERYTHING)),
        (PATENTED | {"sectors": AGRICULTURE}, {"sectors": AGRICULTURE, "partnerships": RESEARCH}, ["partnerships"]),
        ({}, {"profile_type": ProfileType.BUSINESS_REQUEST}, ["stage"]),
        ({"stage": Stage.MARKET}, {"profile_type": ProfileType.BUSINESS_REQUEST}, []),
        ({}, {"partnerships": RESEARCH, "status": ListingStatus.PAUSED}, []),
        ({"status": ListingStatus.PAUSED}, {"partnerships": RESEARCH}, []),
        ({}, {}, ["ipr"]),
        (PATENTED, {}, []),
    ],
)
async def test_only_what_is_open_and_can_be_compared_is_asked_one_by_one(
    database: Database, offer: dict[str, object], need: dict[str, object], fields: list[str]
) -> None:
    mine = await an_offer_and_its_match(database, offer, need)
    asked: list[LaterQuestion | None] = []
    for _ in range(len(fields) + 1):
        async with database.writing() as session:
            asked.append(await take_question(session, mine.id))
    assert asked == [*(LaterQuestion(field=field, matches=1) for field in fields), None]


async def test_joint_research_is_not_asked_for_the_kind_of_cooperation(database: Database) -> None:
    async with database.writing() as session:
        abroad = await add_company(session, await add_person(session), name="Pudong", name_key="pudong", country="CN")
        need = await add_listing(session, abroad, profile_type=ProfileType.RESEARCH_REQUEST)
        offer = await add_listing(session, await add_company(session, await add_person(session)), partnerships=RESEARCH)
        await suggestions.store(session, [ScoredPair(need_id=need.id, offer_id=offer.id, score=80, reasons={})], NOW)
        assert await take_question(session, need.id) is None


WHY = {"website": "website first", "role": "whom they talk to", "size": "how many people", "city": "visit you"}


async def nia_of_one_message(chat: Chat, name: str) -> Human:
    """A newcomer who was asked for nothing but name, country and contact, and now needs what Ana and others offer."""
    nia = chat.person("Nia", "en")
    await nia.types("We are looking for a supplier of soil moisture sensors for greenhouses.")
    await nia.says("✅ I agree: publish and introduce me")
    await (nia.types(name) if name else nia.says("💡 I am an inventor, on my own"))
    await nia.types("Italy")
    await nia.says("Done")
    await nia.says("✅ Publish abroad")
    return nia


async def proposes(nia: Human) -> str:
    await nia.types("/matches")
    await nia.says("🤝 Introduce us")
    return await nia.says("Send")


def asked_for(seen: str) -> list[str]:
    return [field for field, why in WHY.items() if why in seen]


async def four_offers(chat: Chat) -> None:
    for number, country in enumerate(("Srbija", "Hungary", "Austria", "Greece", "Spain")):
        other = await chat.join(f"Ana{number}", company=f"Zelena {number} Dolina", country=country)
        await other.offers(THING)


async def test_the_company_is_asked_for_one_field_with_each_request(chat: Chat) -> None:
    await four_offers(chat)
    nia = await nia_of_one_message(chat, "Nia Green Ltd")
    assert asked_for(await proposes(nia)) == ["website"]
    assert "Sent." in nia.phone.last()["text"], "the question stands in the same message"
    assert "Does it have a website?" in await nia.says("➕ Website")
    await nia.types("niagreen.it")
    await nia.says("Save")
    assert asked_for(await proposes(nia)) == ["role"]
    assert asked_for(await proposes(nia)) == ["size"]
    await nia.says("➕ Size")
    await nia.presses("2–10")
    await nia.says("Save")
    assert asked_for(await proposes(nia)) == ["city"]
    assert asked_for(await proposes(nia)) == [], "each is asked once"
    await nia.types("/company")
    assert "niagreen.it" in nia.sees()
    assert "2–10 people" in nia.sees()


async def test_an_inventor_has_neither_a_role_nor_a_size(chat: Chat) -> None:
    await four_offers(chat)
    nia = await nia_of_one_message(chat, "")
    assert asked_for(await proposes(nia)) == ["website"]
    assert "Do you have a website?" in await nia.says("➕ Website")
    await nia.types("/cancel")
    assert asked_for(await proposes(nia)) == ["city"]
    assert asked_for(await proposes(nia)) == []


async def test_the_accepting_side_is_asked_too(chat: Chat) -> None:
    nia = await nia_of_one_message(chat, "Nia Green Ltd")
    ana = await chat.join("Ana", company="Senzor d.o.o.", country="Srbija")
    await ana.offers(THING)
    assert asked_for(await proposes(ana)) == [], "the step-by-step registration has asked for everything"
    seen = await nia.says("✅ Accept and share contacts")
    assert asked_for(seen) == ["website"]
    card = nia.phone.last()
    assert "You're connected" in card["caption"], "the question stands in the same message"
    assert "✍️ Write to them" in nia.buttons()
    await nia.says("➕ Website")
    await nia.types("/cancel")
    assert "What you write now goes to" in await nia.says("✍️ Write to them", older=True), "its buttons stay"


async def test_two_who_look_at_once_are_asked_once(database: Database) -> None:
    async with database.writing() as session:
        person = await add_person(session)
        company = await add_company(session, person, website=None)
        first = await memberships.find(session, person.id, company.id)
        assert first is not None
        assert await mark_company_asked(session, first, "website")
        assert not await mark_company_asked(
            session, Membership(person_id=person.id, company_id=company.id, asked_later=None), "website"
        )
