"""Pairs that cannot be recommended, and people who cannot recommend or answer."""

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import DomainError, NotAllowedError
from bot.usecases import recommendations
from bot.usecases.introductions.errors import NotYoursError, UnavailableError
from bot.usecases.moderation.roles import Actor
from bot.usecases.recommendations import errors
from storage.ids import RecommendationId
from storage.models import Listing
from storage.moderation import blocked_country_pairs, roles
from storage.people import people
from storage.suggestions import suggestions, verdicts
from storage.vocabulary import (
    Kind,
    ListingStatus,
    MembershipStatus,
    RecommendationStatus,
    Role,
    Verdict,
)
from tests.introductions.story import Human, Story
from tests.recommendations.stage import (
    ASKED,
    Organizer,
    agrees,
    declines,
    looks,
    organizer,
    puts_off,
    row,
)


async def refused(olga: Organizer, need: Human, offer: Human) -> type[DomainError]:
    with pytest.raises(DomainError) as caught:
        await olga.recommends(need, offer)
    return caught.type


@pytest.mark.parametrize("who", ["stranger", "organizer", "both"])
async def test_outsiders_cannot_answer_or_look(story: Story, mei: Human, ana: Human, olga: Organizer, who: str) -> None:
    number = await olga.recommends(mei, ana)
    if who == "stranger":
        other = await story.joins("Otto", "Fremd GmbH", "DE", Kind.NEED)
    elif who == "organizer":
        other = Human(story=story, person_id=olga.actor.id, company_id=mei.company_id, listing_id=mei.listing_id)
    else:
        other = await story.colleague(mei, "Bo")
        await story.set_membership(other, MembershipStatus.ACTIVE, ana.company_id)
    for act in (agrees, declines, looks):
        with pytest.raises(NotYoursError):
            await act(other, number)
    with pytest.raises(NotYoursError):
        await puts_off(other, number, 3)
    with pytest.raises(NotYoursError):
        await agrees(mei, RecommendationId(999))
    assert (await row(story, number)).status is RecommendationStatus.ASKED


async def test_organizers_of_another_event_are_refused(story: Story, mei: Human, ana: Human, olga: Organizer) -> None:
    number = await olga.recommends(mei, ana)
    other = await organizer(story)
    with pytest.raises(NotAllowedError):
        await other.recommends(mei, ana)
    with pytest.raises(NotAllowedError):
        await other.takes_back(number)
    with pytest.raises(NotAllowedError):
        await Organizer(story=story, actor=other.actor, event_id=olga.event_id).sees()
    async with story.database.reading() as session:
        for act in (
            recommendations.recommendation_of_event(session, other.actor, number),
            recommendations.candidates(session, other.actor, olga.event_id, story.clock()),
            recommendations.partners(session, other.actor, olga.event_id, mei.company_id, story.clock()),
            recommendations.matches(session, other.actor, olga.event_id, mei.company_id, ana.company_id, story.clock()),
        ):
            with pytest.raises(NotAllowedError):
                await act
    admin = Organizer(story=story, actor=Actor(id=other.actor.id, admins={other.actor.id}), event_id=olga.event_id)
    assert await admin.sees() == [ASKED], "an admin runs every event"


async def test_a_revoked_role_takes_effect_at_once(story: Story, mei: Human, ana: Human, olga: Organizer) -> None:
    async with story.database.writing() as session:
        await roles.take(session, olga.actor.id, Role.ORGANIZER, by=None, now=story.clock())
    with pytest.raises(NotAllowedError):
        await olga.recommends(mei, ana)


async def test_one_country_is_refused_unless_both_want_it(story: Story, ana: Human, olga: Organizer) -> None:
    neighbour = await story.joins("Vera", "Komšija", "RS", Kind.NEED)
    await olga.lets_in(neighbour)
    assert await refused(olga, neighbour, ana) is errors.SameCountryError
    async with story.database.writing() as session:
        both = (ana.listing_id, neighbour.listing_id)
        await session.execute(update(Listing).where(Listing.id.in_(both)).values(same_country=True))
    assert await olga.recommends(neighbour, ana)


