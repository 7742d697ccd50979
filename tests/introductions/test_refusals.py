"""Which proposals are refused and why: limits, unsuitable pairs, blocks and reports."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.errors import AlreadyDoneError
from bot.usecases import introductions
from bot.usecases.introductions import errors
from bot.usecases.moderation import safety
from storage.models import Listing
from storage.people import people
from storage.suggestions import open_suggestions
from storage.vocabulary import (
    IntroductionStatus,
    Kind,
    ListingStatus,
    MembershipStatus,
    ReportObject,
    ReportReason,
    Topic,
)
from tests.introductions.story import Human, Story


async def changes_listing(story: Story, of: Human, **changes: object) -> None:
    async with story.database.writing() as session:
        await session.execute(update(Listing).where(Listing.id == of.listing_id).values(**changes))


async def left(story: Story, human: Human) -> int:
    async with story.database.reading() as session:
        return await introductions.proposals_left(session, human.person_id, human.company_id, story.rules)


async def test_the_remaining_proposals_are_shown_before_the_limit(story: Story, mei: Human, ana: Human) -> None:
    assert await left(story, mei) == 3
    first = await mei.proposes(ana)
    assert first.left == 2
    for name in ("Bo", "Cu"):
        await mei.proposes(await story.joins(name, f"{name} d.o.o.", "RS", Kind.OFFER))
    last = await story.joins("Do", "Do d.o.o.", "RS", Kind.OFFER)
    with pytest.raises(errors.CapReachedError) as caught:
        await mei.proposes(last)
    assert caught.value.values == {"cap": 3}
    await mei.withdraws(first.introduction_id)
    assert (await mei.proposes(last)).left == 0


async def test_accepting_by_proposing_does_not_count_against_the_limit(story: Story, mei: Human, ana: Human) -> None:
    for name in ("Bo", "Cu", "Do"):
        await mei.proposes(await story.joins(name, f"{name} d.o.o.", "RS", Kind.OFFER))
    await ana.proposes(mei)
    assert (await mei.proposes(ana)).accepted


async def test_same_kind_same_country_and_own_listings_are_refused(story: Story, mei: Human, ana: Human) -> None:
    need = await story.joins("Ivo", "Staklenik", "HR", Kind.NEED)
    neighbour = await story.joins("Vera", "Komšija", "RS", Kind.NEED)
    for one, other in ((mei, need), (ana, neighbour)):
        with pytest.raises(errors.NoPairError):
            await one.proposes(other)
    await story.set_membership(mei, MembershipStatus.ACTIVE, ana.company_id)
    with pytest.raises(errors.NoPairError):
        await mei.proposes(ana)


async def test_a_pair_from_one_country_is_allowed_if_both_want_it(story: Story, ana: Human) -> None:
    neighbour = await story.joins("Vera", "Komšija", "RS", Kind.NEED)
    await changes_listing(story, ana, same_country=True)
    for one, other in ((neighbour, ana), (ana, neighbour)):
        with pytest.raises(errors.NoPairError):
            await one.proposes(other)
    await changes_listing(story, neighbour, same_country=True)
    assert not (await neighbour.proposes(ana)).accepted


async def test_only_current_representatives_can_propose(story: Story, mei: Human, ana: Human) -> None:
    for status in (MembershipStatus.LEFT, MembershipStatus.REQUESTED, MembershipStatus.DECLINED):
        await story.set_membership(mei, status)
        with pytest.raises(errors.NotYoursError):
            await mei.proposes(ana)


@pytest.mark.parametrize("status", [one for one in ListingStatus if one is not ListingStatus.PUBLISHED])
@pytest.mark.parametrize("whose", ["mei", "ana"])
async def test_only_published_listings_are_proposed(
    story: Story, mei: Human, ana: Human, status: ListingStatus, whose: str
) -> None:
    await changes_listing(story, {"mei": mei, "ana": ana}[whose], status=status)
    with pytest.raises(errors.ListingGoneError):
        await mei.proposes(ana)


async def test_an_expired_listing_is_not_proposed_before_the_job_has_run(story: Story, mei: Human, ana: Human) -> None:
    await changes_listing(story, ana, expires_at=story.clock())
    with pytest.raises(errors.ListingGoneError):
        await mei.proposes(ana)


async def test_no_proposal_to_an_unreachable_person(story: Story, mei: Human, ana: Human) -> None:
    async with story.database.writing() as session:
        await people.mark_unreachable(session, ana.person_id, story.clock())
    with pytest.raises(errors.UnavailableError):
        await mei.proposes(ana)
    assert await left(story, mei) == 3
    await story.colleague(ana, "Petar")
    assert (await mei.proposes(ana)).left == 2


async def test_after_two_unanswered_proposals_a_company_has_to_wait(story: Story, mei: Human, ana: Human) -> None:
    for _ in range(2):
        await mei.proposes(ana)
        await story.time_passes(days=10)
    with pytest.raises(errors.TooSoonError) as caught:
        await mei.proposes(ana)
    assert caught.value.until == story.clock() + timedelta(days=10)
    assert not (await ana.proposes(mei)).accepted, "the other side may ask of its own accord"


async def test_can_propose_gives_the_same_answer_as_propose(story: Story, mei: Human, ana: Human) -> None:
    async def checks(one: Human, other: Human) -> None:
        async with story.database.reading() as session:
            await introductions.can_propose(session, one.person_id, one.listing_id, other.listing_id, story.clock())

    await checks(mei, ana)
    number = (await mei.proposes(ana)).introduction_id
    await checks(ana, mei)
    with pytest.raises(errors.UnderWayError):
        await checks(mei, ana)
    await ana.declines(number)
    with pytest.raises(errors.DeclinedBeforeError):
        await checks(mei, ana)


async def test_open_and_declined_pairs_are_not_suggested(story: Story, mei: Human, ana: Human) -> None:
    async def suggested() -> list[int]:
        async with story.database.reading() as session:
            return [len(await open_suggestions.open_for(session, one.person_id, story.clock())) for one in (mei, ana)]

    await story.suggests(mei, ana)
    assert await suggested() == [1, 1]
    number = (await mei.proposes(ana)).introduction_id
    assert await suggested() == [0, 0]
    await mei.withdraws(number)
    assert await suggested() == [1, 1]
    number = (await mei.proposes(ana)).introduction_id
    await ana.declines(number)
    assert await suggested() == [0, 0]


async def test_a_block_ends_and_prevents_introductions(story: Story, mei: Human, ana: Human) -> None:
    other = await story.joins("Ivo", "Ivo d.o.o.", "HR", Kind.NEED)
    await story.suggests(other, ana)
    number = (await mei.proposes(ana)).introduction_id
    await ana.blocks(number)
    assert (await story.row(number)).status is IntroductionStatus.DECLINED
    assert await mei.told() == [Topic.INTRODUCTION_DECLINED], "as any other no"
    for one, two in ((mei, ana), (ana, mei)):
        with pytest.raises(errors.UnavailableError):
            await one.proposes(two)
    async with story.database.reading() as session:
        assert await open_suggestions.count_open(session, ana.person_id, story.clock()) == 1, "only those two"


async def test_blocking_withdraws_own_proposals(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await mei.blocks(number)
    assert (await story.row(number)).status is IntroductionStatus.WITHDRAWN


async def test_after_a_block_nothing_is_relayed_until_it_is_lifted(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await ana.accepts(number)
    await ana.blocks(number)
    for one in (mei, ana):
        with pytest.raises(errors.UnavailableError):
            await one.says(number, "hello")
    async with story.database.writing() as session:
        assert not await safety.unblock(session, mei.person_id, number), "only who blocked can lift it"
        assert await safety.unblock(session, ana.person_id, number)
    assert (await mei.says(number, "hello")).heard == 1


async def test_blocked_companies_are_not_suggested(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await mei.blocks(number)
    await story.suggests(mei, ana)
    async with story.database.reading() as session:
        for one in (mei, ana):
            assert await open_suggestions.count_open(session, one.person_id, story.clock()) == 0


async def test_a_report_is_stored_once_and_only_for_visible_objects(story: Story, mei: Human, ana: Human) -> None:
    stranger = await story.joins("Otto", "Fremd GmbH", "DE", Kind.NEED)
    number = (await mei.proposes(ana)).introduction_id
    said = await ana.asks(number)

    async def reports(human: Human, kind: ReportObject, object_id: int) -> int:
        async with story.database.writing() as session:
            return await safety.report(
                session,
                human.person_id,
                kind,
                object_id,
                reason=ReportReason.FRAUD,
                note=" They ask for money. ",
                now=story.clock(),
            )

    await reports(mei, ReportObject.MESSAGE, said.message_id)
    await reports(ana, ReportObject.INTRODUCTION, number)
    await reports(ana, ReportObject.LISTING, mei.listing_id)
    with pytest.raises(AlreadyDoneError):
        await reports(mei, ReportObject.MESSAGE, said.message_id)
    for human, kind, object_id in (
        (ana, ReportObject.MESSAGE, said.message_id),
        (stranger, ReportObject.MESSAGE, said.message_id),
        (stranger, ReportObject.INTRODUCTION, number),
        (mei, ReportObject.INTRODUCTION, number),
        (mei, ReportObject.LISTING, mei.listing_id),
        (mei, ReportObject.MESSAGE, 999),
        (mei, ReportObject.LISTING, 999),
    ):
        with pytest.raises(errors.NotYoursError):
            await reports(human, kind, object_id)
    await changes_listing(story, mei, status=ListingStatus.PAUSED)
    with pytest.raises(errors.NotYoursError):
        await reports(stranger, ReportObject.LISTING, mei.listing_id)
