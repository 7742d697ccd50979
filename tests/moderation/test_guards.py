"""Guards of moderation in the database. Each test fails without its guard."""

from dataclasses import dataclass

import pytest
from sqlalchemy import func, select

from bot.errors import AlreadyDoneError, NotAllowedError
from bot.usecases.moderation import roles, sanctions
from bot.usecases.moderation.rank import UpwardError
from bot.usecases.moderation.roles import Actor
from bot.usecases.moderation.sanctions import NewSanction
from storage import imports
from storage.database import Database
from storage.ids import PersonId
from storage.models import AuditEntry, Delivery
from storage.moderation import roles as stored_roles
from storage.moderation import sanctions as stored_sanctions
from storage.vocabulary import IntroductionStatus, Kind, ListingStatus, Role, SanctionKind, SanctionReason
from tests.factories import NOW, add_company, add_person, set_status
from tests.introductions.story import Story


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
        order = NewSanction(kind=SanctionKind.BAN, person_id=whom, reason=SanctionReason.FRAUD)
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
            await stored_roles.grant(session, person_id, role, by=None, now=NOW)
    first, second, third, fourth, fifth = numbers
    return Office(
        database=database,
        settings_admin=first,
        admin=second,
        moderator=third,
        other_moderator=fourth,
        member=fifth,
    )


async def test_a_moderator_cannot_lift_an_admins_sanction(office: Office) -> None:
    done = await office.bans(office.admin, office.member)
    with pytest.raises(UpwardError):
        await office.lifts(office.moderator, done)
    await office.lifts(office.settings_admin, done)


async def test_an_admin_cannot_lift_a_configured_admins_sanction(office: Office) -> None:
    done = await office.bans(office.settings_admin, office.member)
    with pytest.raises(UpwardError):
        await office.lifts(office.admin, done)


async def test_moderators_can_lift_other_moderators_sanctions(office: Office) -> None:
    await office.lifts(office.other_moderator, await office.bans(office.moderator, office.member))
    async with office.database.reading() as session:
        assert not await stored_sanctions.is_banned(session, office.member)


@pytest.mark.parametrize("whom", ["moderator", "other_moderator", "admin", "settings_admin"])
async def test_a_moderator_cannot_ban_the_same_or_a_higher_rank(office: Office, whom: str) -> None:
    with pytest.raises(NotAllowedError):
        await office.bans(office.moderator, getattr(office, whom))


async def test_a_role_is_taken_once(office: Office) -> None:
    async def take() -> None:
        async with office.database.writing() as session:
            await roles.take(
                session, office.admin, office.moderator, Role.MODERATOR, admins=(office.settings_admin,), now=NOW
            )

    await take()
    with pytest.raises(AlreadyDoneError):
        await take()
    async with office.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(AuditEntry)) == 1
        assert await session.scalar(select(func.count()).select_from(Delivery)) == 1


async def test_undoing_an_import_keeps_a_company_with_introductions(database: Database) -> None:
    story = Story(database=database)
    mei = await story.joins("Mei Li", "Pudong Agritech", "CN", Kind.NEED)
    ana = await story.joins("Ana Anić", "Senzor d.o.o.", "RS", Kind.OFFER)
    number = (await mei.proposes(ana)).introduction_id
    await mei.withdraws(number)
    assert (await story.row(number)).status is IntroductionStatus.WITHDRAWN
    async with database.writing() as session:
        for human in (mei, ana):
            await set_status(session, human.listing_id, ListingStatus.DELETED)
            assert await imports.untouched(session, [human.company_id], human.person_id) == frozenset()
        untouched = await add_company(session)
        assert await imports.untouched(session, [untouched.id], ana.person_id) == {untouched.id}
