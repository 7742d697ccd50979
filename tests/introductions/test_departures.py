"""What happens to introductions when listings close, people leave or companies lose their last person."""

import asyncio
from datetime import timedelta

import pytest

from bot.errors import NotAllowedError
from bot.usecases import introductions
from bot.usecases.introductions import errors
from bot.usecases.privacy import rights
from storage.listings import listings, masked_texts
from storage.people import people
from storage.vocabulary import (
    DeclineReason,
    IntroductionStatus,
    ListingStatus,
    MembershipStatus,
    Topic,
)
from tests.factories import set_status
from tests.introductions.leaving import expect_nothing_of
from tests.introductions.story import Human, Story


async def moves_listing(story: Story, of: Human, to: ListingStatus) -> None:
    async with story.database.writing() as session:
        await set_status(session, of.listing_id, to, story.clock())


@pytest.mark.parametrize("status", [ListingStatus.PAUSED, ListingStatus.EXPIRED])
async def test_open_introductions_survive_a_paused_or_expired_listing(
    story: Story, mei: Human, ana: Human, status: ListingStatus
) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await moves_listing(story, ana, status)
    await story.time_passes(hours=1)
    await ana.accepts(number)
    assert (await story.row(number)).status is IntroductionStatus.ACCEPTED


@pytest.mark.parametrize("status", [ListingStatus.CLOSED, ListingStatus.DELETED])
async def test_closing_the_recipients_listing_declines_the_introduction(
    story: Story, mei: Human, ana: Human, status: ListingStatus
) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await moves_listing(story, ana, status)
    with pytest.raises(errors.ListingGoneError):
        await ana.accepts(number)
    await story.time_passes(minutes=10)
    seen = await mei.sees(number)
    assert (seen.status, seen.decline_reason) == (IntroductionStatus.DECLINED, DeclineReason.LISTING_GONE)
    assert await mei.told() == [Topic.INTRODUCTION_DECLINED]


