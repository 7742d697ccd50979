"""What may be recommended when, and how many at a time."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.errors import NotAllowedError
from bot.usecases import recommendations
from bot.usecases.events.joining import OPEN_AFTER, EventOverError
from bot.usecases.introductions.errors import NotYoursError
from bot.usecases.introductions.rules import REPEAT_WINDOW
from bot.usecases.people.active_sanctions import MutedError
from bot.usecases.recommendations import asking, errors
from bot.usecases.recommendations.asking import PER_EVENT
from storage.models import Company, Listing, Recommendation, Sanction
from storage.recommendations import recommendations as stored
from storage.recommendations import timing
from storage.screening import hits
from storage.vocabulary import (
    HitState,
    Kind,
    ListingStatus,
    ProfileType,
    RecommendationStatus,
    SanctionKind,
    SanctionReason,
)
from tests.announcements.fair import FAIR
from tests.factories import add_listing
from tests.introductions.story import Human, Story
from tests.recommendations.stage import Organizer, agrees, declines, organizer, row, time_passes
from tests.recommendations.test_recommendations_refused import refused

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


async def change(story: Story, human: Human, **values: Any) -> None:
    async with story.database.writing() as session:
        await session.execute(update(Listing).where(Listing.id == human.listing_id).values(values))


async def test_an_event_is_over_three_months_after_its_last_day(
    story: Story, mei: Human, ana: Human, olga: Organizer
) -> None:
    for human in (mei, ana):
        await change(story, human, expires_at=story.clock() + 400 * DAY)
    last = FAIR.ends_on + OPEN_AFTER
    story.clock.now = story.clock.now.replace(year=last.year, month=last.month, day=last.day)
    number = await olga.recommends(mei, ana)
    await olga.takes_back(number)
    story.clock.forward(days=1)
    assert await refused(olga, mei, ana) is EventOverError


async def test_a_muted_organizer_recommends_nobody(story: Story, mei: Human, ana: Human, olga: Organizer) -> None:
    values = {"kind": SanctionKind.MUTE, "reason": SanctionReason.FRAUD, "created_at": story.clock()}
    async with story.database.writing() as session:
        session.add(Sanction(person_id=olga.actor.id, until=story.clock() + DAY, **values))
    assert await refused(olga, mei, ana) is MutedError
    story.clock.forward(days=1)
    assert await olga.recommends(mei, ana)


async def test_listings_that_are_gone_or_closed_are_not_recommended(
    story: Story, mei: Human, ana: Human, olga: Organizer
) -> None:
    gone = Human(story=story, person_id=ana.person_id, company_id=ana.company_id, listing_id=99)  # type: ignore[arg-type]
    assert await refused(olga, mei, gone) is NotAllowedError
    assert await refused(olga, gone, ana) is NotAllowedError
    for human in (mei, ana):
        await change(story, human, status=ListingStatus.PAUSED)
        assert await refused(olga, mei, ana) is errors.NotOpenError
        await change(story, human, status=ListingStatus.PUBLISHED, expires_at=story.clock())
        assert await refused(olga, mei, ana) is errors.NotOpenError
        await change(story, human, expires_at=story.clock() + SECOND)
    assert await olga.recommends(mei, ana)


async def test_a_company_is_not_recommended_to_itself(story: Story, ana: Human, olga: Organizer) -> None:
    async with story.database.writing() as session:
        company = await session.get_one(Company, ana.company_id)
        need = await add_listing(session, company, profile_type=ProfileType.TECHNOLOGY_REQUEST)
    own = Human(story=story, person_id=ana.person_id, company_id=ana.company_id, listing_id=need.id)
    assert await refused(olga, own, ana) is errors.NoPairError


async def test_two_offers_or_two_needs_are_not_recommended(
    story: Story, mei: Human, ana: Human, olga: Organizer
) -> None:
    offer = await story.joins("Cy", "Cy Ltd", "CY", Kind.OFFER)
    need = await story.joins("Bo", "Bo Ltd", "GB", Kind.NEED)
    await olga.lets_in(offer, need)
    assert await refused(olga, ana, offer) is errors.NoPairError
    assert await refused(olga, mei, need) is errors.NoPairError


async def test_a_block_without_a_refusal_stops_a_recommendation(mei: Human, ana: Human, olga: Organizer) -> None:
    await mei.blocks((await mei.proposes(ana)).introduction_id)
    assert await refused(olga, mei, ana) is errors.NotNowError


async def test_people_who_declined_a_recommendation_are_not_asked_again(
    mei: Human, ana: Human, olga: Organizer
) -> None:
    await declines(ana, await olga.recommends(mei, ana))
    assert await refused(olga, mei, ana) is errors.NotNowError


async def test_partners_are_other_companies_of_the_event_that_fit(
    story: Story, mei: Human, ana: Human, olga: Organizer
) -> None:
    absent = await story.joins("Otto", "Fremd GmbH", "DE", Kind.NEED)
    near = await story.joins("Vera", "Komšija", "RS", Kind.NEED)
    await olga.lets_in(near)
    async with story.database.writing() as session:
        company = await session.get_one(Company, mei.company_id)
        await add_listing(session, company, same_country=True)
        await session.execute(update(Listing).where(Listing.id == mei.listing_id).values(same_country=True))

    async def pairs(first: Human) -> dict[str, int]:
        async with story.database.reading() as session:
            now = story.clock()
            found = await recommendations.partners(session, olga.actor, olga.event_id, first.company_id, now)
            both = [
                await recommendations.matches(session, olga.actor, olga.event_id, first.company_id, one.id, now)
                for one in found
            ]
        assert [len(one) for one in both] == [one.pairs for one in found]
        return {one.name: one.pairs for one in found}

    assert await pairs(absent) == {}
    assert await pairs(ana) == {"Pudong Agritech": 1, "Komšija": 0}, "not their own two, and nobody at home"
    async with story.database.reading() as session:
        with_stranger = await recommendations.matches(
            session, olga.actor, olga.event_id, ana.company_id, absent.company_id, story.clock()
        )
    assert with_stranger == []


@pytest.mark.parametrize("decline", [Kind.NEED, Kind.OFFER])
async def test_people_who_declined_an_introduction_are_not_asked_again(
    story: Story, mei: Human, ana: Human, olga: Organizer, decline: Kind
) -> None:
    first, second = (ana, mei) if decline is Kind.NEED else (mei, ana)
    await second.declines((await first.proposes(second)).introduction_id)
    assert await refused(olga, mei, ana) is errors.NotNowError


async def test_a_withdrawn_introduction_is_no_refusal(mei: Human, ana: Human, olga: Organizer) -> None:
    await mei.withdraws((await mei.proposes(ana)).introduction_id)
    assert await olga.recommends(mei, ana)


async def test_a_pair_is_asked_twice_a_month_without_an_answer(
    story: Story, mei: Human, ana: Human, olga: Organizer
) -> None:
    for _ in range(2):
        await olga.takes_back(await olga.recommends(mei, ana))
    assert await refused(olga, mei, ana) is errors.NotNowError
    story.clock.now += REPEAT_WINDOW - SECOND
    assert await refused(olga, mei, ana) is errors.NotNowError
    story.clock.now += SECOND
    assert await olga.recommends(mei, ana)


async def test_an_event_has_fifty_open_recommendations(story: Story, mei: Human, ana: Human, olga: Organizer) -> None:
    bo = await story.joins("Bo", "Bo Ltd", "GB", Kind.NEED)
    cy = await story.joins("Cy", "Cy Ltd", "CY", Kind.OFFER)
    other = await organizer(story, bo, cy)
    await olga.lets_in(bo, cy)
    values = {"status": RecommendationStatus.ASKED, "created_at": story.clock(), "expires_at": story.clock() + DAY}
    async with story.database.writing() as session:
        session.add_all(Recommendation(event_id=olga.event_id, **values) for _ in range(PER_EVENT - 1))
    await olga.recommends(mei, ana)
    assert await refused(olga, bo, cy) is errors.TooManyError
    assert await other.recommends(bo, cy), "another event has its own count"


@pytest.mark.parametrize("side", [0, 1])
async def test_each_company_is_asked_about_three_at_a_time(
    story: Story, mei: Human, ana: Human, olga: Organizer, side: int
) -> None:
    busy = (mei, ana)[side]
    kind = Kind.OFFER if side == 0 else Kind.NEED
    others = [await story.joins(f"P{n}", f"Company {n}", "HR", kind) for n in range(3)]
    await olga.lets_in(*others)
    for other in others[:2]:
        await olga.recommends(*((busy, other) if side == 0 else (other, busy)))
    assert not await is_busy(olga, mei, ana)
    await olga.recommends(*((busy, others[2]) if side == 0 else (others[2], busy)))
    assert await is_busy(olga, mei, ana)


async def is_busy(olga: Organizer, mei: Human, ana: Human) -> bool:
    now = olga.story.clock()
    async with olga.story.database.reading() as session:
        try:
            await recommendations.check(session, olga.actor, olga.event_id, mei.listing_id, ana.listing_id, now)
        except errors.BusyError:
            return True
    return False


async def test_a_cleared_recommendation_is_answered_only_once_it_was_told(
    story: Story, mei: Human, ana: Human, olga: Organizer
) -> None:
    async with story.database.writing() as session:
        values = {"list_name": "eu", "entity": "1", "listed_name": "Senzor", "score": 99}
        hit = await hits.add_hit(session, story.clock(), company_id=ana.company_id, person_id=None, **values)
        assert hit is not None
    number = await olga.recommends(mei, ana)
    async with story.database.writing() as session:
        by, now = olga.actor.id, story.clock()
        await hits.settle_hit(session, hit, from_=[HitState.OPEN], to=HitState.CLEARED, by=by, now=now)
    with pytest.raises(NotYoursError):
        await agrees(mei, number)
    await time_passes(story, seconds=1)
    assert not (await agrees(mei, number)).accepted


async def test_both_are_told_once(story: Story, mei: Human, ana: Human, olga: Organizer) -> None:
    number = await olga.recommends(mei, ana)
    async with story.database.writing() as session:
        found = await stored.find(session, number)
        assert found is not None
        assert not await asking.tell_both(session, found, rules=story.rules, now=story.clock() + DAY)
        assert await timing.not_notified(session, 9) == []
    assert (await row(story, number)).expires_at == story.clock() + story.rules.expiry


async def test_candidates_have_listings_that_are_open_now(
    story: Story, mei: Human, ana: Human, olga: Organizer
) -> None:
    await change(story, mei, expires_at=story.clock() + SECOND)
    await change(story, ana, expires_at=story.clock())
    async with story.database.reading() as session:
        found = await recommendations.candidates(session, olga.actor, olga.event_id, story.clock())
    assert [(one.name, len(one.listings)) for one in found] == [("Pudong Agritech", 1), ("Senzor d.o.o.", 0)]


async def test_an_events_recommendations_are_counted(mei: Human, ana: Human, olga: Organizer) -> None:
    await olga.takes_back(await olga.recommends(mei, ana))
    await olga.recommends(mei, ana)
    async with olga.story.database.reading() as session:
        assert await stored.count_of_event(session, olga.event_id) == 2
