"""The dialog that recommends two companies: whom an organizer may choose, and what became of them meanwhile."""

from typing import Any

import pytest
from sqlalchemy import delete

from storage.ids import CompanyId, EventId, ListingId
from storage.models import Exhibitor, Listing
from storage.vocabulary import ProfileType
from tests.events.fair import plain
from tests.factories import add_company, add_listing, add_person
from tests.recommendations.test_recommending import Organized, fair, opens

__all__ = ["fair"]
OFFER, NEED = ProfileType.TECHNOLOGY_OFFER, ProfileType.TECHNOLOGY_REQUEST


async def exhibits(fair: Organized, name: str, country: str, *profiles: ProfileType) -> tuple[CompanyId, list[Listing]]:
    """Adds a company to the event, with a listing of each of these profiles."""
    async with fair.chat.program.services.database.writing() as session:
        person = await add_person(session, name=f"Somebody of {name}", username=None)
        company = await add_company(session, person, name=name, name_key=name.casefold(), country=country)
        made = [
            await add_listing(session, company, profile_type=profile, title=f"{profile.kind} {number} of {name}")
            for number, profile in enumerate(profiles)
        ]
        session.add(Exhibitor(event_id=EventId(1), company_id=company.id, added_at=fair.clock()))
    return company.id, made


async def chooses(fair: Organized, *names: str) -> str:
    await opens(fair.olga)
    await fair.olga.presses("🤝 These two should meet")
    for name in names:
        await fair.olga.types(name)
        await fair.olga.presses(name)
    return plain(fair.olga.sees())


async def test_a_company_without_open_listings_is_not_chosen(fair: Organized) -> None:
    await exhibits(fair, "Nothing & Co", "GB")
    assert "Nothing & Co has no open need or offer at the moment." in await chooses(fair, "Nothing & Co")


async def test_names_and_words_are_shown_as_they_were_written(fair: Organized) -> None:
    await exhibits(fair, "R<D Ltd", "GB", NEED)
    await chooses(fair, "R<D Ltd")
    assert "R<D Ltd" in fair.olga.sees()
    assert "Nothing found for “x < y & z”." in await fair.olga.types("x < y & z")


@pytest.mark.parametrize(
    ("country", "profile", "expected"),
    [
        ("RS", NEED, "Both are from the same country"),
        ("RS", OFFER, "Choose a need of one company and an offer of another."),
        ("GB", OFFER, "Choose a need of one company and an offer of another."),
    ],
)
async def test_a_company_that_does_not_fit_is_refused_with_the_reason(
    fair: Organized, country: str, profile: ProfileType, expected: str
) -> None:
    await exhibits(fair, "Other Ltd", country, profile)
    await exhibits(fair, "Third Ltd", country, NEED)
    assert expected in await chooses(fair, "Senzor", "Other Ltd")


async def test_the_organizer_chooses_one_of_several_pairs(fair: Organized) -> None:
    olga = fair.olga
    await exhibits(fair, "Other Ltd", "GB", NEED, NEED, OFFER)
    assert "Which need goes with which offer?" in await chooses(fair, "Senzor", "Other Ltd")
    assert [label for label in olga.buttons() if "↔" in label] == [
        "need 0 of Other Ltd ↔ Bežični merači vlažnosti zemljišta za st",
        "need 1 of Other Ltd ↔ Bežični merači vlažnosti zemljišta za st",
    ]
    assert not [label for label in olga.buttons() if "1 / 1" in label]
    question, data = olga.phone.last(), olga.phone.found("need 0", None).action["callback_data"]
    for forged in (data.rpartition(":")[0] + ":1-1", data.replace(":c:", ":t:"), data.rpartition(":")[0] + ":"):
        await olga.does("presses_stale", question, forged)
        assert "Choose one of the buttons below." in olga.sees(), forged
    assert "Choose one of the buttons below." in await olga.types("need 0")
    await olga.presses("need 1", older=True)
    await olga.presses("Skip")
    assert "need 1 of Other Ltd" in olga.sees()


@pytest.mark.parametrize("whose", [0, 1])
async def test_a_listing_that_is_deleted_during_the_dialog_is_not_recommended(fair: Organized, whose: int) -> None:
    olga = fair.olga
    _, one = await exhibits(fair, "One Ltd", "GB", NEED)
    _, other = await exhibits(fair, "Other Ltd", "FR", OFFER)
    await chooses(fair, "One Ltd", "Other Ltd")
    preview = await olga.types("You two should talk.")
    assert "need 0 of One Ltd" in preview
    assert "⚠️" not in preview
    async with fair.chat.program.services.database.writing() as session:
        await session.execute(delete(Listing).where(Listing.id == (one, other)[whose][0].id))
    assert "You don't have permission for this." in await olga.presses("Ask both")


@pytest.mark.parametrize("whose", [0, 1])
async def test_the_preview_says_why_two_cannot_be_asked(fair: Organized, whose: int) -> None:
    olga = fair.olga
    _, one = await exhibits(fair, "One Ltd", "GB", NEED)
    _, other = await exhibits(fair, "Other Ltd", "FR", OFFER)
    await chooses(fair, "One Ltd", "Other Ltd")
    async with fair.chat.program.services.database.writing() as session:
        await session.execute(delete(Listing).where(Listing.id == ListingId((one, other)[whose][0].id)))
    assert "⚠️ You don't have permission for this." in await olga.presses("Skip")


async def test_many_companies_are_paged(fair: Organized) -> None:
    for number in range(9):
        await exhibits(fair, f"Company {number}", "GB", NEED)
    olga = fair.olga
    await chooses(fair)
    first = olga.buttons()
    assert any("1 / 2" in label for label in first)
    await olga.presses("▶")
    assert olga.buttons() != first
    page: Any = olga.phone.found("▶", None).action["callback_data"]
    await olga.does("presses_stale", olga.phone.last(), page.rpartition(":")[0] + ":x")
    assert "Choose one of the buttons below." in olga.sees()
    await olga.types("company 3")
    assert "🇬🇧 Company 3" in olga.buttons()
