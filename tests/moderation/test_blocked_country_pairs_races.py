"""Blocking a country pair while a proposal or acceptance between the two runs."""

import asyncio
from typing import Any

import pytest

from bot.errors import DomainError
from bot.usecases.moderation import countries
from bot.usecases.moderation.roles import Actor
from storage.ids import IntroductionId
from storage.introductions import introductions as stored
from storage.models import AuditEntry
from storage.moderation import roles
from storage.people import companies
from storage.vocabulary import IntroductionStatus, Role
from tests.factories import NOW, add_person
from tests.introductions.story import Human, Story
from tests.neighbours import count_own


async def admin(story: Story) -> Actor:
    async with story.database.writing() as session:
        person = await add_person(session, name="Ada", username=None)
        await roles.grant(session, person.id, Role.ADMIN, by=None, now=NOW)
    return Actor(id=person.id, admins=frozenset())


async def keeps_apart(story: Story, actor: Actor, mei: Human, ana: Human) -> bool:
    async with story.database.reading() as session:
        one, other = [await companies.find(session, human.company_id) for human in (mei, ana)]
    assert one is not None
    assert other is not None
    return await done(story, countries.block_pair, actor, one.country, other.country)


async def done(story: Story, act: Any, *arguments: Any) -> bool:
    try:
        async with story.database.writing() as session:
            await act(session, *arguments, story.clock())
    except DomainError:
        return False
    return True


async def proposes(mei: Human, ana: Human) -> IntroductionId | None:
    try:
        return (await mei.proposes(ana)).introduction_id
    except DomainError:
        return None


async def accepts(ana: Human, number: IntroductionId) -> bool:
    try:
        await ana.accepts(number)
    except DomainError:
        return False
    return True


async def test_a_concurrent_proposal_does_not_stay_open(story: Story, mei: Human, ana: Human) -> None:
    actor = await admin(story)
    number, _ = await asyncio.gather(proposes(mei, ana), keeps_apart(story, actor, mei, ana))
    await story.time_passes(minutes=1)
    if number is not None:
        assert (await story.row(number)).status is IntroductionStatus.WITHDRAWN
        assert not await accepts(ana, number)
    assert await proposes(mei, ana) is None


async def test_a_concurrent_acceptance_succeeds_or_the_introduction_ends(story: Story, mei: Human, ana: Human) -> None:
    actor = await admin(story)
    number = (await mei.proposes(ana)).introduction_id
    accepted, _ = await asyncio.gather(accepts(ana, number), keeps_apart(story, actor, mei, ana))
    await story.time_passes(minutes=1)
    status = (await story.row(number)).status
    assert status is (IntroductionStatus.ACCEPTED if accepted else IntroductionStatus.WITHDRAWN)


async def test_only_one_of_two_admins_blocks_a_pair(story: Story, mei: Human, ana: Human) -> None:
    actors = [await admin(story), await admin(story)]
    results = await asyncio.gather(*(keeps_apart(story, actor, mei, ana) for actor in actors))
    assert sorted(results) == [False, True]
    async with story.database.reading() as session:
        assert await session.scalar(count_own(AuditEntry)) == 1


async def test_a_company_that_moves_into_a_blocked_country_loses_open_introductions(
    story: Story, mei: Human, ana: Human
) -> None:
    actor = await admin(story)
    number = (await mei.proposes(ana)).introduction_id
    assert await done(story, countries.block_pair, actor, "CN", "BR")
    async with story.database.writing() as session:
        company = await companies.find(session, ana.company_id)
        assert company is not None
        company.country = "BR"
    await story.time_passes(minutes=1)
    async with story.database.reading() as session:
        row = await stored.find(session, number)
    assert row is not None
    assert row.status is IntroductionStatus.WITHDRAWN


@pytest.mark.parametrize("role", [None, Role.MODERATOR, Role.ORGANIZER])
async def test_only_admins_can_block_a_pair(story: Story, mei: Human, role: Role | None) -> None:
    if role is not None:
        async with story.database.writing() as session:
            await roles.grant(session, mei.person_id, role, by=None, now=NOW)
    actor = Actor(id=mei.person_id, admins=frozenset())
    assert not await done(story, countries.block_pair, actor, "CN", "RS")
    assert not await done(story, countries.unblock_pair, actor, "CN", "RS")
