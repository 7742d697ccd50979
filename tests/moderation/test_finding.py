"""How moderators find people, companies and listings."""

import pytest

from bot.usecases.moderation import finding
from bot.usecases.moderation.finding import FoundKind
from storage.database import Database
from storage.vocabulary import (
    ListingStatus,
)
from tests.factories import add_company, add_listing, add_person


async def finds(database: Database, words: str, *kinds: FoundKind) -> list[tuple[FoundKind, str]]:
    async with database.reading() as session:
        found = await finding.find(session, words, kinds or finding.EVERYTHING)
        return [(one.kind, one.label) for one in found]


@pytest.fixture
async def people(database: Database) -> None:
    async with database.writing() as session:
        ana = await add_person(session, person_id=700_001, name="Ana Anić", username="ana_anic")
        await add_person(session, person_id=700_002, name="Petar Petrović", username=None)
        company = await add_company(session, ana, name="Senzor d.o.o.")
        await add_listing(session, company, title="Soil moisture sensors")
        await add_listing(session, company, title="Soil moisture meters", status=ListingStatus.DELETED)


PERSON, COMPANY, LISTING = FoundKind.PERSON, FoundKind.COMPANY, FoundKind.LISTING


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("700001", "Ana Anić"),
        (" tg://user?id=700001 ", "Ana Anić"),
        ("700009", "700009"),
        ("@Ana_Anic", "Ana Anić"),
        ("https://t.me/ana_anic", "Ana Anić"),
        ("@nobody_here", None),
        ("Ana Anić", None),
    ],
)
async def test_a_number_or_a_username_is_one_person(database: Database, words: str, expected: str | None) -> None:
    async with database.reading() as session:
        found = await finding.find_person(session, words)
    assert (found and found.label) == expected


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ана анић", [(PERSON, "Ana Anić")]),
        ("Senzor doo", [(COMPANY, "Senzor d.o.o.")]),
        ("Soil moisture", [(LISTING, "Soil moisture sensors")]),
    ],
)
async def test_people_companies_and_listings_are_found_by_a_similar_name(
    database: Database, words: str, expected: list[tuple[FoundKind, str]]
) -> None:
    assert await finds(database, words) == expected


@pytest.mark.usefixtures("people")
async def test_only_the_asked_kinds_are_found(database: Database) -> None:
    assert await finds(database, "Senzor doo", PERSON) == []
