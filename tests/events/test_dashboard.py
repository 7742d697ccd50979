"""The results of an event count its own companies, and what happened between two of them."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.i18n.translator import translator_for
from bot.usecases.events.dashboard import Dashboard, look
from handlers.events.dashboard.files import write_workbook
from storage.events import digests, events, exhibitors
from storage.ids import ChatId, EventId, PersonId
from storage.models import (
    Company,
    Digest,
    EventChat,
    Introduction,
    IntroductionOutcome,
    Listing,
    Membership,
    ReportedResult,
    Suggestion,
)
from storage.people import companies, memberships
from storage.vocabulary import (
    ChannelKind,
    DeliveryStatus,
    IntroductionStatus,
    JoinedBy,
    Kind,
    Language,
    ListingStatus,
    MembershipStatus,
    Outcome,
    ProfileType,
    Relation,
    Worth,
)
from tests.announcements.fair import Fair
from tests.factories import NOW, add_company, add_introduction, add_listing, add_person

DAY = timedelta(days=1)


async def comes(session: AsyncSession, event_id: EventId, country: str) -> tuple[Listing, Listing]:
    """A company that joins the event, with a need and an offer."""
    person = await add_person(session)
    company = await add_company(session, person, name=country, name_key=country.lower(), country=country)
    await events.join(session, event_id, person.id, JoinedBy.LINK, NOW)
    offer = await add_listing(session, company, person, sectors=frozenset({"agritech"}))
    return await add_listing(session, company, person, profile_type=ProfileType.TECHNOLOGY_REQUEST), offer


async def accepted(session: AsyncSession, need: Listing, offer: Listing, **more: Any) -> Introduction:
    values: dict[str, Any] = {"status": IntroductionStatus.ACCEPTED, "turn": None, "accepted_at": NOW + DAY} | more
    return await add_introduction(session, need, offer, **values)


async def suggest(session: AsyncSession, need: Listing, offer: Listing) -> None:
    session.add(Suggestion(need_id=need.id, offer_id=offer.id, score=70, reasons={}, created_at=NOW, updated_at=NOW))
    await session.flush()


async def answer(session: AsyncSession, one: Introduction, day: int, outcome: Outcome | None) -> None:
    session.add(IntroductionOutcome(introduction_id=one.id, side=Kind.NEED, day=day, due_at=NOW, outcome=outcome))
    await session.flush()


@pytest.fixture
async def found(fair: Fair, other_fair: Fair) -> Dashboard:
    """Companies of Serbia and China are at the fair; one of Germany is at the other one only."""
    async with fair.database.writing() as session:
        serbia, china = [await comes(session, fair.event_id, country) for country in ("RS", "CN")]
        germany = await comes(session, other_fair.event_id, "DE")
        (need, offer), (their_need, their_offer), (away_need, away_offer) = serbia, china, germany
        one = await accepted(session, need, their_offer)
        await add_introduction(session, their_need, offer)
        for pair in ((need, away_offer), (away_need, offer), (need, their_offer)):
            await suggest(session, *pair)
        for pair in ((need, away_offer), (away_need, their_offer)):
            away = await accepted(session, *pair)
            await answer(session, away, 7, Outcome.SIGNED)
        await answer(session, one, 7, Outcome.TALKING)
        await answer(session, one, 30, Outcome.MET)
        await answer(session, one, 90, None)
        their_need.status = ListingStatus.PAUSED
        await session.flush()
        return await look(session, fair.actor, fair.event_id)


async def test_companies_and_listings_are_those_of_the_event(found: Dashboard) -> None:
    assert found.companies == {"RS": 1, "CN": 1}
    assert found.people == 5
    assert found.listings == {("RS", Kind.OFFER): 1, ("RS", Kind.NEED): 1, ("CN", Kind.OFFER): 1}
    assert found.sectors == {"agritech": 2}


async def test_matches_and_introductions_are_between_two_of_them(found: Dashboard) -> None:
    assert found.matches == 1
    assert found.introductions == {IntroductionStatus.ACCEPTED: 1, IntroductionStatus.PROPOSED: 1}
    assert found.met == {("CN", "RS"): 1}
    assert sorted(found.received) == [1, 1]
    assert found.spread == {(0, 0): 0, (1, 2): 2, (3, 5): 0, (6, 10): 0, (11, None): 0}
    assert found.outcomes == {Outcome.MET: 1}, "the last answer counts, and none is no answer"


async def test_days_are_counted_for_the_event(found: Dashboard) -> None:
    today = NOW.date()
    assert found.by_day == {"joined": {today: 5}, "proposed": {today: 2}, "accepted": {today + DAY: 1}}


async def told(session: AsyncSession, one: Introduction, side: Kind, **more: Any) -> None:
    company_id = one.company_of(side)
    assert company_id is not None
    (person_id,) = await session.scalars(
        select(Membership.person_id).where(Membership.company_id == company_id).limit(1)
    )
    row = ReportedResult(
        introduction_id=one.id, side=side, company_id=company_id, person_id=person_id, told_at=NOW, **more
    )
    session.add(row)
    await session.flush()


async def test_figures_are_summed_from_three_introductions_on_and_never_overstated(
    fair: Fair, other_fair: Fair
) -> None:
    async with fair.database.writing() as session:
        (need, _), (_, offer), (away, _) = [
            await comes(session, event_id, country)
            for event_id, country in ((fair.event_id, "RS"), (fair.event_id, "CN"), (other_fair.event_id, "DE"))
        ]
        offers = [offer]
        for _ in range(2):
            _, another = await comes(session, fair.event_id, f"X{len(offers)}"[:2])
            offers.append(another)
        met = [await accepted(session, need, one) for one in offers]
        elsewhere = await accepted(session, away, offer)
        await told(session, elsewhere, Kind.NEED, worth=Worth.MORE)
        await told(session, met[0], Kind.NEED, worth=Worth.MORE)
        await told(session, met[0], Kind.OFFER, worth=Worth.TO_100K)
        await told(session, met[1], Kind.NEED, worth=Worth.TO_1M)
        found = await look(session, fair.actor, fair.event_id)
        assert (found.worths, found.worth_at_least) == ({}, 0), "two would tell what a single one said"
        await told(session, met[2], Kind.NEED, worth=Worth.TO_10K, quote="We met in Shanghai.")
        await told(session, met[2], Kind.OFFER, quote="A good start.", named=True)
        found = await look(session, fair.actor, fair.event_id)
        assert found.worths == {Worth.TO_100K: 1, Worth.TO_1M: 1, Worth.TO_10K: 1}
        assert found.worth_at_least == 110_000
        assert found.quotes == [("We met in Shanghai.", "RS", None), ("A good start.", "X2", "X2")]
        pages = load_workbook(BytesIO(write_workbook(translator_for(Language.EN), found)))
        assert [row[1].value for row in pages["Worth, as they say"].rows][1:] == [1, 1, 1, 0, 110_000]
        assert [row[2].value or "" for row in pages["Quotes"].rows][1:] == ["", "X2"]


async def digest_chat(session: AsyncSession, fair: Fair, chat_id: int = -100) -> EventChat:
    chat = EventChat(
        chat_id=ChatId(chat_id),
        event_id=fair.event_id,
        title="Guests",
        language=Language.EN,
        added_by=None,
        added_at=NOW - DAY,
        gone_at=None,
        digest_hour=9,
        digest_due_at=NOW,
    )
    session.add(chat)
    await session.flush()
    return chat


async def news(session: AsyncSession, chat: EventChat) -> list[str]:
    return sorted(listing.country for listing in await digests.news(session, chat))


async def test_a_digest_tells_of_companies_of_its_event_only(fair: Fair, other_fair: Fair) -> None:
    async with fair.database.writing() as session:
        await comes(session, fair.event_id, "RS")
        _, away = await comes(session, other_fair.event_id, "DE")
        chat, there = await digest_chat(session, fair), await digest_chat(session, other_fair, -200)
        assert (await news(session, chat), await news(session, there)) == (["RS", "RS"], ["DE", "DE"])
        # An older listing of a company that comes to the other event later is new there, and not here.
        await session.execute(update(Listing).where(Listing.id == away.id).values(updated_at=NOW - 9 * DAY))
        assert (await news(session, chat), await news(session, there)) == (["RS", "RS"], ["DE", "DE"])
        booth = {"hall_id": None, "booth": "A", "now": NOW - 9 * DAY}
        await exhibitors.put(session, fair.event_id, away.company_id, **booth)
        assert await news(session, chat) == ["DE", "RS", "RS"], "of what is older than the group, nothing"


async def test_a_booth_elsewhere_or_of_others_makes_no_news(fair: Fair, other_fair: Fair) -> None:
    before = NOW - 9 * DAY
    async with fair.database.writing() as session:
        chat, person = await digest_chat(session, fair), await add_person(session)
        company = await add_company(session, person, name="Old", name_key="old")
        other = await add_company(session, name="New", name_key="new")
        await add_listing(session, company, person, now=before)
        await events.join(session, fair.event_id, person.id, JoinedBy.LINK, before)
        for event_id, one in ((other_fair.event_id, company), (fair.event_id, other)):
            await exhibitors.put(session, event_id, one.id, hall_id=None, booth="A", now=NOW)
        assert await news(session, chat) == []


async def test_a_company_is_at_an_event_by_people_who_work_there(fair: Fair) -> None:
    async with fair.database.writing() as session:
        _, listing = await comes(session, fair.event_id, "RS")
        chat = await digest_chat(session, fair)
        member = Membership.company_id == listing.company_id
        for changes in ({"relation": Relation.ORGANIZER}, {"status": MembershipStatus.LEFT}):
            before = {"relation": Relation.REPRESENTATIVE, "status": MembershipStatus.ACTIVE}
            await session.execute(update(Membership).where(member).values(before | changes))
            assert await news(session, chat) == []
            assert await exhibitors.company_ids_at(session, fair.event_id) == []
            assert (await look(session, fair.actor, fair.event_id)).companies == {}


async def test_a_listing_shown_in_one_group_is_new_for_another(fair: Fair) -> None:
    async with fair.database.writing() as session:
        _, listing = await comes(session, fair.event_id, "RS")
        chat, other = await digest_chat(session, fair), await digest_chat(session, fair, -200)
        await digests.plan(session, chat.chat_id, fair.event_id, NOW.date(), NOW)
        made = await digest_of(session, chat)
        await digests.store_lines(session, digest_id=made, listing_ids=[listing.id])
        assert (len(await news(session, chat)), len(await news(session, other))) == (1, 2)


async def digest_of(session: AsyncSession, chat: EventChat) -> Any:

    query = update(Digest).where(Digest.chat_id == chat.chat_id).values(status=DeliveryStatus.SENT)
    return await session.scalar(query.returning(Digest.id))


async def test_an_organizer_holds_what_they_imported_and_nobody_took_over(fair: Fair, other_fair: Fair) -> None:
    async with fair.database.writing() as session:

        async def held(name: str, **more: Any) -> Company:
            company = await add_company(session, name=name, name_key=name.lower())
            values: dict[str, Any] = {"relation": Relation.ORGANIZER, "status": MembershipStatus.ACTIVE} | more
            person_id = values.pop("person_id", fair.actor.id)
            await memberships.put(session, person_id=person_id, company_id=company.id, role=None, now=NOW, **values)
            event_id = other_fair.event_id if name == "Elsewhere" else fair.event_id
            await exhibitors.put(session, event_id, company.id, hall_id=None, booth=name, now=NOW)
            channels = [(ChannelKind.EMAIL, f"{name}@a.example"), (ChannelKind.PHONE, "+1")]
            await companies.replace_channels(session, person_id, company.id, channels)
            return company

        await held("Bunar")
        alfa = await held("Alfa")
        await held("Elsewhere")
        await held("Left", status=MembershipStatus.LEFT)
        await held("Works", relation=Relation.REPRESENTATIVE)
        await held("Other", person_id=other_fair.actor.id)
        guest = PersonId(fair.people[0].id)
        await memberships.put(
            session,
            person_id=guest,
            company_id=alfa.id,
            relation=Relation.REPRESENTATIVE,
            role=None,
            status=MembershipStatus.LEFT,
            now=NOW,
        )
        await companies.replace_channels(session, guest, alfa.id, [(ChannelKind.EMAIL, "Aa@a.example")])
        found = await exhibitors.held_by(session, fair.event_id, fair.actor.id)
    assert [(each.company.name, each.booth, each.email) for each in found] == [
        ("Alfa", "Alfa", "Alfa@a.example"),
        ("Bunar", "Bunar", "Bunar@a.example"),
    ]
