"""Which two listings can be introduced to each other, and how often one may ask."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.errors import EmptyTextError, TooLongError
from bot.usecases.introductions import PITCH_LIMIT, errors
from bot.usecases.introductions.pairing import is_open, refuse_mismatch
from bot.usecases.introductions.rules import REPEAT_WINDOW
from storage.ids import CompanyId, ListingId
from storage.models import Introduction, Listing
from storage.vocabulary import Kind, ListingStatus
from tests.factories import NOW
from tests.introductions.story import Human, Story

NEED: dict[str, Any] = {"kind": Kind.NEED, "company_id": CompanyId(1), "country": "CN", "same_country": False}
OFFER: dict[str, Any] = {"kind": Kind.OFFER, "company_id": CompanyId(2), "country": "RS", "same_country": False}
BOTH_AT_HOME: dict[str, Any] = {"country": "CN", "same_country": True}


@pytest.mark.parametrize(
    ("one", "other", "fits"),
    [
        (NEED, OFFER, True),
        (OFFER, NEED, True),
        (NEED, NEED | {"company_id": CompanyId(2), "country": "RS"}, False),
        (NEED, OFFER | {"country": "CN"}, False),
        (NEED | BOTH_AT_HOME, OFFER | {"country": "CN"}, False),
        (NEED, OFFER | BOTH_AT_HOME, False),
        (NEED | BOTH_AT_HOME, OFFER | BOTH_AT_HOME, True),
        (NEED | BOTH_AT_HOME, OFFER | BOTH_AT_HOME | {"company_id": CompanyId(1)}, False),
    ],
)
def test_a_need_and_an_offer_of_two_companies_in_two_countries(
    one: dict[str, Any], other: dict[str, Any], fits: bool
) -> None:
    if fits:
        refuse_mismatch(Listing(**one), Listing(**other))
    else:
        with pytest.raises(errors.NoPairError):
            refuse_mismatch(Listing(**one), Listing(**other))


@pytest.mark.parametrize(
    ("status", "left", "opened"),
    [
        (ListingStatus.PUBLISHED, timedelta(seconds=1), True),
        (ListingStatus.PUBLISHED, timedelta(0), False),
        (ListingStatus.PAUSED, timedelta(days=1), False),
    ],
)
def test_a_listing_is_open_while_published_and_before_its_expiry(
    status: ListingStatus, left: timedelta, opened: bool
) -> None:
    assert is_open(Listing(status=status, expires_at=NOW + left), NOW) is opened


GONE = ListingId(1_000_000)


async def test_listings_that_do_not_exist_are_refused(story: Story, mei: Human, ana: Human) -> None:
    mine, theirs = mei.listing_id, ana.listing_id
    mei.listing_id, ana.listing_id = GONE, theirs
    with pytest.raises(errors.NotYoursError):
        await mei.proposes(ana)
    mei.listing_id, ana.listing_id = mine, GONE
    with pytest.raises(errors.ListingGoneError):
        await mei.proposes(ana)


@pytest.mark.parametrize(("after", "allowed"), [(timedelta(0), True), (timedelta(seconds=1), False)])
async def test_the_first_of_two_vain_proposals_is_forgotten_after_thirty_days(
    story: Story, mei: Human, ana: Human, after: timedelta, allowed: bool
) -> None:
    first = (await mei.proposes(ana)).introduction_id
    await mei.withdraws(first)
    await mei.withdraws((await mei.proposes(ana)).introduction_id)
    async with story.database.writing() as session:
        started = story.clock() - REPEAT_WINDOW + after
        await session.execute(update(Introduction).where(Introduction.id == first).values(created_at=started))
    if allowed:
        await mei.proposes(ana)
    else:
        with pytest.raises(errors.TooSoonError):
            await mei.proposes(ana)


async def test_a_pitch_has_words_and_a_limit(mei: Human, ana: Human) -> None:
    with pytest.raises(EmptyTextError):
        await mei.proposes(ana, "  ")
    with pytest.raises(TooLongError):
        await mei.proposes(ana, "a" * (PITCH_LIMIT + 1))
    assert (await mei.proposes(ana, "a" * PITCH_LIMIT)).left == 2
