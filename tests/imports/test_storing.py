"""Taking a list over, again, and back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.errors import NotAllowedError
from bot.sandbox.world import World
from bot.usecases.events import booths
from bot.usecases.imports.errors import UndoneError
from bot.usecases.imports.plan import load_known
from bot.usecases.imports.storing import import_at_once, own_import
from bot.usecases.imports.undo import undo_import
from bot.usecases.moderation.roles import LinkSpentError
from storage import imports
from storage.database import Database
from storage.events import exhibitors
from storage.ids import CompanyId, ImportId, PersonId
from storage.models import Channel, Company, Exhibitor, Membership
from storage.people import companies, memberships
from storage.vocabulary import MembershipStatus, Relation, RowOutcome
from tests.announcements.fair import Fair, open_fair
from tests.factories import NOW, add_company, add_person
from tests.imports.importing import look, new_import, take
from tests.neighbours import count_own

LIST = (
    "Company,Country,City,Booth,E-mail,Phone\n"
    "Senzor d.o.o.,Serbia,Novi Sad,A-1,ana@senzor.rs,+381641234567\n"
    "SENZOR DOO,Serbia,,A-1,,\n"
    "Pudong Agritech,China,Shanghai,A-2,,\n"
    ",Serbia,,,,\n"
)


@pytest.fixture
async def fair(database: Database) -> Fair:
    return await open_fair(database, World(), NOW)


async def outcomes(fair: Fair, number: ImportId) -> list[RowOutcome]:
    async with fair.database.reading() as session:
        return [row.outcome for row in await imports.rows(session, number)]


async def count(fair: Fair, model: type) -> int:
    async with fair.database.reading() as session:
        return await session.scalar(count_own(model)) or 0


async def company_named(fair: Fair, name: str) -> Company:
    async with fair.database.reading() as session:
        return (await session.scalars(select(Company).where(Company.name == name))).one()


async def test_rows_become_companies_that_the_organizer_represents(fair: Fair) -> None:
    number = await take(fair, LIST)
    created, duplicate, skipped = RowOutcome.CREATED, RowOutcome.DUPLICATE, RowOutcome.SKIPPED
    assert await outcomes(fair, number) == [created, duplicate, created, skipped]
    senzor = await company_named(fair, "Senzor d.o.o.")
    async with fair.database.reading() as session:
        membership = await memberships.find(session, fair.actor.id, senzor.id)
        assert membership is not None
        assert membership.relation is Relation.ORGANIZER
        ways = await companies.channels(session, fair.actor.id, senzor.id)
        assert [way.value for way in ways] == ["ana@senzor.rs", "+381641234567"]
        places = {each.company.name: each.booth for each in await exhibitors.companies_at(session, fair.event_id)}
    assert places == {"Senzor d.o.o.": "A-1", "Pudong Agritech": "A-2"}


async def test_the_same_list_again_doubles_nothing(fair: Fair) -> None:
    await take(fair, LIST)
    again = await take(fair, LIST)
    same = RowOutcome.SAME
    assert await outcomes(fair, again) == [same, RowOutcome.DUPLICATE, same, RowOutcome.SKIPPED]
    assert await count(fair, Company) == 2
    assert await count(fair, Exhibitor) == 2


async def test_a_corrected_list_changes_what_it_knows_better_and_an_undo_puts_it_back(fair: Fair) -> None:
    await take(fair, LIST)
    better = await take(fair, LIST.replace("A-2", "B-7").replace("Novi Sad", "Subotica"))
    assert (await company_named(fair, "Senzor d.o.o.")).city == "Subotica"
    async with fair.database.writing() as session:
        undone = await undo_import(session, fair.actor, better, NOW)
    assert (undone.removed, undone.restored, undone.kept) == (0, 2, 0)
    assert (await company_named(fair, "Senzor d.o.o.")).city == "Novi Sad"
    async with fair.database.reading() as session:
        assert {each.booth for each in await exhibitors.companies_at(session, fair.event_id)} == {"A-1", "A-2"}


async def test_an_undo_takes_out_what_nobody_has_touched(fair: Fair) -> None:
    number = await take(fair, LIST)
    async with fair.database.writing() as session:
        undone = await undo_import(session, fair.actor, number, NOW)
    assert (undone.removed, undone.restored, undone.kept) == (2, 0, 0)
    assert [await count(fair, model) for model in (Company, Exhibitor, Channel, Membership)] == [0, 0, 0, 0]
    async with fair.database.writing() as session:
        with pytest.raises(UndoneError):
            await undo_import(session, fair.actor, number, NOW)


async def test_claimed_companies_stay_after_an_undo(fair: Fair) -> None:
    number = await take(fair, LIST)
    senzor = await company_named(fair, "Senzor d.o.o.")
    ana = PersonId(fair.people[0].id)
    await claimed(fair, senzor.id, ana)
    async with fair.database.writing() as session:
        undone = await undo_import(session, fair.actor, number, NOW)
    assert (undone.removed, undone.kept) == (1, 1)
    assert await count(fair, Company) == 1


async def claimed(fair: Fair, company_id: CompanyId, person_id: PersonId) -> None:
    async with fair.database.writing() as session:
        link = await booths.claim_link(
            session, fair.actor.id, company_id, event_id=fair.event_id, draw=lambda letters: letters[5], now=NOW
        )
    async with fair.database.writing() as session:
        assert await booths.claim(session, person_id, link.code, NOW) == company_id


async def test_a_claimed_company_is_its_peoples_and_no_longer_the_organizers(fair: Fair) -> None:
    await take(fair, LIST)
    senzor = await company_named(fair, "Senzor d.o.o.")
    ana, other = PersonId(fair.people[0].id), PersonId(fair.people[1].id)
    await claimed(fair, senzor.id, ana)
    async with fair.database.reading() as session:
        assert await memberships.speaks_for(session, ana, senzor.id)
        adviser = await memberships.find(session, fair.actor.id, senzor.id)
        assert adviser is not None
        assert adviser.status is MembershipStatus.LEFT
        assert await companies.channels(session, fair.actor.id, senzor.id) == []
    async with fair.database.writing() as session:
        with pytest.raises(LinkSpentError):
            await booths.claim(session, other, "F" * 22, NOW)
    # The next list no longer changes what is theirs.
    again = await take(fair, LIST.replace("Novi Sad", "Subotica"))
    assert (await outcomes(fair, again))[0] is RowOutcome.SAME


async def test_a_claim_link_runs_out(fair: Fair) -> None:
    await take(fair, LIST)
    senzor = await company_named(fair, "Senzor d.o.o.")
    async with fair.database.writing() as session:
        link = await booths.claim_link(
            session, fair.actor.id, senzor.id, event_id=None, draw=lambda letters: letters[1], now=NOW
        )
    async with fair.database.writing() as session:
        with pytest.raises(LinkSpentError):
            await booths.claim(session, PersonId(fair.people[0].id), link.code, NOW + timedelta(days=91))


async def test_a_company_that_others_registered_is_only_put_on_the_list(fair: Fair) -> None:
    async with fair.database.writing() as session:
        ana = await add_person(session)
        await add_company(session, ana, city="Beograd")
    number = await take(fair, LIST)
    assert (await outcomes(fair, number))[0] is RowOutcome.ADDED
    senzor = await company_named(fair, "Senzor d.o.o.")
    assert senzor.city == "Beograd"
    async with fair.database.writing() as session:
        await undo_import(session, fair.actor, number, NOW)
    assert await count(fair, Company) == 1


async def test_only_who_runs_the_event_may_import_look_and_undo(fair: Fair) -> None:
    number = await take(fair, LIST)
    others = await open_fair(fair.database, fair.world, NOW, people=0)
    shown = await look(fair, LIST)
    async with fair.database.writing() as session:
        for act in (
            load_known(session, others.actor, fair.event_id, [], shown.comparison.at_event),
            import_at_once(session, others.actor, new_import(fair.event_id), shown.comparison, now=NOW),
            own_import(session, others.actor, number),
            undo_import(session, others.actor, number, NOW),
        ):
            with pytest.raises(NotAllowedError):
                await act
