"""/mine: what people do with what they have published."""

from datetime import timedelta

import pytest

from handlers.listings.views import PER_PAGE
from storage.ids import PersonId
from storage.models import Listing
from storage.people import memberships
from storage.vocabulary import ListingStatus
from tests.chat import Chat, Human
from tests.clock import Clock
from tests.factories import add_listing, loaded_rows
from tests.neighbours import select_own

TITLE = "Soil moisture sensors"
SUMMARY = "Wireless soil moisture sensors for greenhouses, with a battery for five years."


async def open_listing(chat: Chat) -> Human:
    """Ana in front of the one listing she has."""
    ana = await chat.join("Ana", company="Firma Jedan", country="Srbija")
    await ana.offers(TITLE, SUMMARY)
    await ana.types("/mine")
    await ana.presses(TITLE)
    return ana


async def status(chat: Chat) -> ListingStatus:
    return (await listing(chat)).status


async def listing(chat: Chat) -> Listing:
    async with chat.program.services.database.reading() as session:
        return (await session.scalars(select_own(Listing))).one()


async def test_nothing_yet_leads_to_the_first(chat: Chat) -> None:
    ana = await chat.join("Ana", company="Firma Jedan", country="Srbija")
    assert "no listings yet" in await ana.types("/mine")
    assert "What is it about?" in await ana.presses("Look for something")


async def test_pause_and_show_again(chat: Chat) -> None:
    ana = await open_listing(chat)
    assert "paused" in await ana.presses("Pause")
    assert await status(chat) is ListingStatus.PAUSED
    assert "published" in await ana.presses("Show again")
    assert await status(chat) is ListingStatus.PUBLISHED


async def test_close_and_show_again(chat: Chat) -> None:
    ana = await open_listing(chat)
    assert "closed" in await ana.presses("Close")
    assert await status(chat) is ListingStatus.CLOSED
    await ana.presses("Show again")
    assert await status(chat) is ListingStatus.PUBLISHED


async def test_renew_counts_from_today(chat: Chat, clock: Clock) -> None:
    ana = await open_listing(chat)
    clock.forward(days=100)
    before = (await listing(chat)).expires_at
    await ana.presses("Renew")
    assert (await listing(chat)).expires_at - before == timedelta(days=100)


async def test_delete_and_undo(chat: Chat) -> None:
    ana = await open_listing(chat)
    await ana.presses("Pause")
    assert f"Deleted: {TITLE}" in await ana.presses("Delete")
    assert await status(chat) is ListingStatus.DELETED
    assert "no listings yet" in await ana.types("/mine")
    assert "paused" in await ana.presses("Undo", older=True)
    assert await status(chat) is ListingStatus.PAUSED
    assert TITLE in await ana.types("/mine")


@pytest.mark.parametrize("label", ["Pause", "Close", "Delete"])
async def test_a_second_tap_says_that_it_is_done(chat: Chat, label: str) -> None:
    ana = await open_listing(chat)
    shown = ana.phone.last()
    data = ana.phone.found(label, None).action["callback_data"]
    await ana.presses(label)
    after = await status(chat)
    assert "already done" in await ana.does("presses_stale", shown, data)
    assert await status(chat) is after
    assert not ana.phone.waiting


async def test_hidden_listings_are_found_by_nobody(chat: Chat) -> None:
    ana = await open_listing(chat)
    await ana.presses("Pause")
    mei = await chat.join("Mei", company="Pudong Agritech", country="China")
    await mei.needs(TITLE, SUMMARY)
    assert "No good match yet" in mei.sees()
    await ana.presses("Show again")
    assert TITLE in await mei.types("/matches")


async def test_many_listings_come_in_pages(chat: Chat) -> None:
    ana = await chat.join("Ana", company="Firma Jedan", country="Srbija")
    async with chat.program.services.database.writing() as session:
        (company,) = await memberships.represented_by(session, PersonId(ana.id))
        for number in range(14):
            await add_listing(session, company, title=f"Thing {number:02}", now=chat.program.services.clock())
    titles: list[str] = []
    await ana.types("/mine")
    for page in (1, 2, 3):
        assert f"{page} / 3" in ana.buttons()
        titles += [label for label in ana.buttons() if "Thing" in label]
        with loaded_rows(Listing) as loaded:
            await ana.presses("▶")
        assert loaded[Listing] <= PER_PAGE
    assert len(set(titles)) == 14
    assert "1 / 3" in ana.buttons()
    await ana.presses("◀")
    assert "3 / 3" in ana.buttons()


async def test_the_number_of_matches_leads_to_them(chat: Chat) -> None:
    ana = await open_listing(chat)
    mei = await chat.join("Mei", company="Pudong Agritech", country="China")
    await mei.needs(TITLE, SUMMARY)
    assert "1 match" in await ana.types("/mine")
    await ana.presses("📤")
    seen = await ana.presses("Matches")
    assert "from China" in seen
    assert "Pudong" not in seen


async def test_all_listings_leads_back(chat: Chat) -> None:
    ana = await open_listing(chat)
    assert "Your listings" in await ana.presses("All listings")
