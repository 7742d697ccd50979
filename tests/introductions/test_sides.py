"""Who speaks for which side, and what each side's words are masked with."""

import pytest
from sqlalchemy import update

from bot.errors import DomainError, EmptyTextError, NoLongerThereError
from bot.usecases import introductions
from bot.usecases.introductions import errors
from bot.usecases.introductions.talk import File
from storage.models import Introduction
from storage.vocabulary import FileKind, Kind, MembershipStatus, Outcome
from tests.introductions.story import Human, Story


async def test_people_who_speak_for_both_sides_act_for_the_proposer_only(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await story.set_membership(mei, MembershipStatus.ACTIVE, ana.company_id)
    assert (await mei.sees(number)).mine_proposed
    for act in (mei.accepts, mei.declines):
        with pytest.raises(errors.NotYoursError):
            await act(number)
    await mei.withdraws(number)


async def test_a_connected_pair_is_not_proposed_again(mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await ana.accepts(number)
    for one, other in ((mei, ana), (ana, mei)):
        with pytest.raises(errors.UnderWayError) as caught:
            await one.proposes(other)
        assert caught.value.introduction_id == number


async def test_the_other_company_may_be_gone_by_now(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await ana.accepts(number)
    async with story.database.writing() as session:
        await session.execute(update(Introduction).where(Introduction.id == number).values(offer_company_id=None))
    for act in (mei.gets_card, mei.blocks):
        with pytest.raises(errors.UnavailableError):
            await act(number)
    with pytest.raises(errors.UnavailableError):
        await mei.says(number, "Hello")
    with pytest.raises(errors.NotYoursError):
        await ana.sees(number)


async def test_a_message_has_words_or_a_file(mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await ana.accepts(number)
    for text in ("", "  ", None):
        with pytest.raises(EmptyTextError):
            await mei.says(number, text)
    photo = File(kind=FileKind.PHOTO, file_id="photo-1")
    await mei.says(number, "look", photo)
    await mei.says(number, None, photo)
    assert await ana.reads(number) == ["look", ""]


async def test_each_sides_words_are_masked_after_its_own_and_not_the_other_sides(mei: Human, ana: Human) -> None:
    """A number sent in pieces is found, but two numbers of two people are none."""
    number = (await mei.proposes(ana, "The first half is 064 123")).introduction_id
    await ana.asks(number, "Is it 45 67?")
    await mei.answers(number, "The second half is 45 67.")
    seen, answered = await mei.reads(number), await ana.reads(number)
    assert seen[0] == "Is it 45 67?"
    assert "45 67" not in answered[1]


async def test_an_outcome_belongs_to_a_question_that_exists(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id

    async def records(day: int | None) -> None:
        async with story.database.writing() as session:
            await introductions.record_outcome(session, mei.person_id, number, day, Outcome.MET, story.clock())

    with pytest.raises(NoLongerThereError):
        await records(7)
    await ana.accepts(number)
    with pytest.raises(NoLongerThereError):
        await records(8)
    await records(7)
    await records(None)


async def test_a_muted_company_and_a_stranger_say_nothing(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    stranger = await story.joins("Otto", "Fremd GmbH", "DE", Kind.NEED)
    with pytest.raises(DomainError):
        await stranger.says(number, "Hello")
    async with story.database.reading() as session:
        with pytest.raises(errors.NotYoursError):
            await introductions.masking_context_of(session, stranger.person_id, number)
        assert await introductions.masking_context_of(session, ana.person_id, number) is not None
    await ana.accepts(number)
    async with story.database.reading() as session:
        assert await introductions.masking_context_of(session, ana.person_id, number) is None
