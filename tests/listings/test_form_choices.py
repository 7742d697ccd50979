"""Choices of a listing's form that nobody was offered, and what follows a publication."""

import pytest

from bot.sandbox.world import World
from storage.ids import PersonId
from storage.models import Person
from tests.chat import Chat, Human, open_chat
from tests.clock import Clock
from tests.factories import add_company, add_listing
from tests.listings.dialog import TITLE, ana_of, at_preview, listings


async def of_two_companies(chat: Chat) -> Human:
    ana = await ana_of(chat)
    async with chat.program.services.database.writing() as session:
        await add_company(session, await session.get_one(Person, PersonId(ana.id)), name="Beton Beograd")
        await add_company(session, name="Of others")
    return ana


@pytest.mark.parametrize("forged", [":c:3", ":t:2", ":c:x"], ids=["of others", "another act", "nothing"])
async def test_only_an_own_company_is_chosen(chat: Chat, forged: str) -> None:
    ana = await of_two_companies(chat)
    assert "For which company?" in await ana.types("/offer")
    question, data = ana.phone.last(), ana.phone.found("Beton", None).action["callback_data"]
    await ana.does("presses_stale", question, ":".join(data.split(":")[:3]) + forged)
    assert "Choose one of the buttons below." in ana.sees()
    assert "Choose one of the buttons below." in await ana.types("2")
    assert "What is it about?" in await ana.presses("Beton", older=True)


async def test_a_published_listing_is_matched_and_one_in_review_is_not(
    world: World, clock: Clock, database_url: str
) -> None:
    async with open_chat(world, database_url, clock, review="all") as chat:
        ana = await ana_of(chat)
        await at_preview(ana)
        assert "Submitted." in await ana.presses("Publish")
        assert "match" not in ana.sees()


async def test_an_edit_does_not_call_the_listing_its_own_double(chat: Chat) -> None:
    ana = await ana_of(chat)
    await at_preview(ana)
    await ana.presses("Publish")
    await ana.types("/mine")
    await ana.presses(TITLE)
    assert "nearly the same" not in await ana.presses("Edit")


async def test_another_companys_words_are_no_double(chat: Chat) -> None:
    ana = await ana_of(chat)
    async with chat.program.services.database.writing() as session:
        await add_listing(session, await add_company(session), title=TITLE)
    assert "nearly the same" not in await at_preview(ana)
    await ana.presses("Publish")
    assert [one.title for one in await listings(chat)].count(TITLE) == 2
