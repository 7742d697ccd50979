"""Whoever changes a company or its people: the same things follow every time."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.masking import MASK
from bot.usecases.events import booths
from bot.usecases.imports.exhibitor_list import read_list
from bot.usecases.imports.plan import compare, load_names
from bot.usecases.imports.storing import import_at_once
from bot.usecases.imports.undo import undo_import
from bot.usecases.moderation.roles import Actor
from bot.usecases.people import company_changes, registration
from bot.usecases.people.former_names import upsert_person
from bot.usecases.people.masked_listings import ListingMasker, masked_text
from bot.usecases.people.registration import NewCompany
from bot.usecases.privacy import rights
from storage import links
from storage.database import Database
from storage.events import events, exhibitors
from storage.ids import CompanyId, EventId, ListingId, PersonId
from storage.listings import listings, masked_texts
from storage.models import Event, Link, Listing
from storage.moderation import roles
from storage.people import companies, memberships
from storage.verification import verifications
from storage.vocabulary import (
    ChannelKind,
    Language,
    LinkKind,
    MembershipStatus,
    Relation,
    Role,
    VerificationMethod,
)
from tests.factories import NOW, add_company, add_listing, add_person
from tests.imports.importing import new_import
from tests.neighbours import is_own

ADVISER, COLLEAGUE = "Branislava Petrović", "Zoran Ilić"
SUMMARY = f"Senzor d.o.o. makes sensors. Ask {ADVISER} or {COLLEAGUE}, or Kvark."


@dataclass(kw_only=True)
class House:
    """Senzor, with its adviser Branislava and its colleague Zoran, and Vera who organizes the fair."""

    database: Database
    company_id: CompanyId
    listing_id: ListingId
    adviser: PersonId
    colleague: PersonId
    newcomer: PersonId
    event_id: EventId

    async def does(self, act: Callable[..., Awaitable[object]], *arguments: object, **named: object) -> None:
        async with self.database.writing() as session:
            await act(session, *arguments, **named)

    async def listing(self) -> Listing:
        """The listing once it was masked again."""
        await ListingMasker(self.database).mask_waiting()
        async with self.database.reading() as session:
            return await listings.find(session, self.listing_id)

    async def verified(self) -> set[VerificationMethod]:
        async with self.database.reading() as session:
            return {one.method for one in await verifications.standing(session, self.company_id)}


@pytest.fixture
async def house(database: Database) -> House:
    async with database.writing() as session:
        adviser = await add_person(session, name=ADVISER, username=None)
        colleague = await add_person(session, name=COLLEAGUE, username=None)
        newcomer = await add_person(session, name="Kvark", username=None)
        company = await add_company(session, colleague, website="https://senzor.rs")
        await memberships.put(
            session,
            person_id=adviser.id,
            company_id=company.id,
            relation=Relation.ADVISER,
            role=None,
            status=MembershipStatus.ACTIVE,
            now=NOW,
        )
        listing = await add_listing(session, company, colleague, summary=SUMMARY, matched_at=NOW)
        for method in VerificationMethod:
            await verifications.add(session, company.id, method, detail=None, by=None, now=NOW)
        await roles.grant(session, adviser.id, Role.ORGANIZER, by=None, now=NOW)
        event = await events.add(
            session,
            Event(
                code="FAIR2026",
                names={"en": "Fair"},
                place=None,
                zone="UTC",
                starts_on=NOW.date(),
                ends_on=NOW.date(),
                created_by=adviser.id,
                created_at=NOW,
            ),
        )
        await events.add_organizer(session, event.id, adviser.id, by=None, now=NOW)
        await exhibitors.put(session, event.id, company.id, hall_id=None, booth="1", now=NOW)
    return House(
        database=database,
        company_id=company.id,
        listing_id=listing.id,
        adviser=adviser.id,
        colleague=colleague.id,
        newcomer=newcomer.id,
        event_id=event.id,
    )


async def write(session: AsyncSession, listing_id: ListingId, title: str, summary: str) -> None:
    await session.execute(update(Listing).where(Listing.id == listing_id).values(title=title, summary=summary))


def facts(**changes: object) -> NewCompany:
    values: dict[str, object] = {
        "kind": "company",
        "name": "Senzor d.o.o.",
        "country": "RS",
        "city": "Novi Sad",
        "website": "https://senzor.rs",
        "size": None,
        "about": None,
        "relation": Relation.REPRESENTATIVE,
        "role": None,
        "channels": (),
    }
    return NewCompany(**(values | changes))


async def claims(house: House) -> None:
    async with house.database.writing() as session:
        link = Link(
            code="c", kind=LinkKind.CLAIM, company_id=house.company_id, created_by=house.adviser, created_at=NOW
        )
        await links.add(session, link)
    await house.does(booths.claim, house.newcomer, "c", NOW)


async def is_let_in(house: House) -> None:
    relation = Relation.REPRESENTATIVE
    await house.does(registration.ask_to_join, house.newcomer, house.company_id, relation=relation, role=None, now=NOW)
    await house.does(registration.answer_join, house.colleague, house.newcomer, house.company_id, welcome=True, now=NOW)


async def renames(house: House) -> None:
    await house.does(upsert_person, house.adviser, name="Bane", username=None, language=Language.EN, now=NOW)


async def has_another_username(house: House) -> None:
    language = Language.EN
    await house.does(upsert_person, house.adviser, name=ADVISER, username="adviser_of_old", language=language, now=NOW)
    async with house.database.writing() as session:
        title, summary = "Sensors", f"Write to {ADVISER_HANDLE} about sensors. {COLLEAGUE} helps."
        await write(session, house.listing_id, title, summary)
        await session.execute(update(Listing).where(is_own(Listing)).values(matched_at=NOW))
    await house.does(upsert_person, house.adviser, name=ADVISER, username="adviser_of_now", language=language, now=NOW)


ADVISER_HANDLE = "adviser_of_old"
PEOPLE = {
    "the adviser has another username": (has_another_username, ADVISER_HANDLE),
    "the company is claimed": (claims, ADVISER),
    "the adviser leaves": (lambda house: house.does(rights.leave, house.adviser, house.company_id, NOW), ADVISER),
    "the adviser is forgotten": (lambda house: house.does(rights.forget, house.adviser, NOW), ADVISER),
    "the adviser has another name": (renames, ADVISER),
    "somebody joins": (is_let_in, None),
}


@pytest.mark.parametrize("way", PEOPLE)
async def test_former_people_stay_hidden_in_listings(house: House, way: str) -> None:
    act, gone = PEOPLE[way]
    await act(house)
    listing = await house.listing()
    assert listing.matched_at is None, "reasons quote the text: it is matched again"
    assert gone is None or gone not in listing.summary
    assert (MASK in listing.summary) is (gone is not None)
    assert COLLEAGUE in listing.summary, "those who are still there are masked when it is shown"


async def test_until_the_listing_is_masked_again_it_is_shown_without_former_names(house: House) -> None:
    await house.does(upsert_person, house.adviser, name="Bane", username=None, language=Language.EN, now=NOW)
    await house.does(upsert_person, house.adviser, name="Brana", username=None, language=Language.EN, now=NOW)
    async with house.database.writing() as session:
        await write(session, house.listing_id, "Sensors", f"{ADVISER} was Bane, and is Brana.")
    async with house.database.reading() as session:
        _, summary = await masked_text(session, await listings.find(session, house.listing_id))
    assert summary == f"{MASK} was {MASK}, and is {MASK}."
    assert (await house.listing()).summary == f"{MASK} was {MASK}, and is Brana."
    async with house.database.reading() as session:
        assert await session.scalar(select(Listing.former_secrets).where(Listing.id == house.listing_id)) is None


async def test_a_change_during_the_redaction_is_redacted_too(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await house.does(upsert_person, house.adviser, name="Bane", username=None, language=Language.EN, now=NOW)
    store = masked_texts.store

    async def renamed_meanwhile(session: AsyncSession, *arguments: Any, **named: Any) -> bool:
        monkeypatch.setattr(masked_texts, "store", store)
        await upsert_person(session, house.colleague, name="Zoki", username=None, language=Language.EN, now=NOW)
        return await store(session, *arguments, **named)

    monkeypatch.setattr(masked_texts, "store", renamed_meanwhile)
    await ListingMasker(house.database).mask_waiting(1)
    await ListingMasker(house.database).redact_waiting()
    listing = await house.listing()
    assert ADVISER not in listing.summary
    assert COLLEAGUE not in listing.summary


async def test_a_number_split_over_title_and_summary_is_masked(house: House) -> None:
    async with house.database.writing() as session:
        title, summary = "Sensors, call 063", "765 4321 is the rest of the number"
        await write(session, house.listing_id, title, summary)
        await session.execute(
            update(Listing).where(Listing.id == house.listing_id).values(masked_title=None, masked_summary=None)
        )
    await ListingMasker(house.database).mask_waiting()
    listing = await house.listing()
    assert listing.masked_title == f"Sensors, call {MASK}"
    assert listing.masked_summary == f"{MASK} is the rest of the number"


async def test_a_change_of_nobodys_name_leaves_the_listings_alone(house: House) -> None:
    await house.does(
        company_changes.change_membership,
        person_id=house.newcomer,
        company_id=house.company_id,
        relation=Relation.REPRESENTATIVE,
        role=None,
        status=MembershipStatus.REQUESTED,
        now=NOW,
    )
    assert (await house.listing()).matched_at == NOW


async def by_dialog(house: House, **changes: object) -> None:
    await house.does(registration.revise, house.colleague, house.company_id, facts(**changes), NOW)


async def by_import(house: House, **changes: object) -> None:
    row = {"name": "Senzor d.o.o.", "website": "https://senzor.rs"} | changes
    content = f"Company,Country,City,Website,Booth\n{row['name']},Serbia,Novi Sad,{row['website']},1\n".encode()
    actor = Actor(id=house.adviser, admins=())
    found = read_list(content, None)
    async with house.database.reading() as session:
        comparison = compare(found, await load_names(session, house.event_id), {})
    async with house.database.writing() as session:
        await import_at_once(session, actor, new_import(house.event_id), comparison, now=NOW)


CHANGES = {
    "name": ({"name": "SENZOR doo"}, set()),
    "website": ({"website": "https://kvark.rs"}, {VerificationMethod.EMAIL}),
}


@pytest.mark.parametrize("way", [by_dialog, by_import])
@pytest.mark.parametrize("changed", CHANGES)
async def test_the_same_follows_from_a_change_by_dialog_and_by_import(
    house: House, way: Callable[..., Awaitable[None]], changed: str
) -> None:
    changes, reset = CHANGES[changed]
    await way(house, **changes)
    async with house.database.reading() as session:
        company = await companies.find(session, house.company_id)
    assert {field: getattr(company, field) for field in changes} == changes
    assert company.name_key == company_changes._key(company.name, company.country)
    assert (await house.listing()).matched_at is None
    renamed = company.name_key != "senzor"
    wanted = set(VerificationMethod) - reset - ({VerificationMethod.MODERATOR} if renamed else set())
    assert await house.verified() == wanted


async def test_undoing_an_import_is_a_change_as_well(house: House) -> None:
    await by_import(house, website="https://kvark.rs")
    async with house.database.writing() as session:
        await verifications.add(session, house.company_id, VerificationMethod.EMAIL, detail=None, by=None, now=NOW)
        await session.execute(update(Listing).where(is_own(Listing)).values(matched_at=NOW))
    async with house.database.writing() as session:
        await undo_import(session, Actor(id=house.adviser, admins=()), 1, NOW)
    assert (await house.listing()).matched_at is None
    assert VerificationMethod.EMAIL not in await house.verified()


async def test_another_name_is_redacted_and_another_country_moves_the_listings(house: House) -> None:
    async with house.database.writing() as session:
        await company_changes.change_company(session, house.company_id, {"name": "Kvark", "country": "AT"}, NOW)
    listing = await house.listing()
    assert "Senzor d.o.o." not in listing.summary
    assert "Kvark" in listing.summary
    assert listing.country == "AT"
    assert await house.verified() == {VerificationMethod.EMAIL}
    async with house.database.reading() as session:
        assert (await companies.find(session, house.company_id)).name_key == "kvark"


async def test_a_channel_that_was_replaced_stays_hidden(house: House) -> None:
    await by_dialog(house, channels=((ChannelKind.WECHAT, "oldwechat99"),))
    async with house.database.writing() as session:
        await write(session, house.listing_id, "Pump", "Write to oldwechat99 today.")
    await by_dialog(house, channels=((ChannelKind.WECHAT, "newwechat88"),))
    assert "oldwechat99" not in (await house.listing()).summary