async def test_closing_the_proposers_listing_withdraws_the_introduction(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await ana.asks(number)
    await moves_listing(story, mei, ListingStatus.CLOSED)
    with pytest.raises(errors.ListingGoneError):
        await ana.accepts(number)
    await story.time_passes(minutes=10)
    assert (await ana.sees(number)).status is IntroductionStatus.WITHDRAWN


async def test_a_deletion_undone_in_time_has_no_effect(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await moves_listing(story, ana, ListingStatus.DELETED)
    assert await story.time_passes(minutes=9) == 0
    await moves_listing(story, ana, ListingStatus.PUBLISHED)
    assert await story.time_passes(minutes=9) == 0
    await ana.accepts(number)
    assert (await story.row(number)).status is IntroductionStatus.ACCEPTED


async def test_an_edited_listing_is_marked_as_edited(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    assert not (await ana.sees(number)).theirs_edited
    async with story.database.writing() as session:
        listing = await listings.find(session, mei.listing_id)
        assert listing is not None
        listing.revision += 1
        listing.title = "Sensors for orchards"
        await masked_texts.unmask_companies(session, [listing.company_id])
    seen = await ana.sees(number)
    assert seen.theirs_edited
    assert seen.title == "Sensors for orchards"
    await ana.accepts(number)


async def test_any_colleague_may_answer_and_the_others_are_told(story: Story, mei: Human, ana: Human) -> None:
    petar, ivo = await story.colleague(ana, "Petar"), await story.colleague(mei, "Ivo")
    number = (await mei.proposes(ana)).introduction_id
    assert await ivo.told() == [Topic.INTRODUCTION_BY_COLLEAGUE]
    await petar.asks(number)
    await ivo.answers(number)
    await ana.puts_off(number, story.clock() + timedelta(days=1))
    await petar.accepts(number)
    assert await ana.told() == [
        Topic.INTRODUCTION_PROPOSED,
        Topic.INTRODUCTION_BY_COLLEAGUE,
        Topic.INTRODUCTION_ANSWER,
        Topic.INTRODUCTION_ACCEPTED,
    ]
    card = await mei.gets_card(number)
    assert card.person is not None
    assert card.person.name == "Petar", "who said yes is whom one speaks to"


async def test_a_person_who_left_cannot_act_and_a_colleague_can(story: Story, mei: Human, ana: Human) -> None:
    await story.colleague(mei, "Ivo")
    number = (await mei.proposes(ana)).introduction_id
    await story.set_membership(mei, MembershipStatus.LEFT)
    for act in (mei.withdraws, mei.sees, mei.gets_card, mei.answers):
        with pytest.raises(errors.NotYoursError):
            await act(number)
    async with story.database.reading() as session:
        left = await introductions.proposals_left(session, mei.person_id, mei.company_id, story.rules)
    assert left == 3, "what one cannot withdraw any more takes no place"
    await ana.accepts(number)
    card = await ana.gets_card(number)
    assert card.person is not None
    assert card.person.name == "Ivo", "Mei's channels are not given out after she has left"


async def test_a_person_on_both_sides_cannot_answer_alone(story: Story, mei: Human, ana: Human) -> None:
    """An adviser of both sides counts as the proposer. Somebody else must accept for the other side."""
    petar = await story.colleague(ana, "Petar")
    number = (await mei.proposes(ana)).introduction_id
    await story.set_membership(petar, MembershipStatus.ACTIVE, mei.company_id)
    for act in (petar.accepts, petar.declines):
        with pytest.raises(errors.NotYoursError):
            await act(number)
    with pytest.raises(errors.NotYourMoveError):
        await petar.asks(number)
    await ana.accepts(number)


@pytest.mark.parametrize("whose", ["mei", "ana"])
async def test_open_introductions_end_when_the_last_representative_leaves(
    story: Story, mei: Human, ana: Human, whose: str
) -> None:
    number = (await mei.proposes(ana)).introduction_id
    gone, other = (mei, ana) if whose == "mei" else (ana, mei)
    await story.set_membership(gone, MembershipStatus.LEFT)
    await story.time_passes(minutes=1)
    expected = IntroductionStatus.WITHDRAWN if whose == "mei" else IntroductionStatus.DECLINED
    assert (await other.sees(number)).status is expected
    if whose == "ana":
        assert (await other.sees(number)).decline_reason is DeclineReason.NOBODY_THERE


async def test_an_accepted_introduction_without_people_still_shows_the_company(
    story: Story, mei: Human, ana: Human
) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await ana.accepts(number)
    await story.set_membership(ana, MembershipStatus.LEFT)
    card = await mei.gets_card(number)
    assert (card.company_name, card.person) == ("Senzor d.o.o.", None)
    assert (await mei.says(number, "hello")).heard == 0


async def test_nothing_is_sent_to_a_person_who_blocked_the_bot(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    async with story.database.writing() as session:
        await people.mark_unreachable(session, ana.person_id, story.clock())
    before = await ana.told()
    await story.time_passes(days=3)
    assert await ana.told() == before
    await story.time_passes(days=7)
    assert (await mei.sees(number)).status is IntroductionStatus.EXPIRED, "the proposer is not left waiting"
    assert await mei.told() == [Topic.INTRODUCTION_EXPIRED]


async def test_leaving_removes_the_channels_and_the_last_one_removes_the_company(
    story: Story, mei: Human, ana: Human
) -> None:
    async def leaves(human: Human) -> bool:
        async with story.database.writing() as session:
            return await rights.leave(session, human.person_id, human.company_id, story.clock())

    ivo = await story.colleague(mei, "Ivo")
    number = (await mei.proposes(ana, "From Pudong Agritech")).introduction_id
    await ana.accepts(number)
    assert not await leaves(mei)
    with pytest.raises(NotAllowedError):
        await leaves(mei)
    await expect_nothing_of(story, "mei-pudong")
    assert (await ana.sees(number)).status is IntroductionStatus.ACCEPTED
    assert await leaves(ivo)
    assert (await ana.sees(number)).status is IntroductionStatus.WITHDRAWN
    await expect_nothing_of(story, "Pudong")
    async with story.database.reading() as session:
        assert await people.find(session, ivo.person_id) is not None


async def test_two_who_leave_at_once_leave_no_empty_company(story: Story, mei: Human) -> None:
    async def leaves(human: Human) -> bool:
        async with story.database.writing() as session:
            return await rights.leave(session, human.person_id, human.company_id, story.clock())

    ivo = await story.colleague(mei, "Ivo")
    assert sorted(await asyncio.gather(leaves(mei), leaves(ivo))) == [False, True]
