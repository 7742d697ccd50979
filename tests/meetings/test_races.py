"""Two processes act at the same instant: one counts, nobody is booked twice, and everybody is told once."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from random import Random
from typing import Any

import pytest

from bot.usecases.events import joining
from bot.usecases.meetings import asking, availability, plan
from bot.usecases.meetings.errors import (
    BookedTimesError,
    FullError,
    MeetingClosedError,
    NotPossibleError,
    TimeTakenError,
)
from bot.usecases.meetings.setup import set_up
from storage.meetings import meetings
from storage.vocabulary import MeetingStatus, Topic
from tests.meetings.crowd import Crowd, a_crowd, at_once, one_table, refusals
from tests.meetings.sound import assert_sound

ROUNDS = range(3)
"""On PostgreSQL the two really meet; once may be luck."""
Gather = Callable[..., AbstractAsyncContextManager[Crowd]]


@pytest.fixture
def gather(database_url: str) -> Gather:
    return partial(a_crowd, database_url)


async def sound(crowd: Crowd) -> None:
    async with crowd.databases[0].reading() as session:
        await assert_sound(session)


async def test_two_people_pick_the_last_table(gather: Gather) -> None:
    async with gather(setup=one_table(1)) as crowd:
        for slot in (await crowd.slots())[: len(ROUNDS)]:
            first, second = await crowd.asks(0, 0, slot), await crowd.asks(1, 1, slot)
            results = await at_once(
                crowd.picks(crowd.makers[0], first, slot, on=0), crowd.picks(crowd.makers[1], second, slot, on=1)
            )
            assert refusals(results) == [TimeTakenError]
            lost, loser = (second, crowd.makers[1]) if results[1] is TimeTakenError else (first, crowd.makers[0])
            assert (await crowd.meeting(lost)).status is MeetingStatus.ASKED, "they can still choose another time"
            assert slot not in await crowd.free_for(loser, lost)
            await sound(crowd)
            await crowd.cancels(crowd.buyers[0], first) if lost == second else await crowd.cancels(
                crowd.buyers[1], second
            )
            await crowd.writes(asking.take_back, crowd.buyers[1 if lost == second else 0].person_id, lost)
        assert (await crowd.told(*crowd.buyers))[Topic.MEETING_BOOKED] == len(ROUNDS)


async def test_one_person_is_picked_by_two(gather: Gather) -> None:
    async with gather(setup=one_table(3)) as crowd:
        slot = (await crowd.slots())[0]
        first, second = await crowd.asks(0, 0, slot), await crowd.asks(0, 1, slot)
        results = await at_once(
            crowd.picks(crowd.makers[0], first, slot, on=0), crowd.picks(crowd.makers[1], second, slot, on=1)
        )
        assert refusals(results) == [TimeTakenError]
        assert (await crowd.told(crowd.buyers[0]))[Topic.MEETING_BOOKED] == 1
        await sound(crowd)


async def test_one_person_is_picked_at_two_fairs(gather: Gather) -> None:
    """The fairs are at the same time, so that no place or slot holds anybody up: only the person does."""
    async with gather(setup=one_table(3), fairs=2) as crowd:
        elsewhere = crowd.event_id + 1
        here, there = (await crowd.slots())[0], (await crowd.slots(elsewhere))[0]
        first, second = await crowd.asks(0, 0, here), await crowd.asks(0, 1, there, event_id=elsewhere)
        results = await at_once(
            crowd.picks(crowd.makers[0], first, here, on=0), crowd.picks(crowd.makers[1], second, there, on=1)
        )
        assert refusals(results) == [TimeTakenError]
        await sound(crowd)


async def test_the_limit_of_a_person_holds(gather: Gather) -> None:
    async with gather(setup=one_table(3, person_limit=1)) as crowd:
        here, later = (await crowd.slots())[:2]
        first, second = await crowd.asks(0, 0, here), await crowd.asks(0, 1, later)
        results = await at_once(
            crowd.picks(crowd.makers[0], first, here, on=0), crowd.picks(crowd.makers[1], second, later, on=1)
        )
        assert refusals(results) == [FullError]
        await sound(crowd)


async def test_two_taps_on_two_times_book_one(gather: Gather) -> None:
    async with gather() as crowd:
        here, later = (await crowd.slots())[:2]
        number = await crowd.asks(0, 0, here, later)
        maker = crowd.makers[0]
        results = await at_once(crowd.picks(maker, number, here, on=0), crowd.picks(maker, number, later, on=1))
        assert refusals(results) == [MeetingClosedError]
        assert await crowd.told(crowd.buyers[0]) == {Topic.MEETING_BOOKED: 1}
        await sound(crowd)


async def test_two_taps_on_one_time_at_the_only_table_book_it_once(gather: Gather) -> None:
    """The table is taken, but by their own meeting."""
    async with gather(setup=one_table(1)) as crowd:
        for slot in (await crowd.slots())[: len(ROUNDS)]:
            number = await crowd.asks(0, 0, slot)
            results = await at_once(*(crowd.picks(crowd.makers[0], number, slot, on=on) for on in (0, 1)))
            assert refusals(results) == [MeetingClosedError]
            await sound(crowd)
            await crowd.cancels(crowd.buyers[0], number)


async def test_a_tap_right_after_another_time_was_booked(gather: Gather, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one has read the request, but not yet the suggested times, when the first one books."""
    async with gather() as crowd:
        here, later = (await crowd.slots())[:2]
        number = await crowd.asks(0, 0, here, later)
        if crowd.databases[0].is_sqlite:
            pytest.skip("SQLite lets one write at a time")
        read = meetings.proposed

        async def after_the_first(*args: Any) -> Any:
            monkeypatch.setattr(meetings, "proposed", read)
            await crowd.picks(crowd.makers[0], number, here, on=0)
            return await read(*args)

        monkeypatch.setattr(meetings, "proposed", after_the_first)
        with pytest.raises(MeetingClosedError):
            await crowd.picks(crowd.makers[0], number, later, on=1)
        await sound(crowd)


