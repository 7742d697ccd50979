"""Concurrent moderation: one action counts, and a banned person is never introduced."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.errors import DomainError
from bot.usecases.moderation import queue, reports, safety, sanctions
from bot.usecases.moderation.roles import Actor
from bot.usecases.moderation.sanctions import NewSanction
from storage.database import Database
from storage.ids import PersonId
from storage.introductions import introductions as stored
from storage.models import AuditEntry
from storage.moderation import reviews, roles
from storage.moderation import sanctions as moderation
from storage.vocabulary import (
    IntroductionStatus,
    ReportObject,
    ReportReason,
    ReviewKind,
    Role,
    SanctionKind,
    SanctionReason,
)
from tests.factories import NOW, add_person, open_review
from tests.introductions.story import Human, Story
from tests.neighbours import count_own


async def moderators(database: Database, count: int) -> list[Actor]:
    actors = []
    async with database.writing() as session:
        for number in range(count):
            person = await add_person(session, name=f"Moderator {number}", username=None)
            await roles.grant(session, person.id, Role.MODERATOR, by=None, now=NOW)
            actors.append(Actor(id=person.id, admins=frozenset()))
    return actors


async def test_two_moderators_never_get_the_same_item(story: Story) -> None:
    actors = await moderators(story.database, 8)
    async with story.database.writing() as session:
        for number in range(1, 6):
            await reviews.put(session, ReviewKind.VERIFICATION, number, NOW)

    async def takes(actor: Actor) -> int | None:
        async with story.database.writing() as session:
            item = await queue.take_next(session, actor, queue.NOT_REPORTS, NOW)
        return None if item is None else item.id

    taken = [one for one in await asyncio.gather(*map(takes, actors)) if one is not None]
    assert len(taken) == len(set(taken)), taken
    assert 1 <= len(taken) <= 5


async def test_only_one_of_two_concurrent_decisions_counts(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    actors = await moderators(story.database, 2)
    async with story.database.writing() as session:
        await safety.report(
            session, ana.person_id, ReportObject.INTRODUCTION, number, reason=ReportReason.FRAUD, note=None, now=NOW
        )
        item = await open_review(session, ReviewKind.REPORT_INTRODUCTION, number)
    assert item is not None

    async def decides(actor: Actor, *, up: bool) -> bool:
        try:
            async with story.database.writing() as session:
                await (reports.uphold if up else reports.dismiss)(session, actor, item.id, NOW)
        except DomainError:
            return False
        return True

    done = await asyncio.gather(decides(actors[0], up=True), decides(actors[1], up=False))
    assert sorted(done) == [False, True]
    async with story.database.reading() as session:
        assert await session.scalar(count_own(AuditEntry)) == 1


@pytest.mark.parametrize("whom", ["recipient", "proposer"])
async def test_a_ban_and_an_acceptance_at_once_are_consistent(story: Story, mei: Human, ana: Human, whom: str) -> None:
    """The introduction was accepted before the ban or never."""
    number = (await mei.proposes(ana)).introduction_id
    actor = (await moderators(story.database, 1))[0]
    banned = ana if whom == "recipient" else mei
    order = NewSanction(kind=SanctionKind.BAN, person_id=PersonId(banned.person_id), reason=SanctionReason.FRAUD)

    async def accepts() -> bool:
        try:
            await ana.accepts(number)
        except DomainError:
            return False
        return True

    async def bans() -> None:
        async with story.database.writing() as session:
            await sanctions.impose(session, actor, order, story.clock())

    accepted, _ = await asyncio.gather(accepts(), bans())
    async with story.database.reading() as session:
        introduction = await stored.find(session, number)
        assert await moderation.is_banned(session, banned.person_id)
    assert introduction is not None
    assert (introduction.status is IntroductionStatus.ACCEPTED) is accepted
    assert not introduction.status.is_open


async def test_after_the_ban_nothing_is_accepted(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    actor = (await moderators(story.database, 1))[0]
    order = NewSanction(kind=SanctionKind.BAN, person_id=PersonId(ana.person_id), reason=SanctionReason.FRAUD)
    async with story.database.writing() as session:
        await sanctions.impose(session, actor, order, story.clock())
    with pytest.raises(DomainError):
        await ana.accepts(number)


@pytest.mark.parametrize("deed", ["DELETE FROM audit_entry", "UPDATE audit_entry SET action = 'lift'"])
async def test_the_log_cannot_be_changed(story: Story, mei: Human, deed: str) -> None:
    actor = (await moderators(story.database, 1))[0]
    order = NewSanction(kind=SanctionKind.WARNING, person_id=PersonId(mei.person_id), reason=SanctionReason.OTHER)
    async with story.database.writing() as session:
        await sanctions.impose(session, actor, order, NOW)
    with pytest.raises(DBAPIError, match="only added to"):
        async with story.database.writing() as session:
            await session.execute(text(deed))
