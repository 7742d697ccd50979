"""Moderators, admins and a member for tests of moderation in the database."""

from dataclasses import dataclass

import pytest

from bot.usecases.moderation import sanctions
from bot.usecases.moderation.roles import Actor
from bot.usecases.moderation.sanctions import NewSanction
from storage.database import Database
from storage.ids import PersonId
from storage.moderation import roles
from storage.vocabulary import Role, SanctionKind, SanctionReason
from tests.factories import NOW, add_person


@dataclass(kw_only=True)
class Office:
    database: Database
    settings_admin: PersonId
    admin: PersonId
    moderator: PersonId
    other_moderator: PersonId
    member: PersonId

    def actor(self, person_id: PersonId) -> Actor:
        return Actor(id=person_id, admins=(self.settings_admin,))

    async def bans(self, by: PersonId, whom: PersonId) -> sanctions.SanctionResult:
        return await self.imposes(by, NewSanction(kind=SanctionKind.BAN, person_id=whom, reason=SanctionReason.FRAUD))

    async def imposes(self, by: PersonId, order: NewSanction) -> sanctions.SanctionResult:
        async with self.database.writing() as session:
            return await sanctions.impose(session, self.actor(by), order, NOW)

    async def lifts(self, by: PersonId, done: sanctions.SanctionResult) -> None:
        async with self.database.writing() as session:
            await sanctions.lift(session, self.actor(by), done.sanction_id, NOW)


@pytest.fixture
async def office(database: Database) -> Office:
    async with database.writing() as session:
        numbers = [(await add_person(session, username=None)).id for _ in range(5)]
        for person_id, role in zip(numbers[1:], (Role.ADMIN, Role.MODERATOR, Role.MODERATOR), strict=False):
            await roles.grant(session, person_id, role, by=None, now=NOW)
    first, second, third, fourth, fifth = numbers
    return Office(
        database=database,
        settings_admin=first,
        admin=second,
        moderator=third,
        other_moderator=fourth,
        member=fifth,
    )
