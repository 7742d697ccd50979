"""Reports in the database: what may be reported, what several reports hide, and decisions and their undo."""

from typing import Any

import pytest
from sqlalchemy import update

from bot.errors import AlreadyDoneError, NoLongerThereError
from bot.usecases.introductions.errors import NotYoursError, UnavailableError
from bot.usecases.moderation import reports, safety
from bot.usecases.privacy import rights
from storage.ids import IntroductionId, ListingId, MessageId, PersonId, ReviewId
from storage.introductions import introductions
from storage.listings import changes, listings
from storage.listings.transitions import ListingAction
from storage.models import Listing, Report
from storage.moderation import reports as stored
from storage.moderation import reviews
from storage.vocabulary import (
    Kind,
    MembershipStatus,
    ReportObject,
    ReportReason,
    ReportState,
    ReviewKind,
    Topic,
)
from storage.vocabulary import ListingStatus as S
from tests.factories import NOW, open_review, set_status
from tests.introductions.story import Human, Story
from tests.moderation.office import Office

LISTING, INTRODUCTION, MESSAGE = ReportObject.LISTING, ReportObject.INTRODUCTION, ReportObject.MESSAGE


async def reports_it(human: Human, kind: ReportObject, number: int, note: str | None = None) -> Report:
    now, reason = human.story.clock(), ReportReason.FRAUD
    async with human.story.database.writing() as session:
        made = await safety.report(session, human.person_id, kind, number, reason=reason, note=note, now=now)
        return await session.get_one(Report, made)


async def may_report(human: Human, kind: ReportObject, number: int) -> bool:
    try:
        await reports_it(human, kind, number)
    except NotYoursError:
        return False
    return True


async def status_of(office: Office, number: ListingId) -> S:
    async with office.database.reading() as session:
        listing = await listings.find(session, number)
        assert listing is not None
        return listing.status


async def decided(office: Office, act: Any, kind: ReviewKind, number: int) -> tuple[ReviewId, list[ListingId]]:
    """Decides the open item about an object, and returns it with the listings that changed."""
    async with office.database.writing() as session:
        item = await open_review(session, kind, number)
        assert item is not None
        return item.id, list(await act(session, office.actor(office.moderator), item.id, NOW))


async def reopens(office: Office, item: ReviewId) -> list[ListingId]:
    async with office.database.writing() as session:
        return list(await reports.reopen(session, office.actor(office.moderator), item, NOW))


async def test_a_published_listing_of_another_company_is_reported_until_it_expires(
    story: Story, mei: Human, ana: Human
) -> None:
    assert not await may_report(ana, LISTING, ana.listing_id), "her own"
    assert not await may_report(mei, LISTING, 99)
    assert await may_report(mei, LISTING, ana.listing_id)
    bo = await story.joins("Bo", "Bo Ltd", "GB", Kind.NEED)
    async with story.database.writing() as session:
        await set_status(session, ana.listing_id, S.PAUSED)
        await set_status(session, mei.listing_id, S.PAUSED)
    assert not await may_report(bo, LISTING, ana.listing_id)
    async with story.database.writing() as session:
        await set_status(session, mei.listing_id, S.PUBLISHED)
        ends = update(Listing).where(Listing.id == mei.listing_id).values(expires_at=story.clock())
        await session.execute(ends)
    assert not await may_report(bo, LISTING, mei.listing_id), "it ends now"


async def test_a_hidden_listing_is_reported_by_who_is_introduced_to_it(story: Story, mei: Human, ana: Human) -> None:
    bo = await story.joins("Bo", "Bo Ltd", "GB", Kind.OFFER)
    await mei.proposes(ana)
    async with story.database.writing() as session:
        await set_status(session, mei.listing_id, S.PAUSED)
        await set_status(session, bo.listing_id, S.PAUSED)
    assert await may_report(ana, LISTING, mei.listing_id)
    assert not await may_report(ana, LISTING, bo.listing_id)


async def test_a_proposal_is_reported_by_its_recipient_and_a_message_by_its_reader(
    story: Story, mei: Human, ana: Human
) -> None:
    bo = await story.joins("Bo", "Bo Ltd", "GB", Kind.OFFER)
    number = (await mei.proposes(ana)).introduction_id
    await ana.asks(number)
    (question,) = await story.messages()
    for human, kind, about, expected in (
        (mei, INTRODUCTION, number, False),
        (bo, INTRODUCTION, number, False),
        (ana, INTRODUCTION, number, True),
        (ana, MESSAGE, question.id, False),
        (bo, MESSAGE, question.id, False),
        (mei, MESSAGE, question.id, True),
        (mei, MESSAGE, MessageId(99), False),
        (mei, INTRODUCTION, IntroductionId(99), False),
    ):
        assert await may_report(human, kind, about) is expected, (human.person_id, kind, about)


