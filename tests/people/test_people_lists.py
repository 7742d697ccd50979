"""Who counts for a company, and what counts for a person. Each test fails without one of the conditions."""

from datetime import timedelta

import pytest

from bot.usecases.people import daily_caps
from bot.usecases.people.daily_caps import PER_DAY, DailyLimitError, spend
from storage.database import Database
from storage.models import Channel, Company, Person, Sanction
from storage.moderation import sanctions
from storage.people import companies, contacts, memberships, people, preferences
from storage.vocabulary import (
    ChannelKind,
    Frequency,
    MembershipStatus,
    Relation,
    SanctionKind,
    SanctionReason,
    Use,
)
from tests.factories import NOW, add_company, add_person, leave_company

DAY = timedelta(days=1)


async def test_a_cap_is_that_of_the_day_the_use_and_the_person(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily_caps, "PER_DAY", PER_DAY | {Use.REPORT: 2, Use.LISTING: 1})
    monkeypatch.setattr(daily_caps, "_MOST_COMPANIES", 2)
    async with database.writing() as session:
        ana, mei = await add_person(session), await add_person(session)

        async def left(person: Person, use: Use) -> int:
            count = 0
            while True:
                try:
                    await spend(session, person.id, use, NOW)
                except DailyLimitError:
                    return count
                count += 1

        assert [await left(ana, Use.REPORT) for _ in range(2)] == [2, 0]
        assert await left(mei, Use.REPORT) == 2
        await spend(session, ana.id, Use.REPORT, NOW + DAY)
        assert await left(ana, Use.LISTING) == 1, "without a company as with one"
        own, former = await add_company(session, mei), await add_company(session, mei)
        await leave_company(session, mei, former)
        await add_company(session, mei, relation=Relation.ORGANIZER)
        await add_company(session, ana)
        assert await memberships.count_represented(session, mei.id) == 1
        assert await left(mei, Use.LISTING) == 1
        for more in (1, 0, 0):
            await add_company(session, mei, relation=Relation.ADVISER)
            assert await left(mei, Use.LISTING) == more
        for found in (
            {one.id for one in await memberships.represented_by(session, mei.id)},
            set(await session.scalars(memberships.companies_of(mei.id))),
        ):
            assert own.id in found
            assert former.id not in found


async def test_recipients_of_notices_about_a_company(database: Database) -> None:
    async with database.writing() as session:
        names = ("here", "left", "unreachable", "banned", "other", "asked")
        those = {name: await add_person(session, name=name) for name in names}
        first = await add_company(session, those["here"], country="CN", now=NOW - DAY)
        company = await add_company(
            session, *(those[name] for name in ("here", "left", "unreachable", "banned")), now=NOW
        )
        other = await add_company(session, those["other"], country="CN")
        await leave_company(session, those["left"], company)
        await people.mark_unreachable(session, those["unreachable"].id, NOW)
        ban = Sanction(kind=SanctionKind.BAN, person_id=those["banned"].id, reason=SanctionReason.FRAUD, created_at=NOW)
        await sanctions.add(session, ban)
        values = {"relation": Relation.REPRESENTATIVE, "role": None, "status": MembershipStatus.REQUESTED, "now": NOW}
        await memberships.put(session, person_id=those["asked"].id, company_id=company.id, **values)
        heard = await preferences.listeners(session, company.id)
        assert [(one.person_id, one.country) for one in heard] == [(those["here"].id, "CN")]
        await leave_company(session, those["here"], first)
        heard = await preferences.listeners(session, company.id)
        assert [one.country for one in heard] == ["RS"], "a former company says nothing of the clock"

        here = {those[name].id for name in ("here", "unreachable", "banned")}
        assert set(await memberships.representatives(session, company.id)) == here
        each = await memberships.representatives_of_each(session, [company.id, first.id])
        assert dict(each) == {company.id: here}
        advised = await add_company(session, those["other"], relation=Relation.ADVISER)
        for_all = [company.id, first.id, advised.id]
        assert await memberships.without_representative(session, for_all) == {first.id, advised.id}
        mine = await memberships.countries_of_represented(session, those["here"].id, [company.id, first.id, other.id])
        assert mine == {company.id: "RS"}
        assert await memberships.countries_of_represented(session, those["here"].id, [other.id]) == {}
        assert await companies.names_of(session, [other.id]) == {other.id: other.name}
        keys = {company_id for company_id, _ in await companies.names_in(session, "CN")}
        assert {first.id, other.id} <= keys
        assert company.id not in keys
        found = [
            await memberships.represented(session, those[name].id, company.id) for name in ("here", "left", "asked")
        ]
        assert [one is not None for one in found] == [True, False, False]


