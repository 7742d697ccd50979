"""Which listing of an earlier list a row means, and whose text it may still change."""

from typing import Any

import pytest

from bot.usecases.imports.listings import ImportedListing, KnownListing, described_listing
from storage.models import Listing, ListingOrigin
from storage.vocabulary import Kind, ListingStatus, ProfileType

TITLE, SUMMARY = "Soil moisture sensors", "Wireless sensors for greenhouses, with long batteries."
OTHER = {"title": "Red wine in bottles", "summary": "From the hills of Župa."}


def known(origin: dict[str, Any] | None = None, **changes: Any) -> KnownListing:
    values = {"kind": Kind.OFFER, "title": TITLE, "summary": SUMMARY, "status": ListingStatus.INVITED, "revision": 1}
    made = None if origin is None else ListingOrigin(**({"title": TITLE, "guessed": False, "revision": 1} | origin))
    return KnownListing(listing=Listing(**(values | changes)), origin=made)


def new(**changes: Any) -> ImportedListing:
    values: dict[str, Any] = {"kind": Kind.OFFER, "title": TITLE, "summary": SUMMARY, "beside": ""}
    return ImportedListing(**(values | changes))


GUESSED = {"profile_type": ProfileType.BUSINESS_OFFER}


@pytest.mark.parametrize(
    ("there", "row", "is_same"),
    [
        (known(), new(), True),
        (known(), new(title=TITLE.upper(), summary="Quite another text about something else."), True),
        (known(), new(kind=Kind.NEED), False),
        (known(), new(**OTHER), False),
        (known(), new(title="Soil moisture sensor"), True),  # nearly the same words
        # The title was edited since; the list says what it said before.
        (known({}, **OTHER), new(), True),
        (known({"title": "Corn"}, **OTHER), new(), False),
        # A company has one description, whatever it says now.
        (known({"guessed": True}), new(**OTHER, **GUESSED), True),
        (known({"guessed": True}), new(**OTHER), False),
        (known({"guessed": False}), new(**OTHER, **GUESSED), False),
        (known(), new(**OTHER, **GUESSED), False),
    ],
)
def test_a_row_means_a_listing_of_nearly_the_same_words(
    there: KnownListing, row: ImportedListing, is_same: bool
) -> None:
    assert there.is_same(row) is is_same


@pytest.mark.parametrize(
    ("there", "row", "is_outdated"),
    [
        (known({}), new(**OTHER), True),
        (known({}), new(summary="Other words."), True),
        (known({}), new(), False),
        (known(), new(**OTHER), False),
        (known({}, status=ListingStatus.PUBLISHED), new(**OTHER), False),
        (known({}, revision=2), new(**OTHER), False),
    ],
)
def test_a_newer_text_is_for_drafts_that_nobody_has_touched(
    there: KnownListing, row: ImportedListing, is_outdated: bool
) -> None:
    assert there.is_outdated(row) is is_outdated


@pytest.mark.parametrize(
    ("about", "says_something"),
    [
        ("Pumps " * 6, True),
        ("Pumps " * 5 + "Pump", False),
        ("农" * 10, True),
        ("农" * 9 + "ab", False),
        ("12345 " * 20, False),
        ("Panonska Mehanizacija i Poljoprivreda", False),  # the company's own name
    ],
)
def test_a_description_has_thirty_letters_that_are_not_the_name(about: str, says_something: bool) -> None:
    found = described_listing(about, "PANONSKA MEHANIZACIJA I POLJOPRIVREDA")
    assert (found is not None) is says_something