async def test_an_object_is_reported_once_until_it_is_decided(office: Office, mei: Human, ana: Human) -> None:
    first = await reports_it(mei, LISTING, ana.listing_id, note=" ")
    assert first.note is None
    with pytest.raises(AlreadyDoneError):
        await reports_it(mei, LISTING, ana.listing_id)
    await decided(office, reports.dismiss, ReviewKind.REPORT_LISTING, ana.listing_id)
    again = await reports_it(mei, LISTING, ana.listing_id, note="x" * 1_001)
    assert again.note == "x" * safety.NOTE_LIMIT


async def test_three_reports_hide_a_listing_until_they_are_dismissed(
    office: Office, story: Story, mei: Human, ana: Human
) -> None:
    others = [await story.joins(f"P{n}", f"Company {n}", "GB", Kind.NEED) for n in range(2)]
    for human in (mei, others[0]):
        await reports_it(human, LISTING, ana.listing_id)
        assert await status_of(office, ana.listing_id) is S.PUBLISHED
    await reports_it(others[1], LISTING, ana.listing_id)
    assert await status_of(office, ana.listing_id) is S.HELD
    _, shown = await decided(office, reports.dismiss, ReviewKind.REPORT_LISTING, ana.listing_id)
    assert shown == [ana.listing_id]
    assert await status_of(office, ana.listing_id) is S.PUBLISHED
    assert set(await office.told(Topic.REPORT_DECIDED)) == {one.person_id for one in (mei, *others)}


async def test_three_reports_of_an_introduction_hide_no_listing(
    office: Office, story: Story, mei: Human, ana: Human
) -> None:
    number = (await mei.proposes(ana)).introduction_id
    assert int(number) in {mei.listing_id, ana.listing_id}, "the numbers overlap"
    for person in (ana, *[await story.colleague(ana, f"Colleague {n}") for n in range(2)]):
        await reports_it(person, INTRODUCTION, number)
    assert await status_of(office, ListingId(number)) is S.PUBLISHED


async def test_an_upheld_report_takes_the_listing_down_and_its_undo_brings_it_back(
    office: Office, mei: Human, ana: Human
) -> None:
    open_one = (await mei.proposes(ana)).introduction_id
    await reports_it(mei, LISTING, ana.listing_id)
    item, hidden = await decided(office, reports.uphold, ReviewKind.REPORT_LISTING, ana.listing_id)
    assert (hidden, await status_of(office, ana.listing_id)) == ([ana.listing_id], S.REJECTED)
    assert not (await mei.story.row(open_one)).status.is_open
    assert await reopens(office, item) == [ana.listing_id]
    assert await status_of(office, ana.listing_id) is S.PUBLISHED
    with pytest.raises(AlreadyDoneError):
        await reopens(office, item)


async def test_a_decision_about_a_message_touches_no_listing(
    office: Office, story: Story, mei: Human, ana: Human
) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await ana.asks(number)
    (question,) = await story.messages()
    listing_id = ListingId(question.id)
    assert listing_id in {mei.listing_id, ana.listing_id}, "the numbers overlap"
    for act, before in ((reports.uphold, S.PUBLISHED), (reports.dismiss, S.HELD), (reports.uphold, S.REJECTED)):
        async with office.database.writing() as session:
            await set_status(session, listing_id, before)
            await set_status(session, listing_id, before)
        await reports_it(mei, MESSAGE, question.id)
        item, touched = await decided(office, act, ReviewKind.REPORT_MESSAGE, question.id)
        assert (touched, await status_of(office, listing_id)) == ([], before)
        if before is S.REJECTED:
            assert await reopens(office, item) == []
            assert await status_of(office, listing_id) is S.REJECTED


async def test_undoing_a_decision_leaves_what_the_same_person_reported_since(
    office: Office, mei: Human, ana: Human
) -> None:
    await reports_it(mei, LISTING, ana.listing_id)
    first, _ = await decided(office, reports.dismiss, ReviewKind.REPORT_LISTING, ana.listing_id)
    await reports_it(mei, LISTING, ana.listing_id)
    with pytest.raises(AlreadyDoneError):
        await reopens(office, first)
    second, _ = await decided(office, reports.dismiss, ReviewKind.REPORT_LISTING, ana.listing_id)
    await reopens(office, second)
    async with office.database.reading() as session:
        found = await stored.of_object(session, LISTING, ana.listing_id, state=None)
    assert [one.state for one in found] == [ReportState.DISMISSED, ReportState.OPEN]


