"""Answers to recommendations after something changed, and what each side and the organizer see."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update

from bot.errors import NotAllowedError
from bot.usecases import recommendations
from bot.usecases.introductions.errors import BadDateError, ListingGoneError, NoPairError, NotYoursError
from bot.usecases.introductions.rules import LATEST_RETURN
from bot.usecases.people.active_sanctions import MutedError
from bot.usecases.privacy import rights
from bot.usecases.recommendations import RecommendationState, errors
from storage.ids import RecommendationId
from storage.models import Delivery, Listing, Recommendation, Sanction
from storage.recommendations import timing
from storage.screening import hits
from storage.vocabulary import (
    DeclineReason,
    DeliveryStatus,
    IntroductionStatus,
    Kind,
    ListingStatus,
    SanctionKind,
    SanctionReason,
    Topic,
)
from tests.introductions.story import Human, Story
from tests.recommendations.stage import (
    Organizer,
    agrees,
    declines,
    looks,
    puts_off,
    row,
    says,
    time_passes,
)

DAY = timedelta(days=1)


async def change(story: Story, human: Human, **values: Any) -> None:
    async with story.database.writing() as session:
        await session.execute(update(Listing).where(Listing.id == human.listing_id).values(values))


@pytest.mark.parametrize("whose", [0, 1])
@pytest.mark.parametrize("how", ["closed", "expired", "deleted"])
async def test_nobody_agrees_once_a_listing_is_gone(
    story: Story, mei: Human, ana: Human, olga: Organizer, whose: int, how: str
) -> None:
    number, gone = await olga.recommends(mei, ana), (mei, ana)[whose]
    if how == "deleted":
        async with story.database.writing() as session:
            await session.execute(delete(Listing).where(Listing.id == gone.listing_id))
    elif how == "closed":
        await change(story, gone, status=ListingStatus.CLOSED)
    else:
        await change(story, gone, expires_at=story.clock())
    for human in (mei, ana):
        with pytest.raises(ListingGoneError):
            await agrees(human, number)


async def test_nobody_agrees_once_both_are_in_one_country_or_while_muted(
    story: Story, mei: Human, ana: Human, olga: Organizer
) -> None:
    number = await olga.recommends(mei, ana)
    async with story.database.writing() as session:
        values = {"kind": SanctionKind.MUTE, "reason": SanctionReason.FRAUD, "created_at": story.clock()}
        session.add(Sanction(company_id=mei.company_id, until=story.clock() + DAY, **values))
    with pytest.raises(MutedError):
        await agrees(mei, number)
    await change(story, mei, country="RS")
    with pytest.raises(NoPairError):
        await agrees(ana, number)


@pytest.mark.parametrize("accepted", [False, True])
async def test_the_proposer_of_the_pair_agrees_to_nothing_new(
    story: Story, mei: Human, ana: Human, olga: Organizer, *, accepted: bool
) -> None:
    number = await olga.recommends(mei, ana)
    own = (await mei.proposes(ana)).introduction_id
    if accepted:
        await ana.accepts(own)
    result = await agrees(mei, number)
    assert (result.introduction_id, result.accepted) == (own, accepted)
    assert (await row(story, number)).introduction_id == own


async def test_an_accepted_introduction_is_not_accepted_again(mei: Human, ana: Human, olga: Organizer) -> None:
    number = await olga.recommends(mei, ana)
    own = (await mei.proposes(ana)).introduction_id
    await ana.accepts(own)
    result = await agrees(ana, number)
    assert (result.introduction_id, result.accepted) == (own, True)


async def test_a_recommendation_whose_introduction_was_deleted_has_ended(
    story: Story, mei: Human, ana: Human, olga: Organizer
) -> None:
    number = await olga.recommends(mei, ana)
    await agrees(mei, number)
    async with story.database.writing() as session:
        await session.execute(update(Recommendation).where(Recommendation.id == number).values(introduction_id=None))
    for act in (agrees, declines):
        with pytest.raises(errors.EndedError):
            await act(ana, number)
    with pytest.raises(errors.EndedError):
        await puts_off(ana, number, 3)


async def test_only_the_side_that_is_asked_answers_the_introduction(mei: Human, ana: Human, olga: Organizer) -> None:
    number = await olga.recommends(mei, ana)
    await agrees(mei, number)
    for act in (agrees, declines):
        with pytest.raises(errors.GoneOnError):
            await act(mei, number)
    await declines(ana, number)
    with pytest.raises(errors.GoneOnError):
        await agrees(ana, number)


async def test_a_postponement_is_of_three_months_at_most(story: Story, mei: Human, ana: Human, olga: Organizer) -> None:
    number, days = await olga.recommends(mei, ana), LATEST_RETURN.days
    for late in (0, days + 0.001):
        with pytest.raises(BadDateError):
            await puts_off(mei, number, late)
    await puts_off(mei, number, days)
    assert (await row(story, number)).expires_at == story.clock() + LATEST_RETURN + story.rules.expiry


async def test_postponing_the_introduction_that_the_other_side_began(
    story: Story, mei: Human, ana: Human, olga: Organizer
) -> None:
    number = await olga.recommends(mei, ana)
    own = (await agrees(mei, number)).introduction_id
    await puts_off(ana, number, 5)
    assert (await story.row(own)).later_until == story.clock() + 5 * DAY
    await says(ana, recommendations.decline, number, DeclineReason.TOO_EARLY)
    assert (await story.row(own)).status is IntroductionStatus.DECLINED


async def test_a_side_whose_company_was_deleted_is_not_told(
    story: Story, mei: Human, ana: Human, olga: Organizer
) -> None:
    number = await olga.recommends(mei, ana)
    await time_passes(story, days=1)
    async with story.database.writing() as session:
        told = update(Delivery).where(Delivery.person_id.in_([mei.person_id, ana.person_id]))
        await session.execute(told.values(status=DeliveryStatus.SENT))
    async with story.database.writing() as session:
        await rights.forget(session, mei.person_id, story.clock())
    await olga.takes_back(number)
    assert (await ana.told())[-1:] == [Topic.RECOMMENDATION_WITHDRAWN]
    with pytest.raises(NotYoursError):
        await looks(mei, number)


async def test_an_organizer_who_left_hears_nothing(story: Story, mei: Human, ana: Human, olga: Organizer) -> None:
    await olga.recommends(mei, ana)
    async with story.database.writing() as session:
        await rights.forget(session, olga.actor.id, story.clock())
    await time_passes(story, days=20)
    assert await olga.told() == []


async def test_only_who_runs_the_event_takes_back_or_looks(
    story: Story, mei: Human, ana: Human, olga: Organizer
) -> None:
    for act in (olga.takes_back, state_of(olga)):
        with pytest.raises(NotAllowedError):
            await act(RecommendationId(99))


def state_of(olga: Organizer) -> Any:
    async def look(number: RecommendationId) -> RecommendationState:
        async with olga.story.database.reading() as session:
            return (await recommendations.recommendation_of_event(session, olga.actor, number)).state

    return look


async def test_the_organizer_sees_each_end_without_reasons(
    story: Story, mei: Human, ana: Human, olga: Organizer
) -> None:
    number = await olga.recommends(mei, ana)
    look = state_of(olga)
    assert await look(number) is RecommendationState.ASKED
    own = (await agrees(mei, number)).introduction_id
    assert await look(number) is RecommendationState.ONE_YES
    await ana.declines(own)
    assert await look(number) is RecommendationState.DECLINED
    async with story.database.writing() as session:
        await session.execute(update(Recommendation).where(Recommendation.id == number).values(introduction_id=None))
    assert await look(number) is RecommendationState.ONE_YES


async def test_a_persons_open_recommendations_are_listed(story: Story, mei: Human, ana: Human, olga: Organizer) -> None:
    others = [await story.joins(f"P{n}", f"Company {n}", "HR", Kind.OFFER) for n in range(2)]
    await olga.lets_in(*others)
    numbers = [await olga.recommends(mei, other) for other in (ana, *others)]
    async with story.database.writing() as session:
        values = {"list_name": "eu", "entity": "1", "listed_name": "Senzor", "score": 99}
        await hits.add_hit(session, story.clock(), company_id=ana.company_id, person_id=None, **values)

    async def listed(limit: int | None) -> list[RecommendationId]:
        async with story.database.reading() as session:
            return [one.id for one in await recommendations.open_recommendations(session, mei.person_id, limit=limit)]

    assert await listed(None) == numbers[1:], "the first is held"
    assert await listed(1) == numbers[1:2]


async def test_reasons_are_those_of_the_pairs_suggestion(story: Story, mei: Human, ana: Human, olga: Organizer) -> None:
    number = await olga.recommends(mei, ana)
    async with story.database.writing() as session:
        await session.execute(delete(Listing).where(Listing.id == ana.listing_id))
    seen = await looks(mei, number)
    assert (seen.theirs, seen.title, seen.reasons) == (None, "", ())


async def test_a_reminder_is_due_on_its_day_and_not_after_the_end(
    story: Story, mei: Human, ana: Human, olga: Organizer
) -> None:
    number = await olga.recommends(mei, ana)
    await time_passes(story, days=3)
    assert Topic.RECOMMENDATION_REMINDER in await mei.told()
    second = (await row(story, number)).expires_at
    async with story.database.writing() as session:
        again = update(Recommendation).where(Recommendation.id == number)
        await session.execute(again.values(need_remind_at=second))
        assert await timing.remind(session, Kind.NEED, second, 10) == []
        await session.execute(again.values(need_remind_at=second - DAY))
        assert [one.id for one in await timing.remind(session, Kind.NEED, second - DAY, 10)] == [number]


async def test_a_later_answer_does_not_shorten_the_time(story: Story, mei: Human, ana: Human, olga: Organizer) -> None:
    number = await olga.recommends(mei, ana)
    await puts_off(mei, number, 20)
    await puts_off(ana, number, 5)
    assert (await row(story, number)).expires_at == story.clock() + 20 * DAY + story.rules.expiry
