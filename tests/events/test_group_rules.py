"""Connecting a group to an event, the hour of its digest, and when a digest is planned, without a chat."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AlreadyDoneError, InputError, NotAllowedError
from bot.usecases.events import digests as digest_job
from bot.usecases.events import groups
from bot.usecases.events.digests import LATEST, SHOWN, due_job
from bot.usecases.events.groups import next_at
from storage.announcements import copies
from storage.announcements.copies import Recipient
from storage.events import chats, digests, events, exhibitors
from storage.ids import ChatId
from storage.models import AnnouncementCopy, Company, Delivery, Digest, EventChat, Listing, Person
from storage.vocabulary import DeliveryStatus, JoinedBy, Kind, Language, ListingStatus, ProfileType
from tests.announcements.fair import Fair
from tests.factories import add_company, add_listing, add_person
from tests.neighbours import select_own
from tests.people.test_caller import statements

GROUP, OTHER = ChatId(-100), ChatId(-200)
SECOND, DAY, HOUR = timedelta(seconds=1), timedelta(days=1), timedelta(hours=1)


async def connects(session: AsyncSession, fair: Fair, chat: ChatId = GROUP, **more: Any) -> EventChat:
    values: dict[str, Any] = {"title": "Guests", "language": Language.EN, "now": fair.now} | more
    actor = values.pop("actor", fair.actor)
    return await groups.connect(session, actor, fair.event_id, chat, **values)


async def test_a_group_that_is_connected_again_keeps_its_hour(fair: Fair) -> None:
    async with fair.database.writing() as session:
        first = await connects(session, fair, title="a" * 300)
        assert (first.digest_hour, first.digest_due_at, len(first.title)) == (
            9,
            next_at(9, "Europe/Belgrade", fair.now),
            255,
        )
        await groups.set_digest(session, fair.actor, GROUP, 20, fair.now)
        again = await connects(session, fair, now=fair.now + DAY)
        assert (again.digest_hour, again.added_at) == (20, fair.now)
        await groups.set_digest(session, fair.actor, GROUP, None, fair.now)
        again = await connects(session, fair, now=fair.now + DAY)
        assert (again.digest_hour, again.digest_due_at) == (None, None)


async def test_a_group_goes_over_to_another_event_of_the_same_organizer_and_begins_anew(
    fair: Fair, other_fair: Fair
) -> None:
    async with fair.database.writing() as session:
        await connects(session, fair)
        await groups.set_digest(session, fair.actor, GROUP, 20, fair.now)
        with pytest.raises(NotAllowedError):
            await connects(session, other_fair)
        await events.add_organizer(session, fair.event_id, other_fair.actor.id, by=None, now=fair.now)
        moved = await connects(session, other_fair, now=fair.now + DAY)
        assert (moved.event_id, moved.digest_hour, moved.added_at) == (other_fair.event_id, 9, fair.now + DAY)
        assert await chats.of_event(session, fair.event_id) == []


@pytest.mark.parametrize(("hour", "is_kept"), [(-1, False), (0, True), (23, True), (24, False), (None, True)])
async def test_a_digest_has_an_hour_of_the_day_or_none(fair: Fair, hour: int | None, is_kept: bool) -> None:
    async with fair.database.writing() as session:
        await connects(session, fair, OTHER)
        await connects(session, fair)
        if is_kept:
            await groups.set_digest(session, fair.actor, GROUP, hour, fair.now)
        else:
            with pytest.raises(InputError):
                await groups.set_digest(session, fair.actor, GROUP, hour, fair.now)
        hours = [
            (await session.get_one(EventChat, chat, populate_existing=True)).digest_hour for chat in (GROUP, OTHER)
        ]
    assert hours == [hour if is_kept else 9, 9]


async def test_only_the_organizer_of_its_event_changes_a_group_that_is_connected(fair: Fair, other_fair: Fair) -> None:
    async with fair.database.writing() as session:
        await connects(session, fair)
        await connects(session, fair, OTHER)
        with pytest.raises(NotAllowedError):
            await groups.disconnect(session, other_fair.actor, GROUP)
        with pytest.raises(AlreadyDoneError):
            await groups.disconnect(session, fair.actor, ChatId(-404))
        await chats.mark_gone(session, OTHER, fair.now)
        with pytest.raises(AlreadyDoneError):
            await groups.set_digest(session, fair.actor, OTHER, 9, fair.now)
        assert [chat.chat_id for chat in await chats.of_event(session, fair.event_id)] == [GROUP]
        await groups.disconnect(session, fair.actor, GROUP)
        assert await chats.find(session, GROUP) is None
        assert await chats.find(session, OTHER) is not None


async def test_a_closed_topic_is_told_to_whoever_connected_the_group(fair: Fair) -> None:
    async with fair.database.writing() as session:
        await connects(session, fair)
        await connects(session, fair, OTHER)
        await session.execute(update(EventChat).where(EventChat.chat_id == OTHER).values(added_by=None))
        for chat in (GROUP, OTHER, ChatId(-404)):
            await groups.tell_of_closed_topic(session, chat, fair.now)
        told = list(await session.scalars(select_own(Delivery.person_id)))
    assert told == [fair.actor.id]


async def test_the_time_when_a_group_put_the_bot_out_is_kept(fair: Fair) -> None:
    async with fair.database.writing() as session:
        await connects(session, fair)
        for days in (1, 2):
            await chats.mark_gone(session, GROUP, fair.now + days * DAY)
        found = await chats.find(session, GROUP)
    assert found is not None
    assert found.gone_at == fair.now + DAY


async def test_a_supergroup_gets_what_it_has_not_got_yet(fair: Fair) -> None:
    waits, sent, both = [await fair.says(text) for text in ("Waits", "Sent", "Both")]
    old, new = GROUP, OTHER
    async with fair.database.writing() as session:
        await connects(session, fair, old)
        for number, chat in ((waits, old), (sent, old), (both, old), (both, new)):
            await copies.snapshot(session, number, [Recipient(chat_id=chat, person_id=None, not_before=fair.now)])
        done = AnnouncementCopy.announcement_id == sent
        await session.execute(update(AnnouncementCopy).where(done).values(status=DeliveryStatus.SENT))
        await groups.follow(session, old, new, fair.now)
        rows = await session.execute(
            select_own(AnnouncementCopy.announcement_id, AnnouncementCopy.chat_id, AnnouncementCopy.status)
        )
        found = {(number, chat): status.value for number, chat, status in rows}
    assert found == {
        (waits, new): "pending",
        (sent, old): "sent",
        (both, old): "obsolete",
        (both, new): "pending",
    }


@pytest.mark.parametrize(
    ("now", "hour", "at"),
    [
        ("2026-03-02T07:59:59Z", 9, "2026-03-02T08:00Z"),
        ("2026-03-02T08:00Z", 9, "2026-03-03T08:00Z"),
        ("2026-03-28T20:00Z", 9, "2026-03-29T07:00Z"),  # summer time begins
    ],
)
def test_the_next_time_at_an_hour_of_the_zone(now: str, hour: int, at: str) -> None:
    assert next_at(hour, "Europe/Belgrade", datetime.fromisoformat(now)) == datetime.fromisoformat(at)


async def listed(session: AsyncSession, fair: Fair, at: datetime, **more: Any) -> Listing:
    """A listing of a guest's company, which was changed at this time."""
    person = await session.get_one(Person, fair.people[0].id)
    company = await session.scalar(select_own(Company)) or await add_company(session, person)
    return await add_listing(session, company, person, now=at, **more)


