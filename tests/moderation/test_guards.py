"""Guards of moderation in the database. Each test fails without its guard."""

import pytest
from sqlalchemy import func, select

from bot.errors import AlreadyDoneError, NoLongerThereError, NotAllowedError
from bot.usecases.introductions import holds
from bot.usecases.moderation import audit, dual_use, flags, roles, undo
from bot.usecases.moderation.flags import Flag
from bot.usecases.moderation.rank import UpwardError
from bot.usecases.moderation.roles import LINK_LIFE, Actor, LastAdminError, LinkSpentError
from bot.usecases.privacy import rights
from storage import imports
from storage.database import Database
from storage.ids import EntryId, IntroductionId, PersonId
from storage.models import AuditEntry, Delivery
from storage.moderation import roles as stored_roles
from storage.moderation import sanctions as stored_sanctions
from storage.vocabulary import (
    AuditAction,
    AuditObject,
    IntroductionStatus,
    Kind,
    ListingStatus,
    Role,
)
from tests.factories import NOW, add_company, add_listing, add_person, set_status
from tests.introductions.story import Human, Story
from tests.moderation.office import Office


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


async def stopped(story: Story) -> tuple[Human, Human, Actor, IntroductionId]:
    """An introduction that a moderator has stopped, its two sides, and the moderator."""
    mei = await story.joins("Mei Li", "Pudong Agritech", "CN", Kind.NEED)
    ana = await story.joins("Ana Anić", "Senzor d.o.o.", "RS", Kind.OFFER)
    number = (await mei.proposes(ana)).introduction_id
    async with story.database.writing() as session:
        moderator = await add_person(session, username=None)
        await stored_roles.grant(session, moderator.id, Role.MODERATOR, by=None, now=NOW)
        await holds.stop(session, number, story.clock())
    return mei, ana, Actor(id=moderator.id, admins=()), number


async def reopens(story: Story, actor: Actor, number: IntroductionId) -> None:
    async with story.database.writing() as session:
        await dual_use.reopen(session, actor, number, story.clock(), undoes=EntryId(1))


async def test_a_stopped_introduction_is_not_reopened_beside_a_new_one(database: Database) -> None:
    story = Story(database=database)
    mei, ana, moderator, number = await stopped(story)
    again = (await mei.proposes(ana)).introduction_id
    with pytest.raises(AlreadyDoneError):
        await reopens(story, moderator, number)
    await mei.withdraws(again)
    await reopens(story, moderator, number)
    assert (await story.row(number)).status is IntroductionStatus.PROPOSED


async def test_a_stopped_introduction_of_a_deleted_company_is_not_reopened(database: Database) -> None:
    story = Story(database=database)
    _, ana, moderator, number = await stopped(story)
    async with database.writing() as session:
        await rights.forget(session, ana.person_id, story.clock())
    with pytest.raises(NoLongerThereError):
        await reopens(story, moderator, number)


def test_unknown_values_are_empty_cells_of_the_audit_log() -> None:
    entry = AuditEntry(
        id=EntryId(1), at=NOW, action=AuditAction.LIFT, object_kind=AuditObject.PERSON, object_id=7, before={}, after={}
    )
    assert "None" not in audit.as_csv([entry]).decode()


@pytest.mark.parametrize(
    ("title", "summary", "language", "expected"),
    [
        ("Pumps for water", "Steel pumps for water, with long warranties.", "en", [Flag.OWN_DUPLICATE]),
        ("Wooden floors", "Floors of oak and elm for hotels, dried by us.", "en", []),
        ("Wooden floors", "Pravimo podove od hrasta i bresta za hot", "en", [Flag.LANGUAGE]),
        ("Wooden floors", "Pravimo podove od hrasta i bresta za ho", "en", []),
    ],
    ids=["repeated", "another product", "forty characters in Serbian", "too short to tell"],
)
async def test_a_listing_is_flagged_for_what_it_repeats_and_its_language(
    database: Database, title: str, summary: str, language: str, expected: list[Flag]
) -> None:
    async with database.writing() as session:
        company = await add_company(session, await add_person(session))
        await add_listing(
            session, company, title="Pumps for water", summary="Steel pumps for water, with a long warranty."
        )
        listing = await add_listing(session, company, title=title, summary=summary, language=language)
        assert [one.flag for one in await flags.of(session, listing)] == expected


async def test_the_last_admin_keeps_the_role_unless_the_settings_name_one(office: Office) -> None:
    async def takes(whom: PersonId, by: PersonId, *admins: PersonId) -> None:
        async with office.database.writing() as session:
            await roles.take(session, by, whom, Role.ADMIN, admins=admins, now=NOW)

    with pytest.raises(LastAdminError):
        await takes(office.admin, office.admin)
    async with office.database.writing() as session:
        await stored_roles.grant(session, office.member, Role.ADMIN, by=None, now=NOW)
    await takes(office.member, office.admin)
    await takes(office.admin, office.settings_admin, office.settings_admin)


@pytest.mark.parametrize("why", ["used", "expired", "its maker is no admin"])
async def test_a_spent_link_grants_no_role(office: Office, why: str) -> None:
    now = NOW + LINK_LIFE if why == "expired" else NOW
    async with office.database.writing() as session:
        await roles.make_link(session, office.admin, Role.MODERATOR, code="c", admins=(), now=NOW)
        if why == "used":
            await roles.open_link(session, office.moderator, "c", admins=(), now=NOW)
        elif why == "its maker is no admin":
            await stored_roles.take(session, office.admin, Role.ADMIN, by=None, now=NOW)
    async with office.database.writing() as session:
        with pytest.raises(LinkSpentError):
            await roles.open_link(session, office.member, "c", admins=(), now=now)
        assert await stored_roles.held_by(session, office.member) == frozenset()


async def test_an_action_is_undone_once_also_if_it_was_repeated_since(office: Office) -> None:
    admins = (office.settings_admin,)

    async def takes() -> EntryId:
        async with office.database.writing() as session:
            await roles.take(session, office.admin, office.moderator, Role.MODERATOR, admins=admins, now=NOW)
            taken = select(func.max(AuditEntry.id)).where(AuditEntry.action == AuditAction.ROLE_TAKE)
            return EntryId(await session.scalar(taken) or 0)

    async def undoes(entry: EntryId) -> None:
        async with office.database.writing() as session:
            await undo.undo(session, office.actor(office.admin), entry, NOW)

    first = await takes()
    await undoes(first)
    await takes()
    with pytest.raises(AlreadyDoneError):
        await undoes(first)