async def test_one_picks_while_the_other_takes_it_back(gather: Gather) -> None:
    async with gather() as crowd:
        for slot in (await crowd.slots())[: len(ROUNDS)]:
            number = await crowd.asks(0, 0, slot)
            results = await at_once(
                crowd.picks(crowd.makers[0], number, slot, on=0),
                crowd.writes(asking.take_back, crowd.buyers[0].person_id, number, on=1),
            )
            assert refusals(results) == [MeetingClosedError]
            told = await crowd.told(crowd.buyers[0])
            assert (await crowd.meeting(number)).status is (
                MeetingStatus.WITHDRAWN if results[0] is MeetingClosedError else MeetingStatus.CONFIRMED
            )
            assert told[Topic.MEETING_WITHDRAWN] == 0
            await sound(crowd)
            if results[0] is not MeetingClosedError:
                await crowd.cancels(crowd.buyers[0], number)


async def test_one_moves_the_meeting_while_the_other_cancels(gather: Gather) -> None:
    async with gather() as crowd:
        slots = await crowd.slots()
        for here, later in zip(slots[::2], slots[1::2], strict=True):
            number = await crowd.meets(0, 0, here)
            await crowd.asks(0, 0, later)
            results = await at_once(
                crowd.picks(crowd.makers[0], number, later, on=0), crowd.cancels(crowd.buyers[0], number, on=1)
            )
            assert results[1] is not MeetingClosedError, "a booked meeting can always be cancelled"
            assert (await crowd.meeting(number)).status is MeetingStatus.CANCELLED
            assert await crowd.seats() == set()
            await sound(crowd)


async def test_a_move_and_a_pick_want_the_last_table(gather: Gather) -> None:
    async with gather(setup=one_table(1)) as crowd:
        here, later = (await crowd.slots())[:2]
        moving = await crowd.meets(0, 0, here)
        await crowd.asks(0, 0, later)
        asked = await crowd.asks(1, 1, later)
        results = await at_once(
            crowd.picks(crowd.makers[0], moving, later, on=0), crowd.picks(crowd.makers[1], asked, later, on=1)
        )
        assert refusals(results) == [TimeTakenError]
        moved = await crowd.meeting(moving)
        assert moved.slot_id == (here if results[0] is TimeTakenError else later), "it stays, or it moves"
        await sound(crowd)


async def test_answers_that_cross(gather: Gather) -> None:
    """The maker answers with other times while the buyer suggests anew."""
    async with gather() as crowd:
        slots = await crowd.slots()
        number = await crowd.asks(0, 0, slots[0])
        results = await at_once(
            crowd.asks(0, 0, slots[1], on=0),
            crowd.asks(0, 0, slots[2], by_maker=True, on=1),
        )
        assert refusals(results) in ([], [MeetingClosedError])
        assert (await crowd.meeting(number)).status is MeetingStatus.ASKED
        await sound(crowd)


async def test_somebody_picks_while_the_organizer_publishes(gather: Gather) -> None:
    async with gather(setup=one_table(1)) as crowd:
        await crowd.leaves_to_plan(0, 0)
        made_at = await crowd.drafts()
        asked = await crowd.asks(0, 1, (await crowd.slots())[0])
        await at_once(
            crowd.picks(crowd.makers[1], asked, (await crowd.slots())[0], on=0), crowd.publishes(made_at, by=1)
        )
        await sound(crowd)


