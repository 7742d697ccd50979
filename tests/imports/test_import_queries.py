"""Which imports, companies and listings a query about one import finds, beside those of others."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox.world import World
from storage import imports
from storage.database import Database
from storage.events import exhibitors
from storage.ids import CompanyId, ImportId
from storage.models import Company, Import, ImportRow, Person
from storage.people import memberships
from storage.vocabulary import ListingStatus, MembershipStatus, ProfileType, Relation, RowOutcome
from tests.announcements.fair import Fair, open_fair
from tests.factories import NOW, add_company, add_introduction, add_listing, add_person

LATER = NOW + timedelta(days=1)


@pytest.fixture
async def fair(database: Database) -> Fair:
    return await open_fair(database, World(), NOW)


async def started(fair: Fair, **changes: Any) -> ImportId:
    values: dict[str, Any] = {
        "event_id": fair.event_id, "person_id": fair.actor.id, "file_id": "list", "file_name": "list.csv",
        "options": {}, "columns": {}, "row_count": 0, "created_at": NOW, "finished_at": None,
    }  # fmt: skip
    async with fair.database.writing() as session:
        return (await imports.add(session, Import(**(values | changes)))).id


async def with_rows(fair: Fair, number: ImportId, *rows: dict[str, Any]) -> None:
    usual = {"import_id": number, "outcome": RowOutcome.CREATED, "name": "Senzor", "reason": None}
    async with fair.database.writing() as session:
        await imports.add_rows(session, [ImportRow(number=at, **(usual | row)) for at, row in enumerate(rows, 1)])


async def test_the_job_goes_on_with_imports_that_are_neither_finished_nor_undone(fair: Fair) -> None:
    running = await started(fair)
    await started(fair, finished_at=NOW)
    await started(fair, undone_at=NOW)
    async with fair.database.reading() as session:
        found = {one.id for one in await imports.unfinished(session) if one.event_id == fair.event_id}
    assert found == {running}


async def test_an_import_is_finished_and_undone_once_and_no_other_with_it(fair: Fair) -> None:
    one, other = await started(fair), await started(fair)
    for end in (imports.finish, imports.mark_undone):
        async with fair.database.writing() as session:
            assert await end(session, one, NOW)
            assert not await end(session, one, LATER)
    async with fair.database.reading() as session:
        found = [await session.get_one(Import, number) for number in (one, other)]
        assert [(each.finished_at, each.undone_at) for each in found] == [(NOW, NOW), (None, None)]


async def test_rows_are_counted_by_import(fair: Fair) -> None:
    one, other = await started(fair), await started(fair)
    await with_rows(fair, one, {"listings": [1, 2]}, {"listings": None}, {"outcome": RowOutcome.SAME, "listings": [3]})
    await with_rows(fair, other, {"listings": [4]})
    async with fair.database.reading() as session:
        assert await imports.stored_rows(session, one) == 3
        assert await imports.listing_count(session, one) == 3
        assert await imports.outcomes(session, one) == {RowOutcome.CREATED: 2, RowOutcome.SAME: 1}
        assert [row.number for row in await imports.rows(session, other)] == [1]
        assert [each.id for each in await imports.of_event(session, fair.event_id)] == [other, one]


async def test_other_spellings_come_from_lists_of_the_event_that_stand(fair: Fair) -> None:
    elsewhere = (await open_fair(fair.database, fair.world, NOW, people=0)).event_id
    async with fair.database.writing() as session:
        company_id = (await add_company(session, name="Senzor")).id
    for name, changes in (
        ("Senzor", {}),
        ("SENZOR DOO", {}),
        ("Sensor", {"undone_at": NOW}),
        ("Senzori", {"event_id": elsewhere}),
    ):
        await with_rows(fair, await started(fair, **changes), {"name": name, "company_id": company_id})
    async with fair.database.reading() as session:
        assert [each.name for each in await imports.spellings(session, fair.event_id)] == ["SENZOR DOO"]


async def test_a_booth_at_another_event_is_none_here(fair: Fair) -> None:
    elsewhere = (await open_fair(fair.database, fair.world, NOW, people=0)).event_id
    async with fair.database.writing() as session:
        here, there = [(await add_company(session, name=name, name_key=name)).id for name in ("here", "there")]
        for event_id, company_id in ((fair.event_id, here), (elsewhere, there), (elsewhere, here)):
            booth = "A1" if event_id == fair.event_id else "B2"
            await exhibitors.put(session, event_id, company_id, hall_id=None, booth=booth, now=NOW)
    async with fair.database.reading() as session:
        for found in (
            await imports.companies_named(session, fair.event_id, ["here", "there"]),
            await imports.companies_with(session, fair.event_id, [here, there]),
        ):
            assert {each.name: (each.is_at_event, each.booth) for each in found} == {
                "here": (True, "A1"),
                "there": (False, None),
            }
        assert [each.id for each in await imports.companies_at(session, fair.event_id)] == [here]


async def test_an_importer_advises_companies_where_they_do_not_work(fair: Fair) -> None:
    held, worked_at, left, others, not_asked = [await company(fair) for _ in range(5)]
    for company_id, relation, status in (
        (held, Relation.ORGANIZER, MembershipStatus.ACTIVE),
        (worked_at, Relation.REPRESENTATIVE, MembershipStatus.ACTIVE),
        (left, Relation.ADVISER, MembershipStatus.LEFT),
        (not_asked, Relation.ADVISER, MembershipStatus.ACTIVE),
    ):
        await joined(fair, company_id, relation, status)
    stranger = await other_person(fair)
    await joined(fair, others, Relation.ADVISER, person=stranger)
    async with fair.database.reading() as session:
        found = await imports.advised_by(session, fair.actor.id, [held, worked_at, left, others])
    assert found == {held}


async def company(fair: Fair) -> CompanyId:
    async with fair.database.writing() as session:
        return (await add_company(session)).id


async def other_person(fair: Fair) -> Person:
    async with fair.database.writing() as session:
        return await add_person(session)


async def joined(
    fair: Fair,
    company_id: CompanyId,
    relation: Relation,
    status: MembershipStatus = MembershipStatus.ACTIVE,
    person: Person | None = None,
) -> None:
    async with fair.database.writing() as session:
        await memberships.put(
            session, person_id=fair.actor.id if person is None else person.id, company_id=company_id,
            relation=relation, role=None, status=status, now=NOW,
        )  # fmt: skip


async def test_an_undo_deletes_only_companies_that_nobody_has_begun_to_use(fair: Fair) -> None:
    fresh, claimed, asked, listed, deleted, needing, offering, not_asked = [await company(fair) for _ in range(8)]
    stranger = await other_person(fair)
    for company_id in (fresh, claimed):
        await joined(fair, company_id, Relation.ORGANIZER)
    await joined(fair, claimed, Relation.REPRESENTATIVE, person=stranger)
    await joined(fair, asked, Relation.REPRESENTATIVE, MembershipStatus.REQUESTED, person=stranger)
    async with fair.database.writing() as session:
        get: Callable[[CompanyId], Any] = lambda number: session.get_one(Company, number)  # noqa: E731
        await add_listing(session, await get(listed), status=ListingStatus.INVITED)
        await add_listing(session, await get(deleted), status=ListingStatus.DELETED)
        need = await add_listing(session, await get(needing), profile_type=ProfileType.TECHNOLOGY_REQUEST)
        offer = await add_listing(session, await get(offering))
        await add_introduction(session, need, offer)
        for one in (need, offer):
            one.status = ListingStatus.DELETED
    some = [fresh, claimed, asked, listed, deleted, needing, offering]
    async with fair.database.writing() as session:
        assert await imports.untouched(session, some, fair.actor.id) == {fresh, asked, deleted}
        found = await imports.listings_of(session, [listed, deleted])
        assert {number: len(some) for number, some in found.items()} == {listed: 1}
        await imports.delete_companies(session, [fresh])
        assert await session.get(Company, fresh) is None
        assert await session.get(Company, not_asked) is not None
