"""When an announcement may start, when each person gets it, and when it stops itself."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.usecases.announcements import compose, running
from bot.usecases.announcements.audience import Audience, not_before
from bot.usecases.announcements.errors import MovedOnError, NobodyToTellError, PastError
from bot.usecases.events import groups
from storage.announcements import announcements, copies
from storage.announcements.audiences import Member
from storage.ids import AnnouncementId, ChatId, PersonId
from storage.models import Announcement, AnnouncementCopy, Delivery, Event, Preference
from storage.vocabulary import AnnouncementStatus, DeliveryStatus, Frequency, Language, Topic
from tests.announcements.fair import Fair
from tests.neighbours import is_own, select_own

YEAR = timedelta(days=366)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("after", "is_kept"), [(timedelta(0), False), (SECOND, True), (YEAR, True), (YEAR + SECOND, False)]
)
async def test_the_send_time_is_later_today_or_within_a_year(
    stored_fair: Fair, after: timedelta, is_kept: bool
) -> None:
    number = await stored_fair.says("Later")
    if is_kept:
        await stored_fair.sends(number, at=stored_fair.now + after)
    else:
        with pytest.raises(PastError):
            await stored_fair.sends(number, at=stored_fair.now + after)
    row = await stored_fair.row(number)
    assert row.starts_at == (stored_fair.now + after if is_kept else None)


NOBODY = frozenset({"CN"})


@pytest.mark.parametrize(
    ("audience", "is_later", "has_group", "is_kept"),
    [
        (Audience(), False, False, True),
        (Audience(countries=NOBODY), False, False, False),
        (Audience(countries=NOBODY), True, False, True),  # they may still join
        (Audience(countries=NOBODY, chats=True), False, False, False),
        (Audience(countries=NOBODY, chats=True), False, True, True),
        (Audience(countries=NOBODY), False, True, False),
    ],
)
async def test_an_announcement_for_now_needs_somebody_to_get_it(
    stored_fair: Fair, audience: Audience, is_later: bool, has_group: bool, is_kept: bool
) -> None:
    fair, number = stored_fair, await stored_fair.says("Hello")
    async with fair.database.writing() as session:
        await compose.set_audience(session, fair.actor, number, audience)
        if has_group:
            await groups.connect(
                session,
                fair.actor,
                fair.event_id,
                ChatId(-100),
                title="Guests",
                language=Language.EN,
                now=fair.now,
            )
    at = fair.now + SECOND if is_later else None
    if is_kept:
        await fair.sends(number, at=at)
    else:
        with pytest.raises(NobodyToTellError):
            await fair.sends(number, at=at)
    assert (await fair.row(number)).status == (AnnouncementStatus.SCHEDULED if is_kept else AnnouncementStatus.DRAFT)


async def test_a_due_announcement_starts_once(stored_fair: Fair) -> None:
    fair = stored_fair
    due, later, draft = [await fair.says(text) for text in ("Due", "Later", "Draft")]
    await fair.sends(due)
    await fair.sends(later, at=fair.now + SECOND)
    async with fair.database.reading() as session:
        assert await announcements.due(session, fair.now) == [due]
        assert await announcements.due(session, fair.now + SECOND) == [due, later]
    for expected in (1, 0):
        async with fair.database.writing() as session:
            assert await running.start_due(session, fair.now) == expected
    assert [len(await fair.copies(number)) for number in (due, later, draft)] == [3, 0, 0]
    async with fair.database.writing() as session:
        assert await running.start_due(session, fair.now + SECOND) == 1


def preference(quiet: tuple[int, int] | None, *, chosen: bool) -> Preference:
    start, end = quiet or (None, None)
    return Preference(suggestions=Frequency.AT_ONCE, quiet_chosen=chosen, quiet_from=start, quiet_to=end)


FAIR_DAY, LATER_DAY = datetime.fromisoformat("2026-03-02T22:00Z"), datetime.fromisoformat("2026-03-10T22:00Z")


@pytest.mark.parametrize(
    ("now", "country", "chosen", "is_urgent", "after_h"),
    [
        (FAIR_DAY, "CN", None, False, 9),  # 23:00 in Belgrade: at 8:00 there
        (LATER_DAY, "CN", None, False, 2),  # 6:00 in Shanghai: at 8:00 there
        (LATER_DAY, None, None, False, 9),  # in the event's zone, for want of another
        (FAIR_DAY, "CN", None, True, 0),
        (FAIR_DAY, "CN", preference((21, 8), chosen=True), True, 9),
        (FAIR_DAY, "CN", preference(None, chosen=True), False, 0),
        (FAIR_DAY, "CN", preference(None, chosen=True), True, 0),
        (FAIR_DAY, "CN", preference((1, 5), chosen=True), False, 0),
    ],
)
def test_nobody_gets_it_in_their_quiet_hours(
    now: datetime, country: str | None, chosen: Preference | None, is_urgent: bool, after_h: int
) -> None:
    event = Event(zone="Europe/Belgrade", starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 4))
    member = Member(person_id=PersonId(1), country=country, preference=chosen)
    at = not_before(member, event, urgent=is_urgent, now=now)
    assert (at - now) / timedelta(hours=1) == after_h


async def with_copies(fair: Fair, statuses: dict[DeliveryStatus, int]) -> AnnouncementId:
    """An announcement on its way, with so many copies of each status."""
    number = await fair.says("Hello")
    await fair.sends(number)
    async with fair.database.writing() as session:
        await running.start_due(session, fair.now)
        await session.execute(
            update(AnnouncementCopy).where(is_own(AnnouncementCopy)).values(status=DeliveryStatus.OBSOLETE)
        )
        every = [status for status, count in statuses.items() for _ in range(count)]
        people = [
            copies.Recipient(chat_id=ChatId(chat), person_id=None, not_before=fair.now)
            for chat in range(1, len(every) + 1)
        ]
        await copies.snapshot(session, number, people)
        for chat, status in enumerate(every, 1):
            copy = is_own(AnnouncementCopy) & (AnnouncementCopy.chat_id == chat)
            await session.execute(update(AnnouncementCopy).where(copy).values(status=status, finished_at=fair.now))
    return number


@pytest.mark.parametrize(
    ("statuses", "stops"),
    [
        ({DeliveryStatus.FAILED: 4}, False),
        ({DeliveryStatus.FAILED: 5}, True),
        ({DeliveryStatus.FAILED: 5, DeliveryStatus.PENDING: 3}, True),
        ({DeliveryStatus.FAILED: 5, DeliveryStatus.SENT: 1}, False),
        ({DeliveryStatus.FAILED: 5, DeliveryStatus.UNKNOWN: 1}, False),
    ],
)
async def test_five_refusals_and_no_success_stop_it_and_its_author_is_told(
    stored_fair: Fair, statuses: dict[DeliveryStatus, int], stops: bool
) -> None:
    number = await with_copies(stored_fair, statuses)
    async with stored_fair.database.writing() as session:
        assert await running.stop_if_refused(session, number, stored_fair.now) is stops
        told = list(await session.scalars(select_own(Delivery.topic)))
    assert (await stored_fair.row(number)).status == (
        AnnouncementStatus.PAUSED if stops else AnnouncementStatus.RUNNING
    )
    assert told == [Topic.ANNOUNCEMENT_ENDED] * stops


DRAFT, SCHEDULED, RUNNING, PAUSED, DONE, CANCELLED, RECALLING, RECALLED = AnnouncementStatus


@pytest.mark.parametrize(
    ("act", "works_when"),
    [
        (lambda fair, session, number: running.unschedule(session, fair.actor, number), {SCHEDULED}),
        (lambda fair, session, number: running.pause(session, fair.actor, number, fair.now), {RUNNING}),
        (lambda fair, session, number: running.resume(session, fair.actor, number), {PAUSED}),
        (
            lambda fair, session, number: running.cancel(session, fair.actor, number, fair.now),
            {SCHEDULED, RUNNING, PAUSED},
        ),
        (
            lambda fair, session, number: running.recall(session, fair.actor, number, fair.now),
            {RUNNING, PAUSED, DONE, CANCELLED},
        ),
    ],
    ids=["unschedule", "pause", "resume", "cancel", "recall"],
)
async def test_each_state_allows_its_own_actions(
    stored_fair: Fair, act: Any, works_when: set[AnnouncementStatus]
) -> None:
    number, worked = await stored_fair.says("Hello"), set()
    for status in AnnouncementStatus:
        async with stored_fair.database.writing() as session:
            await session.execute(update(Announcement).where(is_own(Announcement)).values(status=status))
            try:
                await act(stored_fair, session, number)
            except MovedOnError:
                continue
            worked.add(status)
    assert worked == works_when


async def test_one_that_was_cancelled_does_not_stop_itself(stored_fair: Fair) -> None:
    number = await with_copies(stored_fair, {DeliveryStatus.FAILED: 5})
    async with stored_fair.database.writing() as session:
        await running.cancel(session, stored_fair.actor, number, stored_fair.now)
        assert not await running.stop_if_refused(session, number, stored_fair.now)
