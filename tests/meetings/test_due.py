"""When something is due about meetings. Each test fails without one of the conditions of the queries."""

from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.meetings import due, meetings, setups
from storage.models import (
    Introduction,
    Meeting,
    Person,
)
from storage.vocabulary import (
    Attendance,
    IntroductionStatus,
    Kind,
    MeetingStatus,
)
from tests.factories import NOW
from tests.meetings.crowd import Guest, a_crowd, one_table
from tests.meetings.undone import undone

BRIEF = timedelta(seconds=1)


async def test_a_request_ends_with_its_times_its_event_or_its_introduction(database_url: str) -> None:
    async with a_crowd(database_url, fairs=2) as crowd:
        slots = await crowd.slots()
        timed, untimed = await crowd.asks(0, 0, *slots[:2]), await crowd.asks(0, 1)
        wanted, booked = await crowd.leaves_to_plan(1, 0), await crowd.meets(1, 1, slots[2])
        elsewhere = await crowd.asks(0, 0, event_id=crowd.event_id + 1)
        async with crowd.databases[0].reading() as session:
            times = [slot.starts_at for slot in await setups.slots(session, crowd.event_id)]

        async def ended(session: AsyncSession, now: object) -> set[int]:
            found = await due.expire_requests(session, now, 9)  # type: ignore[arg-type]
            assert {one.status for one in found} <= {MeetingStatus.EXPIRED}
            return {one.id for one in found}

        over = update(Introduction).where(Introduction.id == crowd.introductions[0, 0])
        closed = over.values(status=IntroductionStatus.EXPIRED, accepted_at=None, closed_at=NOW)
        open_ = over.values(status=IntroductionStatus.PROPOSED, turn="offer", accepted_at=None)
        for now, change, expected in (
            (times[1] - BRIEF, None, set()),
            (times[1], None, {timed}),
            (times[-1] - BRIEF, None, {timed}),
            (times[-1], None, {timed, untimed, wanted, elsewhere}),
            (NOW, closed, {timed, elsewhere}),
            (NOW, open_, set()),
        ):
            async with undone(crowd) as session:
                if change is not None:
                    await session.execute(change)
                assert await due.anything(session, now, soon=NOW, over=NOW) == bool(expected)
                assert await ended(session, now) == expected
                assert (await session.get_one(Meeting, booked)).status is MeetingStatus.CONFIRMED


async def test_reminders_and_questions_come_once_at_their_time(database_url: str) -> None:
    async with a_crowd(database_url) as crowd:
        slots = await crowd.slots()
        number, later = await crowd.meets(0, 0, slots[0]), await crowd.meets(1, 1, slots[1])
        await crowd.asks(0, 1, slots[2])
        async with crowd.databases[0].writing() as session:
            first = (await setups.slots(session, crowd.event_id))[0]
            starts_at, ends_at = first.starts_at, first.ends_at
            soon, began = starts_at - BRIEF, starts_at

            async def starting(now: object, until: object) -> list[int]:
                return [one.id for one in await due.starting(session, now, until, 9)]  # type: ignore[arg-type]

            assert await starting(NOW, soon) == []
            assert await starting(began, began) == [], "it has begun"
            assert not await due.anything(session, began, soon=began, over=NOW)
            assert await due.anything(session, soon, soon=began, over=NOW)
            assert await starting(soon, began) == [number]
            assert await starting(soon, began) == []
            assert not await due.anything(session, soon, soon=began, over=NOW)

            assert await due.over(session, ends_at, ends_at - BRIEF, 9) == []
            assert [one.id for one in await due.over(session, ends_at, ends_at, 9)] == [number]
            assert await due.over(session, ends_at, ends_at, 9) == []
            assert (await session.get_one(Meeting, later)).asked_afterwards_at is None


