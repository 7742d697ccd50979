"""What waits for a moderator: who gets it, what is still to be decided, and when moderators are reminded."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.errors import AlreadyDoneError, NoLongerThereError
from bot.usecases.introductions import holds
from bot.usecases.moderation import queue
from bot.usecases.moderation.queue import CLAIM, NOT_REPORTS, SKIPPED
from bot.usecases.moderation.reminder import PATIENCE, PAUSE, QueueReminder
from storage.ids import PersonId, ReviewId
from storage.models import Delivery
from storage.moderation import dual_use, reviews, roles
from storage.vocabulary import DualUseAnswer, ReviewDecision, ReviewKind, Role, Topic
from storage.vocabulary import ListingStatus as S
from tests.clock import Clock
from tests.factories import NOW, add_company, add_listing, add_person, open_review
from tests.introductions.story import Human, Story
from tests.listings.place import place
from tests.moderation.office import Office


async def waiting(office: Office) -> tuple[int, list[ReviewKind]]:
    """Returns the length of the queue, and the kinds on the staff's home screen."""
    async with office.database.reading() as session:
        kinds = [kind for kind, _, _ in await reviews.by_kind(session)]
        return (await reviews.queue(session, tuple(ReviewKind))).length, kinds


async def takes(office: Office, who: PersonId, now: Any = NOW) -> ReviewId | None:
    async with office.database.writing() as session:
        item = await queue.take_next(session, office.actor(who), NOT_REPORTS, now)
        return None if item is None else item.id


async def puts(office: Office, number: int, kind: ReviewKind = ReviewKind.VERIFICATION) -> ReviewId:
    async with office.database.writing() as session:
        await reviews.put(session, kind, number, NOW + timedelta(seconds=number))
        item = await open_review(session, kind, number)
        assert item is not None
        return item.id


@pytest.mark.parametrize("action", ["delete", "make_private", "hold", "take_down"])
async def test_a_listing_that_leaves_the_review_is_not_waited_for(office: Office, action: str) -> None:
    at = await place(office.database, S.REVIEW)
    assert await waiting(office) == (1, [ReviewKind.LISTING])
    assert await at.does(action, "all") is not None
    assert await waiting(office) == (0, [])
    assert await takes(office, office.moderator) is None
    reminder = QueueReminder(office.database, lambda: NOW + PATIENCE, admins=())
    await reminder.run()
    assert await office.told(Topic.QUEUE_WAITS) == []


async def test_a_listing_that_comes_back_waits_again(office: Office) -> None:
    at = await place(office.database, S.REVIEW, cleared_revision=None)
    await at.does("delete", "all")
    assert await at.does("undelete", "all") is S.REVIEW
    assert await waiting(office) == (1, [ReviewKind.LISTING])
    assert await takes(office, office.moderator) is not None


async def test_an_introduction_that_ended_is_not_waited_for(
    office: Office, story: Story, mei: Human, ana: Human
) -> None:
    async with story.database.writing() as session:
        await dual_use.put(session, ana.listing_id, DualUseAnswer.YES, ana.person_id, NOW)
    number = (await mei.proposes(ana)).introduction_id
    async with story.database.writing() as session:
        await holds.hold_if_flagged(session, ana.listing_id, NOW)
    assert await waiting(office) == (1, [ReviewKind.DUAL_USE])
    await mei.withdraws(number)
    assert await waiting(office) == (0, [])
    assert await takes(office, office.moderator) is None


async def test_an_item_is_claimed_for_a_quarter_of_an_hour(office: Office) -> None:
    item = await puts(office, 1)
    assert await takes(office, office.moderator) == item
    assert await takes(office, office.other_moderator, NOW + CLAIM - timedelta(seconds=1)) is None
    assert await takes(office, office.other_moderator, NOW + CLAIM) == item


async def test_an_own_unfinished_item_comes_first(office: Office) -> None:
    older, newer = await puts(office, 1), await puts(office, 2)
    async with office.database.writing() as session:
        await queue.hold(session, office.actor(office.moderator), newer, NOW)
    assert await takes(office, office.moderator) == newer
    assert await takes(office, office.other_moderator) == older


