"""Tests who may send an announcement, and which announcements are refused."""

import pytest

from bot.errors import NotAllowedError
from bot.usecases.announcements import compose, running
from bot.usecases.announcements.audience import Audience
from bot.usecases.announcements.errors import NobodyToTellError, PastError
from bot.usecases.moderation.roles import Actor
from storage.ids import PersonId
from storage.moderation import roles
from storage.vocabulary import Role
from tests.announcements.fair import Fair, open_fair
from tests.clock import Clock


async def test_past_times_and_empty_audiences_are_refused(fair: Fair, clock: Clock) -> None:
    number = await fair.says("Hello")
    async with fair.database.writing() as session:
        with pytest.raises(PastError):
            await running.schedule(session, fair.actor, number, at=clock(), now=clock())
        await compose.set_audience(session, fair.actor, number, Audience(countries=frozenset({"CN"})))
        with pytest.raises(NobodyToTellError):
            await running.schedule(session, fair.actor, number, at=None, now=clock())


async def test_only_organizers_of_the_event_may_announce(fair: Fair, clock: Clock) -> None:
    number = await fair.says("Ours")
    others = await open_fair(fair.database, fair.world, clock(), people=1)
    nobody = Actor(id=PersonId(fair.people[0].id), admins=())
    for actor in (others.actor, nobody):
        async with fair.database.writing() as session:
            for act in (
                running.schedule(session, actor, number, at=None, now=clock()),
                running.pause(session, actor, number, clock()),
                running.resume(session, actor, number),
                running.cancel(session, actor, number, clock()),
                running.recall(session, actor, number, clock()),
                compose.discard(session, actor, number),
                compose.begin(session, actor, fair.event_id, clock()),
            ):
                with pytest.raises(NotAllowedError):
                    await act


async def test_a_role_taken_away_works_at_once(fair: Fair, clock: Clock) -> None:
    number = await fair.says("Still mine")
    async with fair.database.writing() as session:
        await roles.take(session, fair.actor.id, Role.ORGANIZER, by=None, now=clock())
    async with fair.database.writing() as session:
        with pytest.raises(NotAllowedError):
            await running.schedule(session, fair.actor, number, at=None, now=clock())


async def test_an_admin_of_the_settings_may_everything(fair: Fair, clock: Clock) -> None:
    number = await fair.says("From above")
    admin = Actor(id=PersonId(fair.people[0].id), admins={fair.people[0].id})
    async with fair.database.writing() as session:
        assert (await running.schedule(session, admin, number, at=None, now=clock())).status == "scheduled"
