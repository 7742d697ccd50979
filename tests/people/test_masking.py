"""What a message is masked with, and which texts of listings are masked when."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.errors import EmptyTextError, TooLongError
from bot.masking import MASK
from bot.usecases.people import masked_listings
from bot.usecases.people.masked_listings import ListingMasker, masked_text
from bot.usecases.people.message_masking import checked, mask_if_outdated, mask_message, masking_context, secrets_of
from storage.database import Database
from storage.ids import CompanyId, ListingId
from storage.models import Company, Listing
from storage.people import companies
from storage.vocabulary import ChannelKind
from tests.factories import add_company, add_listing, add_person, leave_company
from tests.neighbours import select_own


@pytest.mark.parametrize(("text", "limit", "kept"), [(" Hello ", 5, "Hello"), ("Hello", 9, "Hello")])
def test_a_text_is_checked_after_white_space_was_cut(text: str, limit: int, kept: str) -> None:
    assert checked(text, limit) == kept


def test_a_text_has_words_and_a_limit() -> None:
    for nothing in (None, "", "  \n"):
        with pytest.raises(EmptyTextError):
            checked(nothing, 5)
    with pytest.raises(TooLongError) as caught:
        checked("Hello!", 5)
    assert caught.value.values == {"limit": 5, "length": 6}


async def company_of_ana(database: Database) -> CompanyId:
    async with database.writing() as session:
        ana = await add_person(session, name="Ana Anić", username="ana_anic")
        left = await add_person(session, name="Petar Perić", username="petar")
        company = await add_company(session, ana, left, website="https://senzor.rs")
        channels = [
            (ChannelKind.EMAIL, "ana@senzor.rs"),
            (ChannelKind.PHONE, "+381641234567"),
            (ChannelKind.WECHAT, "ana_wx"),
        ]
        await companies.replace_channels(session, ana.id, company.id, channels)
        await companies.replace_channels(session, left.id, company.id, [(ChannelKind.EMAIL, "petar@senzor.rs")])
        await leave_company(session, left, company)
    return company.id


async def test_secrets_are_those_of_the_company_and_its_people_of_today(database: Database) -> None:
    company_id = await company_of_ana(database)
    async with database.reading() as session:
        secrets = await secrets_of(session, company_id)
    assert secrets.company_names == ("Senzor d.o.o.",)
    assert (secrets.person_names, secrets.usernames) == (("Ana Anić",), ("ana_anic",))
    assert (secrets.emails, secrets.phones, secrets.wechat_ids) == (("ana@senzor.rs",), ("+381641234567",), ("ana_wx",))
    assert secrets.website_hosts == ("https://senzor.rs",)


async def test_a_message_is_masked_again_only_if_something_changed_since(database: Database) -> None:
    company_id = await company_of_ana(database)
    async with database.reading() as session:
        around = await masking_context(session, company_id, None)
    made = replace(await mask_message("Hello from Ana", around), relayed="as it was made")
    assert mask_if_outdated(made, "Hello from Ana", around) is made
    for other in (
        mask_if_outdated(None, "Hello from Ana", around),
        mask_if_outdated(made, "Hello", around),
        mask_if_outdated(made, "Hello from Ana", replace(around, earlier=("before",))),
    ):
        assert other.relayed != "as it was made"


async def listing_of_ana(database: Database, **changes: object) -> ListingId:
    async with database.writing() as session:
        company = (await session.scalars(select_own(Company))).first() or await add_company(session)
        return (await add_listing(session, company, **changes)).id


async def test_a_stored_masked_text_is_not_made_again(database: Database) -> None:
    stored = await listing_of_ana(database, masked_title="Masked before", masked_summary="And this")
    halves = [
        await listing_of_ana(database, title="By Senzor d.o.o.", masked_title=None, masked_summary="And this"),
        await listing_of_ana(database, title="By Senzor d.o.o.", masked_title="Masked", masked_summary=None),
    ]
    async with database.reading() as session:
        listing = await session.get_one(Listing, stored)
        assert await masked_text(session, listing) == ("Masked before", "And this")
        for half in halves:
            title, summary = await masked_text(session, await session.get_one(Listing, half))
            assert title == f"By {MASK}"
            assert summary


async def test_waiting_texts_are_masked_up_to_a_limit(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masked_listings, "_BATCH", 2)
    numbers = [await listing_of_ana(database, masked_title=None, masked_summary=None) for _ in range(5)]
    masker = ListingMasker(database)
    waiting = select(Listing.id).where(Listing.masked_title.is_(None), Listing.id.in_(numbers))

    async def left() -> int:
        async with database.reading() as session:
            return len((await session.scalars(waiting)).all())

    assert await masker.mask_waiting(3, among=numbers) == 3
    assert await left() == 2
    assert await masker.mask_waiting(9, among=numbers[:1]) == 0
    assert await masker.mask_waiting(9, among=numbers) == 2
    assert await left() == 0
