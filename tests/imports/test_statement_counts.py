"""A fair of thousands is changed with as many statements as a small one, so that nobody waits for the database."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.sandbox.world import World
from bot.usecases.imports import drafts
from bot.usecases.imports.undo import undo_import
from bot.usecases.people.former_names import upsert_person
from bot.usecases.people.masked_listings import ListingMasker
from bot.usecases.privacy import rights
from storage import imports
from storage.database import Database
from storage.listings import origins
from storage.models import Channel, Delivery
from storage.vocabulary import ChannelKind, Language, ListingConsent, Topic
from tests.announcements.fair import Fair, open_fair
from tests.factories import NOW, add_company, add_person
from tests.imports.importing import take
from tests.people.test_caller import statements


def companies(count: int) -> str:
    rows = "".join(f"Firma broj {n} d.o.o.;Serbia;Pumpe serije {n};f{n}@firma.rs\n" for n in range(count))
    return f"Company;Country;Products;E-mail\n{rows}"


async def publishes_all(fair: Fair) -> None:
    async with fair.database.writing() as session:
        asked = await origins.draft_state(session, fair.event_id)
        await drafts.publish(session, fair.actor, fair.event_id, ListingConsent.FORM, asked, NOW, review="all")


async def publishes_all_of_a_reviewed_event(fair: Fair) -> None:
    async with fair.database.writing() as session:
        asked = await origins.draft_state(session, fair.event_id)
        await drafts.publish(session, fair.actor, fair.event_id, ListingConsent.FORM, asked, NOW, review="other,codes")


async def asks_to_be_forgotten(fair: Fair) -> None:
    async with fair.database.writing() as session:
        assert await rights.forget(session, fair.actor.id, NOW)


async def undoes_the_import(fair: Fair) -> None:
    async with fair.database.writing() as session:
        last = (await imports.of_event(session, fair.event_id))[0]
        assert (await undo_import(session, fair.actor, last.id, NOW)).removed > 1


async def has_another_name(fair: Fair) -> None:
    async with fair.database.writing() as session:
        await upsert_person(
            session, fair.actor.id, name="Olgica Nova", username="olgica", language=Language.EN, now=NOW
        )


@pytest.mark.parametrize(
    "act",
    [
        publishes_all,
        publishes_all_of_a_reviewed_event,
        undoes_the_import,
        asks_to_be_forgotten,
        has_another_name,
    ],
)
async def test_the_number_of_companies_does_not_count(
    database: Database, act: Callable[[Fair], Awaitable[None]]
) -> None:
    counts = []
    for count in (3, 40):
        fair = await open_fair(database, World(), NOW)
        await take(fair, companies(count))
        with statements(database) as found:
            await act(fair)
        counts.append(len(found))
        await ListingMasker(database).redact_waiting()
    assert counts[1] <= counts[0]


async def test_a_row_of_a_list_costs_two_statements_at_most(database: Database) -> None:
    counts = []
    for count in (3, 40):
        fair = await open_fair(database, World(), NOW)
        with statements(database) as found:
            await take(fair, companies(count))
        counts.append(len(found))
    assert counts[1] - counts[0] <= 2 * 37, "SQLite inserts a listing by itself"


async def test_an_address_on_many_rows_is_taken_out_at_once_and_told_once(database: Database) -> None:
    counts = []
    for count in (7, 40):
        fair = await open_fair(database, World(), NOW)
        await take(fair, re.sub(r"f\d+@", f"agency{count}@", companies(count)))
        async with database.writing() as session:
            agent = await add_person(session)
            company = await add_company(session, agent, name=f"Agency {count}", name_key=f"agency {count}")
            ways = {"kind": ChannelKind.EMAIL, "value": f"agency{count}@firma.rs", "position": 0}
            session.add(Channel(company_id=company.id, person_id=agent.id, **ways))
        with statements(database) as found:
            async with database.writing() as session:
                await rights.forget(session, agent.id, NOW + timedelta(minutes=count))
        counts.append(len(found))
    assert counts[1] <= counts[0]
    async with database.reading() as session:
        told = select(func.count()).select_from(Delivery).where(Delivery.topic == Topic.IMPORT_ROW_WITHDRAWN)
        assert await session.scalar(told) == 2, "one for each person that went"
        left = await session.scalars(select(Channel.value).where(Channel.value.like("agency%")))
        assert list(left) == []
