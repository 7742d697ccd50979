"""What is due in each company that a person speaks for, and for which of them they may act."""

from datetime import datetime, timedelta

import pytest

from bot.errors import NotAllowedError
from bot.i18n.translator import translator_for
from bot.usecases.advisers import Client, act_for, my_clients
from bot.usecases.advisers.clients import EXPIRES_SOON
from handlers.advisers import views
from handlers.ui.pages import Page
from storage.database import Database
from storage.ids import CompanyId
from storage.models import Company, Person
from storage.people import memberships
from storage.screening import hits
from storage.vocabulary import HoldReason, Kind, Language, ListingStatus, MembershipStatus, Relation
from tests.factories import add_company, add_listing
from tests.introductions.story import Human, Story


@pytest.fixture
def story(database: Database) -> Story:
    return Story(database=database)


async def due(story: Story, human: Human) -> list[tuple[CompanyId, int, datetime | None, int]]:
    async with story.database.reading() as session:
        found = await my_clients(session, human.person_id, story.clock())
    return [(one.company_id, one.waiting, one.answer_by, one.expiring) for one in found]


async def test_only_own_turns_in_own_companies_count_as_waiting(story: Story) -> None:
    mei = await story.joins("Mei", "Pudong Agritech", "CN", Kind.NEED)
    ana = await story.joins("Ana", "Senzor d.o.o.", "RS", Kind.OFFER)
    bo = await story.joins("Bo", "Bo d.o.o.", "RS", Kind.OFFER)
    number = (await mei.proposes(ana)).introduction_id
    ends = (await story.row(number)).expires_at
    assert await due(story, ana) == [(ana.company_id, 1, ends, 0)]
    assert await due(story, mei) == [(mei.company_id, 0, None, 0)], "it is the other side's turn"
    assert await due(story, bo) == [(bo.company_id, 0, None, 0)]
    await ana.asks(number)
    async with story.database.writing() as session:
        await hits.hold(session, number, HoldReason.SCREENING, story.clock())
    ends = (await story.row(number)).expires_at
    assert await due(story, mei) == [(mei.company_id, 1, ends, 0)], "the proposer sees a held one"
    await mei.answers(number)
    assert await due(story, ana) == [(ana.company_id, 0, None, 0)], "the other side does not"


async def test_a_published_listing_is_due_in_its_last_week(story: Story) -> None:
    mei = await story.joins("Mei", "Pudong Agritech", "CN", Kind.NEED)
    bo = await story.joins("Bo", "Bo d.o.o.", "RS", Kind.OFFER)
    ends, brief = story.clock() + EXPIRES_SOON, timedelta(seconds=1)
    async with story.database.writing() as session:
        company = await session.get_one(Company, mei.company_id)
        for status, expires in (
            (ListingStatus.PUBLISHED, ends),
            (ListingStatus.PUBLISHED, ends - brief),
            (ListingStatus.PAUSED, ends - brief),
        ):
            await add_listing(session, company, status=status, expires_at=expires, now=story.clock())
    assert await due(story, mei) == [(mei.company_id, 0, None, 1)]
    assert await due(story, bo) == [(bo.company_id, 0, None, 0)]


async def test_one_acts_only_for_a_company_that_one_works_for_or_advises(story: Story) -> None:
    vera = await story.joins("Vera", "Savet d.o.o.", "RS", Kind.OFFER)
    mei = await story.joins("Mei", "Pudong Agritech", "CN", Kind.NEED)
    async with story.database.writing() as session:
        person = await session.get_one(Person, vera.person_id)
        advised = await add_company(session, person, name="Med d.o.o.", relation=Relation.ADVISER)
        left, listed = await add_company(session), await add_company(session, person, relation=Relation.ORGANIZER)
        for status in (MembershipStatus.ACTIVE, MembershipStatus.LEFT):
            await memberships.put(
                session,
                person_id=vera.person_id,
                company_id=left.id,
                relation=Relation.ADVISER,
                role=None,
                status=status,
                now=story.clock(),
            )
        for company_id in (vera.company_id, advised.id, None, advised.id):
            await act_for(session, vera.person_id, company_id)
        for company_id in (mei.company_id, left.id, listed.id):
            with pytest.raises(NotAllowedError):
                await act_for(session, vera.person_id, company_id)
    async with story.database.reading() as session:
        acting = [(await session.get_one(Person, one.person_id)).acting_for_id for one in (vera, mei)]
    assert acting == [advised.id, None]
    assert {company_id for company_id, *_ in await due(story, vera)} == {vera.company_id, advised.id}


def test_names_of_companies_are_shown_as_typed() -> None:
    t, name, shown = translator_for(Language.EN), "<b>R&D</b> d.o.o.", "&lt;b&gt;R&amp;D&lt;/b&gt; d.o.o."
    nothing = Client(
        company_id=CompanyId(1), name=name, country="RS", waiting=0, answer_by=None, new_matches=0, expiring=0
    )
    company = Company(id=CompanyId(1), name=name)
    for text in (
        views.clients(t, [nothing], Page(total=1, size=6, asked=0), acting_for=None).text,
        views.client(t, nothing).text,
        views.acting_line(t, name),
        views.on_behalf(t, name),
        views.successors(t, company).text,
        views.hand_over(t, company, "https://t.me/bot").text,
    ):
        assert shown in text
        assert name not in text
    assert "Nothing is due." in views.client(t, nothing).text
