"""Acts around meetings that are refused."""

from datetime import time

import pytest
from sqlalchemy import delete

from bot.errors import DomainError, NotAllowedError
from bot.usecases.events import joining
from bot.usecases.meetings import asking, changing
from bot.usecases.meetings.errors import (
    FullError,
    MeetingClosedError,
    NoMeetingsError,
    NotPossibleError,
    TimeTakenError,
)
from bot.usecases.moderation import safety
from bot.usecases.moderation.roles import Actor
from bot.usecases.people.active_sanctions import MutedError
from storage.ids import MeetingId
from storage.meetings import setups
from storage.models import Delivery, Meeting, MeetingSetup, Sanction
from storage.moderation import sanctions
from storage.people import preferences
from storage.vocabulary import MeetingStatus, SanctionKind, SanctionReason, TimesChosenBy, Topic
from tests.factories import NOW
from tests.meetings.crowd import a_crowd, one_table


async def test_the_recipient_answers_before_suggesting_times(database_url: str) -> None:
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


async def test_past_meetings_are_neither_moved_nor_cancelled(database_url: str) -> None:
    async with a_crowd(database_url) as crowd:
        slots, buyer = await crowd.slots(), crowd.buyers[0]
        number = await crowd.meets(0, 0, slots[0])
        async with crowd.databases[0].reading() as session:
            ends_at = (await setups.slots(session, crowd.event_id))[0].ends_at
        crowd.clock.forward(seconds=(ends_at - crowd.clock()).total_seconds() - 1)
        assert await crowd.writes(changing.run_late, buyer.person_id, number)
        crowd.clock.forward(seconds=1)
        cancel = changing.cancel_for_both, crowd.organizers[0], crowd.event_id, number
        for act in (
            crowd.asks(0, 0, slots[-1]),
            crowd.cancels(buyer, number),
            crowd.writes(changing.run_late, crowd.makers[0].person_id, number),
            crowd.writes(*cancel),
        ):
            with pytest.raises(MeetingClosedError):
                await act


async def test_an_organizer_cancels_meetings_of_the_own_event_only(database_url: str) -> None:
    async with a_crowd(database_url, fairs=2) as crowd:
        number = await crowd.meets(0, 0, (await crowd.slots())[0])
        katarina = crowd.organizers[0]
        with pytest.raises(NotPossibleError):
            await crowd.writes(changing.cancel_for_both, katarina, crowd.event_id + 1, number)
        with pytest.raises(NotPossibleError):
            await crowd.writes(changing.cancel_for_both, katarina, crowd.event_id, number + 1)
        stranger = Actor(id=crowd.buyers[0].person_id, admins=())
        with pytest.raises(NotAllowedError):
            await crowd.writes(changing.cancel_for_both, stranger, crowd.event_id, number)
        await crowd.writes(changing.cancel_for_both, katarina, crowd.event_id, number)
        with pytest.raises(MeetingClosedError):
            await crowd.writes(changing.cancel_for_both, katarina, crowd.event_id, number)


async def test_one_is_late_once_and_not_after_arriving(database_url: str) -> None:
    async with a_crowd(database_url) as crowd:
        slot = (await crowd.slots())[0]
        number = await crowd.meets(0, 0, slot)
        buyer, maker = crowd.buyers[0].person_id, crowd.makers[0].person_id
        place = (await crowd.meeting(number)).place_id
        async with crowd.databases[0].reading() as session:
            starts_at = (await setups.slots(session, crowd.event_id))[0].starts_at
        with pytest.raises(NotPossibleError):
            await crowd.writes(changing.arrive, buyer, place)
        crowd.clock.forward(seconds=(starts_at - crowd.clock()).total_seconds() - 1)
        await crowd.writes(changing.run_late, buyer, number)
        await crowd.writes(changing.arrive, maker, place)
        assert (await crowd.told())[Topic.MEETING_WAITING] == 0, "it has not begun"
        for late in (buyer, maker):
            with pytest.raises(MeetingClosedError):
                await crowd.writes(changing.run_late, late, number)
        crowd.clock.forward(seconds=1)
        await crowd.writes(changing.arrive, maker, place)
        assert (await crowd.told())[Topic.MEETING_WAITING] == 0, "they are checked in already"
        await crowd.writes(changing.arrive, buyer, place)
        assert (await crowd.told())[Topic.MEETING_WAITING] == 0, "both are there"
        number = await crowd.meets(1, 1, (await crowd.slots())[1])
        crowd.clock.forward(minutes=30)
        await crowd.writes(changing.arrive, crowd.buyers[1].person_id, (await crowd.meeting(number)).place_id)
        assert (await crowd.told(crowd.makers[1]))[Topic.MEETING_WAITING] == 1


