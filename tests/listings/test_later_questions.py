"""What a listing leaves open is asked once it is published, if its matches show that the answer helps."""

import pytest

from bot.usecases.listings.later_questions import LaterQuestion, take_question
from storage.database import Database
from storage.models import Listing
from storage.suggestions import suggestions
from storage.suggestions.suggestions import ScoredPair
from storage.vocabulary import ListingStatus, Partnership, ProfileType, Stage
from tests.chat import Chat
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


async def test_who_does_not_answer_is_not_asked_again(chat: Chat) -> None:
    await ana_wants_distributors(chat)
    mei = await chat.join("Mei", company="Pudong Agritech", country="China")
    assert QUESTION in await mei.needs(THING)
    await mei.types("/mine")
    await mei.presses(f"📥 {THING}")
    await mei.presses("Edit")
    assert QUESTION not in await mei.presses("Save")


async def test_what_no_match_says_is_not_asked(chat: Chat) -> None:
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


@pytest.mark.parametrize(
    ("offer", "need", "fields"),
    [
        ({}, EVERYTHING, list(EVERYTHING)),
        ({"sectors": AGRICULTURE}, {"sectors": AGRICULTURE, "partnerships": RESEARCH}, ["partnerships"]),
        ({}, {"profile_type": ProfileType.BUSINESS_REQUEST}, ["stage"]),
        ({"stage": Stage.MARKET}, {"profile_type": ProfileType.BUSINESS_REQUEST}, []),
        ({}, {"partnerships": RESEARCH, "status": ListingStatus.PAUSED}, []),
        ({"status": ListingStatus.PAUSED}, {"partnerships": RESEARCH}, []),
        ({}, {}, []),
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
