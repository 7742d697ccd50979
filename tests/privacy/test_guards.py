"""Guards of privacy in the database. Each test fails without its guard."""

from datetime import timedelta

import pytest

from bot.errors import NoLongerThereError, NotAllowedError
from bot.usecases.privacy import rights
from storage.database import Database
from storage.ids import PersonId
from storage.moderation import roles
from storage.people import companies, memberships, people
from storage.privacy import imported, retention
from storage.privacy import rights as stored_rights
from storage.vocabulary import ChannelKind, MembershipStatus, Relation, Role
from tests.factories import NOW, add_company, add_person


async def test_an_unknown_person_has_no_export(database: Database) -> None:
    async with database.reading() as session:
        with pytest.raises(NoLongerThereError):
            await rights.export(session, PersonId(1), NOW)


@pytest.mark.parametrize("status", [None, MembershipStatus.REQUESTED, MembershipStatus.DECLINED, MembershipStatus.LEFT])
async def test_nobody_leaves_a_company_that_they_do_not_speak_for(
    database: Database, status: MembershipStatus | None
) -> None:
    async with database.writing() as session:
        person, owner = await add_person(session), await add_person(session)
        company = await add_company(session, owner)
        if status is not None:
            await memberships.put(
                session,
                person_id=person.id,
                company_id=company.id,
                relation=Relation.REPRESENTATIVE,
                role=None,
                status=status,
                now=NOW,
            )
        with pytest.raises(NotAllowedError):
            await rights.leave(session, person.id, company.id, NOW)


@pytest.mark.parametrize("whose", ["the organizer's row", "a colleague's contact"])
async def test_only_the_contacts_of_an_imported_row_tell_whom_it_is_about(database: Database, whose: str) -> None:
    """The organizer speaks for a company together with a colleague, who entered contacts of their own."""
    async with database.writing() as session:
        asks, organizer, colleague = [await add_person(session) for _ in range(3)]
        company = await add_company(session, colleague)
        await memberships.put(
            session,
            person_id=organizer.id,
            company_id=company.id,
            relation=Relation.ORGANIZER,
            role=None,
            status=MembershipStatus.ACTIVE,
            now=NOW,
        )
        holder = organizer if whose == "the organizer's row" else colleague
        await companies.replace_channels(session, holder.id, company.id, [(ChannelKind.EMAIL, "Ana@senzor.rs")])
        found = await imported.imported_companies_with(session, asks.id, contacts=["ana@senzor.rs"], name_keys=[])
        assert [one.company.id for one in found] == ([company.id] if holder is organizer else [])


async def test_a_person_who_was_just_seen_is_not_inactive(database: Database) -> None:
    async with database.writing() as session:
        person = await add_person(session, now=NOW)
        assert not await retention.is_still_inactive(session, person.id, before=NOW)
        assert await retention.is_still_inactive(session, person.id, before=NOW + timedelta(seconds=1))


async def test_a_new_privacy_text_is_not_announced_to_unreachable_people(database: Database) -> None:
    async with database.writing() as session:
        person, gone = await add_person(session), await add_person(session)
        for one in (person, gone):
            await people.record_consent(session, one.id, version="earlier", now=NOW)
        await people.mark_unreachable(session, gone.id, NOW)
        told = await retention.agreed_to_another_version(session, "now", "topic")
        assert (person.id in told, gone.id in told) == (True, False)


async def test_only_those_who_hold_a_role_are_kept_without_a_warning(database: Database) -> None:
    later = NOW + timedelta(days=1)
    async with database.writing() as session:
        silent, organizer = await add_person(session, now=NOW), await add_person(session, now=NOW)
        await add_company(session, silent)
        await add_company(session, organizer)
        await roles.grant(session, organizer.id, Role.ORGANIZER, by=None, now=NOW)
        assert await retention.inactive_and_not_warned(session, "topic", before=later, since=NOW) == [silent.id]


@pytest.mark.parametrize("status", [one for one in MembershipStatus if one is not MembershipStatus.ACTIVE])
async def test_pending_and_former_members_do_not_keep_a_company(database: Database, status: MembershipStatus) -> None:
    async with database.writing() as session:
        owner, other = await add_person(session), await add_person(session)
        company = await add_company(session, owner, other)
        assert await stored_rights.represented_only_by(session, owner.id) == []
        await memberships.put(
            session,
            person_id=other.id,
            company_id=company.id,
            relation=Relation.REPRESENTATIVE,
            role=None,
            status=status,
            now=NOW,
        )
        assert await stored_rights.represented_only_by(session, owner.id) == [company.id]
