"""What the companies of a list need and offer becomes listings of theirs: once, and back again."""

from typing import Any

import pytest

from bot.sandbox.world import World
from bot.usecases.events import booths
from bot.usecases.imports import drafts
from bot.usecases.imports.exhibitor_list import read_list
from bot.usecases.imports.listings import MOST_PER_KIND, listings_of_row
from bot.usecases.imports.undo import UndoResult, undo_import
from bot.usecases.listings import abroad
from bot.usecases.moderation import review
from storage.database import Database
from storage.ids import ImportId, PersonId
from storage.models import Company, Listing
from storage.vocabulary import Kind, ListingConsent, ListingStatus, RowOutcome
from tests.announcements.fair import Fair, open_fair
from tests.factories import NOW
from tests.imports.importing import look, take
from tests.imports.nasty import book
from tests.neighbours import count_own, select_own

LIST = (
    "公司名称,国家,展品,采购需求\n"
    "浦东农业科技有限公司,中国,温室土壤湿度传感器；灌溉控制器,-\n"
    "Senzor d.o.o.,Srbija,Bežični merači vlažnosti zemljišta za staklenike,\n"
    "Senzor doo,Srbija,Kućišta otporna na vodu,Litijumske baterije na veliko\n"
)


@pytest.fixture
async def fair(database: Database) -> Fair:
    fair = await open_fair(database, World(), NOW)
    async with database.writing() as session:
        await abroad.agree(session, fair.actor.id, NOW)
    return fair


async def takes_back(fair: Fair, number: ImportId) -> UndoResult:
    async with fair.database.writing() as session:
        return await undo_import(session, fair.actor, number, NOW)


async def listed(fair: Fair) -> list[Listing]:
    async with fair.database.reading() as session:
        query = select_own(Listing).where(Listing.status != ListingStatus.DELETED).order_by(Listing.id)
        return list(await session.scalars(query))


async def test_products_become_offers_and_demands_become_needs(fair: Fair) -> None:
    shown = await look(fair, LIST)
    assert [(listing.kind, listing.title) for listing in shown.new_listings][:2] == [
        (Kind.OFFER, "温室土壤湿度传感器"),
        (Kind.OFFER, "灌溉控制器"),
    ]
    await take(fair, LIST)
    found = await listed(fair)
    assert [(one.kind, one.country, one.language) for one in found] == [
        (Kind.OFFER, "CN", "zh"),
        (Kind.OFFER, "CN", "zh"),
        (Kind.OFFER, "RS", "sr"),
        (Kind.NEED, "RS", "sr"),
        (Kind.OFFER, "RS", "sr"),
    ]
    assert all(one.status is ListingStatus.INVITED for one in found), "nobody has agreed yet"
    assert len({one.company_id for one in found}) == 2, "a second row of a company adds to the first"


async def test_again_doubles_nothing_and_takes_only_what_is_new(fair: Fair) -> None:
    await take(fair, LIST)
    again = await look(fair, LIST)
    assert again.new_listings == []
    assert [step.outcome for step in again.steps] == [RowOutcome.SAME, RowOutcome.SAME, RowOutcome.DUPLICATE]
    longer = await look(fair, LIST.replace("灌溉控制器", "灌溉控制器；滴灌带"))
    assert [listing.title for listing in longer.new_listings] == ["滴灌带"]
    assert longer.steps[0].outcome is RowOutcome.UPDATED
    await take(fair, LIST.replace("灌溉控制器", "灌溉控制器；滴灌带"))
    assert len(await listed(fair)) == 6


async def test_an_undo_takes_the_listings_along_and_a_new_import_brings_them_back(fair: Fair) -> None:
    number = await take(fair, LIST)
    undone = await takes_back(fair, number)
    assert (undone.removed, undone.kept, len(undone.listings)) == (2, 0, 5)
    async with fair.database.reading() as session:
        assert await session.scalar(count_own(Company)) == 0
    await take(fair, LIST)
    assert len(await listed(fair)) == 5


async def test_an_undo_leaves_what_was_changed_or_has_its_own_people(fair: Fair) -> None:
    number = await take(fair, LIST)
    async with fair.database.writing() as session:
        asked = await drafts.state(session, fair.actor, fair.event_id)
        await drafts.publish(session, fair.actor, fair.event_id, ListingConsent.FORM, asked, NOW, review=review.OFF)
    irrigation, soil = (await listed(fair))[1], (await listed(fair))[2]
    async with fair.database.writing() as session:
        changed = await session.get(Listing, irrigation.id)
        assert changed is not None
        changed.revision = 2
        link = await booths.claim_link(
            session, fair.actor.id, soil.company_id, event_id=None, draw=lambda letters: letters[3], now=NOW
        )
    async with fair.database.writing() as session:
        await booths.claim(session, PersonId(fair.people[0].id), link.code, NOW)
    undone = await takes_back(fair, number)
    assert (undone.removed, undone.kept, len(undone.listings)) == (0, 2, 1)
    assert irrigation.id in {one.id for one in await listed(fair)}


async def test_companies_with_own_representatives_get_no_imported_listings(fair: Fair) -> None:
    number = await take(fair, LIST.split("\n", 1)[0] + "\nSenzor d.o.o.,Srbija,,\n")
    async with fair.database.reading() as session:
        senzor = (await session.scalars(select_own(Company))).one()
    async with fair.database.writing() as session:
        link = await booths.claim_link(
            session, fair.actor.id, senzor.id, event_id=None, draw=lambda letters: letters[3], now=NOW
        )
    async with fair.database.writing() as session:
        await booths.claim(session, PersonId(fair.people[0].id), link.code, NOW)
    assert number
    shown = await look(fair, LIST)
    assert {listing.title for listing in shown.new_listings} == {"温室土壤湿度传感器", "灌溉控制器"}


async def test_the_language_is_what_was_said_where_the_words_do_not_tell(fair: Fair) -> None:
    await take(fair, "Company,Country,Products\nSenzor,Serbia,LoRa X2000\n", language="hu")
    assert [one.language for one in await listed(fair)] == ["hu"]


def test_lines_within_a_cell_are_one_listing_each_and_a_catalogue_is_cut() -> None:
    def fill(workbook: Any) -> None:
        sheet = workbook.active
        sheet.append(["Firma", "Land", "Produkte", "Nachfrage"])
        sheet.append(["Grün GmbH", "Deutschland", "• Sensoren für Gewächshäuser\n• Pumpen, Ventile\n\nn/a", "keine"])
        sheet.append(["Katalog GmbH", "Deutschland", "\n".join(f"Artikel Nummer {n}" for n in "abcdefgh"), ""])

    rows = read_list(book(fill), None).rows
    assert rows[0].offers == ("Sensoren für Gewächshäuser", "Pumpen, Ventile")
    assert rows[0].needs == ()
    assert len(rows[1].offers) == 8
    assert len(listings_of_row(rows[1])) == MOST_PER_KIND


def test_a_description_that_an_offer_repeats_is_told_once() -> None:
    [row] = read_list(
        b"Company;Country;Products;Description\nSenzor d.o.o.;Serbia;Water pumps for farms;Water pumps for farms\n",
        None,
    ).rows
    assert [listing.summary for listing in listings_of_row(row)] == ["Water pumps for farms"]
