"""What the organizer's plan is made of, and what publishing it changes."""

from datetime import timedelta
from random import Random

import pytest

from bot.errors import AlreadyDoneError, NotAllowedError
from bot.usecases.meetings import asking, plan, publishing
from bot.usecases.meetings.setup import set_up
from bot.usecases.moderation.roles import Actor
from storage.meetings import meetings, plans
from storage.models import Meeting, MeetingProposal
from storage.vocabulary import MeetingStatus, Topic
from tests.factories import NOW
from tests.meetings.crowd import a_crowd, one_table


async def test_slots_without_a_break_touch_and_do_not_overlap(database_url: str) -> None:
    async with a_crowd(database_url, buyers=1, makers=3, setup=one_table(1, break_minutes=0)) as crowd:
        first, second, third, *_ = await crowd.slots()
        await crowd.meets(0, 0, second)
        await crowd.meets(0, 1, first)
        await crowd.meets(0, 2, third)


async def test_publishing_again_moves_and_tells_nobody(database_url: str) -> None:
    async with a_crowd(database_url, buyers=1, makers=1) as crowd:
        number = await crowd.leaves_to_plan(0, 0)
        made_at = await crowd.drafts()
        assert (await crowd.publishes(made_at)).booked == 1
        with pytest.raises(AlreadyDoneError):
            await crowd.publishes(made_at)
        revision = (await crowd.meeting(number)).revision
        crowd.clock.forward(minutes=1)
        again = await crowd.publishes(await crowd.drafts())
        assert (again.booked, again.dropped, again.told) == (0, 0, 0)
        assert (await crowd.meeting(number)).revision == revision
        assert (await crowd.told(crowd.buyers[0]))[Topic.MEETING_PLAN] == 1


async def test_a_pair_that_said_no_is_planned_only_if_they_ask_again(database_url: str) -> None:
    async with a_crowd(database_url, buyers=1, makers=2) as crowd:
        for maker in range(2):
            declined = await crowd.asks(0, maker)
            await crowd.writes(asking.decline, crowd.makers[maker].person_id, declined)
        wanted = await crowd.leaves_to_plan(0, 1)
        await crowd.publishes(await crowd.drafts())
        booked = [one for one in await crowd.all(Meeting) if one.status is MeetingStatus.CONFIRMED]
        assert [one.id for one in booked] == [wanted]


async def test_a_draft_shows_what_the_setup_still_has(database_url: str) -> None:
    async with a_crowd(database_url, buyers=2, makers=2, setup=one_table(2)) as crowd:
        for pair in (0, 1):
            await crowd.leaves_to_plan(pair, pair)
        await crowd.drafts()
        actor = crowd.organizers[0]
        async with crowd.databases[0].writing() as session:
            count, page = await plan.planned_meetings(session, actor, crowd.event_id, offset=1, limit=9)
            assert (count, len(page)) == (4, 3), "all who were introduced could meet"
            places = {one.place for one in page}
            assert places == {"Table 1", "Table 2"}
            draw = Random(3).choice
            await set_up(session, actor, crowd.event_id, one_table(1), draw=draw, now=crowd.clock())
            count, page = await plan.planned_meetings(session, actor, crowd.event_id, offset=0, limit=9)
            assert 0 < count < 4
            assert {one.place for one in page} == {"Table 1"}
            stranger = Actor(id=crowd.buyers[0].person_id, admins=())
            for act in (
                plan.planned_meetings(session, stranger, crowd.event_id, offset=0, limit=9),
                plan.ask_for_plan(session, stranger, crowd.event_id, crowd.clock()),
                plan.discard(session, stranger, crowd.event_id),
                publishing.publish(session, stranger, crowd.event_id, crowd.clock(), crowd.clock()),
            ):
                with pytest.raises(NotAllowedError):
                    await act


async def test_pairs_barred_after_the_draft_are_not_booked(database_url: str) -> None:
    async with a_crowd(database_url, buyers=1, makers=2) as crowd:
        for maker in range(2):
            await crowd.leaves_to_plan(0, maker)
        made_at = await crowd.drafts()
        async with crowd.databases[0].writing() as session:
            await plan.bar(session, crowd.organizers[0], crowd.event_id, crowd.introductions[0, 0])
        assert (await crowd.publishes(made_at)).booked == 1
        booked = [one for one in await crowd.all(Meeting) if one.status is MeetingStatus.CONFIRMED]
        assert [one.introduction_id for one in booked] == [crowd.introductions[0, 1]]


async def test_a_draft_is_stored_once_and_changed_alone(database_url: str) -> None:
    async with a_crowd(database_url, fairs=2) as crowd:
        elsewhere, later = crowd.event_id + 1, NOW + timedelta(hours=1)
        async with crowd.databases[0].writing() as session:
            await plans.ask_for(session, elsewhere, crowd.organizers[0].id, later)
            await plans.ask_for(session, crowd.event_id, crowd.organizers[0].id, NOW)
            asked = await plans.wanted(session)
            assert asked is not None
            assert (asked.event_id, asked.asked_at) == (crowd.event_id, NOW), "the one that waits longest"
            values = {"made_at": later, "bookings": [], "figures": {}}
            session.expunge(asked)
            await plans.ask_for(session, crowd.event_id, crowd.organizers[0].id, later)
            assert not await plans.store(session, asked, values), "asked for anew meanwhile"
            asked.asked_at = later
            assert await plans.store(session, asked, values)
            assert not await plans.store(session, asked, values), "stored meanwhile"
            await plans.change(session, crowd.event_id, {"pinned": [7]})
            other = await plans.find(session, elsewhere)
            assert other is not None
            assert (other.made_at, other.pinned) == (None, [])
            next_one = await plans.wanted(session)
            assert next_one is not None
            assert next_one.event_id == elsewhere
            assert await plans.take(session, crowd.event_id, NOW) is None, "another draft than was looked at"
            assert await plans.take(session, crowd.event_id, later) is not None
            assert await plans.find(session, elsewhere) is not None
            await plans.discard(session, crowd.event_id)
            assert await plans.find(session, elsewhere) is not None


async def test_a_plan_adds_and_frees_only_its_own_meetings(database_url: str) -> None:
    async with a_crowd(database_url, fairs=2) as crowd:
        elsewhere, slots = crowd.event_id + 1, await crowd.slots()
        booked, kept = await crowd.meets(0, 0, slots[0]), await crowd.meets(1, 1, slots[0])
        asked = await crowd.asks(0, 1, slots[1])
        wanted = await crowd.leaves_to_plan(1, 0)
        everything = list(crowd.introductions.values())
        async with crowd.databases[0].writing() as session:
            await plans.add_wanted(session, crowd.event_id, everything, NOW)
            await plans.add_wanted(session, elsewhere, everything[:1], NOW)
            await plans.free(session, [booked])
            await plans.forget_unbooked(session, crowd.event_id)
        async with crowd.databases[0].reading() as session:
            found = {one.id: one.status for one, _ in await meetings.of_event(session, crowd.event_id, MeetingStatus)}
            there = await meetings.of_event(session, elsewhere, list(MeetingStatus))
        assert found == {
            booked: MeetingStatus.WANTED,
            kept: MeetingStatus.CONFIRMED,
            asked: MeetingStatus.ASKED,
            wanted: MeetingStatus.WANTED,
        }
        assert [one.status for one, _ in there] == [MeetingStatus.WANTED]
        assert await crowd.seats() == {
            (crowd.buyers[1].person_id, slots[0]),
            (crowd.makers[1].person_id, slots[0]),
        }
        assert {one.meeting_id for one in await crowd.all(MeetingProposal)} == {asked}
