"""A freed slot is offered to who still wants one, whatever became of the others who did."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import update

from bot.usecases.events import joining
from bot.usecases.moderation import safety
from storage.meetings import attendees
from storage.models import Introduction, Membership, Sanction
from storage.moderation import sanctions
from storage.vocabulary import IntroductionStatus, MembershipStatus, SanctionKind, SanctionReason, Topic
from tests.factories import NOW
from tests.meetings.crowd import Crowd, a_crowd, one_table


async def leaves_the_company(crowd: Crowd) -> None:
    async with crowd.databases[0].writing() as session:
        away = Membership.person_id == crowd.buyers[1].person_id
        await session.execute(update(Membership).where(away).values(status=MembershipStatus.LEFT))


async def blocks(crowd: Crowd) -> None:
    await crowd.writes(safety.block, crowd.buyers[1].person_id, crowd.introductions[1, 1])


async def leaves_the_fair(crowd: Crowd) -> None:
    async with crowd.databases[0].writing() as session:
        await joining.leave(session, crowd.buyers[1].person_id, crowd.event_id)


async def is_banned(crowd: Crowd) -> None:
    async with crowd.databases[0].writing() as session:
        ban = Sanction(
            kind=SanctionKind.BAN, person_id=crowd.makers[1].person_id, reason=SanctionReason.FRAUD, created_at=NOW
        )
        await sanctions.add(session, ban)


async def is_over(crowd: Crowd) -> None:
    async with crowd.databases[0].writing() as session:
        one = Introduction.id == crowd.introductions[1, 1]
        values = {"status": IntroductionStatus.EXPIRED, "accepted_at": None, "closed_at": crowd.clock()}
        await session.execute(update(Introduction).where(one).values(values))


@pytest.mark.parametrize("change", [leaves_the_company, blocks, leaves_the_fair, is_banned, is_over])
async def test_people_who_can_no_longer_meet_do_not_block_a_freed_time(
    database_url: str, change: Callable[[Crowd], Awaitable[None]]
) -> None:
    async with a_crowd(database_url, buyers=3, makers=3, setup=one_table(1)) as crowd:
        slot = (await crowd.slots())[0]
        number = await crowd.meets(0, 0, slot)
        await crowd.leaves_to_plan(1, 1)
        await crowd.leaves_to_plan(2, 2)
        await change(crowd)
        await crowd.cancels(crowd.buyers[0], number)
        told = [(await crowd.told(one))[Topic.MEETING_SLOT_FREE] for one in (*crowd.buyers, *crowd.makers)]
        assert told == [0, 0, 1, 0, 0, 1]


async def test_the_first_three_who_are_free_are_offered_it(database_url: str) -> None:
    async with a_crowd(database_url, makers=6, setup=one_table(1)) as crowd:
        slot = (await crowd.slots())[0]
        number = await crowd.meets(0, 0, slot)
        for maker in range(1, 6):
            await crowd.leaves_to_plan(1, maker)
        maker = crowd.makers[1]
        async with crowd.databases[0].writing() as session:
            await attendees.set_absences(session, crowd.event_id, maker.person_id, [slot])
        await crowd.cancels(crowd.buyers[0], number)
        told = [(await crowd.told(one))[Topic.MEETING_SLOT_FREE] for one in (crowd.buyers[1], *crowd.makers)]
        assert told == [3, 0, 0, 1, 1, 1, 0]