async def test_somebody_takes_it_back_while_the_organizer_publishes(gather: Gather) -> None:
    async with gather(buyers=1, makers=1) as crowd:
        for _ in ROUNDS[:2]:
            number = await crowd.leaves_to_plan(0, 0)
            made_at = await crowd.drafts()
            take_back = crowd.writes(asking.take_back, crowd.makers[0].person_id, number, on=0)
            results = await at_once(take_back, crowd.publishes(made_at, by=1))
            if results[0] is MeetingClosedError:
                await crowd.cancels(crowd.makers[0], number)
            else:
                assert (await crowd.meeting(number)).status is MeetingStatus.WITHDRAWN, "the plan does not revive it"
            await sound(crowd)
            crowd.clock.forward(seconds=2)


async def test_two_organizers_publish_at_once(gather: Gather) -> None:
    async with gather() as crowd:
        for maker in range(2):
            await crowd.leaves_to_plan(0, maker)
        made_at = await crowd.drafts()
        results = await at_once(crowd.publishes(made_at, by=0), crowd.publishes(made_at, by=1))
        assert len(refusals(results)) == 1
        for guest in (crowd.buyers[0], *crowd.makers):
            assert (await crowd.told(guest))[Topic.MEETING_PLAN] == 1
        await sound(crowd)


async def test_two_processes_make_one_plan(gather: Gather) -> None:
    async with gather() as crowd:
        await crowd.leaves_to_plan(0, 0)
        async with crowd.databases[0].writing() as session:
            await plan.ask_for_plan(session, crowd.organizers[0], crowd.event_id, crowd.clock())
        jobs = [plan.PlanJob(one, crowd.clock, wake=lambda: None) for one in crowd.databases]

        async def pinned_meanwhile(job: Any) -> None:
            crowd.clock.forward(seconds=1)
            await job.run()

        await at_once(*map(pinned_meanwhile, jobs))
        first = await crowd.draft_made_at()
        await at_once(*map(pinned_meanwhile, jobs))
        assert await crowd.draft_made_at() == first, "the organizer looks at one draft"


async def test_two_processes_remind_once(gather: Gather) -> None:
    async with gather() as crowd:
        slot = (await crowd.slots())[0]
        await crowd.meets(0, 0, slot)
        for days, minutes in ((7, 8 * 60), (0, 14 * 60 + 46), (0, 45)):
            crowd.clock.forward(days=days, minutes=minutes)
            await at_once(crowd.reminds(on=0), crowd.reminds(on=1))
        for guest in (crowd.buyers[0], crowd.makers[0]):
            told = await crowd.told(guest)
            assert (told[Topic.MEETING_DAY], told[Topic.MEETING_SOON], told[Topic.MEETING_OVER]) == (1, 1, 1)


async def test_a_time_is_booked_while_the_organizer_removes_it(gather: Gather) -> None:
    async with gather() as crowd:
        slot = (await crowd.slots())[0]
        number = await crowd.asks(0, 0, slot)
        shorter = one_table(2, hours=[(day, first.replace(hour=10), last) for day, first, last in one_table().hours])
        draw = Random(2).choice

        async def changes_hours() -> None:
            async with crowd.databases[1].writing() as session:
                await set_up(session, crowd.organizers[1], crowd.event_id, shorter, draw=draw, now=crowd.clock())

        results = await at_once(crowd.picks(crowd.makers[0], number, slot, on=0), changes_hours())
        assert refusals(results) in ([TimeTakenError], [BookedTimesError])
        await sound(crowd)


async def test_a_time_is_booked_while_the_person_is_away(gather: Gather) -> None:
    async with gather() as crowd:
        slot = (await crowd.slots())[0]
        number = await crowd.asks(0, 0, slot)
        away = crowd.writes(
            availability.set_availability,
            crowd.buyers[0].person_id,
            crowd.event_id,
            away=[slot],
            by_video=False,
            video_link=None,
            on=1,
        )
        results = await at_once(crowd.picks(crowd.makers[0], number, slot, on=0), away)
        async with crowd.databases[0].reading() as session:
            found = await availability.my_availability(session, crowd.buyers[0].person_id, crowd.event_id)
        assert not found.away & found.booked
        assert (slot in found.away) == (results[0] is TimeTakenError)


async def test_nobody_books_with_somebody_who_left_the_fair(gather: Gather) -> None:
    async with gather() as crowd:
        slot = (await crowd.slots())[0]
        number = await crowd.asks(0, 0, slot)
        async with crowd.databases[0].writing() as session:
            await joining.leave(session, crowd.buyers[0].person_id, crowd.event_id)
        with pytest.raises(NotPossibleError):
            await crowd.picks(crowd.makers[0], number, slot)
        assert await crowd.seats() == set()
