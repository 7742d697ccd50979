"""Reviews of listings in the database: whose listings, which text, and what the author reads."""

from typing import Any

import pytest

from bot.errors import AlreadyDoneError
from bot.usecases.events import setup
from bot.usecases.moderation import marks, review
from bot.usecases.privacy import rights
from storage.events import events
from storage.ids import CompanyId, ListingId, PersonId, ReviewId
from storage.listings import listings
from storage.models import Exhibitor
from storage.moderation import reviews
from storage.vocabulary import (
    JoinedBy,
    ListingStatus,
    RejectionReason,
    ReviewKind,
    Topic,
)
from tests.announcements.fair import FAIR
from tests.factories import NOW, open_review, set_status
from tests.listings.place import place
from tests.moderation.office import Office


async def authors(office: Office) -> tuple[CompanyId, PersonId]:
    return await office.company_of(office.member), office.member


async def reviewed(office: Office, setting: str, *of: tuple[CompanyId, PersonId]) -> bool:
    async with office.database.reading() as session:
        return bool(await review.reviewed_among(session, setting, set(of)))


async def test_listings_to_review_depend_on_the_setting(office: Office) -> None:
    ana = await authors(office)
    assert not await reviewed(office, "off", ana)
    assert await reviewed(office, "all", ana)
    assert not await reviewed(office, "fair", ana)
    async with office.database.writing() as session:
        await marks.put_trust(session, office.actor(office.moderator), ana[0], NOW)
    assert not await reviewed(office, "all", ana)


async def test_listings_of_an_events_participants_and_exhibitors_are_reviewed(office: Office) -> None:
    ana = await authors(office)
    bo = (await office.company_of(office.moderator), office.moderator)
    async with office.database.writing() as session:
        event_id = await setup.create(session, office.actor(office.admin), FAIR, draw=lambda _: "F", now=NOW)
        other = await setup.create(session, office.actor(office.admin), FAIR, draw=lambda _: "G", now=NOW)
        await events.join(session, other, bo[1], JoinedBy.CODE, NOW)
    for setting in ("all", "ffffffff", "gggggggg , ffffffff"):
        assert await reviewed(office, setting, ana) is (setting == "all")
    async with office.database.writing() as session:
        session.add(Exhibitor(event_id=event_id, company_id=ana[0], added_at=NOW))
    assert await reviewed(office, "ffffffff", ana), "as an exhibitor"
    assert not await reviewed(office, "ffffffff", bo)
    assert await reviewed(office, "gggggggg, ffffffff", bo), "as a participant"
    assert not await reviewed(office, "off", ana, bo)


async def in_review(office: Office) -> tuple[Any, ReviewId]:
    at = await place(office.database, ListingStatus.REVIEW)
    async with office.database.reading() as session:
        item = await open_review(session, ReviewKind.LISTING, at.listing.id)
        assert item is not None
        return at, item.id


async def rejects(office: Office, item: ReviewId, note: str | None = "Too short.", revision: int = 1) -> None:
    mira, reason = office.actor(office.moderator), RejectionReason.ADVERTISING
    async with office.database.writing() as session:
        await review.reject(session, mira, item, revision, reason, note, NOW)


async def remark(office: Office, listing_id: ListingId) -> review.Remark | None:
    async with office.database.reading() as session:
        listing = await listings.find(session, listing_id)
        assert listing is not None
        return await review.remark_on(session, listing)


async def test_a_text_that_changed_since_the_moderator_read_it_is_not_decided(office: Office) -> None:
    at, item = await in_review(office)
    with pytest.raises(review.ChangedMeanwhileError):
        await rejects(office, item, revision=2)
    await rejects(office, item)
    with pytest.raises(AlreadyDoneError):
        await rejects(office, item)
    assert await at.status() is ListingStatus.REJECTED


async def test_a_listing_that_is_gone_is_not_decided(office: Office) -> None:
    async with office.database.writing() as session:
        await reviews.put(session, ReviewKind.LISTING, 99, NOW)
        item = await open_review(session, ReviewKind.LISTING, 99)
        assert item is not None
    with pytest.raises(AlreadyDoneError) as refused:
        await rejects(office, item.id)
    assert not isinstance(refused.value, review.ChangedMeanwhileError)
    async with office.database.writing() as session:
        with pytest.raises(AlreadyDoneError):
            await review.review_again(session, office.actor(office.moderator), ListingId(99), NOW)


@pytest.mark.parametrize(
    ("note", "kept"), [("  Too short. ", "Too short."), (" ", None), (None, None), ("x" * 1_001, "x" * 1_000)]
)
async def test_the_author_reads_the_moderators_words(office: Office, note: str | None, kept: str | None) -> None:
    at, item = await in_review(office)
    await rejects(office, item, note)
    assert await remark(office, at.listing.id) == review.Remark(
        field=None, reason=RejectionReason.ADVERTISING, note=kept
    )


async def test_a_remark_is_shown_until_the_listing_is_handed_in_again(office: Office) -> None:
    at, item = await in_review(office)
    assert await remark(office, at.listing.id) is None
    async with office.database.writing() as session:
        await review.send_back(session, office.actor(office.moderator), item, 1, "title", "Which?", NOW)
    assert await remark(office, at.listing.id) == review.Remark(field="title", reason=None, note="Which?")
    await at.does("edit", "all")
    assert await remark(office, at.listing.id) is None


async def test_a_listing_that_was_taken_down_has_no_remark_of_a_review(office: Office) -> None:
    at = await place(office.database, ListingStatus.REJECTED)
    assert await remark(office, at.listing.id) is None
    at, item = await in_review(office)
    async with office.database.writing() as session:
        await review.approve(session, office.actor(office.moderator), item, 1, NOW)
        await set_status(session, at.listing.id, ListingStatus.REJECTED)
    assert await remark(office, at.listing.id) is None


async def test_the_author_hears_of_the_decision_or_the_company_if_the_author_left(office: Office) -> None:
    at, item = await in_review(office)
    await office.colleague(at.listing.company_id)
    await rejects(office, item)
    assert await office.told(Topic.LISTING_REVIEWED) == [at.ana]
    other, again = await in_review(office)
    heir = await office.colleague(other.listing.company_id)
    async with office.database.writing() as session:
        await rights.forget(session, other.ana, NOW)
    await rejects(office, again)
    assert await office.told(Topic.LISTING_REVIEWED) == [at.ana, heir]
