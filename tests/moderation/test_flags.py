"""What the reviewer of a listing is shown about it."""

import pytest

from bot.usecases.moderation import flags
from bot.usecases.moderation.flags import Flag
from storage.database import Database
from tests.factories import add_company, add_listing, add_person


@pytest.mark.parametrize(
    ("title", "summary", "language", "expected"),
    [
        ("Pumps for water", "Steel pumps for water, with long warranties.", "en", [Flag.OWN_DUPLICATE]),
        ("Wooden floors", "Floors of oak and elm for hotels, dried by us.", "en", []),
        ("Wooden floors", "Pravimo podove od hrasta i bresta za hot", "en", [Flag.LANGUAGE]),
        ("Wooden floors", "Pravimo podove od hrasta i bresta za ho", "en", []),
        ("Wooden floors", "Pravimo podove od hrasta i bresta za hotele", "und", []),
        ("Pumps for water", "Floors of oak and elm for hotels, dried by us.", "en", []),
        ("Wooden floors", "Steel pumps for water, with a long warranty.", "en", []),
    ],
    ids=[
        "repeated",
        "another product",
        "forty characters in Serbian",
        "too short to tell",
        "no language stated",
        "the same title",
        "the same summary",
    ],
)
async def test_a_listing_is_flagged_for_what_it_repeats_and_its_language(
    database: Database, title: str, summary: str, language: str, expected: list[Flag]
) -> None:
    async with database.writing() as session:
        company = await add_company(session, await add_person(session))
        await add_listing(
            session, company, title="Pumps for water", summary="Steel pumps for water, with a long warranty."
        )
        listing = await add_listing(session, company, title=title, summary=summary, language=language)
        assert [one.flag for one in await flags.of(session, listing)] == expected
