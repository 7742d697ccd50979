"""Booths and their codes, and who takes a company over from the organizer who imported it."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import InputError, NotAllowedError
from bot.usecases.events import booths
from bot.usecases.events.booths import CLAIM_LIFE, OwnLinkError
from bot.usecases.moderation.roles import Actor, LinkSpentError
from storage.events import events, exhibitors
from storage.ids import CompanyId, HallId, ListingId, PersonId
from storage.models import Company, Delivery, Exhibitor, Link, Person
from storage.people import memberships
from storage.vocabulary import LinkKind, MembershipStatus, Relation, Topic
from tests.announcements.fair import Fair
from tests.factories import add_company, add_listing, add_person
from tests.neighbours import select_own

SECOND = timedelta(seconds=1)


def drawing() -> Callable[[str], str]:
    """Draws codes that differ."""
    numbers = count()
    return lambda _: chr(ord("a") + next(numbers) // 22 % 26)


async def company_of(session: AsyncSession, fair: Fair, guest: int = 0, **more: Any) -> Company:
    """A company that a guest represents, and that is at the fair with them."""
    person = await session.get_one(Person, fair.people[guest].id)
    return await add_company(session, person, name=f"Company {guest}", name_key=f"company {guest}", **more)


async def elsewhere(session: AsyncSession) -> Company:
    """A company that is at no event."""
    return await add_company(session, await add_person(session), name="Elsewhere", name_key="elsewhere")


@pytest.mark.parametrize(
    ("booth", "is_kept"), [("A", True), ("a" * 50, True), ("a" * 51, False), ("", False), (None, True)]
)
async def test_a_booth_has_up_to_fifty_characters_or_none(fair: Fair, booth: str | None, is_kept: bool) -> None:
    async with fair.database.writing() as session:
        company = await company_of(session, fair)
        where: dict[str, Any] = {"hall_id": None, "booth": booth, "now": fair.now}
        if is_kept:
            await booths.set_booth(session, fair.actor, fair.event_id, company.id, **where)
            found = await exhibitors.find(session, fair.event_id, company.id)
            assert found is not None
            assert found.booth == booth
        else:
            with pytest.raises(InputError):
                await booths.set_booth(session, fair.actor, fair.event_id, company.id, **where)


async def test_a_hall_is_one_of_the_event(fair: Fair, other_fair: Fair) -> None:
    async with fair.database.writing() as session:
        company = await company_of(session, fair)
        ours, theirs = [await events.put_hall(session, each.event_id, "Hall 1") for each in (fair, other_fair)]

        async def sets(hall_id: HallId | None) -> None:
            await booths.set_booth(
                session, fair.actor, fair.event_id, company.id, hall_id=hall_id, booth="A-12", now=fair.now
            )

        await sets(None)
        await sets(ours)
        with pytest.raises(NotAllowedError):
            await sets(theirs)
        assert [(each.hall, each.booth) for each in await exhibitors.of_event(session, fair.event_id)] == [
            ("Hall 1", "A-12")
        ]


async def test_an_organizer_places_companies_of_the_event_and_people_their_own(fair: Fair, other_fair: Fair) -> None:
    async with fair.database.writing() as session:
        ours, other = await company_of(session, fair, 0), await company_of(session, fair, 1)
        away = await elsewhere(session)
        where: dict[str, Any] = {"hall_id": None, "booth": "A-1", "now": fair.now}
        with pytest.raises(NotAllowedError):
            await booths.set_booth(session, fair.actor, fair.event_id, away.id, **where)
        with pytest.raises(NotAllowedError):
            await booths.set_booth(session, other_fair.actor, fair.event_id, ours.id, **where)
        guest = PersonId(fair.people[0].id)
        await booths.set_own_booth(session, guest, fair.event_id, ours.id, **where)
        for event_id, company in ((fair.event_id, other), (other_fair.event_id, ours)):
            with pytest.raises(NotAllowedError):
                await booths.set_own_booth(session, guest, event_id, company.id, **where)
        placed = list(await session.scalars(select_own(Exhibitor.company_id)))
    assert placed == [ours.id]


async def test_a_booth_has_one_code_for_its_people_and_for_the_organizer(fair: Fair, other_fair: Fair) -> None:
    draw, guest = drawing(), Actor(id=PersonId(fair.people[0].id), admins=())
    async with fair.database.writing() as session:
        ours, other, away = (
            await company_of(session, fair, 0),
            await company_of(session, fair, 1),
            await elsewhere(session),
        )

        async def code(actor: Actor, company: Company) -> str:
            link = await booths.booth_link(session, actor, fair.event_id, company.id, draw=draw, now=fair.now)
            return link.code

        assert await code(guest, ours) == await code(fair.actor, ours) == await code(guest, ours)
        assert await code(fair.actor, other) != await code(guest, ours)
        for actor, company in ((guest, other), (other_fair.actor, ours), (fair.actor, away)):
            with pytest.raises(NotAllowedError):
                await code(actor, company)


async def test_a_listing_has_a_code_for_its_own_people(fair: Fair) -> None:
    draw, guest = drawing(), Actor(id=PersonId(fair.people[0].id), admins=())
    async with fair.database.writing() as session:
        ours = await add_listing(session, await company_of(session, fair, 0))
        other = await add_listing(session, await company_of(session, fair, 1))
        link = await booths.listing_link(session, guest, ours.id, draw=draw, now=fair.now)
        assert (link.kind, link.listing_id) == (LinkKind.LISTING, ours.id)
        for listing_id in (other.id, ListingId(404)):
            with pytest.raises(NotAllowedError):
                await booths.listing_link(session, guest, listing_id, draw=draw, now=fair.now)


async def held(session: AsyncSession, fair: Fair, **more: Any) -> CompanyId:
    """A company that the organizer imported."""
    company = await add_company(session, name="Imported", name_key="imported")
    values: dict[str, Any] = {"relation": Relation.ORGANIZER, "status": MembershipStatus.ACTIVE} | more
    await memberships.put(session, person_id=fair.actor.id, company_id=company.id, role=None, now=fair.now, **values)
    return company.id


async def offered(fair: Fair, *, to: Relation = Relation.REPRESENTATIVE, **more: Any) -> str:
    """The code of a link with which the imported company can be taken over."""
    async with fair.database.writing() as session:
        company_id = await held(session, fair, **more)
        link = await booths.claim_link(
            session, fair.actor.id, company_id, event_id=None, relation=to, draw=drawing(), now=fair.now
        )
    return link.code


async def claims(fair: Fair, code: str, *, guest: PersonId | None = None, after: timedelta = timedelta(0)) -> CompanyId:
    async with fair.database.writing() as session:
        return await booths.claim(session, guest or PersonId(fair.people[0].id), code, fair.now + after)


@pytest.mark.parametrize(
    ("more", "may"),
    [
        ({}, True),
        ({"relation": Relation.ADVISER}, True),
        ({"relation": Relation.REPRESENTATIVE}, False),
        ({"status": MembershipStatus.LEFT}, False),
        ({"status": MembershipStatus.REQUESTED}, False),
    ],
)
async def test_an_adviser_may_hand_a_company_over(fair: Fair, more: dict[str, Any], may: bool) -> None:
    if may:
        assert await offered(fair, **more)
    else:
        with pytest.raises(NotAllowedError):
            await offered(fair, **more)


async def test_nobody_hands_over_a_company_of_others(fair: Fair) -> None:
    async with fair.database.writing() as session:
        company = await company_of(session, fair)
        with pytest.raises(NotAllowedError):
            await booths.claim_link(session, fair.actor.id, company.id, event_id=None, draw=drawing(), now=fair.now)


async def test_a_company_is_taken_over_once(fair: Fair) -> None:
    code = await offered(fair)
    company_id = await claims(fair, code, after=CLAIM_LIFE - SECOND)
    with pytest.raises(LinkSpentError):
        await claims(fair, code, guest=PersonId(fair.people[1].id))
    async with fair.database.reading() as session:
        assert await memberships.speaks_for(session, PersonId(fair.people[0].id), company_id)
        assert not await memberships.speaks_for(session, fair.actor.id, company_id)
        told = [tuple(row) for row in await session.execute(select_own(Delivery.person_id, Delivery.topic))]
    assert (fair.actor.id, Topic.COMPANY_CLAIMED) in told


@pytest.mark.parametrize(
    ("to", "before", "after"),
    [
        (Relation.REPRESENTATIVE, None, Relation.REPRESENTATIVE),
        (Relation.REPRESENTATIVE, Relation.ADVISER, Relation.REPRESENTATIVE),
        (Relation.ADVISER, None, Relation.ADVISER),
        (Relation.ADVISER, Relation.REPRESENTATIVE, Relation.REPRESENTATIVE),
    ],
)
async def test_the_link_says_who_takes_over_and_representatives_stay(
    fair: Fair, to: Relation, before: Relation | None, after: Relation
) -> None:
    code, guest = await offered(fair, to=to), PersonId(fair.people[0].id)
    async with fair.database.writing() as session:
        link = await session.get_one(Link, code)
        assert link.company_id is not None
        if before is not None:
            active = {"role": None, "status": MembershipStatus.ACTIVE, "now": fair.now}
            await memberships.put(session, person_id=guest, company_id=link.company_id, relation=before, **active)
    company_id = await claims(fair, code)
    async with fair.database.reading() as session:
        membership = await memberships.find(session, guest, company_id)
    assert membership is not None
    assert membership.relation is after


async def test_a_link_that_no_longer_hands_a_company_over_is_spent(fair: Fair) -> None:
    code = await offered(fair)
    with pytest.raises(OwnLinkError):
        await claims(fair, code, guest=fair.actor.id)
    with pytest.raises(LinkSpentError):
        await claims(fair, code, guest=fair.actor.id, after=CLAIM_LIFE)
    with pytest.raises(LinkSpentError):
        await claims(fair, code, after=CLAIM_LIFE)
    with pytest.raises(LinkSpentError):
        await claims(fair, "unknown")
    for changes in ({"kind": LinkKind.TEAM}, {"kind": LinkKind.CLAIM, "created_by": fair.people[1].id}):
        async with fair.database.writing() as session:
            await session.execute(update(Link).where(Link.code == code).values(changes))
        with pytest.raises(LinkSpentError):
            await claims(fair, code)


async def test_scans_are_counted_once_a_person_and_for_one_booth(fair: Fair, other_fair: Fair) -> None:
    first, second = [PersonId(one.id) for one in fair.people[:2]]
    async with fair.database.writing() as session:
        ours, theirs = [(await company_of(session, fair, guest)).id for guest in (0, 1)]
        for event_id, company_id, who in (
            (fair.event_id, ours, first),
            (fair.event_id, ours, first),
            (fair.event_id, ours, second),
            (fair.event_id, theirs, first),
            (other_fair.event_id, ours, first),
        ):
            await exhibitors.note_scan(session, event_id, company_id, who, fair.now)
        assert await exhibitors.count_scans(session, fair.event_id, ours) == 2
        assert await exhibitors.count_scans(session, fair.event_id, theirs) == 1
        assert await exhibitors.count_scans(session, other_fair.event_id, ours) == 1


async def test_a_list_without_companies_changes_nothing(fair: Fair) -> None:
    async with fair.database.writing() as session:
        await exhibitors.put_many(session, fair.event_id, [], fair.now)
        assert await exhibitors.of_event(session, fair.event_id) == []


async def test_companies_are_listed_and_removed_by_event(fair: Fair, other_fair: Fair) -> None:
    async with fair.database.writing() as session:
        ours, other = await company_of(session, fair, 0), await company_of(session, fair, 1)
        for each in (fair, other_fair):
            await exhibitors.put_many(session, each.event_id, [(ours.id, None, "B"), (other.id, None, "A")], fair.now)
        assert [each.booth for each in await exhibitors.of_event(session, fair.event_id)] == ["A", "B"]
        assert await exhibitors.count_companies_at(session, fair.event_id) == 2
        page = await exhibitors.companies_at(session, fair.event_id, offset=1, limit=1)
        assert [each.company.id for each in page] == [ours.id]
        assert await exhibitors.remove_many(session, fair.event_id, [ours.id]) == 1
        assert [each.booth for each in await exhibitors.of_event(session, fair.event_id)] == ["A"]
        assert len(await exhibitors.of_event(session, other_fair.event_id)) == 2