async def planned(fair: Fair, now: datetime) -> int:
    async with fair.database.writing() as session:
        await digest_job.queue_due(session, now)
        return len((await session.scalars(select_own(Digest.id))).all())


@pytest.mark.parametrize(
    ("after_due", "has_news", "is_planned"),
    [
        (-SECOND, True, 0),
        (timedelta(0), True, 1),
        (LATEST, True, 1),
        (LATEST + SECOND, True, 0),
        (timedelta(0), False, 0),
    ],
)
async def test_a_digest_is_planned_at_its_hour_if_there_is_news(
    fair: Fair, after_due: timedelta, has_news: bool, is_planned: int
) -> None:
    async with fair.database.writing() as session:
        due = (await connects(session, fair)).digest_due_at
        assert due is not None
        if has_news:
            await listed(session, fair, fair.now)
    assert await planned(fair, due + after_due) == is_planned
    async with fair.database.reading() as session:
        chat = await session.get_one(EventChat, GROUP)
    assert chat.digest_due_at == (due if after_due < timedelta(0) else due + DAY)


async def test_a_group_that_put_the_bot_out_or_wants_no_digest_gets_none(fair: Fair) -> None:
    async with fair.database.writing() as session:
        due = (await connects(session, fair)).digest_due_at
        assert due is not None
        await connects(session, fair, OTHER)
        await listed(session, fair, fair.now)
        await chats.mark_gone(session, GROUP, fair.now)
        await groups.set_digest(session, fair.actor, OTHER, None, fair.now)
    assert await planned(fair, due) == 0


