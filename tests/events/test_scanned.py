"""What a scanned code shows, without names, and what can be asked from there."""

from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.context import Caller
from bot.i18n.translator import translator_for
from bot.usecases.events.joining import NoSuchLinkError, Scanned
from handlers.events import scan_views
from handlers.events.buttons import ScanPress
from handlers.events.dialogs import _fits
from handlers.ui.buttons import Go, Place
from storage.events import events
from storage.ids import CompanyId, ListingId, PersonId
from storage.introductions import blocks
from storage.models import Company, Listing
from storage.moderation import blocked_country_pairs
from storage.vocabulary import Kind, Language, ListingStatus
from tests.announcements.fair import Fair
from tests.factories import NOW, add_company, add_listing, add_person

NAME, SAFE = "<i>Pumps & valves</i>", "&lt;i&gt;Pumps &amp; valves&lt;/i&gt;"


def caller(person: PersonId | None = None, **more: Any) -> Caller:
    values: dict[str, Any] = {"consented": True, "companies": {}} | more
    return Caller(
        id=person or PersonId(1),
        name="Ana",
        username=None,
        telegram_language="en",
        t=translator_for(Language.EN),
        roles=frozenset(),
        seen_at=NOW,
        **values,
    )


async def booth(session: AsyncSession, fair: Fair, *, listings: int = 1, **more: Any) -> tuple[Company, Scanned]:
    company = await add_company(
        session, await add_person(session), **({"name": "Secret d.o.o.", "country": "BA"} | more)
    )
    for _ in range(listings):
        await add_listing(session, company, title=NAME, summary=f"{NAME} " + "for water in greenhouses. " * 20)
    event = await events.find(session, fair.event_id)
    return company, Scanned(event=event, company_id=company.id, listing_id=None)


async def test_a_booth_shows_what_its_company_offers_and_not_who_it_is(fair: Fair) -> None:
    async with fair.database.writing() as session:
        _, found = await booth(session, fair)
        view = await scan_views.scanned(session, caller(companies={CompanyId(404): "Mine"}), found, NOW)
    assert "🎪 Novi Sad Fair\n" in view.text
    assert "Bosnia &amp; Herzegovina" in view.text
    assert view.text.count(SAFE) == 2
    assert NAME not in view.text
    assert "Secret" not in view.text
    assert "…" in view.text
    assert [button.text for each in view.rows for button in each] == [f"🤝 {NAME}"]


@pytest.mark.parametrize(
    ("more", "is_asked"),
    [
        ({}, True),
        ({"consented": False}, False),
        ({"companies": {CompanyId(404): "Mine"}}, False),
    ],
)
async def test_people_who_consented_and_have_no_company_are_asked_to_register(
    fair: Fair, more: dict[str, Any], is_asked: bool
) -> None:
    async with fair.database.writing() as session:
        _, found = await booth(session, fair, listings=0)
        text = (await scan_views.scanned(session, caller(**more), found, NOW)).text
    assert ("first register your company" in text) is is_asked
    assert "They have no listings yet." in text


async def test_a_booth_shows_five_listings_that_are_published(fair: Fair) -> None:
    async with fair.database.writing() as session:
        company, found = await booth(session, fair, listings=7)
        view = await scan_views.scanned(session, caller(), found, NOW)
        assert sum("🤝" in button.text for each in view.rows for button in each) == 5
        await session.execute(
            update(Listing).where(Listing.company_id == company.id).values(status=ListingStatus.PAUSED)
        )
        assert "They have no listings yet." in (await scan_views.scanned(session, caller(), found, NOW)).text


async def test_a_code_of_what_is_gone_or_paused_shows_nothing(fair: Fair) -> None:
    async with fair.database.writing() as session:
        company, _ = await booth(session, fair)
        listing = await add_listing(session, company)
        code = Scanned(event=None, company_id=None, listing_id=listing.id)
        assert "🤝" in str((await scan_views.scanned(session, caller(), code, NOW)).rows)
        listing.status = ListingStatus.PAUSED
        await session.flush()
        for gone in (
            code,
            Scanned(event=None, company_id=None, listing_id=ListingId(404)),
            Scanned(event=None, company_id=CompanyId(404), listing_id=None),
            Scanned(event=None, company_id=None, listing_id=None),
        ):
            with pytest.raises(NoSuchLinkError):
                await scan_views.scanned(session, caller(), gone, NOW)


