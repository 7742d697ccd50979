"""Moderators, admins and a member for tests of moderation in the database."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from bot.usecases.moderation import sanctions
from bot.usecases.moderation.roles import Actor
from bot.usecases.moderation.sanctions import NewSanction
from storage.database import Database
from storage.ids import CompanyId, PersonId
from storage.models import AuditEntry, Delivery, Person, Sanction
from storage.moderation import roles
from storage.people import memberships
from storage.vocabulary import MembershipStatus, Relation, Role, SanctionKind, SanctionReason, Topic
from tests.factories import NOW, add_company, add_person
from tests.neighbours import select_own


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
        return await self.imposes(by, order(SanctionKind.BAN, whom))

    async def imposes(self, by: PersonId, order: NewSanction) -> sanctions.SanctionResult:
        async with self.database.writing() as session:
            return await sanctions.impose(session, self.actor(by), order, NOW)

    async def lifts(self, by: PersonId, done: sanctions.SanctionResult) -> None:
        async with self.database.writing() as session:
            await sanctions.lift(session, self.actor(by), done.sanction_id, NOW)

    async def sanction(self, done: sanctions.SanctionResult) -> Sanction:
        async with self.database.reading() as session:
            return await session.get_one(Sanction, done.sanction_id)

    async def last_entry(self) -> AuditEntry:
        async with self.database.reading() as session:
            return (await session.scalars(select_own(AuditEntry).order_by(AuditEntry.id.desc()).limit(1))).one()

    async def told(self, topic: Topic) -> list[PersonId | None]:
        """Returns everybody with a notice of this topic, in order."""
        async with self.database.reading() as session:
            query = select(Delivery.person_id).where(Delivery.topic == topic).order_by(Delivery.id)
            return list(await session.scalars(query))

    async def company_of(self, *people: PersonId) -> CompanyId:
        async with self.database.writing() as session:
            return (await add_company(session, *[await session.get_one(Person, number) for number in people])).id

    async def colleague(self, company_id: CompanyId) -> PersonId:
        """Returns a new representative of the company."""
        async with self.database.writing() as session:
            person = await add_person(session, username=None)
            await memberships.put(
                session,
                person_id=person.id,
                company_id=company_id,
                relation=Relation.REPRESENTATIVE,
                role=None,
                status=MembershipStatus.ACTIVE,
                now=NOW,
            )
        return person.id


def order(kind: SanctionKind, person_id: PersonId | None = None, **more: Any) -> NewSanction:
    return NewSanction(kind=kind, person_id=person_id, reason=SanctionReason.FRAUD, **more)


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
