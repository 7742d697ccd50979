"""The sample world keeps to the rules that people's own entries are held to."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.cli.sandbox_start import Folder, world_in
from bot.matching.regions import REGIONS
from bot.matching.sector_table import sector_table
from bot.sample.reading import SampleCompany, read_companies, read_stage
from bot.sandbox.people import Person
from bot.usecases.events import programme
from storage.database import Database
from storage.events import exhibitors
from storage.models import Event, EventParticipant
from storage.vocabulary import PARTNERSHIPS, Kind, Relation

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def companies() -> list[SampleCompany]:
    return read_companies()


def test_there_is_something_to_look_at(companies: list[SampleCompany]) -> None:
    kinds = [listing.type.kind for company in companies for listing in company.listing]
    assert len(companies) >= 60
    assert len({company.country for company in companies}) >= 12
    assert len({company.language for company in companies}) >= 12
    assert min(kinds.count(Kind.NEED), kinds.count(Kind.OFFER)) >= 30
    assert len({company.name for company in companies}) == len(companies)


def test_every_entry_is_one_that_the_forms_would_take(companies: list[SampleCompany]) -> None:
    for company in companies:
        for listing in company.listing:
            assert listing.sectors <= sector_table().keys(), listing.title
            assert listing.partnerships <= set(PARTNERSHIPS[listing.type]), listing.title
            assert all(target in REGIONS or len(target) == 2 for target in listing.targets), listing.title
            assert len(listing.summary) <= 500, listing.title  # all of it on a card


def test_nothing_points_at_somebody_real(companies: list[SampleCompany]) -> None:
    for company in companies:
        addresses = [company.website or "x.example", company.channels.get("email", "x@x.example")]
        assert all(address.endswith(".example") for address in addresses), company.name


def test_the_cast_leads_somewhere(companies: list[SampleCompany]) -> None:
    stage = read_stage()
    assert {"mei", "ana", "wei", "katarina", "amal", "jonas"} <= stage.by_id.keys()
    acting = {company.person for company in companies if company.relation is Relation.ADVISER}
    assert acting == {"wei"}
    assert stage.by_id["amal"].admin
    assert len(stage.tour) == 5
    assert {step.person for step in stage.tour} <= stage.by_id.keys()


async def test_a_new_world_has_them_all_and_a_kept_one_is_taken_up(tmp_path: Path) -> None:
    folder = Folder(path=tmp_path)
    stage = read_stage()
    world = await world_in(folder, stage, NOW)
    assert len(world.people) == len({c.person for c in read_companies()} | stage.by_id.keys())
    mei = Person(world=world, id=next(iter(world.people)))
    mei.types("你好")
    again = await world_in(folder, stage, NOW)
    assert len(again.people) == len(world.people)  # as it was saved, before Mei wrote
    folder.database.unlink()
    anew = await world_in(folder, stage, NOW)
    assert len(anew.people) == len(world.people)
    database = Database(folder.database_url)
    try:
        async with database.reading() as session:
            result = await session.execute(text("SELECT count(*) FROM listing"))
            assert result.scalar_one() == sum(len(company.listing) for company in read_companies())
    finally:
        await database.dispose()


async def test_the_fair_has_a_booth_for_everybody_and_something_on_now(tmp_path: Path) -> None:
    folder = Folder(path=tmp_path)
    await world_in(folder, read_stage(), NOW)
    database = Database(folder.database_url)
    try:
        async with database.reading() as session:
            (fair,) = (await session.scalars(select(Event))).all()
            found = await exhibitors.companies_at(session, fair.id)
            guest = (await session.scalars(select(EventParticipant.person_id))).first()
            assert guest is not None
            seen = await programme.show(session, guest, fair.id, NOW)
    finally:
        await database.dispose()
    assert len(found) == len(read_companies())
    assert len({(each.hall, each.booth) for each in found}) == len(found)
    assert seen.running
    assert seen.soon
    assert len(seen.everything) == len(read_stage().fair.item)
