"""The process dies while a plan is published: before the commit, after it, and while people are told."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AlreadyDoneError
from bot.usecases.meetings import publishing
from storage.models import Meeting
from storage.vocabulary import MeetingStatus, Topic
from tests.meetings.crowd import Crowd, a_crowd
from tests.meetings.sound import assert_sound


class KilledError(BaseException):
    """As SIGKILL: no handler catches it, and nothing after it runs."""


async def dies_before_the_commit(crowd: Crowd, made_at: Any) -> None:
    async def publish(session: AsyncSession) -> None:
        await publishing.publish(session, crowd.organizers[0], crowd.event_id, made_at, crowd.clock())
        raise KilledError

    with pytest.raises(KilledError):
        async with crowd.databases[0].writing() as session:
            await publish(session)


async def test_killed_before_the_commit_nothing_has_happened(database_url: str) -> None:
    async with a_crowd(database_url) as crowd:
        number = await crowd.leaves_to_plan(0, 0)
        before = await crowd.told()
        made_at = await crowd.drafts()
        await dies_before_the_commit(crowd, made_at)
        assert (await crowd.meeting(number)).status is MeetingStatus.WANTED
        assert (await crowd.told())[Topic.MEETING_PLAN] == before[Topic.MEETING_PLAN] == 0

        await crowd.publishes(made_at, by=1)

        for guest in (*crowd.buyers, *crowd.makers):
            assert (await crowd.told(guest))[Topic.MEETING_PLAN] == 1
        async with crowd.databases[0].reading() as session:
            await assert_sound(session)


async def test_killed_after_the_commit_everybody_is_told_once(database_url: str) -> None:
    """The organizer saw no answer and presses again, on another process."""
    async with a_crowd(database_url) as crowd:
        await crowd.leaves_to_plan(0, 0)
        made_at = await crowd.drafts()
        await crowd.publishes(made_at)
        booked = {one.id: one.revision for one in await crowd.all(Meeting)}
        with pytest.raises(AlreadyDoneError):
            await crowd.publishes(made_at, by=1)
        assert {one.id: one.revision for one in await crowd.all(Meeting)} == booked
        for guest in (*crowd.buyers, *crowd.makers):
            assert (await crowd.told(guest))[Topic.MEETING_PLAN] == 1
