"""The programme: which items are kept, what is on now and next, and who is reminded when."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NoLongerThereError, NotAllowedError
from bot.usecases.events import programme
from bot.usecases.events.programme import LONGEST, REMIND_BEFORE, SOON, BadItemError, NewItem
from storage.events import events
from storage.events import programme as stored
from storage.ids import ItemId, PersonId
from storage.models import Delivery, Person, ProgrammeItem, Star
from storage.vocabulary import Topic
from tests.announcements.fair import Fair
from tests.neighbours import is_own, select_own

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def new(at: datetime, *, lasts: timedelta = HOUR, **more: Any) -> NewItem:
    values: dict[str, Any] = {"titles": {"en": "Opening"}, "hall_id": None, "starts_at": at, "ends_at": at + lasts}
    return NewItem(**(values | more))


async def added(session: AsyncSession, fair: Fair, after: timedelta = HOUR, **more: Any) -> ItemId:
    return await programme.add(session, fair.actor, fair.event_id, new(fair.now + after, **more))


@pytest.mark.parametrize(
    ("changes", "is_kept"),
    [
        ({}, True),
        ({"titles": {"en": " ", "zh": ""}}, False),
        ({"titles": {"en": "", "zh": "开幕"}}, True),
        ({"lasts": timedelta(0)}, False),
        ({"lasts": SECOND}, True),
        ({"lasts": LONGEST}, True),
        ({"lasts": LONGEST + SECOND}, False),
    ],
)
async def test_an_item_has_a_title_and_lasts_a_day_at_most(fair: Fair, changes: dict[str, Any], is_kept: bool) -> None:
    async with fair.database.writing() as session:
        if is_kept:
            await added(session, fair, **changes)
        else:
            with pytest.raises(BadItemError):
                await added(session, fair, **changes)
        assert len(await stored.of_event(session, fair.event_id)) == is_kept


async def test_an_item_is_in_a_hall_of_its_event(fair: Fair, other_fair: Fair) -> None:
    async with fair.database.writing() as session:
        ours, theirs = [await events.put_hall(session, each.event_id, "Hall 1") for each in (fair, other_fair)]
        number = await added(session, fair, hall_id=ours)
        with pytest.raises(NotAllowedError):
            await added(session, fair, hall_id=theirs)
        with pytest.raises(NotAllowedError):
            await programme.change(session, fair.actor, number, new(fair.now, hall_id=theirs), fair.now)
        assert [(item.id, hall) for item, hall in await stored.of_event(session, fair.event_id)] == [(number, "Hall 1")]


@pytest.mark.parametrize(("before", "is_kept"), [(499, True), (500, False)])
async def test_a_programme_has_five_hundred_items(fair: Fair, before: int, is_kept: bool) -> None:
    item = {"titles": {"en": "Talk"}, "starts_at": fair.now, "ends_at": fair.now + HOUR, "event_id": fair.event_id}
    async with fair.database.writing() as session:
        await session.execute(insert(ProgrammeItem), [item] * before)
        if is_kept:
            await added(session, fair)
        else:
            with pytest.raises(BadItemError):
                await added(session, fair)


async def test_items_of_other_events_are_out_of_reach(fair: Fair, other_fair: Fair) -> None:
    guest = PersonId(other_fair.people[0].id)
    async with fair.database.writing() as session:
        number, kept = await added(session, fair), await added(session, fair)
        for actor in (other_fair.actor, fair.actor):
            item_id = number if actor is other_fair.actor else ItemId(404)
            refusal = NotAllowedError if actor is other_fair.actor else NoLongerThereError
            with pytest.raises(refusal):
                await programme.change(session, actor, item_id, new(fair.now), fair.now)
            with pytest.raises(refusal):
                await programme.remove(session, actor, item_id, fair.now)
        with pytest.raises(NotAllowedError):
            await programme.star(session, guest, number, on=True, now=fair.now)
        with pytest.raises(NotAllowedError):
            await programme.show(session, guest, fair.event_id, fair.now)
        with pytest.raises(NoLongerThereError):
            await programme.star(session, guest, ItemId(404), on=True, now=fair.now)
        assert await programme.remove(session, fair.actor, number, fair.now) == fair.event_id
        assert [item.id for item, _ in await stored.of_event(session, fair.event_id)] == [kept]


def entry(starts_at: datetime) -> programme.Entry:
    item = ProgrammeItem(starts_at=starts_at, ends_at=starts_at + HOUR)
    return programme.Entry(item=item, hall=None, starred=False)


@pytest.mark.parametrize(
    ("starts", "running", "soon"),
    [
        ([timedelta(0)], [0], []),
        ([-HOUR], [], []),
        ([-HOUR + SECOND], [0], []),
        ([SECOND, SOON, SOON + SECOND], [], [0, 1]),
        ([SOON + SECOND, SOON + SECOND, 2 * SOON], [], [0, 1]),  # nothing is near, so the next ones
        ([], [], []),
    ],
)
def test_the_programme_shows_current_and_next_items(
    starts: list[timedelta], running: list[int], soon: list[int]
) -> None:
    now = datetime.fromisoformat("2026-03-02T09:00Z")
    entries = [entry(now + after) for after in starts]
    assert [entries.index(one) for one in programme.running(entries, now)] == running
    assert [entries.index(one) for one in programme.soon(entries, now)] == soon


async def starred(fair: Fair, after: timedelta) -> ItemId:
    async with fair.database.writing() as session:
        number = await added(session, fair, after)
        await programme.star(session, PersonId(fair.people[0].id), number, on=True, now=fair.now)
    return number


async def reminded(fair: Fair, now: datetime) -> int:
    async with fair.database.writing() as session:
        return await programme.remind(session, now)


@pytest.mark.parametrize(
    ("before", "is_told"), [(REMIND_BEFORE + SECOND, 0), (REMIND_BEFORE, 1), (SECOND, 1), (timedelta(0), 0)]
)
async def test_people_are_reminded_of_starred_items_15_minutes_before(
    fair: Fair, before: timedelta, is_told: int
) -> None:
    await starred(fair, HOUR)
    at = fair.now + HOUR - before
    assert [await reminded(fair, at), await reminded(fair, at)] == [is_told, 0], "once"


async def test_nobody_is_reminded_of_what_they_cannot_go_to_or_no_longer_starred(fair: Fair) -> None:
    number, at = await starred(fair, HOUR), fair.now + HOUR - SECOND
    guest = PersonId(fair.people[0].id)
    async with fair.database.writing() as session:
        await events.leave(session, fair.event_id, guest)
    assert await reminded(fair, at) == 0
    async with fair.database.writing() as session:
        await session.execute(update(Star).where(is_own(Star)).values(person_id=fair.people[1].id))
        await programme.star(session, PersonId(fair.people[1].id), number, on=False, now=fair.now)
    assert await reminded(fair, at) == 0


async def test_a_moved_item_is_told_and_reminded_of_again(fair: Fair) -> None:
    number, at = await starred(fair, HOUR), fair.now + HOUR - SECOND
    assert await reminded(fair, at) == 1
    async with fair.database.writing() as session:
        await programme.change(session, fair.actor, number, new(fair.now + 2 * HOUR), fair.now)
        renamed = new(fair.now + 2 * HOUR, titles={"en": "Grand opening"})
        await programme.change(session, fair.actor, number, renamed, fair.now)
    assert await reminded(fair, at + HOUR) == 1
    assert await topics(fair) == [Topic.PROGRAMME_REMINDER, Topic.PROGRAMME_CHANGED, Topic.PROGRAMME_REMINDER]


async def topics(fair: Fair) -> list[str]:
    async with fair.database.reading() as session:
        return list(await session.scalars(select_own(Delivery.topic).order_by(Delivery.id)))


async def test_a_change_is_told_to_those_who_starred_the_item_and_can_be_reached(fair: Fair) -> None:
    number = await starred(fair, HOUR)
    async with fair.database.writing() as session:
        other = await added(session, fair)
        first, second, third = [PersonId(guest.id) for guest in fair.people]
        await programme.star(session, second, number, on=True, now=fair.now)
        await programme.star(session, third, other, on=True, now=fair.now)
        await session.execute(update(Person).where(Person.id == second).values(unreachable_since=fair.now))
        await programme.change(session, fair.actor, number, new(fair.now + 3 * HOUR), fair.now)
        told = list(await session.scalars(select_own(Delivery.person_id)))
        moved, kept = [await stored.find(session, item) for item in (number, other)]
    assert told == [first]
    assert moved is not None
    assert kept is not None
    assert (moved.starts_at, kept.starts_at) == (fair.now + 3 * HOUR, fair.now + HOUR)


async def test_stars_are_of_one_person_and_one_event(fair: Fair, other_fair: Fair) -> None:
    first, second, _ = [PersonId(guest.id) for guest in fair.people]
    async with fair.database.writing() as session:
        one, two = await added(session, fair), await added(session, fair)
        theirs = await programme.add(session, other_fair.actor, other_fair.event_id, new(fair.now))
        for person, item in ((first, one), (second, two), (first, theirs)):
            await stored.star(session, person, item, fair.now)
        shown = await programme.show(session, first, fair.event_id, fair.now)
        assert [(each.item.id, each.starred) for each in shown.everything] == [(one, True), (two, False)]
        await stored.star(session, first, two, fair.now)
        await programme.star(session, first, two, on=False, now=fair.now)
        left = await session.execute(select_own(Star.person_id, Star.item_id).order_by(Star.item_id))
        assert [tuple(row) for row in left] == [(first, one), (second, two), (first, theirs)]
        await session.execute(update(Star).where(is_own(Star)).values(reminder_queued_for=None))
        assert await stored.starred_by(session, first, fair.event_id) == {one}
        await stored.star(session, second, one, fair.now)
        item = await session.get_one(ProgrammeItem, one)
        await stored.mark_reminder_queued(session, first, item)
        queued = await session.execute(
            select(Star.person_id, Star.item_id).where(is_own(Star), Star.reminder_queued_for.is_not(None))
        )
        assert [tuple(row) for row in queued] == [(first, one)]


async def test_an_item_is_found_with_its_event_and_hall(fair: Fair, other_fair: Fair) -> None:
    async with fair.database.writing() as session:
        hall = await events.put_hall(session, fair.event_id, "Hall 1")
        await programme.add(session, other_fair.actor, other_fair.event_id, new(fair.now))
        number, without = await added(session, fair, hall_id=hall), await added(session, fair)
        found = [await stored.with_event(session, item) for item in (number, without, ItemId(404))]
    assert [each and (each[0].id, each[1].id, each[2]) for each in found] == [
        (fair.event_id, number, "Hall 1"),
        (fair.event_id, without, None),
        None,
    ]