async def test_without_a_digest_to_plan_nothing_is_written(fair: Fair) -> None:
    async with fair.database.writing() as session:
        due = (await connects(session, fair)).digest_due_at
    assert due is not None
    for now, expected in ((due - SECOND, 0), (due, 1)):
        job = due_job(fair.database, lambda: now, wake=lambda: None)  # noqa: B023
        with statements(fair.database) as found:
            assert await job.run() == expected
        assert found.count("BEGIN IMMEDIATE") == (expected if fair.database.is_sqlite else 0)


NEWS: list[tuple[dict[str, Any], timedelta, timedelta, bool]] = [
    # the listing, its age and that of its author's or company's coming, counted from the group's connection
    ({}, timedelta(0), -DAY, True),
    ({}, -SECOND, -DAY, False),
    ({}, -DAY, timedelta(0), True),
    ({}, -DAY, -SECOND, False),
    ({"status": ListingStatus.PAUSED}, timedelta(0), -DAY, False),
    ({"masked_title": None}, timedelta(0), -DAY, False),
]


@pytest.mark.parametrize("is_exhibitor", [True, False])
@pytest.mark.parametrize(("listing", "changed", "came", "is_new"), NEWS)
async def test_new_listings_for_a_group(
    fair: Fair, listing: dict[str, Any], changed: timedelta, came: timedelta, is_new: bool, is_exhibitor: bool
) -> None:
    async with fair.database.writing() as session:
        chat = await connects(session, fair)
        person = await add_person(session)
        company = await add_company(session, person)
        if is_exhibitor:
            await exhibitors.put(session, fair.event_id, company.id, hall_id=None, booth="A", now=fair.now + came)
        else:
            await events.join(session, fair.event_id, person.id, JoinedBy.CODE, fair.now + came)
        made = await add_listing(session, company, person, now=fair.now + changed, **listing)
        assert [each.id for each in await digests.news(session, chat)] == [made.id] * is_new


async def digest_of(session: AsyncSession, fair: Fair) -> Digest:
    await digests.plan(session, GROUP, fair.event_id, fair.now.date(), fair.now)
    return (await session.scalars(select_own(Digest))).one()


@pytest.mark.parametrize(
    "changes", [{"gone_at": datetime.fromisoformat("2026-03-02T00:00Z")}, {"digest_hour": None}, {"event_id": "other"}]
)
async def test_a_digest_is_for_a_group_that_still_wants_it(
    fair: Fair, other_fair: Fair, changes: dict[str, Any]
) -> None:
    async with fair.database.writing() as session:
        await connects(session, fair)
        await connects(session, fair, OTHER)
        await listed(session, fair, fair.now)
        digest = await digest_of(session, fair)
        bulletin = await digest_job.bulletin(session, digest, draw=lambda _: "x", now=fair.now)
        assert bulletin is not None
        assert (bulletin.chat.chat_id, bulletin.event.id) == (GROUP, fair.event_id)
        values = {key: other_fair.event_id if value == "other" else value for key, value in changes.items()}
        await session.execute(update(EventChat).where(EventChat.chat_id == GROUP).values(values))
        assert await chats.subscribed(session, digest) is None
        assert await digest_job.bulletin(session, digest, draw=lambda _: "x", now=fair.now) is None


async def test_a_digest_without_news_is_not_sent(fair: Fair) -> None:
    async with fair.database.writing() as session:
        await connects(session, fair)
        digest = await digest_of(session, fair)
        assert await digest_job.bulletin(session, digest, draw=lambda _: "x", now=fair.now) is None


@pytest.mark.parametrize(
    ("offers", "needs", "shown", "more"),
    [(12, 0, (8, 0), 4), (12, 1, (7, 1), 5), (12, 12, (4, 4), 16), (2, 12, (2, 6), 6), (3, 3, (3, 3), 0)],
)
async def test_a_digest_shows_eight_listings_of_both_kinds(
    fair: Fair, offers: int, needs: int, shown: tuple[int, int], more: int
) -> None:
    draws = count()
    async with fair.database.writing() as session:
        await connects(session, fair)
        for number in range(offers + needs):
            kind = ProfileType.TECHNOLOGY_OFFER if number < offers else ProfileType.TECHNOLOGY_REQUEST
            await listed(session, fair, fair.now, profile_type=kind)
        digest = await digest_of(session, fair)
        draw = lambda _: chr(ord("a") + next(draws) // 22)  # noqa: E731
        bulletin = await digest_job.bulletin(session, digest, draw=draw, now=fair.now)
    assert bulletin is not None
    kinds = [line.kind for line in bulletin.lines]
    assert ((kinds.count(Kind.OFFER), kinds.count(Kind.NEED)), bulletin.more) == (shown, more)
    assert len(bulletin.listing_ids) == offers + needs
    assert len(kinds) == min(SHOWN, offers + needs)
