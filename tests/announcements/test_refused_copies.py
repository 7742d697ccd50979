"""A copy is looked at once more before it is sent: who may no longer get it, and who has had enough today."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.usecases.announcements import running
from bot.usecases.events import joining
from storage.announcements import copies
from storage.events import events
from storage.ids import ChatId, PersonId
from storage.models import AnnouncementCopy, Person
from storage.vocabulary import DeliveryStatus, JoinedBy, RecallState, SkipReason
from tests.announcements.fair import Fair, open_fair
from tests.neighbours import is_own

DAY = timedelta(days=1)
MICROSECOND = timedelta(microseconds=1)


async def refusal(fair: Fair, copy: AnnouncementCopy, *, per_day: int = 3) -> dict[str, Any] | None:
    async with fair.database.reading() as session:
        return await copies.changes_if_refused(session, copy, per_day=per_day, since=fair.now - DAY, now=fair.now)


async def started(fair: Fair, text: str = "Doors open at nine") -> list[AnnouncementCopy]:
    number = await fair.says(text)
    await fair.sends(number)
    async with fair.database.writing() as session:
        await running.start_due(session, fair.now)
    return await fair.copies(number)


async def test_each_refusal_says_why(stored_fair: Fair) -> None:
    fair = stored_fair
    blocked, left, muted = await started(fair)
    async with fair.database.writing() as session:
        await session.execute(
            update(Person).where(Person.id == blocked.person_id).values(unreachable_since=fair.now - DAY)
        )
        await joining.leave(session, PersonId(left.chat_id), fair.event_id)
        await joining.mute(session, PersonId(muted.chat_id), fair.event_id, fair.now)
    assert [await refusal(fair, copy) for copy in (blocked, left, muted)] == [
        {"status": DeliveryStatus.UNREACHABLE, "finished_at": fair.now},
        {"status": DeliveryStatus.OBSOLETE, "skipped": SkipReason.LEFT, "finished_at": fair.now},
        {"status": DeliveryStatus.OBSOLETE, "skipped": SkipReason.MUTED, "finished_at": fair.now},
    ]


async def test_people_who_left_the_event_get_no_copy_even_if_they_are_at_another_one(stored_fair: Fair) -> None:
    fair, (copy, *_) = stored_fair, await started(stored_fair)
    elsewhere = await open_fair(fair.database, fair.world, fair.now, people=0)
    async with fair.database.writing() as session:
        await joining.leave(session, PersonId(copy.chat_id), fair.event_id)
        await events.join(session, elsewhere.event_id, PersonId(copy.chat_id), JoinedBy.LINK, fair.now)
    await elsewhere.says("Welcome")
    refused = await refusal(fair, copy)
    assert refused is not None
    assert refused["skipped"] is SkipReason.LEFT


async def test_muting_or_leaving_affects_no_other_recipient(stored_fair: Fair) -> None:
    fair = stored_fair
    first, second, third = await started(fair)
    async with fair.database.writing() as session:
        await joining.mute(session, PersonId(first.chat_id), fair.event_id, fair.now)
        await joining.leave(session, PersonId(second.chat_id), fair.event_id)
    assert await refusal(fair, third) is None


EARLIER: list[tuple[dict[str, Any], bool]] = [
    ({}, True),
    ({"status": DeliveryStatus.UNKNOWN}, True),
    ({"status": DeliveryStatus.FAILED}, False),
    ({"recall": RecallState.DELETED}, False),
    ({"finished_at": -DAY + MICROSECOND}, True),
    ({"finished_at": -DAY}, False),
]


@pytest.mark.parametrize(("changes", "counts"), EARLIER)
async def test_an_announcement_counts_for_a_day_if_it_arrived(
    stored_fair: Fair, changes: dict[str, Any], counts: bool
) -> None:
    fair = stored_fair
    earlier, *_ = await started(fair, "First")
    copy, other, _ = await started(fair, "Second")
    age = changes.get("finished_at", -MICROSECOND)
    values = {"status": DeliveryStatus.SENT} | changes | {"finished_at": fair.now + age}
    async with fair.database.writing() as session:
        await session.execute(update(AnnouncementCopy).where(AnnouncementCopy.id == earlier.id).values(values))
        # An own copy that was sent already, as after a lost answer, counts for nothing.
        await session.execute(
            update(AnnouncementCopy)
            .where(AnnouncementCopy.id == copy.id)
            .values(status=DeliveryStatus.SENT, finished_at=fair.now)
        )
    refused = await refusal(fair, copy, per_day=1)
    assert (refused is not None) is counts
    if refused is not None:
        assert refused["skipped"] is SkipReason.ENOUGH_TODAY
        assert await refusal(fair, copy, per_day=2) is None
    assert await refusal(fair, other, per_day=1) is None


async def test_a_group_gets_every_announcement(stored_fair: Fair) -> None:
    fair = stored_fair
    await started(fair)
    (first, *_) = await started(fair, "Second")
    async with fair.database.writing() as session:
        group = copies.Recipient(chat_id=ChatId(-100), person_id=None, not_before=fair.now)
        await copies.snapshot(session, first.announcement_id, [group])
    (copy,) = [copy for copy in await fair.copies(first.announcement_id) if copy.person_id is None]
    assert await refusal(fair, copy, per_day=0) is None


async def ended(fair: Fair, **values: Any) -> AnnouncementCopy:
    """A copy of an announcement that is being recalled; the other copies never arrived."""
    copy, *_ = await started(fair)
    async with fair.database.writing() as session:
        await running.recall(session, fair.actor, copy.announcement_id, fair.now)
        await session.execute(update(AnnouncementCopy).where(AnnouncementCopy.id == copy.id).values(values))
    return copy


@pytest.mark.parametrize(
    ("values", "is_deleted"),
    [
        ({"status": DeliveryStatus.SENT}, True),
        ({"status": DeliveryStatus.UNKNOWN}, True),
        ({"status": DeliveryStatus.FAILED, "part": 1}, True),
        ({"status": DeliveryStatus.FAILED, "part": 0}, False),
        ({"status": DeliveryStatus.SENDING, "part": 1}, False),
        ({"status": DeliveryStatus.SENT, "recall": RecallState.REFUSED}, False),
    ],
)
async def test_copies_of_a_recalled_announcement_are_deleted_once(
    stored_fair: Fair, values: dict[str, Any], is_deleted: bool
) -> None:
    copy = await ended(stored_fair, **values)
    async with stored_fair.database.reading() as session:
        found = await copies.to_recall(session, 100)
        ended_ = [each.id for each in await copies.finished(session)]
    assert [each.id for each in found] == [copy.id] * is_deleted
    is_under_way = is_deleted or values["status"] is DeliveryStatus.SENDING
    assert ended_ == [copy.announcement_id] * (not is_under_way)


async def test_one_that_is_not_recalled_keeps_its_messages(stored_fair: Fair) -> None:
    copy, *_ = await started(stored_fair)
    async with stored_fair.database.writing() as session:
        await session.execute(
            update(AnnouncementCopy)
            .where(is_own(AnnouncementCopy))
            .values(status=DeliveryStatus.SENT, finished_at=stored_fair.now)
        )
        assert not await copies.to_recall(session, 100)
        assert [each.id for each in await copies.finished(session)] == [copy.announcement_id]


async def test_one_with_a_copy_left_has_not_ended(stored_fair: Fair) -> None:
    copy, *_ = await started(stored_fair)
    other, *_ = await started(stored_fair, "Ended")
    async with stored_fair.database.writing() as session:
        rest = (is_own(AnnouncementCopy), AnnouncementCopy.id != copy.id)
        await session.execute(update(AnnouncementCopy).where(*rest).values(status=DeliveryStatus.SENT))
        assert [each.id for each in await copies.finished(session)] == [other.announcement_id]
