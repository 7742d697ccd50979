"""The audit log: which entries a filter finds, undoing them, and the log as a table."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.errors import AlreadyDoneError, NoLongerThereError, NotAllowedError
from bot.usecases.moderation import (
    audit,
    roles,
    undo,
)
from bot.usecases.moderation.undo import NotUndoableError
from bot.usecases.privacy import rights
from storage.ids import EntryId, PersonId
from storage.models import AuditEntry
from storage.moderation import audit as stored_audit
from storage.moderation.audit import Filter
from storage.vocabulary import (
    AuditAction,
    AuditObject,
    Role,
)
from tests.factories import NOW
from tests.moderation.office import Office


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


async def undoes(office: Office, entry: EntryId, who: PersonId | None = None) -> None:
    async with office.database.writing() as session:
        await undo.undo(session, office.actor(who or office.admin), entry, NOW)


async def test_only_moderators_undo_and_only_what_is_there_and_can_be_undone(office: Office) -> None:
    await office.bans(office.moderator, office.member)
    entry = (await office.last_entry()).id
    with pytest.raises(NotAllowedError):
        await undoes(office, entry, office.member)
    with pytest.raises(NoLongerThereError):
        await undoes(office, EntryId(99))
    async with office.database.writing() as session:
        read = await audit.record(session, office.moderator, AuditAction.READ_MESSAGES, AuditObject.REVIEW, 1, now=NOW)
    with pytest.raises(NotUndoableError):
        await undoes(office, read)
    await undoes(office, entry)
    with pytest.raises(AlreadyDoneError):
        await undoes(office, entry)


async def test_a_role_of_somebody_who_left_is_not_given_back(office: Office) -> None:
    async with office.database.writing() as session:
        await roles.take(session, office.admin, office.moderator, Role.MODERATOR, admins=(), now=NOW)
        await rights.forget(session, office.moderator, NOW)
    with pytest.raises(NoLongerThereError):
        await undoes(office, (await office.last_entry()).id)


async def test_the_log_as_a_table_holds_codes_times_and_no_formulas() -> None:
    entry = AuditEntry(
        id=EntryId(1),
        at=NOW,
        action=AuditAction.LIFT,
        object_kind=AuditObject.PERSON,
        object_id=7,
        before={},
        after={"until": None, "kind": "ban"},
        reason="=1+1",
    )
    (line,) = csv.DictReader(io.StringIO(audit.as_csv([entry]).decode("utf-8-sig")))
    assert (line["id"], line["at"], line["actor_id"], line["before"]) == ("1", NOW.isoformat(), "", "")
    assert (line["after"], line["reason"]) == ("kind=ban; until=None", "'=1+1")


@pytest.mark.no_neighbours
async def test_the_log_is_filtered_by_person_object_and_time(office: Office) -> None:
    later = NOW + timedelta(hours=1)
    async with office.database.writing() as session:
        numbers = [
            await audit.record(session, actor, AuditAction.LIFT, kind, number, now=at, person_id=whom)
            for actor, whom, kind, number, at in (
                (office.moderator, office.member, AuditObject.SANCTION, 1, NOW),
                (office.member, None, AuditObject.LISTING, 1, NOW),
                (office.admin, None, AuditObject.LISTING, 2, later),
            )
        ]
    first, second, third = numbers
    for filters, expected in (
        (Filter(), [third, second, first]),
        (Filter(person_id=office.member), [second, first]),
        (Filter(object_kind=AuditObject.LISTING), [third, second]),
        (Filter(object_kind=AuditObject.LISTING, object_id=1), [second]),
        (Filter(since=later), [third]),
        (Filter(until=later), [second, first]),
    ):
        async with office.database.reading() as session:
            assert [one.id for one in await stored_audit.entries(session, filters)] == expected, filters
            assert await stored_audit.count(session, filters) == len(expected), filters
