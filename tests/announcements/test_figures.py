"""The figures of an announcement: on its way, and in the report."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.announcements import compose, outcome, running
from bot.usecases.announcements.compose import LinkButton
from bot.usecases.announcements.outcome import Reports
from storage.announcements import announcements, copies, figures
from storage.ids import AnnouncementId, ChatId, PersonId
from storage.models import AnnouncementCopy, Delivery, Person
from storage.vocabulary import AnnouncementStatus, DeliveryStatus, RecallState, SkipReason, Topic
from tests.announcements.fair import Fair
from tests.factories import add_company, add_listing
from tests.neighbours import select_own
from tests.people.test_caller import statements

TWO_DAYS, WEEK = timedelta(hours=48), timedelta(days=7)
MICROSECOND = timedelta(microseconds=1)
WAITS = {"status": DeliveryStatus.PENDING}


async def started(fair: Fair, text: str = "Doors open at nine") -> AnnouncementId:
    number = await fair.says(text)
    await fair.sends(number)
    async with fair.database.writing() as session:
        await running.start_due(session, fair.now)
    return number


async def set_copies(session: AsyncSession, number: AnnouncementId, *values: dict[str, Any]) -> None:
    """Changes the copies of an announcement, one after the other."""
    ids = await session.scalars(
        select(AnnouncementCopy.id).where(AnnouncementCopy.announcement_id == number).order_by(AnnouncementCopy.id)
    )
    for copy_id, changes in zip(ids, values, strict=False):
        await session.execute(update(AnnouncementCopy).where(AnnouncementCopy.id == copy_id).values(changes))


async def beside_another(fair: Fair) -> AnnouncementId:
    """Starts an announcement beside another one, whose copies count only for that one."""
    other = await started(fair, "Another one")
    async with fair.database.writing() as session:
        await set_copies(
            session,
            other,
            {"status": DeliveryStatus.SENT, "finished_at": fair.now, "recall": RecallState.DELETED},
            {"status": DeliveryStatus.FAILED, "finished_at": fair.now, "error": "another"},
            {"status": DeliveryStatus.PENDING, "not_before": fair.now + WEEK},
        )
    return await started(fair)


async def test_copies_are_counted_by_what_became_of_them(stored_fair: Fair) -> None:
    now, number = stored_fair.now, await beside_another(stored_fair)
    async with stored_fair.database.writing() as session:
        await set_copies(
            session,
            number,
            {"status": DeliveryStatus.PENDING, "not_before": now + MICROSECOND},
            {"status": DeliveryStatus.OBSOLETE, "skipped": SkipReason.MUTED, "not_before": now + WEEK},
            {"status": DeliveryStatus.PENDING, "not_before": now},
        )
        counts = await figures.counts(session, number, now=now, since=now)
    assert (counts.total, counts.open, counts.held, counts.next_due) == (3, 2, 1, now + MICROSECOND)
    assert counts.by_skip == {SkipReason.MUTED: 1}


@pytest.mark.parametrize(
    ("status", "age", "counts"),
    [
        (DeliveryStatus.SENT, timedelta(0), 1),
        (DeliveryStatus.UNKNOWN, timedelta(seconds=15) - MICROSECOND, 1),
        (DeliveryStatus.SENT, timedelta(seconds=15), 0),
        (DeliveryStatus.FAILED, timedelta(0), 0),
    ],
)
async def test_the_rate_is_that_of_the_last_fifteen_seconds(
    stored_fair: Fair, status: DeliveryStatus, age: timedelta, counts: int
) -> None:
    number, now = await beside_another(stored_fair), stored_fair.now + timedelta(seconds=10)
    async with stored_fair.database.writing() as session:
        await set_copies(
            session, number, {"status": status, "finished_at": now - age}, WAITS, {"not_before": now + WEEK}
        )
    row = await stored_fair.row(number)
    row.started_at = stored_fair.now - timedelta(minutes=5)
    async with stored_fair.database.reading() as session:
        progress = await running.measure(session, row, now)
    assert progress.rate == counts / 15
    assert progress.left_s == (15 if counts else None), "one copy may be sent now"


async def test_a_recall_counts_what_was_deleted_and_what_was_not(stored_fair: Fair) -> None:
    number = await beside_another(stored_fair)
    async with stored_fair.database.writing() as session:
        ids = [copy.id for copy in await stored_fair.copies(number)]
        await copies.mark_recalled(session, ids[0], RecallState.DELETED)
        await copies.mark_recalled(session, ids[1], RecallState.REFUSED)
        assert await figures.recalls(session, number) == {RecallState.DELETED: 1, RecallState.REFUSED: 1}


@pytest.mark.parametrize("status", DeliveryStatus)
async def test_a_copy_reaches_its_person_unless_it_failed(stored_fair: Fair, status: DeliveryStatus) -> None:
    number = await beside_another(stored_fair)
    second, first, _ = [PersonId(guest.id) for guest in stored_fair.people]
    async with stored_fair.database.writing() as session:
        await set_copies(session, number, {"status": DeliveryStatus.FAILED}, {"status": status})
        is_reached = status in {DeliveryStatus.SENDING, DeliveryStatus.SENT, DeliveryStatus.UNKNOWN}
        assert await figures.reached(session, number, first) is is_reached
        assert not await figures.reached(session, number, second)


async def test_failures_are_counted_by_their_cause(stored_fair: Fair) -> None:
    number = await beside_another(stored_fair)
    wrong = {"status": DeliveryStatus.FAILED, "error": "wrong file"}
    async with stored_fair.database.writing() as session:
        await set_copies(session, number, wrong, wrong, {"status": DeliveryStatus.PENDING, "error": "timed out"})
        assert await figures.failures(session, number) == {"wrong file": 2}


async def test_the_report_counts_what_those_reached_did_in_two_days(stored_fair: Fair) -> None:
    fair, number = stored_fair, await beside_another(stored_fair)
    async with fair.database.writing() as session:
        await set_copies(
            session,
            number,
            {"status": DeliveryStatus.FAILED, "finished_at": fair.now},
            {"status": DeliveryStatus.SENT, "finished_at": fair.now},
            {"status": DeliveryStatus.UNKNOWN, "finished_at": fair.now + MICROSECOND},
        )
        missed, reached, also = [await session.get_one(Person, guest.id) for guest in fair.people]
        for person, after in (
            (reached, timedelta(0)),
            (also, TWO_DAYS - MICROSECOND),
            (reached, -MICROSECOND),
            (reached, TWO_DAYS),
            (missed, timedelta(0)),
        ):
            at = fair.now + after
            company = await add_company(session, person, name=f"{after} {person.id}", name_key="x", now=at)
            await add_listing(session, company, person, now=at)
    async with fair.database.reading() as session:
        report = await outcome.report(session, fair.actor, number, fair.now + WEEK)
    assert (report.followed.companies, report.followed.listings) == (2, 2)
    assert (report.followed.proposals, report.followed.accepted) == (0, 0)
    assert list(report.arrived) == [fair.now, fair.now + MICROSECOND]


@pytest.mark.parametrize(("after", "is_complete"), [(TWO_DAYS - MICROSECOND, False), (TWO_DAYS, True)])
async def test_a_report_is_complete_after_two_days(stored_fair: Fair, after: timedelta, is_complete: bool) -> None:
    number = await started(stored_fair)
    async with stored_fair.database.reading() as session:
        report = await outcome.report(session, stored_fair.actor, number, stored_fair.now + after)
    assert report.complete is is_complete


async def test_presses_are_counted_once_a_person_and_links_not_at_all(stored_fair: Fair) -> None:
    fair, number = stored_fair, await stored_fair.says("Hello")
    other = await fair.says("Another one")
    buttons = [LinkButton(text=text, place="offer") for text in ("Offer", "Need")]
    async with fair.database.writing() as session:
        await compose.set_buttons(
            session, fair.actor, number, [LinkButton(text="Website", url="https://a.example"), *buttons]
        )
        for guest in (0, 0, 1):
            await announcements.press(session, number, PersonId(fair.people[guest].id), 1, fair.now)
        await announcements.press(session, other, PersonId(fair.people[0].id), 2, fair.now)
        report = await outcome.report(session, fair.actor, number, fair.now)
    assert report.presses == [("Website", None), ("Offer", 2), ("Need", 0)]


@pytest.mark.parametrize(
    ("after", "is_sent"),
    [
        (TWO_DAYS - MICROSECOND, False),
        (TWO_DAYS, True),
        (TWO_DAYS + WEEK - MICROSECOND, True),
        (TWO_DAYS + WEEK, False),
    ],
)
async def test_the_report_is_sent_between_two_days_and_nine(stored_fair: Fair, after: timedelta, is_sent: bool) -> None:
    number, now = await started(stored_fair), stored_fair.now + after
    await stored_fair.says("A draft")
    reports = Reports(stored_fair.database, lambda: now)
    assert [await reports.run() for _ in range(2)] == [int(is_sent), 0]
    async with stored_fair.database.reading() as session:
        told = [payload for (payload,) in await session.execute(select_own(Delivery.payload))]
    assert told == [{"announcement_id": number}] * is_sent


async def test_without_a_report_to_send_nothing_is_written(stored_fair: Fair) -> None:
    await started(stored_fair)
    reports = Reports(stored_fair.database, lambda: stored_fair.now + TWO_DAYS)
    for expected in (1, 0):
        with statements(stored_fair.database) as found:
            assert await reports.run() == expected
        assert found.count("BEGIN IMMEDIATE") == (expected if stored_fair.database.is_sqlite else 0)


async def test_two_processes_take_a_report_once(stored_fair: Fair) -> None:
    ids, now = [await started(stored_fair, text) for text in ("One", "Two")], stored_fair.now
    async with stored_fair.database.writing() as session:
        first = await announcements.take_for_report(session, ids[:1], now)
        second = await announcements.take_for_report(session, ids, now)
    assert [[each.id for each in taken] for taken in (first, second)] == [ids[:1], ids[1:]]


async def test_the_end_is_told_to_its_author(stored_fair: Fair) -> None:
    number = await started(stored_fair)
    async with stored_fair.database.writing() as session:
        await set_copies(session, number, *[{"status": DeliveryStatus.UNREACHABLE}] * 3)
        assert await running.end_finished(session, stored_fair.now) == 1
        assert await running.end_finished(session, stored_fair.now) == 0
        told = (await session.execute(select_own(Delivery.person_id, Delivery.topic))).one()
    assert tuple(told) == (stored_fair.actor.id, Topic.ANNOUNCEMENT_ENDED)
    assert (await stored_fair.row(number)).status is AnnouncementStatus.DONE


async def test_a_progress_message_is_kept_once_it_is_no_draft(stored_fair: Fair) -> None:
    number = await stored_fair.says("Hello")
    for expected in (None, 7):
        async with stored_fair.database.writing() as session:
            await running.watch(session, number, ChatId(stored_fair.organizer.id), 7)
        assert (await stored_fair.row(number)).progress_message_id == expected
        if expected is None:
            await stored_fair.sends(number)