async def test_changes_are_those_of_one_row(database: Database) -> None:
    async with database.writing() as session:
        ana, bo = await add_person(session, name="Ana"), await add_person(session, name="Bo")
        mine, other = await add_company(session, ana, bo), await add_company(session, ana)
        await memberships.change(session, ana.id, mine.id, relation=Relation.ADVISER, role="x")
        await companies.update_columns(session, mine.id, {"city": "Subotica"})
        email = (ChannelKind.EMAIL, "x@example.org")
        for person, company in ((ana, mine), (ana, other), (bo, mine)):
            await companies.replace_channels(session, person.id, company.id, [email])
        await companies.replace_channels(session, ana.id, mine.id, [])
        await people.record_consent(session, ana.id, version="7", now=NOW)
        await people.record_abroad(session, ana.id, yes=True, version="7", now=NOW)
        await people.set_reads_english(session, ana.id, yes=True)
        await people.mark_unreachable(session, ana.id, NOW)
        await people.mark_unreachable(session, bo.id, NOW)
        await people.mark_reachable(session, ana.id)
        await preferences.put(session, ana.id, {"suggestions": Frequency.DAILY})
        ids = ana.id, bo.id, mine.id, other.id
        session.expire_all()
        ana, bo = [await session.get_one(Person, one) for one in ids[:2]]
        mine, other = [await session.get_one(Company, one) for one in ids[2:]]
        assert (mine.city, other.city) == ("Subotica", "Novi Sad")
        assert (ana.consent_version, bo.consent_version) == ("7", None)
        assert (ana.shown_abroad, bo.shown_abroad) == (True, None)
        assert (ana.unreachable_since, bo.unreachable_since) == (None, NOW)
        relations = [
            (await memberships.find(session, person, company)).relation  # type: ignore[union-attr]
            for person, company in ((ids[0], ids[2]), (ids[0], ids[3]), (ids[1], ids[2]))
        ]
        assert relations == [Relation.ADVISER, Relation.REPRESENTATIVE, Relation.REPRESENTATIVE]
        left = [
            len(await companies.channels(session, person, company))
            for person, company in ((ids[0], ids[2]), (ids[0], ids[3]), (ids[1], ids[2]))
        ]
        assert left == [0, 1, 1]


async def test_names_hidden_for_a_company_are_its_own(database: Database) -> None:
    async with database.writing() as session:
        ana, bo, eva = [await add_person(session, name=name) for name in ("Ana", "Bo", "Eva")]
        mine, other = await add_company(session, ana, bo), await add_company(session, eva, ana)
        await leave_company(session, bo, mine)
        for person, company, value in (
            (ana, mine, "ana@mine.rs"),
            (bo, mine, "bo@mine.rs"),
            (ana, other, "ana@other.rs"),
            (eva, other, "eva@other.rs"),
        ):
            session.add(
                Channel(company_id=company.id, person_id=person.id, kind=ChannelKind.EMAIL, value=value, position=0)
            )
        await session.flush()
        known = await contacts.of_companies(session, [mine.id])
        assert list(known) == [mine.id]
        assert [person.name for person in known[mine.id].people] == ["Ana"]
        assert [channel.value for channel in known[mine.id].channels] == ["ana@mine.rs"]


async def test_a_request_to_join_is_answered_alone(database: Database) -> None:
    async with database.writing() as session:
        ana, bo = [await add_person(session, name=name) for name in ("Ana", "Bo")]
        first, second = await add_company(session), await add_company(session)
        values = {"relation": Relation.REPRESENTATIVE, "role": None, "status": MembershipStatus.REQUESTED, "now": NOW}
        asked = [(ana.id, first.id), (bo.id, first.id), (ana.id, second.id)]
        for person_id, company_id in asked:
            await memberships.put(session, person_id=person_id, company_id=company_id, **values)
        assert await memberships.answer_request(session, ana.id, first.id, MembershipStatus.ACTIVE, NOW)
        assert not await memberships.answer_request(session, ana.id, first.id, MembershipStatus.DECLINED, NOW)
        session.expire_all()
        found = [await memberships.find(session, *one) for one in asked]
        assert [one.status for one in found if one is not None] == [
            MembershipStatus.ACTIVE,
            MembershipStatus.REQUESTED,
            MembershipStatus.REQUESTED,
        ]
