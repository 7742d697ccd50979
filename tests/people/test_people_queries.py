"""Queries about people: counters of a day, expired drafts, and who was seen when."""

from datetime import datetime, timedelta

from storage.database import Database
from storage.ids import PersonId
from storage.models import Draft, Sanction
from storage.moderation import roles, sanctions
from storage.people import callers, drafts, usage
from storage.vocabulary import Role, SanctionKind, SanctionReason, Use
from tests.factories import NOW, add_company, add_person, leave_company
from tests.neighbours import select_own

AGO = timedelta(days=1)


async def test_counters_of_a_day_go_with_the_day(database: Database) -> None:
    async with database.writing() as session:
        ana = await add_person(session)
        for day in (NOW - AGO, NOW):
            assert await usage.count_one(session, ana.id, Use.SEARCH, day.date(), 1)
            assert not await usage.count_one(session, ana.id, Use.SEARCH, day.date(), 1)
            assert await usage.count_one(session, ana.id, Use.REPORT, day.date(), 1), "each use has its own"
        mei = await add_person(session, name="Mei")
        assert await usage.count_one(session, mei.id, Use.SEARCH, NOW.date(), 1)
        assert await usage.drop_before(session, (NOW - AGO).date()) == 0
        assert await usage.drop_before(session, NOW.date()) == 2
        assert not await usage.count_one(session, ana.id, Use.SEARCH, NOW.date(), 1)
        assert not await usage.count_one(session, mei.id, Use.SEARCH, NOW.date(), 1)
        assert await usage.count_one(session, ana.id, Use.SEARCH, (NOW - AGO).date(), 1)


async def test_being_seen_is_noted_once_an_hour(database: Database) -> None:
    hour = timedelta(hours=1)
    async with database.writing() as session:
        ana, mei = await add_person(session, now=NOW), await add_person(session, now=NOW - AGO)

        async def seen(now: datetime) -> list[datetime]:
            await callers.note_seen(session, ana.id, now, every=hour)
            for one in (ana, mei):
                await session.refresh(one)
            return [ana.seen_at, mei.seen_at]

        assert await seen(NOW + hour - timedelta(seconds=1)) == [NOW, NOW - AGO]
        assert await seen(NOW + hour) == [NOW + hour, NOW - AGO]


async def test_an_unknown_caller_is_nobody(database: Database) -> None:
    assert await callers.find(database, PersonId(1), NOW) is None


async def test_a_caller_has_what_is_in_force_and_their_own(database: Database) -> None:
    async with database.writing() as session:
        ana, mei = await add_person(session), await add_person(session, name="Mei", username="mei")
        first = await add_company(session, ana)
        left = await add_company(session, ana, mei, name="Left", name_key="left")
        await leave_company(session, ana, left)
        for kind, person, company, until in (
            (SanctionKind.MUTE, ana.id, None, NOW + AGO),
            (SanctionKind.MUTE, None, first.id, None),
            (SanctionKind.BAN, None, left.id, None),
            (SanctionKind.BAN, mei.id, None, None),
            (SanctionKind.WARNING, ana.id, None, None),
            (SanctionKind.BAN, ana.id, None, NOW),
        ):
            sanction = Sanction(
                kind=kind,
                person_id=person,
                company_id=company,
                reason=SanctionReason.FRAUD,
                created_at=NOW - AGO,
                until=until,
            )
            await sanctions.add(session, sanction)
        await roles.grant(session, ana.id, Role.ORGANIZER, by=None, now=NOW)
        await roles.grant(session, ana.id, Role.MODERATOR, by=None, now=NOW)
        await roles.take(session, ana.id, Role.MODERATOR, by=ana.id, now=NOW)
        await roles.grant(session, mei.id, Role.ADMIN, by=None, now=NOW)
    found = await callers.find(database, ana.id, NOW)
    assert found is not None
    assert found.companies == {first.id: "Senzor d.o.o."}
    assert {(one.kind, one.person_id, one.company_id) for one in found.sanctions} == {
        (SanctionKind.MUTE, ana.id, None),
        (SanctionKind.MUTE, None, first.id),
    }
    assert (found.roles, found.draft) == (frozenset({Role.ORGANIZER}), None)


