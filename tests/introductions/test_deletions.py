"""What happens to introductions and companies when people delete themselves."""

import asyncio

import pytest
from sqlalchemy import update

from bot.errors import DomainError, NoLongerThereError
from bot.usecases import introductions
from bot.usecases.introductions import ProposalResult, errors
from bot.usecases.privacy import rights
from storage import outbox
from storage.models import Company, Introduction, Listing, Person
from storage.people import companies, preferences
from storage.vocabulary import (
    IntroductionStatus,
    Kind,
    MembershipStatus,
    Outcome,
    Topic,
)
from tests.introductions.leaving import expect_nothing_of, forgets
from tests.introductions.story import Human, Story
from tests.neighbours import count_own, is_own, select_own


async def test_deleting_the_last_person_deletes_the_company_and_withdraws_introductions(
    story: Story, mei: Human, ana: Human
) -> None:
    third = await story.joins("Ivo", "Staklenik", "HR", Kind.NEED)
    open_ = (await third.proposes(ana)).introduction_id
    accepted = (await mei.proposes(ana, "We are Pudong Agritech.")).introduction_id
    await ana.accepts(accepted)
    await ana.says(accepted, "My private number is 064 123")
    await forgets(story, ana)
    for human, number in ((mei, accepted), (third, open_)):
        seen = await human.sees(number)
        assert seen.status is IntroductionStatus.WITHDRAWN
        assert (seen.theirs, seen.counterpart, seen.title) == (None, None, "")
        assert (await human.told())[-1] == Topic.INTRODUCTION_WITHDRAWN
        with pytest.raises(errors.ClosedError):
            await human.gets_card(number)
        with pytest.raises(errors.ClosedError):
            await human.says(number, "hello?")
    await expect_nothing_of(story, "Ana", "Senzor", "senzor", "ana_anic", "064", str(ana.person_id))


async def test_deleting_the_recipient_keeps_the_proposers_words_and_other_introductions(
    story: Story, mei: Human, ana: Human
) -> None:
    ivo = await story.joins("Ivo", "Ivo d.o.o.", "HR", Kind.OFFER)
    numbers = [(await mei.proposes(other, "We need a hundred.")).introduction_id for other in (ana, ivo)]
    for number, other in zip(numbers, (ana, ivo), strict=True):
        await other.asks(number)
    async with story.database.writing() as session:
        await session.execute(update(Introduction).where(is_own(Introduction)).values(reasons={"reasons": ["sector"]}))
    await forgets(story, ana)
    rows = [await story.row(number) for number in numbers]
    assert [row.reasons for row in rows] == [{}, {"reasons": ["sector"]}]
    assert [row.pitch for row in rows] == ["We need a hundred."] * 2
    assert [bool(message.text) for message in await story.messages()] == [False, True]


async def test_deleting_one_of_several_people_keeps_the_company(story: Story, mei: Human, ana: Human) -> None:
    ivo = await story.colleague(mei, "Ivo")
    number = (await mei.proposes(ana, "I am Mei Li, and I run greenhouses.")).introduction_id
    await ana.asks(number)
    await mei.answers(number, "Ask Mei Li.")
    await forgets(story, mei)
    seen = await ana.sees(number)
    assert (seen.status, seen.pitch) == (IntroductionStatus.PROPOSED, None)
    assert await ana.reads(number) == ["Which protocol do they speak?", ""]
    await ana.accepts(number)
    card = await ana.gets_card(number)
    assert card.person is not None
    assert card.person.name == "Ivo"
    assert await ivo.told() != []
    await expect_nothing_of(story, "Mei Li", "mei_li_sh", "mei-pudong", str(mei.person_id))


async def test_the_last_two_deleted_at_once_leave_no_company(story: Story, mei: Human) -> None:
    ivo = await story.colleague(mei, "Ivo")
    await asyncio.gather(forgets(story, mei), forgets(story, ivo))
    async with story.database.reading() as session:
        for model in (Person, Company, Listing):
            assert await session.scalar(count_own(model)) == 0


async def test_a_person_is_deleted_while_someone_proposes_to_them(story: Story, mei: Human, ana: Human) -> None:
    proposed, forgotten = await asyncio.gather(mei.proposes(ana), forgets(story, ana), return_exceptions=True)
    assert forgotten is None
    assert isinstance(proposed, ProposalResult | DomainError)
    await story.time_passes(minutes=1)
    async with story.database.reading() as session:
        left = (await session.scalars(select_own(Introduction))).all()
    assert not [one for one in left if one.status.is_open], "the ticker ends what slipped in between"
    assert len(left) == len(await mei.told())


async def test_deleting_an_unknown_person_reports_it(story: Story, mei: Human) -> None:
    await forgets(story, mei)
    with pytest.raises(NoLongerThereError):
        await forgets(story, mei)
    async with story.database.reading() as session:
        with pytest.raises(NoLongerThereError):
            await rights.export(session, mei.person_id, story.clock())


async def test_a_company_is_not_removed_while_somebody_still_speaks_for_it(story: Story, mei: Human) -> None:
    await story.colleague(mei, "Ivo")
    await forgets(story, mei)
    async with story.database.reading() as session:
        assert await companies.find(session, mei.company_id) is not None


async def test_the_last_departure_erases_messages_of_earlier_colleagues(story: Story, mei: Human, ana: Human) -> None:
    ivo = await story.colleague(mei, "Ivo")
    number = (await mei.proposes(ana, "From Pudong Agritech")).introduction_id
    await ana.asks(number)
    await mei.answers(number, "Pudong Agritech, as I said")
    await story.set_membership(mei, MembershipStatus.LEFT)
    await forgets(story, ivo)
    await expect_nothing_of(story, "Pudong")


async def test_no_outcome_can_be_recorded_after_the_other_side_was_deleted(
    story: Story, mei: Human, ana: Human
) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await ana.accepts(number)
    await forgets(story, ana)
    async with story.database.writing() as session:
        with pytest.raises(NoLongerThereError):
            await introductions.record_outcome(session, mei.person_id, number, 7, Outcome.MET, story.clock())


async def test_a_deletion_waits_for_a_transaction_that_notifies_the_person(story: Story, ana: Human) -> None:
    async with story.database.writing() as session:
        (listener,) = await preferences.listeners(session, ana.company_id)
        going = asyncio.create_task(forgets(story, ana))
        await asyncio.sleep(0.3)
        assert not going.done()
        assert await outbox.queue_message(
            session, listener.person_id, "any", payload={}, dedupe_key="any", now=story.clock()
        )
    await going
    assert await ana.told() == []
