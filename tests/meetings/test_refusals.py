"""Acts around meetings that are refused."""

from datetime import time

import pytest

from bot.usecases.events import joining
from bot.usecases.meetings import asking, changing
from bot.usecases.meetings.errors import FullError, MeetingClosedError, NotPossibleError, TimeTakenError
from bot.usecases.moderation import safety
from storage.models import Meeting
from storage.vocabulary import MeetingStatus, TimesChosenBy
from tests.meetings.crowd import a_crowd, one_table


async def test_who_was_proposed_to_answers_before_suggesting_times(database_url: str) -> None:
    async with a_crowd(database_url, strangers=True) as crowd:
        slot = (await crowd.slots())[0]
        with pytest.raises(NotPossibleError):
            await crowd.asks(1, 1, slot, by_maker=True)
        number = await crowd.asks(1, 1, slot)
        later = (await crowd.slots())[1]
        assert await crowd.asks(1, 1, later, by_maker=True) == number, "other times answer the request"


async def test_times_that_are_not_free_cannot_be_suggested(database_url: str) -> None:
    async with a_crowd(database_url, setup=one_table(1)) as crowd:
        slots = await crowd.slots()
        await crowd.meets(0, 0, slots[0])
        for taken in ([slots[0]], slots[1:5]):
            with pytest.raises(TimeTakenError):
                await crowd.asks(1, 1, *taken)


async def test_the_setup_says_who_chooses_the_times(database_url: str) -> None:
    hours = [(day, time(9), time(10)) for day, _, _ in one_table().hours]
    async with a_crowd(database_url, setup=one_table(1, hours=hours, chosen_by=TimesChosenBy.PEOPLE)) as crowd:
        with pytest.raises(TimeTakenError):
            await crowd.asks(0, 0)
        number = await crowd.asks(0, 0, (await crowd.slots())[0])
        with pytest.raises(NotPossibleError):
            await crowd.writes(asking.leave_to_plan, crowd.makers[0].person_id, number)


async def test_where_the_plan_chooses_people_only_ask_to_move(database_url: str) -> None:
    async with a_crowd(database_url, setup=one_table(1, chosen_by=TimesChosenBy.PLAN)) as crowd:
        with pytest.raises(NotPossibleError):
            await crowd.asks(0, 0, (await crowd.slots())[0])
        number = await crowd.leaves_to_plan(0, 0)
        await crowd.publishes(await crowd.drafts())
        free = await crowd.free_for(crowd.buyers[0], number)
        assert await crowd.asks(0, 0, free[-1]) == number


async def test_a_booked_meeting_is_not_left_to_the_plan(database_url: str) -> None:
    async with a_crowd(database_url) as crowd:
        here, later = (await crowd.slots())[:2]
        number = await crowd.meets(0, 0, here)
        await crowd.asks(0, 0, later)
        with pytest.raises(MeetingClosedError):
            await crowd.writes(asking.leave_to_plan, crowd.makers[0].person_id, number)
        assert (await crowd.meeting(number)).slot_id == here


async def test_nobody_meets_more_people_a_day_than_allowed(database_url: str) -> None:
    """Four times a day."""
    async with a_crowd(database_url, setup=one_table(2, daily_limit=1)) as crowd:
        slots = await crowd.slots()
        await crowd.meets(0, 0, slots[0])
        number = await crowd.asks(0, 1, slots[1], slots[4])
        with pytest.raises(FullError):
            await crowd.picks(crowd.makers[1], number, slots[1])
        await crowd.picks(crowd.makers[1], number, slots[4])


async def test_only_a_time_that_was_suggested_is_picked(database_url: str) -> None:
    async with a_crowd(database_url) as crowd:
        first, second = (await crowd.slots())[:2]
        number = await crowd.asks(0, 0, first)
        with pytest.raises(TimeTakenError):
            await crowd.picks(crowd.makers[0], number, second)
        with pytest.raises(MeetingClosedError):
            await crowd.picks(crowd.buyers[0], number, first)


async def test_nobody_says_how_it_went_before_it_began(database_url: str) -> None:
    async with a_crowd(database_url) as crowd:
        number = await crowd.meets(0, 0, (await crowd.slots())[0])
        said = (changing.tell_how_it_went, crowd.makers[0].person_id, number)
        with pytest.raises(MeetingClosedError):
            await crowd.writes(*said, met=True, again=True)
        crowd.clock.forward(days=8)
        assert (await crowd.writes(*said, met=True, again=True)).offer_again is True


async def test_the_plan_leaves_out_who_blocked_left_or_withdrew(database_url: str) -> None:
    async with a_crowd(database_url, buyers=2, makers=2) as crowd:
        made_at = await crowd.drafts()
        withdrawn = await crowd.leaves_to_plan(1, 1)
        await crowd.writes(asking.take_back, crowd.buyers[1].person_id, withdrawn)
        await crowd.writes(safety.block, crowd.buyers[0].person_id, crowd.introductions[0, 0])
        async with crowd.databases[0].writing() as session:
            await joining.leave(session, crowd.makers[0].person_id, crowd.event_id)
        await crowd.publishes(made_at)
        live = [one for one in await crowd.all(Meeting) if one.status is not MeetingStatus.WITHDRAWN]
        assert [one.introduction_id for one in live] == [crowd.introductions[0, 1]], "and nothing is left of the others"
        assert live[0].status is MeetingStatus.CONFIRMED