async def test_a_code_from_a_blocked_country_shows_nothing(fair: Fair) -> None:
    async with fair.database.writing() as session:
        _, found = await booth(session, fair)
        person = await add_person(session)
        await add_company(session, person, name="Mine", name_key="mine", country="CN")
        assert await scan_views.scanned(session, caller(person.id), found, NOW)
        await blocked_country_pairs.put(session, "BA", "CN", by=fair.actor.id, reason=None, now=NOW)
        with pytest.raises(NoSuchLinkError):
            await scan_views.scanned(session, caller(person.id), found, NOW)


@pytest.mark.parametrize("they_blocked", [True, False])
async def test_a_code_of_a_blocked_company_shows_nothing_to_either_side(fair: Fair, they_blocked: bool) -> None:
    async with fair.database.writing() as session:
        theirs, at_booth = await booth(session, fair)
        listing = await add_listing(session, theirs)
        person = await add_person(session)
        mine = await add_company(session, person, name="Mine", name_key="mine", country="CN")
        one, other = (theirs, mine) if they_blocked else (mine, theirs)
        await blocks.put(session, one.id, other.id, person_id=person.id, now=NOW)
        for found in (at_booth, Scanned(event=None, company_id=None, listing_id=listing.id)):
            with pytest.raises(NoSuchLinkError):
                await scan_views.scanned(session, caller(person.id), found, NOW)


async def test_a_code_shows_nothing_that_has_expired(fair: Fair) -> None:
    async with fair.database.writing() as session:
        company, at_booth = await booth(session, fair)
        listing = await add_listing(session, company)
        listing.expires_at = NOW
        await session.flush()
        with pytest.raises(NoSuchLinkError):
            await scan_views.scanned(
                session, caller(), Scanned(event=None, company_id=None, listing_id=listing.id), NOW
            )
        view = await scan_views.scanned(session, caller(), at_booth, NOW)
        assert sum("🤝" in button.text for each in view.rows for button in each) == 1


async def test_the_own_people_see_their_code_as_others_do_with_nobody_to_ask(fair: Fair) -> None:
    async with fair.database.writing() as session:
        company, found = await booth(session, fair)
        view = await scan_views.scanned(session, caller(companies={company.id: company.name}), found, NOW)
    assert "This is yours, as others see it." in view.text
    assert SAFE in view.text
    assert [one.press for each in view.rows for one in each] == [Go(Place.MINE)]


@pytest.mark.parametrize(
    ("country", "wants_home", "asks"), [("BA", False, False), ("BA", True, True), ("CN", False, True)]
)
async def test_nobody_is_led_to_ask_a_company_of_their_own_country(
    fair: Fair, country: str, wants_home: bool, asks: bool
) -> None:
    async with fair.database.writing() as session:
        theirs, found = await booth(session, fair)
        await session.execute(update(Listing).where(Listing.company_id == theirs.id).values(same_country=wants_home))
        person = await add_person(session)
        mine = await add_company(session, person, name="Mine", name_key="mine", country=country)
        view = await scan_views.scanned(session, caller(person.id, companies={mine.id: "Mine"}), found, NOW)
    assert SAFE in view.text
    presses = [one.press for each in view.rows for one in each]
    assert any(isinstance(one, ScanPress) for one in presses) is asks
    assert presses, "what to do instead is one tap away"
    assert ("in your country" in view.text) is not asks


@pytest.mark.parametrize(
    ("mine", "fits"),
    [
        ((Kind.NEED, ListingStatus.PUBLISHED), True),
        ((Kind.OFFER, ListingStatus.PUBLISHED), False),
        ((Kind.NEED, ListingStatus.PAUSED), False),
    ],
)
def test_a_published_need_fits_an_offer(mine: tuple[Kind, ListingStatus], fits: bool) -> None:
    kind, status = mine
    assert _fits(Listing(kind=kind, status=status), Listing(kind=Kind.OFFER, status=ListingStatus.PUBLISHED)) is fits


@pytest.mark.parametrize(("drafts", "consented"), [(0, True), (2, True), (7, False)])
def test_a_company_that_was_taken_over_offers_the_drafts_of_the_list(drafts: int, consented: bool) -> None:
    t = translator_for(Language.EN)
    found = [Listing(id=ListingId(number), kind=Kind.OFFER, title=NAME) for number in range(drafts)]
    view = scan_views.claimed(t, NAME, CompanyId(1), found, consented=consented)
    labels = [button.text for each in view.rows for button in each]
    assert view.text.count(SAFE) == 1 + drafts
    assert NAME not in view.text
    assert len(labels) == (1 if not drafts else 2 + min(drafts, 5))
    assert ("From the fair's list" in view.text) is (drafts > 0)
    assert ("stay hidden until you accept" in view.text) is not consented