async def test_undoing_a_dismissal_shows_nothing_that_was_rejected(office: Office, mei: Human, ana: Human) -> None:
    await reports_it(mei, LISTING, ana.listing_id)
    item, _ = await decided(office, reports.dismiss, ReviewKind.REPORT_LISTING, ana.listing_id)
    async with office.database.writing() as session:
        await set_status(session, ana.listing_id, S.REJECTED)
    assert await reopens(office, item) == []
    assert await status_of(office, ana.listing_id) is S.REJECTED


async def test_a_listing_that_is_gone_is_neither_taken_down_nor_brought_back(
    office: Office, mei: Human, ana: Human
) -> None:
    await reports_it(mei, LISTING, ana.listing_id)
    async with office.database.writing() as session:
        await set_status(session, ana.listing_id, S.REJECTED)
    item, _ = await decided(office, reports.uphold, ReviewKind.REPORT_LISTING, ana.listing_id)
    async with office.database.writing() as session:
        await changes.change_one(session, ListingAction.EDIT, ana.listing_id, NOW)
    assert await reopens(office, item) == []
    assert await status_of(office, ana.listing_id) is S.REVIEW


async def test_only_decided_reports_are_reopened(office: Office, mei: Human, ana: Human) -> None:
    async with office.database.writing() as session:
        await reviews.put(session, ReviewKind.VERIFICATION, ana.company_id, NOW)
        other = await open_review(session, ReviewKind.VERIFICATION, ana.company_id)
        assert other is not None
    for item in (other.id, ReviewId(99)):
        with pytest.raises(NoLongerThereError):
            await reopens(office, item)
    with pytest.raises(NoLongerThereError):
        await decided(office, reports.uphold, ReviewKind.VERIFICATION, ana.company_id)


async def test_the_author_of_a_reported_object_is_found(office: Office, story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await ana.asks(number)
    (question,) = await story.messages()
    async with story.database.writing() as session:
        await session.execute(update(Listing).where(Listing.id == mei.listing_id).values(author_id=None))
    for kind, about, expected in (
        (LISTING, ana.listing_id, ana.person_id),
        (LISTING, mei.listing_id, None),
        (LISTING, 99, None),
        (MESSAGE, question.id, ana.person_id),
        (MESSAGE, 99, None),
        (INTRODUCTION, number, mei.person_id),
        (INTRODUCTION, 99, None),
    ):
        async with office.database.reading() as session:
            assert await reports.author_of(session, kind, about) == expected, (kind, about)


async def test_a_reporter_who_left_hears_nothing(office: Office, story: Story, mei: Human, ana: Human) -> None:
    await reports_it(mei, LISTING, ana.listing_id)
    async with story.database.writing() as session:
        await rights.forget(session, mei.person_id, story.clock())
    await decided(office, reports.dismiss, ReviewKind.REPORT_LISTING, ana.listing_id)
    async with story.database.reading() as session:
        (report,) = await stored.of_object(session, LISTING, ana.listing_id, state=None)
    assert (report.reporter_id, await office.told(Topic.REPORT_DECIDED)) == (None, [])


@pytest.mark.parametrize("act", [safety.block, safety.unblock])
async def test_a_company_that_was_deleted_is_neither_blocked_nor_unblocked(
    story: Story, mei: Human, ana: Human, act: Any
) -> None:
    number = (await mei.proposes(ana)).introduction_id
    async with story.database.writing() as session:
        await rights.forget(session, ana.person_id, story.clock())
    more = {"now": NOW} if act is safety.block else {}
    async with story.database.writing() as session:
        with pytest.raises(UnavailableError):
            await act(session, mei.person_id, number, **more)


async def test_a_block_ends_what_is_open_between_the_two_only(story: Story, mei: Human, ana: Human) -> None:
    bo = await story.joins("Bo", "Bo Ltd", "GB", Kind.OFFER)
    blocked, kept = [(await mei.proposes(one)).introduction_id for one in (ana, bo)]
    await ana.blocks(blocked)
    async with story.database.reading() as session:
        found = {number: await introductions.find(session, number) for number in (blocked, kept)}
    assert [one is not None and one.status.is_open for one in found.values()] == [False, True]


async def test_outsiders_block_nobody(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await story.set_membership(ana, MembershipStatus.LEFT)
    for human in (ana, Human(story=story, person_id=PersonId(1), company_id=ana.company_id, listing_id=ListingId(0))):
        with pytest.raises(NotYoursError):
            await human.blocks(number)
    assert (await story.row(number)).status.is_open