async def test_a_skipped_item_stays_away_from_who_skipped_it_for_half_an_hour(office: Office) -> None:
    item = await puts(office, 1)
    await takes(office, office.moderator)
    async with office.database.writing() as session:
        await queue.skip(session, office.actor(office.moderator), item, NOW)
    assert await takes(office, office.moderator, NOW + SKIPPED - timedelta(seconds=1)) is None
    assert await takes(office, office.other_moderator) == item
    async with office.database.writing() as session:
        await queue.skip(session, office.actor(office.other_moderator), item, NOW)
    assert await takes(office, office.moderator) == item, "only the last one who skipped it does not get it"
    async with office.database.writing() as session:
        await queue.skip(session, office.actor(office.moderator), item, NOW)
    assert await takes(office, office.moderator, NOW + SKIPPED) == item


async def test_nobody_skips_or_decides_what_another_moderator_holds(office: Office) -> None:
    item = await puts(office, 1)
    await takes(office, office.moderator)
    other = office.actor(office.other_moderator)
    async with office.database.writing() as session:
        await queue.skip(session, other, item, NOW)
        with pytest.raises(AlreadyDoneError):
            await queue.hold(session, other, item, NOW)
        with pytest.raises(AlreadyDoneError):
            await queue.decide(session, other, item, ReviewDecision.APPROVED, NOW, kinds=NOT_REPORTS)
    assert await takes(office, office.moderator) == item


async def test_only_an_open_item_of_the_expected_kind_is_decided(office: Office) -> None:
    item, mira = await puts(office, 1), office.actor(office.moderator)
    for number, kind in ((item, ReviewKind.APPEAL), (ReviewId(item + 99), ReviewKind.VERIFICATION)):
        async with office.database.writing() as session:
            with pytest.raises(NoLongerThereError):
                await queue.decide(session, mira, number, ReviewDecision.APPROVED, NOW, kinds=(kind,))
    async with office.database.writing() as session:
        await queue.decide(session, mira, item, ReviewDecision.APPROVED, NOW, kinds=NOT_REPORTS)
        for act in (queue.hold(session, mira, item, NOW), _decides_again(session, mira, item)):
            with pytest.raises(AlreadyDoneError):
                await act


async def _decides_again(session: Any, actor: Any, item: ReviewId) -> None:
    await queue.decide(session, actor, item, ReviewDecision.REJECTED, NOW, kinds=NOT_REPORTS)


async def reminded(office: Office, clock: Clock, *admins: PersonId) -> list[PersonId | None]:
    """Runs the reminder and returns everybody who was reminded since the start, in order."""
    await QueueReminder(office.database, clock, admins=admins).run()
    return await office.told(Topic.QUEUE_WAITS)


async def test_moderators_are_reminded_only_of_what_waits_for_long(office: Office) -> None:
    both, clock = [office.moderator, office.other_moderator], Clock(NOW)
    assert await reminded(office, clock) == [], "nothing waits"
    await puts(office, 0)
    clock.now = NOW + PATIENCE - timedelta(seconds=1)
    assert await reminded(office, clock) == []
    clock.now = NOW + PATIENCE
    assert await reminded(office, clock) == both
    clock.now += PAUSE - timedelta(seconds=1)
    assert await reminded(office, clock) == both
    clock.now += timedelta(seconds=2)
    assert await reminded(office, clock) == both * 2


async def test_without_moderators_admins_are_reminded_if_they_use_the_bot(office: Office) -> None:
    await puts(office, 0)
    async with office.database.writing() as session:
        for person_id in (office.moderator, office.other_moderator):
            await roles.take(session, person_id, Role.MODERATOR, by=None, now=NOW)
    unknown = PersonId(77)
    assert await reminded(office, Clock(NOW + PATIENCE), office.settings_admin, office.admin, unknown) == [
        office.admin,
        office.settings_admin,
    ]


async def test_moderators_are_not_woken_at_night(office: Office) -> None:
    await puts(office, 0)
    night = NOW.replace(hour=23)
    await reminded(office, Clock(night))
    async with office.database.reading() as session:
        due = set(await session.scalars(select(Delivery.not_before).where(Delivery.topic == Topic.QUEUE_WAITS)))
    assert due == {night.replace(hour=8) + timedelta(days=1)}


async def test_several_listings_at_once_are_queued_once(office: Office) -> None:
    async with office.database.writing() as session:
        company = await add_company(session, await add_person(session))
        numbers = [(await add_listing(session, company, status=S.REVIEW)).id for _ in range(2)]
        await reviews.put(session, ReviewKind.LISTING, numbers[0], NOW)
        await reviews.put_many(session, ReviewKind.LISTING, numbers, NOW)
        await reviews.put_many(session, ReviewKind.LISTING, [], NOW)
    assert (await waiting(office))[0] == 2