async def test_the_evening_is_that_of_ones_own_fair(database_url: str) -> None:
    async with a_crowd(database_url, fairs=2, buyers=3, makers=3) as crowd:
        elsewhere, slots = crowd.event_id + 1, await crowd.slots()
        there = await crowd.slots(elsewhere)
        await crowd.meets(0, 0, slots[0])
        await crowd.meets(2, 2, slots[4])
        number = await crowd.asks(1, 1, there[0], event_id=elsewhere)
        await crowd.picks(crowd.makers[1], number, there[0])
        async with crowd.databases[0].writing() as session:
            first, *_ = await setups.slots(session, crowd.event_id)
            starts_at = first.starts_at

            async def there_between(since: object, until: object) -> list[int]:
                found = await due.people_between(session, crowd.event_id, since, until)  # type: ignore[arg-type]
                return sorted(found)

            pair = sorted([crowd.buyers[0].person_id, crowd.makers[0].person_id])
            assert await there_between(starts_at, starts_at + BRIEF) == pair
            assert await there_between(starts_at - BRIEF, starts_at) == []
            assert await there_between(starts_at + BRIEF, starts_at + timedelta(hours=5)) == []
            unreachable = update(Person).where(Person.id == crowd.makers[0].person_id)
            await session.execute(unreachable.values(unreachable_since=NOW))
            assert await there_between(starts_at, starts_at + BRIEF) == [crowd.buyers[0].person_id]

            async def events(since: object, until: object) -> list[int]:
                found = await due.events_with_slots(session, since, until)  # type: ignore[arg-type]
                return [event.id for event, _ in found]

            both = [crowd.event_id, elsewhere]
            assert await events(starts_at - BRIEF, starts_at) == both
            assert await events(starts_at, starts_at + BRIEF) == []
            assert await events(starts_at + BRIEF, starts_at + timedelta(days=2)) == [crowd.event_id]

            day = starts_at.date()
            assert await due.mark_evening(session, crowd.event_id, day)
            assert not await due.mark_evening(session, crowd.event_id, day)
            assert not await due.mark_evening(session, crowd.event_id, day - timedelta(days=1))
            assert await due.mark_evening(session, crowd.event_id, day + timedelta(days=1))
            setup = await setups.find(session, elsewhere)
            assert setup is not None
            assert setup.evening_told_for is None


async def test_one_arrives_at_the_own_table_in_time(database_url: str) -> None:
    async with a_crowd(database_url, setup=one_table(2)) as crowd:
        slots = await crowd.slots()
        number, other = await crowd.meets(0, 0, slots[0]), await crowd.meets(1, 1, slots[0])
        gone = await crowd.meets(0, 1, slots[1])
        await crowd.cancels(crowd.buyers[0], gone)
        async with crowd.databases[0].writing() as session:
            place, elsewhere = [(await session.get_one(Meeting, one)).place_id for one in (number, other)]
            slot = (await setups.slots(session, crowd.event_id))[0]
            assert place is not None
            assert elsewhere is not None
            before, brief = slot.starts_at, BRIEF

            async def found(place_id: int, who: Guest, now: object, until: object) -> list[int]:
                rows = await meetings.booked_at(session, place_id, who.person_id, now=now, until=until)  # type: ignore[arg-type]
                return [meeting.id for meeting, _ in rows]

            for who in (crowd.buyers[0], crowd.makers[0]):
                assert await found(place, who, before, before) == [number]
            assert await found(place, crowd.buyers[0], NOW, before - brief) == []
            assert await found(place, crowd.buyers[0], slot.ends_at - brief, before + timedelta(hours=2)) == [number]
            assert await found(place, crowd.buyers[0], slot.ends_at, before + timedelta(hours=2)) == []
            assert await found(elsewhere, crowd.buyers[0], before, before) == []
            assert await found(place, crowd.buyers[1], before, before) == []

            guard = meetings.is_booked() & meetings.attendance_is_not(Kind.NEED, (Attendance.LATE,))
            assert await meetings.note(session, gone, {"need_attendance": Attendance.LATE}, guard=guard) is None
