"""What time does: listings are warned of and run out, drafts go; once each, however late it is looked."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.usecases.listings.expiry import WARNED_BEFORE, ListingExpiry
from storage.database import Database
from storage.ids import ListingId
from storage.listings import listings
from storage.models import Delivery, Listing
from storage.people import drafts
from storage.vocabulary import ListingStatus, Topic
from tests.clock import Clock
from tests.factories import add_company, add_listing, add_person
from tests.neighbours import select_own
from tests.people.test_caller import statements


class House:
    def __init__(self, database: Database) -> None:
        self.database, self.clock = database, Clock()
        self.forgotten: list[ListingId] = []
        self.woken = 0
        self.expiry = ListingExpiry(database, self.clock, forget=self.forget, wake=self.wake)

    async def forget(self, listing_id: ListingId) -> None:
        self.forgotten.append(listing_id)

    def wake(self) -> None:
        self.woken += 1

    async def listing(self, **changes) -> ListingId:
        async with self.database.writing() as session:
            self.person = await add_person(session)
            self.company = await add_company(session, self.person)
            return (await add_listing(session, self.company, **changes)).id

    async def told(self) -> list[tuple[int, str, dict[str, int]]]:
        async with self.database.reading() as session:
            rows = await session.scalars(select_own(Delivery).order_by(Delivery.id))
            return [(row.person_id, row.topic, row.payload) for row in rows]

    async def status(self, listing_id: ListingId) -> ListingStatus:
        async with self.database.reading() as session:
            return (await listings.find(session, listing_id)).status


@pytest.fixture
def house(database: Database) -> House:
    return House(database)


async def test_a_listing_is_warned_of_once_and_then_runs_out(house: House) -> None:
    number = await house.listing(expires_at=house.clock() + timedelta(days=30, microseconds=700_000))
    assert await house.expiry.run() == 0
    house.clock.forward(days=23.5)
    assert await house.expiry.run() == 1
    assert await house.expiry.run() == 0
    assert await house.told() == [(house.person.id, Topic.LISTING_EXPIRING, {"listing_id": number})]
    house.clock.forward(days=7)
    assert await house.expiry.run() == 1
    assert await house.expiry.run() == 0
    assert (await house.told())[1:] == [(house.person.id, Topic.LISTING_EXPIRED, {"listing_id": number})]
    assert await house.status(number) is ListingStatus.EXPIRED
    assert house.forgotten == [number]
    assert house.woken == 2


async def test_a_renewed_listing_is_warned_of_again(house: House) -> None:
    number = await house.listing(expires_at=house.clock() + timedelta(days=3))
    await house.expiry.run()
    async with house.database.writing() as session:
        await session.execute(
            update(Listing).where(Listing.id == number).values(expires_at=house.clock() + timedelta(days=90))
        )
    assert await house.expiry.run() == 0
    house.clock.forward(days=84)
    assert await house.expiry.run() == 1
    assert len(await house.told()) == 2


async def test_after_a_long_downtime_what_ran_out_is_told_but_not_warned_of(house: House) -> None:
    number = await house.listing(expires_at=house.clock() + timedelta(days=3))
    house.clock.forward(days=100)
    await house.expiry.run()
    assert await house.told() == [(house.person.id, Topic.LISTING_EXPIRED, {"listing_id": number})]


async def test_a_paused_listing_runs_out_without_a_warning(house: House) -> None:
    number = await house.listing(expires_at=house.clock() + timedelta(days=3), status=ListingStatus.PAUSED)
    assert await house.expiry.run() == 0
    house.clock.forward(days=4)
    await house.expiry.run()
    assert await house.status(number) is ListingStatus.EXPIRED


async def test_a_closed_or_deleted_listing_stays_what_it_is(house: House) -> None:
    closed = await house.listing(expires_at=house.clock(), status=ListingStatus.CLOSED)
    deleted = await house.listing(expires_at=house.clock(), status=ListingStatus.DELETED)
    house.clock.forward(days=1)
    assert await house.expiry.run() == 0
    assert [await house.status(closed), await house.status(deleted)] == [ListingStatus.CLOSED, ListingStatus.DELETED]


async def test_many_are_done_in_several_rounds(house: House) -> None:
    async with house.database.writing() as session:
        person = await add_person(session)
        company = await add_company(session, person)
        for _ in range(120):
            await add_listing(session, company, expires_at=house.clock())
    rounds = [await house.expiry.run() for _ in range(4)]
    assert rounds == [50, 50, 20, 0]


async def test_drafts_that_nobody_came_back_to_go(house: House) -> None:
    now = house.clock()
    async with house.database.writing() as session:
        person = await add_person(session)
        await drafts.begin(
            session, person.id, form="offer", step="title", data={}, now=now, expires_at=now + timedelta(days=1)
        )
    assert await house.expiry.run() == 0
    house.clock.forward(days=1)
    assert await house.expiry.run() == 1
    async with house.database.reading() as session:
        assert person.id not in await drafts.active_steps(session)


async def test_the_warning_comes_a_week_before(house: House) -> None:
    await house.listing(expires_at=house.clock() + WARNED_BEFORE + timedelta(seconds=1))
    assert await house.expiry.run() == 0
    house.clock.forward(seconds=1)
    assert await house.expiry.run() == 1


async def test_while_nothing_is_due_it_only_reads(database: Database) -> None:
    house = House(database)
    await house.listing()
    with statements(database) as found:
        assert await house.expiry.run() == 0
    assert {word for word in found if word != "BEGIN"} == {"SELECT"}
