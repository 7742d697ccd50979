"""Who can meet, and what each list holds. Each test fails without one of the conditions of the queries."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import Executable, delete, insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.meetings import asking
from storage.meetings import attendees, due, meetings, plans, setups
from storage.models import (
    CompanyBlock,
    EventParticipant,
    Introduction,
    Membership,
    Person,
    Sanction,
)
from storage.vocabulary import (
    IntroductionStatus,
    MeetingStatus,
    MembershipStatus,
    Relation,
    SanctionKind,
    SanctionReason,
    Topic,
)
from tests.factories import NOW, add_person
from tests.meetings.crowd import Crowd, Guest, a_crowd
from tests.meetings.undone import undone

BRIEF = timedelta(seconds=1)


def _ban(**whom: int) -> Executable:
    return insert(Sanction).values(kind=SanctionKind.BAN, reason=SanctionReason.FRAUD, created_at=NOW, **whom)


def _member(person_id: int, company_id: int) -> Executable:
    return insert(Membership).values(
        person_id=person_id,
        company_id=company_id,
        relation=Relation.ADVISER,
        status=MembershipStatus.ACTIVE,
        since=NOW,
    )


def _changes(crowd: Crowd, one: Guest, other: Guest) -> dict[str, tuple[Sequence[Executable], str]]:
    """Returns what may happen to one side, and what still holds: M can meet, C are connected, P is there."""
    person, company = one.person_id, one.company_id
    leaves = delete(EventParticipant).where(
        EventParticipant.person_id == person, EventParticipant.event_id == crowd.event_id
    )
    left = update(Membership).where(Membership.person_id == person).values(status=MembershipStatus.LEFT)
    block = insert(CompanyBlock).values(company_id=company, blocked_id=other.company_id, person_id=person, at=NOW)
    status = update(Introduction).where(Introduction.id == crowd.introductions[0, 0])
    over = status.values(status=IntroductionStatus.EXPIRED, accepted_at=None, closed_at=NOW)
    away = update(Person).where(Person.id == person).values(unreachable_since=NOW)
    return {
        "nothing": ((), "MCP"),
        "they left the fair, but not the other one": ((leaves,), ""),
        "they changed the company": ((left, _member(person, crowd.buyers[1].company_id)), ""),
        "their company blocked the other": ((block,), "P"),
        "their company is banned": ((_ban(company_id=company),), "P"),
        "they are banned": ((_ban(person_id=person),), "C"),
        "they blocked the bot": ((away,), "MC"),
        "the introduction is over": ((over,), "P"),
        "others are banned": ((_ban(company_id=crowd.buyers[1].company_id),), "MCP"),
    }


@pytest.mark.parametrize("side", ["buyer", "maker"])
async def test_two_can_meet_while_nothing_stands_between_them(database_url: str, side: str) -> None:
    async with a_crowd(database_url, fairs=2) as crowd:
        number = await crowd.meets(0, 0, (await crowd.slots())[0])
        buyer, maker = crowd.buyers[0], crowd.makers[0]
        one, other = (buyer, maker) if side == "buyer" else (maker, buyer)
        async with crowd.databases[0].writing() as session:
            colleague = await add_person(session, name="Somebody who stays at home")
            await session.execute(_member(colleague.id, one.company_id))

        async def holds(session: AsyncSession) -> str:
            now = crowd.clock()
            can = await due.can_take_place(session, number)
            called_off = [meeting.id for meeting in await due.impossible(session, now, 9)]
            assert called_off == ([] if can else [number])
            starts_at = (await setups.slots(session, crowd.event_id))[0].starts_at
            assert await due.anything(session, now, soon=now, over=now) is not can
            assert await due.impossible(session, starts_at, 9) == [], "it has begun"
            connected = [one.id for one in await plans.connected_pairs(session, crowd.event_id)]
            there = (await plans.people_at(session, crowd.event_id)).get(one.company_id, [])
            first = crowd.introductions[0, 0]
            return "M" * can + "C" * (first in connected) + "P" * (one.person_id in there)

        for name, (changes, expected) in _changes(crowd, one, other).items():
            async with undone(crowd) as session:
                for change in changes:
                    await session.execute(change)
                assert await holds(session) == expected, name


async def test_a_person_has_times_of_their_own_at_each_fair(database_url: str) -> None:
    async with a_crowd(database_url, fairs=2) as crowd:
        elsewhere, slots = crowd.event_id + 1, await crowd.slots()
        there = await crowd.slots(elsewhere)
        mei, ana = crowd.buyers[0].person_id, crowd.makers[0].person_id
        async with crowd.databases[0].writing() as session:
            await attendees.set_absences(session, crowd.event_id, mei, slots[:2])
            await attendees.set_absences(session, elsewhere, mei, there[:1])
            await attendees.set_absences(session, crowd.event_id, ana, slots[2:3])
            await attendees.set_absences(session, crowd.event_id, mei, slots[1:2])
            assert await attendees.absences(session, crowd.event_id, mei) == {slots[1]}
            assert await attendees.absences(session, elsewhere, mei) == {there[0]}
            assert set(await attendees.all_absences(session, crowd.event_id)) == {(mei, slots[1]), (ana, slots[2])}
            for event_id, person_id, by_video in (
                (crowd.event_id, mei, False),
                (crowd.event_id, crowd.buyers[1].person_id, True),
                (elsewhere, ana, False),
            ):
                await attendees.put(session, event_id, person_id, by_video=by_video, video_link=None, now=NOW)
            assert len(await attendees.all_of(session, crowd.event_id)) == 2
            await session.execute(_member(mei, crowd.makers[0].company_id))
            left = update(Membership).where(
                Membership.person_id == mei, Membership.company_id == crowd.buyers[0].company_id
            )
            assert await attendees.there(session, crowd.event_id) == [("CN 0", "Firm CN0", "CN")]
            await session.execute(left.values(status=MembershipStatus.LEFT))
            assert await attendees.there(session, crowd.event_id) == [("CN 0", "Firm RS0", "RS")]


async def test_a_company_sends_its_reachable_people_of_this_fair(database_url: str) -> None:
    async with a_crowd(database_url, buyers=1, makers=2) as crowd:
        ana, bo = crowd.makers
        async with crowd.databases[0].writing() as session:

            async def sent() -> list[int]:
                return list(await attendees.people_of(session, crowd.event_id, ana.company_id))

            assert await sent() == [ana.person_id]
            await session.execute(_member(bo.person_id, ana.company_id))
            assert await sent() == [ana.person_id, bo.person_id]
            mine = Membership.company_id == ana.company_id
            left = update(Membership).where(mine, Membership.person_id == ana.person_id)
            await session.execute(left.values(status=MembershipStatus.LEFT))
            assert await sent() == [bo.person_id]
            await session.execute(update(Person).where(Person.id == bo.person_id).values(unreachable_since=NOW))
            assert await sent() == []
            await session.execute(left.values(status=MembershipStatus.ACTIVE))
            await session.execute(delete(EventParticipant).where(EventParticipant.person_id == ana.person_id))
            assert await sent() == []


async def test_meetings_at_another_fair_take_the_time(database_url: str) -> None:
    async with a_crowd(database_url, fairs=2) as crowd:
        elsewhere, slots = crowd.event_id + 1, await crowd.slots()
        there = await crowd.slots(elsewhere)
        for pair in (0, 1):
            number = await crowd.asks(pair, pair, there[pair], event_id=elsewhere)
            await crowd.picks(crowd.makers[pair], number, there[pair])
        await crowd.meets(0, 0, slots[3])
        mei = crowd.buyers[0].person_id
        async with crowd.databases[0].reading() as session:
            assert await plans.seats_elsewhere(session, crowd.event_id, [mei]) == [(mei, slots[0])]


async def test_lists_are_those_of_the_event_and_the_person(database_url: str) -> None:
    async with a_crowd(database_url, fairs=2) as crowd:
        elsewhere, slots = crowd.event_id + 1, await crowd.slots()
        there = await crowd.slots(elsewhere)
        number, second = await crowd.meets(0, 0, slots[1]), await crowd.meets(1, 1, slots[0])
        asked = await crowd.asks(0, 1, slots[2])
        away = await crowd.asks(0, 0, there[0], event_id=elsewhere)
        await crowd.picks(crowd.makers[0], away, there[0])
        gone = await crowd.meets(1, 0, slots[3])
        await crowd.cancels(crowd.buyers[1], gone)
        mei, both = crowd.buyers[0].person_id, crowd.introductions[0, 0]
        async with crowd.databases[0].reading() as session:
            every = list(MeetingStatus)
            mine = await meetings.of_person(session, mei, crowd.event_id, every)
            assert [one.id for one in mine] == [number, asked]
            assert [
                one.id for one in await meetings.of_person(session, mei, crowd.event_id, [MeetingStatus.ASKED])
            ] == [asked]
            assert [one.id for one in await meetings.live_of(session, both)] == [number, away]
            assert await meetings.live_of(session, crowd.introductions[1, 0]) == []
            for event_id, expected in ((crowd.event_id, number), (elsewhere, away)):
                live = await meetings.live(session, event_id, both)
                assert live is not None
                assert live.id == expected
            assert await meetings.live(session, crowd.event_id, crowd.introductions[1, 0]) is None
            assert await meetings.count_booked(session, crowd.event_id) == 2
            page = await meetings.booked_page(session, crowd.event_id, offset=0, limit=9)
            assert [meeting.id for meeting, *_ in page] == [second, number]
            assert {slot for slot, _ in await meetings.seats_of_slots(session, crowd.event_id)} == {slots[0], slots[1]}
            assert len(await meetings.seats_of_slots(session, crowd.event_id)) == 2
            assert len(await meetings.taken_at(session, crowd.event_id, slots[0])) == 1
            assert await meetings.taken_at(session, crowd.event_id, slots[3]) == set()
            assert await setups.booked_slots(session, crowd.event_id) == {slots[0], slots[1]}
            assert list((await setups.booked_places(session, crowd.event_id)).values()) == [1]
            taken = {slot.id for slot in await attendees.seats(session, mei)}
            assert taken == {slots[1], there[0]}
            assert {slot.id for slot in await attendees.seats(session, mei, but=number)} == {there[0]}
            last = (await setups.slots(session, crowd.event_id))[-1].starts_at
            coming = await setups.events_with_meetings(session, mei, last - BRIEF)
            assert [event.id for event in coming] == [crowd.event_id, elsewhere]
            assert await setups.events_with_meetings(session, mei, last) == []
            assert await setups.events_with_meetings(session, crowd.organizers[0].id, NOW) == []


async def test_a_changed_meeting_is_left_to_who_changed_it(database_url: str) -> None:
    async with a_crowd(database_url) as crowd:
        slots = await crowd.slots()
        number, other = await crowd.asks(0, 0, slots[0]), await crowd.asks(1, 1, slots[0])
        read = await crowd.meeting(number)
        await crowd.asks(0, 0, slots[1])
        async with crowd.databases[0].writing() as session:
            moved = await asking._move(session, read, {"turn": None, "status": MeetingStatus.DECLINED}, crowd.clock())
            assert moved is None
            await meetings.propose(session, number, ())
            assert await meetings.proposed(session, number) == []
            assert [slot.id for slot in await meetings.proposed(session, other)] == [slots[0]]
        assert (await crowd.told(crowd.makers[0]))[Topic.MEETING_ASKED] == 2