async def test_the_open_dialog_is_ones_own_and_active(database: Database) -> None:
    async with database.writing() as session:
        ana, mei = await add_person(session, name="Ana"), await add_person(session, name="Mei")
        until = NOW + AGO
        for person, form in ((ana, "offer"), (ana, "need"), (mei, "offer")):
            await drafts.begin(session, person.id, form=form, step="title", data={}, now=NOW, expires_at=until)
        steps = await drafts.active_steps(session)
        assert (steps[ana.id], steps[mei.id]) == ("need.title", "offer.title")
        offer = await drafts.of_form(session, ana.id, "offer")
        assert offer is not None
        assert not offer.active
        active = await drafts.active(session, ana.id)
        assert active is not None
        assert active.form == "need"
        assert await drafts.of_form(session, mei.id, "need") is None
    found = await callers.find(database, ana.id, NOW)
    assert found is not None
    assert found.draft is not None
    assert found.draft.form == "need"
    assert await drafts_of(database) == {(ana.id, "offer"): False, (ana.id, "need"): True, (mei.id, "offer"): True}


async def drafts_of(database: Database) -> dict[tuple[int, str], bool]:
    async with database.reading() as session:
        return {(one.person_id, one.form): one.active for one in await session.scalars(select_own(Draft))}


async def test_a_step_is_stored_only_on_the_draft_that_was_read(database: Database) -> None:
    values = {"step": "next", "data": {}, "now": NOW, "expires_at": NOW + AGO}
    async with database.writing() as session:
        ana, mei = await add_person(session, name="Ana"), await add_person(session, name="Mei")
        read, other = [
            await drafts.begin(
                session, one.id, form="offer", step="title", data={}, now=NOW, expires_at=NOW + AGO, update_id=7
            )
            for one in (ana, mei)
        ]
    assert await drafts.advance(database, read, update_id=8, **values)
    assert not await drafts.advance(database, read, update_id=9, **values), "another update changed it"
    async with database.writing() as session:
        assert not await drafts.discard(session, read.id, as_of=7)
        newer = await drafts.active(session, ana.id)
        assert newer is not None
        assert newer.update_id == 8
        theirs = await drafts.active(session, mei.id)
        assert theirs is not None
        assert (theirs.step, theirs.update_id) == ("title", 7)
        assert await drafts.set_aside(session, ana.id)
        assert not await drafts.set_aside(session, ana.id)
    assert not await drafts.advance(database, newer, **values), "it was set aside"
    async with database.writing() as session:
        assert not await drafts.reopen(session, read, **values)
        assert await drafts.reopen(session, newer, **values)
        await drafts.note(session, newer.id, "seen")
        found = [await drafts.active(session, one.id) for one in (ana, mei)]
        assert [one.data for one in found if one is not None] == [{"seen": True}, {}]
        assert await drafts.discard(session, newer.id, as_of=8)
        assert not await drafts.discard(session, newer.id)
        assert await drafts.active(session, mei.id) == other


async def test_a_draft_expires_at_its_time(database: Database) -> None:
    async with database.writing() as session:
        ana = await add_person(session)
        await drafts.begin(session, ana.id, form="offer", step="title", data={}, now=NOW, expires_at=NOW + AGO)
        for at, expired in ((NOW + AGO - timedelta(seconds=1), False), (NOW + AGO, True)):
            assert await drafts.any_expired(session, at) is expired
        assert await drafts.discard_expired(session, NOW + AGO - timedelta(seconds=1)) == []
        assert await drafts.discard_expired(session, NOW + AGO) == [ana.id]
