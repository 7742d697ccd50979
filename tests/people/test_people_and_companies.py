"""People, companies, memberships and contact channels."""

import asyncio
from datetime import timedelta

from storage.database import Database
from storage.ids import CompanyId, PersonId
from storage.people import companies, memberships, people
from storage.vocabulary import ChannelKind, Language, MembershipStatus, Relation
from tests.factories import NOW, add_company, add_person, leave_company


async def test_a_greeting_makes_a_person_known_and_later_ones_bring_them_up_to_date(database: Database) -> None:
    async with database.writing() as session:
        person = await add_person(session, person_id=4_503_599_627_370_495, name="Ana", language=Language.ZH)
    later = NOW + timedelta(days=1)
    async with database.writing() as session:
        await people.mark_unreachable(session, person.id, later)
        await people.upsert(session, person.id, name="Ana Anić", username=None, language=Language.EN, now=later)
    async with database.reading() as session:
        found = await people.find(session, person.id)
    assert (found.name, found.username, found.language) == ("Ana Anić", None, Language.EN)
    assert (found.created_at, found.seen_at, found.unreachable_since) == (NOW, later, None)


async def test_a_chosen_language_outlasts_telegrams(database: Database) -> None:
    async with database.writing() as session:
        person = await add_person(session, language=Language.EN)
        await people.choose_language(session, person.id, Language.SR_CYRL)
    async with database.writing() as session:
        await people.upsert(session, person.id, name="Ana", username=None, language=Language.ZH, now=NOW)
    async with database.reading() as session:
        assert (await people.find(session, person.id)).language is Language.SR_CYRL


async def test_consent_is_kept_with_its_version(database: Database) -> None:
    async with database.writing() as session:
        person = await add_person(session)
        await people.record_consent(session, person.id, version="1", now=NOW)
    async with database.reading() as session:
        found = await people.find(session, person.id)
    assert (found.consented_at, found.consent_version) == (NOW, "1")


async def test_unreachable_since_is_the_first_time(database: Database) -> None:
    async with database.writing() as session:
        person = await add_person(session)
        await people.mark_unreachable(session, person.id, NOW)
        await people.mark_unreachable(session, person.id, NOW + timedelta(days=1))
    async with database.reading() as session:
        assert (await people.find(session, person.id)).unreachable_since == NOW
        assert await people.find(session, PersonId(1)) is None


async def test_members_and_advisers_speak_for_their_companies(database: Database) -> None:
    async with database.writing() as session:
        ana, mei, boss = [await add_person(session, name=name) for name in ("Ana", "Mei", "Boss")]
        senzor = await add_company(session, boss, ana, now=NOW)
        other = await add_company(session, ana, name="Other", name_key="other", now=NOW + timedelta(days=1))
    async with database.reading() as session:
        assert [company.id for company in await memberships.represented_by(session, ana.id)] == [senzor.id, other.id]
        assert await memberships.representatives(session, senzor.id) == sorted([ana.id, boss.id])
        assert await memberships.speaks_for(session, ana.id, senzor.id)
        assert not await memberships.speaks_for(session, mei.id, senzor.id)
        assert (await companies.find(session, senzor.id)).name == "Senzor d.o.o."
        assert await companies.find(session, CompanyId(999)) is None
        assert set(await companies.names_in(session, "RS")) == {(senzor.id, "senzor"), (other.id, "other")}
        assert await companies.names_in(session, "CN") == []


async def test_active_speakers_of_several_companies(database: Database) -> None:
    async with database.writing() as session:
        ana, boss = await add_person(session, name="Ana"), await add_person(session, name="Boss")
        senzor = await add_company(session, ana, boss)
        other = await add_company(session, ana, name="Other", name_key="other", country="HR")
        bosses = await add_company(session, boss, name="Third", name_key="third", country="AT")
        left = await add_company(session, ana, boss, name="Left", name_key="left", country="SI")
        await leave_company(session, ana, left)
    asked = [senzor.id, bosses.id, left.id]
    async with database.reading() as session:
        assert await memberships.representatives_of_each(session, asked) == {
            senzor.id: {ana.id, boss.id},
            bosses.id: {boss.id},
            left.id: {boss.id},
        }
        assert await memberships.countries_of_represented(session, ana.id, asked) == {senzor.id: "RS"}
        assert await memberships.countries_of_represented(session, ana.id, [other.id]) == {other.id: "HR"}


async def test_a_request_to_join_is_answered_once_and_opens_nothing_before(database: Database) -> None:
    async with database.writing() as session:
        mei = await add_person(session)
        company = await add_company(session)
        await memberships.put(
            session,
            person_id=mei.id,
            company_id=company.id,
            relation=Relation.ADVISER,
            role="broker",
            status=MembershipStatus.REQUESTED,
            now=NOW,
        )
    async with database.reading() as session:
        assert not await memberships.speaks_for(session, mei.id, company.id)
        assert await memberships.represented_by(session, mei.id) == []

    async def answer(status: MembershipStatus) -> bool:
        async with database.writing() as session:
            return await memberships.answer_request(session, mei.id, company.id, status, NOW)

    answers = [MembershipStatus.ACTIVE, MembershipStatus.DECLINED] * 10
    assert sum(await asyncio.gather(*map(answer, answers))) == 1


async def test_a_membership_is_replaced_not_doubled(database: Database) -> None:
    async with database.writing() as session:
        ana = await add_person(session)
        company = await add_company(session, ana)
        await memberships.put(
            session,
            person_id=ana.id,
            company_id=company.id,
            relation=Relation.ADVISER,
            role="export",
            status=MembershipStatus.ACTIVE,
            now=NOW,
        )
    async with database.reading() as session:
        membership = await memberships.find(session, ana.id, company.id)
    assert (membership.relation, membership.role) == (Relation.ADVISER, "export")


async def test_channels_keep_their_order_and_are_replaced_together(database: Database) -> None:
    async with database.writing() as session:
        ana = await add_person(session)
        company = await add_company(session, ana)
        await companies.replace_channels(
            session, ana.id, company.id, [(ChannelKind.WECHAT, "ana_rs"), (ChannelKind.TELEGRAM, "")]
        )
    async with database.writing() as session:
        await companies.replace_channels(
            session, ana.id, company.id, [(ChannelKind.EMAIL, "ana@example.org"), (ChannelKind.WECHAT, "ana_rs")]
        )
    async with database.reading() as session:
        channels = await companies.channels(session, ana.id, company.id)
    assert [(channel.kind, channel.value) for channel in channels] == [
        (ChannelKind.EMAIL, "ana@example.org"),
        (ChannelKind.WECHAT, "ana_rs"),
    ]