async def test_only_a_need_and_an_offer_of_companies_at_the_event(
    story: Story, mei: Human, ana: Human, olga: Organizer
) -> None:
    absent = await story.joins("Otto", "Fremd GmbH", "DE", Kind.NEED)
    assert await refused(olga, absent, ana) is NotAllowedError
    await olga.lets_in(absent)
    assert await refused(olga, mei, absent) is errors.NoPairError
    assert await refused(olga, ana, mei) is errors.NoPairError
    async with story.database.writing() as session:
        paused = update(Listing).where(Listing.id == ana.listing_id).values(status=ListingStatus.PAUSED)
        await session.execute(paused)
    assert await refused(olga, mei, ana) is errors.NotOpenError


async def dismisses(session: AsyncSession, mei: Human, ana: Human) -> None:
    pair = await suggestions.of_pair(session, mei.listing_id, ana.listing_id)
    assert pair is not None
    verdict, now = Verdict.DISMISSED, ana.story.clock()
    await verdicts.put(session, pair.id, side=Kind.OFFER, verdict=verdict, person_id=ana.person_id, now=now)


async def test_who_dismissed_one_need_is_asked_about_another(
    story: Story, mei: Human, ana: Human, olga: Organizer
) -> None:
    bo = await story.joins("Bo", "Merila", "BA", Kind.OFFER)
    vera = await story.joins("Vera", "Staklenik", "HR", Kind.NEED)
    await olga.lets_in(bo, vera)
    for need in (mei, vera):
        for offer in (ana, bo):
            await story.suggests(need, offer)
    async with story.database.writing() as session:
        await dismisses(session, mei, ana)
    assert await refused(olga, mei, ana) is errors.NotNowError
    assert await olga.recommends(mei, bo)
    assert await olga.recommends(vera, ana)


@pytest.mark.parametrize("why", ["blocked", "under way", "said no", "dismissed", "apart", "unreachable", "asked"])
async def test_the_organizer_does_not_learn_why_a_pair_is_impossible(
    story: Story, mei: Human, ana: Human, olga: Organizer, why: str
) -> None:
    await story.suggests(mei, ana)
    if why in {"blocked", "under way", "said no"}:
        number = (await mei.proposes(ana)).introduction_id
        if why == "blocked":
            await ana.blocks(number)
        elif why == "said no":
            await ana.declines(number)
    elif why == "asked":
        await olga.recommends(mei, ana)
    else:
        async with story.database.writing() as session:
            if why == "dismissed":
                await dismisses(session, mei, ana)
            elif why == "apart":
                await blocked_country_pairs.put(session, "CN", "RS", by=olga.actor.id, reason=None, now=story.clock())
            else:
                await people.mark_unreachable(session, ana.person_id, story.clock())
    assert await refused(olga, mei, ana) is errors.NotNowError


async def test_an_obstacle_after_the_question_stops_the_answer(
    story: Story, mei: Human, ana: Human, olga: Organizer
) -> None:
    number = await olga.recommends(mei, ana)
    async with story.database.writing() as session:
        await blocked_country_pairs.put(session, "CN", "RS", by=olga.actor.id, reason=None, now=story.clock())
    with pytest.raises(UnavailableError):
        await agrees(mei, number)
    assert (await row(story, number)).status is RecommendationStatus.ASKED


async def test_a_person_who_represents_both_is_told_to_hand_one_over(
    story: Story, mei: Human, ana: Human, olga: Organizer
) -> None:
    for human in (mei, ana):
        await story.set_membership(human, MembershipStatus.LEFT)
        adviser = Human(story=story, person_id=olga.actor.id, company_id=human.company_id, listing_id=human.listing_id)
        await story.set_membership(adviser, MembershipStatus.ACTIVE)
    await olga.lets_in(adviser)
    assert await refused(olga, mei, ana) is errors.BothYoursError


async def test_a_company_is_asked_about_three_at_a_time(story: Story, mei: Human, ana: Human, olga: Organizer) -> None:
    others = [await story.joins(f"P{n}", f"Offer {n}", "HR", Kind.OFFER) for n in range(3)]
    await olga.lets_in(*others)
    numbers = [await olga.recommends(mei, other) for other in others]
    assert await refused(olga, mei, ana) is errors.BusyError
    await declines(mei, numbers[0])
    assert await olga.recommends(mei, ana)
