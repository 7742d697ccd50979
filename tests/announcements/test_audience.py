"""The audience of an announcement: each filter on people who differ in one thing."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.announcements import audience
from bot.usecases.announcements.audience import Audience
from storage.announcements import audiences
from storage.events import events
from storage.ids import EventId
from storage.models import Company, Event, EventParticipant, Introduction, Listing, Membership, Person, Preference
from storage.people import memberships
from storage.vocabulary import (
    Frequency,
    IntroductionStatus,
    JoinedBy,
    Kind,
    Language,
    ListingStatus,
    MembershipStatus,
    ProfileType,
    Relation,
)
from tests.announcements.fair import Fair
from tests.factories import NOW, add_company, add_introduction, add_listing, add_person
from tests.neighbours import is_own, select_own

OTHERS = ("Mute", "Blocked", "Silent", "Elsewhere")


async def joins(
    session: AsyncSession, event_id: EventId, name: str, country: str, **more: Any
) -> tuple[Person, Company]:
    person = await add_person(session, name=name, username=None, language=more.get("language", Language.EN))
    await session.execute(update(Person).where(Person.id == person.id).values(consented_at=NOW))
    company = await add_company(session, person, name=f"{name} Ltd", name_key=name.casefold(), country=country)
    await events.join(session, event_id, person.id, JoinedBy.LINK, NOW)
    return person, company


@pytest.fixture
async def crowd(stored_fair: Fair) -> AsyncIterator[tuple[AsyncSession, EventId]]:
    """Ana, Mei and Hans differ in everything that a filter asks for. The others get no announcement."""
    async with stored_fair.database.writing() as session:
        event_id = stored_fair.event_id
        await session.execute(delete(EventParticipant).where(is_own(EventParticipant)))
        ana, senzor = await joins(session, event_id, "Ana", "RS", language=Language.SR_LATN)
        mei, pudong = await joins(session, event_id, "Mei", "CN", language=Language.ZH)
        hans, _ = await joins(session, event_id, "Hans", "DE")
        adviser = Membership.person_id == hans.id
        await session.execute(update(Membership).where(adviser).values(relation=Relation.ADVISER))
        offer = await add_listing(session, senzor, ana, sectors=frozenset({"agritech"}))
        need = await add_listing(
            session, pudong, mei, profile_type=ProfileType.TECHNOLOGY_REQUEST, sectors=frozenset({"energy"})
        )
        await add_introduction(session, need, offer)
        for name in OTHERS:
            await joins(session, event_id, name, "FR")
        await session.execute(update(EventParticipant).where(is_called("Mute")).values(muted_at=NOW))
        await session.execute(update(Person).where(Person.name == "Blocked").values(unreachable_since=NOW))
        await session.execute(update(Person).where(Person.name == "Silent").values(consented_at=None))
        await session.execute(delete(EventParticipant).where(is_called("Elsewhere")))
        yield session, event_id


def is_called(name: str) -> Any:
    return EventParticipant.person_id.in_(select(Person.id).where(Person.name == name))


async def names(session: AsyncSession, event_id: EventId, filters: Audience) -> str:
    found = await audiences.members(session, event_id, filters.filters)
    people = [await session.get_one(Person, each.person_id) for each in found]
    assert len(found) == await audience.count(session, event_id, filters)
    return " ".join(sorted(person.name for person in people))


def only(**filters: Any) -> Audience:
    return Audience(**{key: value if value is True else frozenset({value}) for key, value in filters.items()})


@pytest.mark.parametrize(
    ("filters", "who"),
    [
        (only(), "Ana Hans Mei"),
        (only(languages=Language.ZH), "Mei"),
        (only(countries="RS"), "Ana"),
        (only(countries="FR"), ""),
        (only(relations=Relation.ADVISER), "Hans"),
        (only(relations=Relation.REPRESENTATIVE), "Ana Mei"),
        (only(kinds=Kind.OFFER), "Ana"),
        (only(kinds=Kind.NEED), "Mei"),
        (only(sectors="agritech"), "Ana"),
        (only(sectors="energy"), "Mei"),
        (only(without_listing=True), "Hans"),
        (only(unanswered=True), "Ana"),
        (only(kinds=Kind.OFFER, countries="CN"), ""),
    ],
)
async def test_a_filter_finds(crowd: tuple[AsyncSession, EventId], filters: Audience, who: str) -> None:
    assert await names(*crowd, filters) == who


async def test_a_listing_that_is_not_published_does_not_count(crowd: tuple[AsyncSession, EventId]) -> None:
    await crowd[0].execute(update(Listing).where(is_own(Listing)).values(status=ListingStatus.PAUSED))
    assert await names(*crowd, only(kinds=Kind.OFFER)) == ""
    assert await names(*crowd, only(without_listing=True)) == "Ana Hans Mei"


async def test_an_introduction_that_is_closed_waits_for_nobody(crowd: tuple[AsyncSession, EventId]) -> None:
    await crowd[0].execute(
        update(Introduction).where(is_own(Introduction)).values(status=IntroductionStatus.DECLINED, turn=None)
    )
    assert await names(*crowd, only(unanswered=True)) == ""


async def test_an_introduction_waits_for_the_side_whose_turn_it_is(crowd: tuple[AsyncSession, EventId]) -> None:
    await crowd[0].execute(
        update(Introduction).where(is_own(Introduction)).values(status=IntroductionStatus.QUESTION, turn=Kind.NEED)
    )
    assert await names(*crowd, only(unanswered=True)) == "Mei"


async def also(session: AsyncSession, name: str, company: Company, **more: Any) -> None:
    """Gives a person a second membership, older than their first."""
    values: dict[str, Any] = {"relation": Relation.REPRESENTATIVE, "status": MembershipStatus.ACTIVE}
    person = (await session.scalars(select(Person).where(Person.name == name))).one()
    before = NOW - timedelta(days=1)
    await memberships.put(session, person_id=person.id, company_id=company.id, role=None, now=before, **(values | more))


async def test_a_company_that_a_person_only_asked_to_join_does_not_count(crowd: tuple[AsyncSession, EventId]) -> None:
    session, event_id = crowd
    pudong = (await session.scalars(select_own(Company).where(Company.country == "CN"))).one()
    await also(session, "Ana", pudong, relation=Relation.ADVISER, status=MembershipStatus.REQUESTED)
    await session.execute(update(Introduction).where(is_own(Introduction)).values(turn=Kind.NEED))
    assert await names(session, event_id, only(countries="CN")) == "Mei"
    assert await names(session, event_id, only(relations=Relation.ADVISER)) == "Hans"
    assert await names(session, event_id, only(kinds=Kind.NEED)) == "Mei"
    assert await names(session, event_id, only(unanswered=True)) == "Mei"
    assert await audiences.countries_of(session, event_id) == ["FR", "CN", "DE", "RS"]
    members = await audiences.members(session, event_id, only(countries="RS").filters)
    assert [member.country for member in members] == ["RS"]


async def test_a_company_that_an_organizer_imported_elsewhere_does_not_count(
    crowd: tuple[AsyncSession, EventId],
) -> None:
    session, event_id = crowd
    imported = await add_company(session, name="Imported", name_key="imported", country="IT")
    await also(session, "Ana", imported, relation=Relation.ORGANIZER)
    await add_listing(session, imported, profile_type=ProfileType.TECHNOLOGY_REQUEST)
    assert await names(session, event_id, only(countries="IT")) == ""
    assert await names(session, event_id, only(kinds=Kind.NEED)) == "Mei"
    assert await audiences.countries_of(session, event_id) == ["FR", "CN", "DE", "RS"]


async def test_a_member_has_their_settings_and_their_first_company(crowd: tuple[AsyncSession, EventId]) -> None:
    session, event_id = crowd
    (mei,) = await audiences.members(session, event_id, only(countries="CN").filters)
    person = await session.get_one(Person, mei.person_id)
    await add_company(session, person, name="Later", name_key="later", country="JP", now=NOW + timedelta(days=1))
    session.add(
        Preference(person_id=mei.person_id, suggestions=Frequency.DAILY, quiet_chosen=True, quiet_from=1, quiet_to=5)
    )
    await session.flush()
    members = {each.person_id: each for each in await audiences.members(session, event_id, only().filters)}
    found = members[mei.person_id]
    assert found.country == "CN"
    assert found.preference is not None
    assert found.preference.quiet_from == 1
    assert [each.preference for each in members.values() if each is not found] == [None, None]


async def test_another_event_has_its_own_audience(crowd: tuple[AsyncSession, EventId]) -> None:
    session, event_id = crowd
    other = Event(
        code="OTHER",
        names={"en": "Other"},
        place=None,
        zone="UTC",
        starts_on=NOW.date(),
        ends_on=NOW.date(),
        created_by=None,
        created_at=NOW,
    )
    session.add(other)
    await session.flush()
    await joins(session, other.id, "Ivo", "HR")
    colleague = await add_person(session, name="Iva", username=None)
    senzor = (await session.scalars(select_own(Company).where(Company.country == "RS"))).one()
    await events.join(session, other.id, colleague.id, JoinedBy.LINK, NOW)
    await also(session, "Iva", senzor)
    assert await names(session, event_id, only()) == "Ana Hans Mei"
    assert await names(session, other.id, only()) == "Ivo"
    assert await audiences.countries_of(session, event_id) == ["FR", "CN", "DE", "RS"]
    assert await audiences.countries_of(session, other.id) == ["HR", "RS"]