async def test_strangers_and_the_own_side_do_nothing_to_a_meeting(database_url: str) -> None:
    async with a_crowd(database_url) as crowd:
        slots = await crowd.slots()
        number = await crowd.asks(0, 0, slots[0])
        mine, stranger = crowd.buyers[0], crowd.buyers[1]
        unknown = MeetingId(number + 99)
        for act in (
            crowd.picks(stranger, number, slots[0]),
            crowd.writes(asking.take_back, stranger.person_id, number),
            crowd.cancels(stranger, number),
            crowd.writes(asking.decline, mine.person_id, number),
            crowd.writes(asking.take_back, crowd.makers[0].person_id, number),
            crowd.writes(asking.take_free_time, mine.person_id, number, slots[0]),
            crowd.cancels(mine, number),
            crowd.cancels(mine, unknown),
            crowd.picks(mine, unknown, slots[0]),
            crowd.writes(asking.leave_to_plan, stranger.person_id, number),
            crowd.asks(0, 0, *slots[:4]),
        ):
            with pytest.raises(DomainError):
                await act
        assert (await crowd.meeting(number)).status is MeetingStatus.ASKED
        assert (await crowd.meeting(number)).revision == 0
        await crowd.writes(asking.take_back, mine.person_id, number)
        with pytest.raises(MeetingClosedError):
            await crowd.writes(asking.take_back, mine.person_id, number)


async def test_a_muted_person_and_who_is_no_participant_ask_for_nothing(database_url: str) -> None:
    async with a_crowd(database_url) as crowd:
        slot, buyer = (await crowd.slots())[0], crowd.buyers[0]
        async with crowd.databases[0].writing() as session:
            mute = Sanction(
                kind=SanctionKind.MUTE, person_id=buyer.person_id, reason=SanctionReason.FRAUD, created_at=NOW
            )
            await sanctions.add(session, mute)
        with pytest.raises(MutedError):
            await crowd.asks(0, 0, slot)
        async with crowd.databases[0].writing() as session:
            await joining.leave(session, crowd.buyers[1].person_id, crowd.event_id)
        with pytest.raises(NotAllowedError):
            await crowd.asks(1, 0, slot)
        async with crowd.databases[0].writing() as session:
            await session.execute(delete(MeetingSetup).where(MeetingSetup.event_id == crowd.event_id))
        with pytest.raises(NoMeetingsError):
            await crowd.asks(0, 1, slot, by_maker=True)


async def test_a_time_of_another_fair_cannot_be_taken(database_url: str) -> None:
    async with a_crowd(database_url, fairs=2) as crowd:
        there = await crowd.slots(crowd.event_id + 1)
        number = await crowd.leaves_to_plan(0, 0)
        with pytest.raises(TimeTakenError):
            await crowd.writes(asking.take_free_time, crowd.buyers[0].person_id, number, there[0])
        await crowd.writes(asking.take_free_time, crowd.buyers[0].person_id, number, (await crowd.slots())[0])


async def test_chosen_quiet_hours_hold_back_requests_and_no_bookings(database_url: str) -> None:
    async with a_crowd(database_url) as crowd:
        slot, now = (await crowd.slots())[0], crowd.clock()
        async with crowd.databases[0].writing() as session:
            for guest, chosen in ((crowd.makers[0], True), (crowd.makers[1], False), (crowd.buyers[0], True)):
                quiet = {"quiet_chosen": chosen, "quiet_from": 0, "quiet_to": 23}
                await preferences.put(session, guest.person_id, quiet)
        number = await crowd.asks(0, 0, slot)
        await crowd.asks(1, 1, slot)
        await crowd.picks(crowd.makers[0], number, slot)
        waits = {(one.person_id, one.topic): one.not_before > now for one in await crowd.all(Delivery)}
        first, second, buyer = crowd.makers[0].person_id, crowd.makers[1].person_id, crowd.buyers[0].person_id
        assert waits[first, Topic.MEETING_ASKED]
        assert not waits[second, Topic.MEETING_ASKED]
        assert not waits[buyer, Topic.MEETING_BOOKED]
