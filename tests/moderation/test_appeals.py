"""Appeals against sanctions: who may, until when, once, and what a decision does."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AlreadyDoneError, NoLongerThereError
from bot.usecases.moderation import appeals
from bot.usecases.moderation.sanctions import SanctionResult
from storage.ids import AppealId, PersonId, ReviewId, SanctionId
from storage.models import Appeal, AuditEntry
from storage.moderation import reviews
from storage.moderation import sanctions as stored
from storage.vocabulary import AppealState, AuditAction, ReviewKind, SanctionKind, Topic
from tests.factories import NOW, open_review
from tests.moderation.office import Office, order

BAN, MUTE = SanctionKind.BAN, SanctionKind.MUTE
DAY = timedelta(days=1)


async def appeals_against(office: Office, done: SanctionResult, who: PersonId, now: datetime = NOW) -> AppealId:
    async with office.database.writing() as session:
        await appeals.may_appeal(session, who, done.sanction_id, now)
        return await appeals.make(session, who, done.sanction_id, " I did not. ", now)


async def item_of(office: Office, appeal: AppealId) -> ReviewId:
    async with office.database.reading() as session:
        item = await open_review(session, ReviewKind.APPEAL, appeal)
        assert item is not None
        return item.id


async def decides(office: Office, item: ReviewId, *, grant: bool) -> SanctionResult:
    async with office.database.writing() as session:
        return await appeals.decide(session, office.actor(office.moderator), item, grant=grant, now=NOW)


async def test_only_sanctioned_people_may_appeal(office: Office) -> None:
    theirs = await office.company_of(office.member)
    of_person = await office.bans(office.moderator, office.member)
    of_company = await office.imposes(office.moderator, order(BAN, company_id=theirs))
    for done in (of_person, of_company):
        for act in (appeals.may_appeal, _appeals):
            async with office.database.writing() as session:
                with pytest.raises(NoLongerThereError):
                    await act(session, office.other_moderator, done.sanction_id, NOW)
        await appeals_against(office, done, office.member)
    with pytest.raises(NoLongerThereError):
        await appeals_against(office, SanctionResult(sanction_id=SanctionId(99)), office.member)


async def _appeals(session: AsyncSession, person_id: PersonId, sanction_id: SanctionId, now: datetime) -> None:
    await appeals.make(session, person_id, sanction_id, "Please.", now)


async def test_there_is_one_appeal_against_each_sanction_in_force(office: Office) -> None:
    mute = await office.imposes(office.moderator, order(MUTE, office.member, until=NOW + DAY))
    with pytest.raises(NoLongerThereError):
        await appeals_against(office, mute, office.member, NOW + DAY)
    await appeals_against(office, mute, office.member, NOW + DAY - timedelta(seconds=1))
    for act in (appeals.may_appeal, _appeals):
        async with office.database.writing() as session:
            with pytest.raises(AlreadyDoneError):
                await act(session, office.member, mute.sanction_id, NOW)
    ban = await office.bans(office.moderator, office.member)
    await office.lifts(office.moderator, ban)
    with pytest.raises(NoLongerThereError):
        await appeals_against(office, ban, office.member)


async def test_an_appeal_that_an_earlier_version_asked_for_is_still_to_be_made(office: Office) -> None:
    ban = await office.bans(office.moderator, office.member)
    async with office.database.writing() as session:
        asked = Appeal(sanction_id=ban.sanction_id, person_id=office.member, state=AppealState.ASKED, at=NOW)
        session.add(asked)
    made = await appeals_against(office, ban, office.member)
    async with office.database.reading() as session:
        appeal = await stored.find_appeal(session, made)
        assert appeal is not None
        assert (appeal.state, appeal.text) == (AppealState.MADE, "I did not.")


async def test_an_appeal_is_granted_once_and_lifts_the_sanction(office: Office) -> None:
    ban = await office.bans(office.moderator, office.member)
    made = await appeals_against(office, ban, office.member)
    assert await decides(office, await item_of(office, made), grant=True) == ban
    assert (await office.sanction(ban)).lifted_at == NOW
    assert await office.told(Topic.SANCTION_LIFTED) == [office.member]
    assert await office.told(Topic.APPEAL_DECIDED) == []
    async with office.database.writing() as session:
        await reviews.put(session, ReviewKind.APPEAL, made, NOW)
    with pytest.raises(AlreadyDoneError):
        await decides(office, await item_of(office, made), grant=False)


async def test_an_appeal_against_what_was_lifted_meanwhile_lifts_nothing_twice(office: Office) -> None:
    ban = await office.bans(office.moderator, office.member)
    made = await appeals_against(office, ban, office.member)
    await office.lifts(office.moderator, ban)
    await decides(office, await item_of(office, made), grant=True)
    async with office.database.reading() as session:
        lifts = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == AuditAction.LIFT)
        assert await session.scalar(lifts) == 1


async def test_a_refused_appeal_is_told_and_the_sanction_stays(office: Office) -> None:
    ban = await office.bans(office.moderator, office.member)
    made = await appeals_against(office, ban, office.member)
    await decides(office, await item_of(office, made), grant=False)
    assert (await office.sanction(ban)).lifted_at is None
    assert await office.told(Topic.APPEAL_DECIDED) == [office.member]


async def test_an_appeal_that_was_deleted_is_not_decided(office: Office) -> None:
    async with office.database.writing() as session:
        await reviews.put(session, ReviewKind.APPEAL, 99, NOW)
    with pytest.raises(NoLongerThereError):
        await decides(office, await item_of(office, AppealId(99)), grant=True)
