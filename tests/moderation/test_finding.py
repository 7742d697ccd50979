"""How moderators find people, companies and listings."""

from typing import Any

import pytest

from bot.usecases.moderation import finding
from bot.usecases.moderation.finding import FoundKind
from storage.database import Database
from storage.vocabulary import (
    ListingStatus,
)
from tests.factories import add_company, add_listing, add_person


async def finds(database: Database, words: str, *kinds: FoundKind) -> list[tuple[FoundKind, str, bool]]:
    async with database.reading() as session:
        found: Any = await finding.find(session, words, kinds or finding.EVERYTHING)
        return [(one.kind, one.label, one.certain) for one in found]


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
        ("700001", [(PERSON, "Ana Anić", True)]),
        (" tg://user?id=700001 ", [(PERSON, "Ana Anić", True)]),
        ("700009", [(PERSON, "700009", True)]),
        ("@Ana_Anic", [(PERSON, "Ana Anić", True)]),
        ("https://t.me/ana_anic", [(PERSON, "Ana Anić", True)]),
        ("@nobody_here", []),
        ("ана анић", [(PERSON, "Ana Anić", False)]),
        ("Senzor doo", [(COMPANY, "Senzor d.o.o.", False)]),
        ("Soil moisture", [(LISTING, "Soil moisture sensors", False)]),
    ],
)
async def test_people_companies_and_listings_are_found(
    database: Database, words: str, expected: list[tuple[FoundKind, str, bool]]
) -> None:
    assert await finds(database, words) == expected


@pytest.mark.usefixtures("people")
async def test_only_the_asked_kinds_are_found(database: Database) -> None:
    assert await finds(database, "Senzor doo", PERSON) == []
