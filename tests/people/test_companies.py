"""Changing companies and asking to join them: what is refused, and what follows."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.errors import AlreadyDoneError, NoLongerThereError, NotAllowedError
from bot.usecases.people import company_changes, registration
from bot.usecases.people.registration import NewCompany
from storage.database import Database
from storage.ids import CompanyId, PersonId
from storage.models import Channel, Company, Delivery, Membership
from storage.people import companies, memberships
from storage.verification import verifications
from storage.vocabulary import (
    ChannelKind,
    CompanyKind,
    MembershipStatus,
    Relation,
    Topic,
    VerificationMethod,
)
from tests.factories import NOW, add_company, add_person
from tests.neighbours import select_own

UNKNOWN = CompanyId(1_000_000)
METHODS = set(VerificationMethod)


def facts(**changes: Any) -> NewCompany:
    values: dict[str, Any] = {
        "kind": CompanyKind.COMPANY,
        "name": "Senzor d.o.o.",
        "country": "RS",
        "city": None,
        "website": None,
        "size": None,
        "about": None,
        "relation": Relation.REPRESENTATIVE,
        "role": None,
        "channels": (),
    }
    return NewCompany(**(values | changes))


async def a_company(database: Database, **changes: Any) -> tuple[PersonId, CompanyId]:
    async with database.writing() as session:
        ana = await add_person(session)
        return ana.id, (await add_company(session, ana, **changes)).id


@pytest.mark.parametrize(
    ("changes", "withdrawn"),
    [
        ({"city": "Niš"}, set()),
        ({"name": "SENZOR DOO"}, set()),
        ({"name": "Kvark d.o.o."}, {VerificationMethod.MODERATOR}),
        ({"country": "HR"}, {VerificationMethod.NUMBER, VerificationMethod.MODERATOR}),
        ({"website": "https://www.senzor.rs/kontakt"}, set()),
        ({"website": "https://kvark.rs"}, {VerificationMethod.EMAIL}),
        ({"website": None}, {VerificationMethod.EMAIL}),
    ],
)
async def test_a_mark_is_withdrawn_with_what_it_says(
    database: Database, changes: dict[str, Any], withdrawn: set[VerificationMethod]
) -> None:
    _, company_id = await a_company(database, website="https://senzor.rs")
    async with database.writing() as session:
        for method in VerificationMethod:
            await verifications.add(session, company_id, method, detail=None, by=None, now=NOW)
        await company_changes.change_company(session, company_id, changes, NOW)
        standing = {one.method for one in await verifications.standing(session, company_id)}
    assert standing == METHODS - withdrawn


async def test_a_change_returns_the_former_values(database: Database) -> None:
    _, company_id = await a_company(database)
    async with database.writing() as session:
        former = await company_changes.change_company(session, company_id, {"city": "Niš", "about": "Pumps"}, NOW)
        assert former == {"city": "Novi Sad", "about": None}
        assert await company_changes.change_company(session, UNKNOWN, {}, NOW) == {}
        with pytest.raises(NoLongerThereError):
            await company_changes.change_company(session, UNKNOWN, {"city": "Niš"}, NOW)


async def test_many_companies_are_registered_in_order_or_none(database: Database) -> None:
    async with database.writing() as session:
        vera = await add_person(session)
        assert await registration.register_many(session, vera.id, [], NOW) == []
        new = [facts(name=name, channels=((ChannelKind.EMAIL, f"{name}@x.rs"),)) for name in ("beta", "alfa", "alfa")]
        numbers = await registration.register_many(session, vera.id, new, NOW)
        names = [(await session.get_one(Company, number)).name for number in numbers]
        assert names == ["beta", "alfa", "alfa"]
        assert len((await session.scalars(select_own(Membership))).all()) == 3
        assert len((await session.scalars(select_own(Channel))).all()) == 3


async def test_only_who_speaks_for_a_company_changes_it(database: Database) -> None:
    ana, company_id = await a_company(database)
    stranger, _ = await a_company(database, name="Drugi", name_key="drugi")
    async with database.writing() as session:
        for one, other in ((stranger, company_id), (ana, UNKNOWN)):
            with pytest.raises(NotAllowedError):
                await registration.revise(session, one, other, facts(), NOW)
        await registration.revise(session, ana, company_id, facts(city="Niš"), NOW)
        found = await companies.find(session, company_id)
        assert found is not None
        assert found.city == "Niš"


async def test_similar_companies_of_the_country_the_most_similar_first(database: Database) -> None:
    _, exact = await a_company(database, name="Agrosenzor d.o.o.", name_key="agrosenzor")
    _, similar = await a_company(database, name="Agrosenzori d.o.o.", name_key="agrosenzori")
    await a_company(database, name="Pumpe Kvark", name_key="pumpe kvark")
    await a_company(database, name="Agrosenzor GmbH", name_key="agrosenzor", country="AT")
    async with database.reading() as session:
        found = await registration.similar_companies(session, "Agrosenzor doo", "RS")
    assert found == [exact, similar]


async def asks(database: Database, person_id: PersonId, company_id: CompanyId) -> None:
    async with database.writing() as session:
        relation = Relation.REPRESENTATIVE
        await registration.ask_to_join(session, person_id, company_id, relation=relation, role=None, now=NOW)


async def answers(database: Database, by: PersonId, person_id: PersonId, company_id: CompanyId, *, yes: bool) -> None:
    async with database.writing() as session:
        await registration.answer_join(session, by, person_id, company_id, welcome=yes, now=NOW)


async def told(database: Database, topic: Topic) -> list[PersonId]:
    async with database.reading() as session:
        return list(await session.scalars(select(Delivery.person_id).where(Delivery.topic == topic)))


async def test_everybody_who_speaks_for_a_company_is_asked_once_a_day(database: Database) -> None:
    ana, company_id = await a_company(database)
    async with database.writing() as session:
        petar = await add_person(session, name="Petar", username=None)
        mei = await add_person(session, name="Mei", username=None)
    for _ in range(2):
        await asks(database, petar.id, company_id)
    assert await told(database, Topic.JOIN_REQUEST) == [ana]
    await answers(database, ana, petar.id, company_id, yes=True)
    assert await told(database, Topic.JOIN_ANSWERED) == [petar.id]
    await asks(database, mei.id, company_id)
    assert sorted(await told(database, Topic.JOIN_REQUEST)) == sorted([ana, ana, petar.id])


async def test_after_an_answer_one_may_ask_once_more_the_same_day(database: Database) -> None:
    ana, company_id = await a_company(database)
    async with database.writing() as session:
        petar = (await add_person(session, name="Petar", username=None)).id
    for times in (1, 2):
        await asks(database, petar, company_id)
        assert await told(database, Topic.JOIN_REQUEST) == [ana] * times, "nobody is said to be asked who was not"
        await answers(database, ana, petar, company_id, yes=False)
    with pytest.raises(registration.AskedTodayError):
        await asks(database, petar, company_id)
    assert await told(database, Topic.JOIN_REQUEST) == [ana] * 2
    async with database.reading() as session:
        membership = await memberships.find(session, petar, company_id)
    assert membership is not None
    assert membership.status is MembershipStatus.DECLINED, "no request stays open that nobody was told of"


async def test_members_and_unknown_companies_cannot_be_asked_for(database: Database) -> None:
    ana, company_id = await a_company(database)
    with pytest.raises(AlreadyDoneError):
        await asks(database, ana, company_id)
    with pytest.raises(NoLongerThereError):
        await asks(database, ana, UNKNOWN)


@pytest.mark.parametrize("status", [MembershipStatus.LEFT, MembershipStatus.DECLINED, MembershipStatus.REQUESTED])
async def test_former_and_declined_members_may_ask_again(database: Database, status: MembershipStatus) -> None:
    _, company_id = await a_company(database)
    async with database.writing() as session:
        petar = await add_person(session, name="Petar", username=None)
        relation = Relation.REPRESENTATIVE
        await memberships.put(
            session, person_id=petar.id, company_id=company_id, relation=relation, role=None, status=status, now=NOW
        )
    await asks(database, petar.id, company_id)
    async with database.reading() as session:
        membership = await memberships.find(session, petar.id, company_id)
        assert membership is not None
        assert membership.status is MembershipStatus.REQUESTED


async def test_a_request_is_answered_once_and_by_who_speaks_for_the_company(database: Database) -> None:
    ana, company_id = await a_company(database)
    stranger, _ = await a_company(database, name="Drugi", name_key="drugi")
    async with database.writing() as session:
        petar = (await add_person(session, name="Petar", username=None)).id
    with pytest.raises(AlreadyDoneError):
        await answers(database, ana, petar, company_id, yes=True)
    await asks(database, petar, company_id)
    for one in (stranger, petar):
        with pytest.raises(NotAllowedError):
            await answers(database, one, petar, company_id, yes=True)
    with pytest.raises(NoLongerThereError):
        await answers(database, ana, PersonId(1_000_000), company_id, yes=True)
    await answers(database, ana, petar, company_id, yes=False)
    with pytest.raises(AlreadyDoneError):
        await answers(database, ana, petar, company_id, yes=True)
    async with database.reading() as session:
        assert not await memberships.speaks_for(session, petar, company_id)
