"""Recommendations later: postponed, reminded, expired, withdrawn, held."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.usecases.introductions.errors import BadDateError, ListingGoneError, NotYoursError
from bot.usecases.recommendations import RecommendationState, errors
from storage.models import Delivery, Listing
from storage.screening import hits
from storage.vocabulary import (
    DeliveryStatus,
    HitState,
    IntroductionStatus,
    Kind,
    ListingStatus,
    RecommendationStatus,
    Topic,
)
from tests.introductions.story import Human, Story
from tests.neighbours import is_own
from tests.recommendations.stage import (
    ASKED,
    Organizer,
    agrees,
    looks,
    puts_off,
    row,
    time_passes,
    waiting,
)


async def test_postponing_affects_one_side_only(story: Story, mei: Human, ana: Human, olga: Organizer) -> None:
    number = await olga.recommends(mei, ana)
    await puts_off(mei, number, 30)
    assert (await looks(ana, number)).later_until is None
    introduction = (await agrees(ana, number)).introduction_id
    assert (await mei.sees(introduction)).later_until == story.clock() + timedelta(days=30)
    assert await mei.told() == [], "she is not bothered before"
    await time_passes(story, days=30)
    assert await mei.told() == [Topic.INTRODUCTION_RETURNED]
    await mei.accepts(introduction)


async def test_each_side_is_asked_again_on_its_own_day(story: Story, mei: Human, ana: Human, olga: Organizer) -> None:
    number = await olga.recommends(mei, ana)
    await puts_off(mei, number, 5)
    await puts_off(ana, number, 20)
    await time_passes(story, days=5)
    assert (await mei.told())[1:] == [Topic.RECOMMENDATION_RETURNED]
    assert (await ana.told())[1:] == []
    await time_passes(story, days=15)
    assert (await ana.told())[1:] == [Topic.RECOMMENDATION_RETURNED]
    assert (await row(story, number)).status is RecommendationStatus.ASKED, "the time runs from the later day"
    for days in (0, 94):
        with pytest.raises(BadDateError):
            await puts_off(ana, number, days)


async def test_one_reminder_then_expiry_told_to_the_organizer_only(
    story: Story, mei: Human, ana: Human, olga: Organizer
) -> None:
    number = await olga.recommends(mei, ana)
    await time_passes(story, days=3)
    await time_passes(story, days=3)
    assert [(await human.told())[1:] for human in (mei, ana)] == [[Topic.RECOMMENDATION_REMINDER]] * 2
    await time_passes(story, days=4)
    assert (await row(story, number)).status is RecommendationStatus.EXPIRED
    assert await olga.told() == ["expired"]
    assert [len(await human.told()) for human in (mei, ana)] == [2, 2]
    with pytest.raises(errors.EndedError):
        await agrees(mei, number)
    assert await olga.recommends(mei, ana)
    await time_passes(story, days=10)
    with pytest.raises(errors.NotNowError):
        await olga.recommends(mei, ana)


async def test_withdrawn_before_delivery_nobody_is_told(mei: Human, ana: Human, olga: Organizer) -> None:
    number = await olga.recommends(mei, ana)
    await olga.takes_back(number)
    assert [await human.told() for human in (mei, ana)] == [[], []]
    with pytest.raises(errors.TheirsNowError):
        await olga.takes_back(number)


async def test_withdrawn_after_delivery_both_are_told(story: Story, mei: Human, ana: Human, olga: Organizer) -> None:
    number = await olga.recommends(mei, ana)
    async with story.database.writing() as session:
        await session.execute(update(Delivery).where(is_own(Delivery)).values(status=DeliveryStatus.SENT))
    await olga.takes_back(number)
    assert [await waiting(human) for human in (mei, ana)] == [[Topic.RECOMMENDATION_WITHDRAWN]] * 2


async def test_after_one_acceptance_the_organizer_cannot_withdraw(mei: Human, ana: Human, olga: Organizer) -> None:
    number = await olga.recommends(mei, ana)
    await agrees(mei, number)
    with pytest.raises(errors.TheirsNowError):
        await olga.takes_back(number)


async def test_an_own_proposal_replaces_the_recommendation(
    story: Story, mei: Human, ana: Human, olga: Organizer
) -> None:
    number = await olga.recommends(mei, ana)
    introduction = (await mei.proposes(ana)).introduction_id
    assert (await agrees(ana, number)).accepted
    assert (await ana.sees(introduction)).status is IntroductionStatus.ACCEPTED
    other = await story.joins("Ivo", "Ivo d.o.o.", "HR", Kind.OFFER)
    await olga.lets_in(other)
    second = await olga.recommends(mei, other)
    await mei.proposes(other)
    await time_passes(story, days=4)
    assert (await row(story, second)).status is RecommendationStatus.TAKEN_UP
    assert Topic.RECOMMENDATION_REMINDER not in await other.told()


async def test_a_deleted_listing_ends_the_recommendation(story: Story, mei: Human, ana: Human, olga: Organizer) -> None:
    number = await olga.recommends(mei, ana)
    async with story.database.writing() as session:
        closed = {"status": ListingStatus.CLOSED, "updated_at": story.clock()}
        await session.execute(update(Listing).where(Listing.id == ana.listing_id).values(closed))
    with pytest.raises(ListingGoneError):
        await agrees(mei, number)
    await time_passes(story, minutes=5)
    assert await olga.sees() == [ASKED], "a deletion may be undone"
    await time_passes(story, minutes=6)
    assert await olga.sees() == [RecommendationState.IMPOSSIBLE]
    assert await olga.told() == ["impossible"]


async def test_a_held_recommendation_is_sent_once_it_is_cleared(
    story: Story, mei: Human, ana: Human, olga: Organizer
) -> None:
    async with story.database.writing() as session:
        hit = await hits.add_hit(
            session,
            story.clock(),
            company_id=ana.company_id,
            list_name="eu",
            entity="1",
            listed_name="Senzor",
            score=99,
        )
        assert hit is not None
    number = await olga.recommends(mei, ana)
    await time_passes(story, days=2)
    assert [await human.told() for human in (mei, ana)] == [[], []]
    assert await olga.sees() == [ASKED], "nobody is told why nothing happens"
    for human in (mei, ana):
        with pytest.raises(NotYoursError):
            await agrees(human, number)
    async with story.database.writing() as session:
        await hits.settle_hit(
            session, hit, from_=[HitState.OPEN], to=HitState.CLEARED, by=olga.actor.id, now=story.clock()
        )
    await time_passes(story, minutes=1)
    assert [await human.told() for human in (mei, ana)] == [[Topic.RECOMMENDED]] * 2
    assert (await row(story, number)).expires_at == story.clock() + story.rules.expiry, "with their full time"


async def test_after_a_screening_hit_neither_side_can_accept(
    story: Story, mei: Human, ana: Human, olga: Organizer
) -> None:
    number = await olga.recommends(mei, ana)
    async with story.database.writing() as session:
        await hits.add_hit(
            session, story.clock(), person_id=ana.person_id, list_name="eu", entity="1", listed_name="Ana", score=99
        )
    for human in (mei, ana):
        with pytest.raises(NotYoursError):
            await agrees(human, number)
    assert (await row(story, number)).status is RecommendationStatus.ASKED
