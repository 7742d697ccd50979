"""Guards of introductions in the database. Each test fails without its guard."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.errors import DomainError
from bot.usecases.introductions import errors, holds
from bot.usecases.people.active_sanctions import MutedError
from storage.ids import CompanyId, IntroductionId, PersonId
from storage.introductions import blocks, introductions
from storage.models import Sanction
from storage.moderation import blocked_country_pairs, dual_use, sanctions
from storage.screening import hits
from storage.vocabulary import (
    DualUseAnswer,
    HitState,
    HoldReason,
    IntroductionStatus,
    Kind,
    ListingStatus,
    MembershipStatus,
    SanctionKind,
    SanctionReason,
)
from tests.factories import NOW, set_status
from tests.introductions.story import Human, Story


async def bans(
    story: Story,
    *,
    person: PersonId | None = None,
    company: CompanyId | None = None,
    kind: SanctionKind = SanctionKind.BAN,
) -> None:
    async with story.database.writing() as session:
        ban = Sanction(kind=kind, person_id=person, company_id=company, reason=SanctionReason.FRAUD, created_at=NOW)
        await sanctions.add(session, ban)


async def is_confirmed_as_sanctioned(story: Story, human: Human) -> None:
    async with story.database.writing() as session:
        hit = await hits.add_hit(
            session, NOW, company_id=human.company_id, list_name="list", entity="1", listed_name="Name", score=99
        )
        assert hit is not None
        await hits.settle_hit(session, hit, from_=[HitState.OPEN], to=HitState.CONFIRMED, by=human.person_id, now=NOW)


async def test_a_sanctioned_company_cannot_propose(story: Story, mei: Human, ana: Human) -> None:
    await is_confirmed_as_sanctioned(story, mei)
    number = (await mei.proposes(ana)).introduction_id
    assert await ana.told() == []
    with pytest.raises(errors.NotYoursError):
        await ana.accepts(number)
    with pytest.raises(errors.NotYoursError):
        await ana.sees(number)


async def test_a_return_proposal_does_not_accept_a_held_proposal(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    async with story.database.writing() as session:
        await hits.hold(session, number, HoldReason.SCREENING, NOW)
    with pytest.raises(errors.UnavailableError):
        await ana.proposes(mei)
    assert (await story.row(number)).status is IntroductionStatus.PROPOSED


NO_LISTING = [
    ListingStatus.CLOSED,
    ListingStatus.DELETED,
    ListingStatus.HELD,
    ListingStatus.REJECTED,
    ListingStatus.PRIVATE,
    ListingStatus.INVITED,
]


@pytest.mark.parametrize("whose", ["proposer", "recipient"])
async def test_nothing_is_accepted_for_a_hidden_listing(story: Story, mei: Human, ana: Human, whose: str) -> None:
    number = (await mei.proposes(ana)).introduction_id
    listing_id = (mei if whose == "proposer" else ana).listing_id
    for status in ListingStatus:
        async with story.database.writing() as session:
            await set_status(session, listing_id, status)
        if status in NO_LISTING:
            with pytest.raises(errors.ListingGoneError):
                await ana.accepts(number)
        assert (await story.row(number)).status is IntroductionStatus.PROPOSED, status
    async with story.database.writing() as session:
        await set_status(session, listing_id, ListingStatus.PAUSED)
    await ana.accepts(number)


Act = Callable[[Human, Human, int], Awaitable[object]]
RECIPIENT: dict[str, Act] = {
    "accept": lambda ana, _, number: ana.accepts(number),
    "decline": lambda ana, _, number: ana.declines(number),
    "postpone": lambda ana, _, number: ana.puts_off(number, ana.story.clock() + timedelta(days=5)),
    "ask": lambda ana, _, number: ana.asks(number),
    "say": lambda ana, _, number: ana.says(number, "Hello"),
    "propose": lambda ana, mei, _: ana.proposes(mei),
}


async def also_speaks_for_another(story: Story, human: Human) -> None:
    other = await story.joins("Olga", "Another d.o.o.", "AT", Kind.OFFER)
    await story.set_membership(human, MembershipStatus.ACTIVE, other.company_id)


@pytest.mark.parametrize("act", RECIPIENT)
async def test_an_adviser_of_two_companies_cannot_accept_for_the_banned_one(
    story: Story, mei: Human, ana: Human, act: str
) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await also_speaks_for_another(story, ana)
    await bans(story, company=ana.company_id)
    with pytest.raises(DomainError):
        await RECIPIENT[act](ana, mei, number)
    row = await story.row(number)
    assert (row.status, row.moves) == (IntroductionStatus.PROPOSED, 0)


async def test_an_adviser_of_two_companies_cannot_propose_for_the_banned_one(
    story: Story, mei: Human, ana: Human
) -> None:
    await also_speaks_for_another(story, mei)
    await bans(story, company=mei.company_id)
    with pytest.raises(DomainError):
        await mei.proposes(ana)
    assert await ana.told() == []


async def test_a_muted_person_cannot_propose(story: Story, mei: Human, ana: Human) -> None:
    await bans(story, person=mei.person_id, kind=SanctionKind.MUTE)
    with pytest.raises(MutedError):
        await mei.proposes(ana)


async def test_an_adviser_of_two_companies_cannot_withdraw_or_answer_for_the_banned_one(
    story: Story, mei: Human, ana: Human
) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await ana.asks(number)
    await also_speaks_for_another(story, mei)
    await bans(story, company=mei.company_id)
    for act in (mei.withdraws, mei.answers):
        with pytest.raises(DomainError):
            await act(number)
    assert (await story.row(number)).status is IntroductionStatus.QUESTION


async def test_a_banned_person_cannot_act_for_a_company_that_is_not_banned(
    story: Story, mei: Human, ana: Human
) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await bans(story, person=ana.person_id)
    for act in (ana.accepts, ana.declines, ana.asks):
        with pytest.raises(DomainError):
            await act(number)
    assert (await story.row(number)).status is IntroductionStatus.PROPOSED


async def test_a_newly_blocked_country_pair_cannot_accept_before_the_job_has_run(
    story: Story, mei: Human, ana: Human
) -> None:
    number = (await mei.proposes(ana)).introduction_id
    async with story.database.writing() as session:
        await blocked_country_pairs.put(session, "CN", "RS", by=mei.person_id, reason=None, now=NOW)
    with pytest.raises(DomainError):
        await ana.accepts(number)
    with pytest.raises(DomainError):
        await ana.proposes(mei)
    assert (await story.row(number)).status is IntroductionStatus.PROPOSED


async def test_nothing_is_proposed_between_blocked_countries(story: Story, mei: Human, ana: Human) -> None:
    async with story.database.writing() as session:
        await blocked_country_pairs.put(session, "CN", "RS", by=mei.person_id, reason=None, now=NOW)
    for one, other in ((mei, ana), (ana, mei)):
        with pytest.raises(errors.UnavailableError):
            await one.proposes(other)


UNKNOWN = IntroductionId(1_000_000)


async def test_an_unknown_introduction_is_refused_like_somebody_elses(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    stranger = await story.joins("Olga", "Another d.o.o.", "AT", Kind.OFFER)
    for human, one in ((ana, UNKNOWN), (stranger, number)):
        for act in (human.accepts, human.declines, human.withdraws, human.asks, human.answers, human.sees):
            with pytest.raises(errors.NotYoursError):
                await act(one)


async def test_a_side_that_may_not_act_is_told_so_also_after_the_end(story: Story, mei: Human, ana: Human) -> None:
    """Only the side that might have acted learns that the introduction is over."""
    number = (await mei.proposes(ana)).introduction_id
    await ana.declines(number)
    with pytest.raises(errors.ClosedError):
        await mei.withdraws(number)
    with pytest.raises(errors.ClosedError):
        await ana.accepts(number)
    with pytest.raises(errors.NotYoursError):
        await mei.accepts(number)
    with pytest.raises(errors.NotYoursError):
        await ana.withdraws(number)


async def test_a_hold_is_repeated_only_after_its_release_and_before_the_end(
    story: Story, mei: Human, ana: Human
) -> None:
    number = (await mei.proposes(ana)).introduction_id

    async def holds_again() -> bool:
        row = await story.row(number)
        async with story.database.writing() as session:
            return await holds.hold_again(session, row, HoldReason.DUAL_USE, NOW)

    assert not await holds_again(), "never held"
    async with story.database.writing() as session:
        await hits.hold(session, number, HoldReason.DUAL_USE, NOW)
    assert not await holds_again(), "held still"
    async with story.database.writing() as session:
        await holds.release(session, await story.row(number), HoldReason.DUAL_USE, NOW)
    await ana.accepts(number)
    assert not await holds_again(), "over"


async def test_ended_introductions_are_not_stopped(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await ana.declines(number)
    told = await mei.told(), await ana.told()
    async with story.database.writing() as session:
        assert await holds.stop(session, number, NOW) is None
    assert (await mei.told(), await ana.told()) == told


async def test_after_a_question_a_postponed_introduction_is_not_postponed_further(
    story: Story, mei: Human, ana: Human
) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await ana.puts_off(number, story.clock() + timedelta(days=5))
    await ana.asks(number)
    later = (await story.row(number)).later_until
    with pytest.raises(DomainError):
        await ana.puts_off(number, story.clock() + timedelta(days=40))
    assert (await story.row(number)).later_until == later


async def test_lifting_a_block_leaves_those_of_others(story: Story, mei: Human, ana: Human) -> None:
    ivo = await story.joins("Ivo", "Ivo d.o.o.", "HR", Kind.NEED)
    async with story.database.writing() as session:
        for one, other in ((mei, ana), (ivo, ana), (mei, ivo)):
            await blocks.put(session, one.company_id, other.company_id, person_id=one.person_id, now=NOW)
        assert await blocks.lift(session, mei.company_id, ana.company_id)
        assert not await blocks.between(session, mei.company_id, ana.company_id)
        assert await blocks.between(session, ivo.company_id, ana.company_id)
        assert await blocks.between(session, mei.company_id, ivo.company_id)


async def test_a_live_introduction_is_one_of_both_listings(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    need = await story.joins("Vera", "Komšija", "HR", Kind.NEED)
    offer = await story.joins("Ivo", "Ivo d.o.o.", "HR", Kind.OFFER)
    async with story.database.reading() as session:
        found = await introductions.live_between(session, mei.listing_id, ana.listing_id)
        assert found is not None
        assert found.id == number
        assert await introductions.live_between(session, mei.listing_id, offer.listing_id) is None
        assert await introductions.live_between(session, need.listing_id, ana.listing_id) is None


async def test_a_dual_use_answer_is_that_of_its_listing(story: Story, mei: Human, ana: Human) -> None:
    async with story.database.writing() as session:
        await dual_use.put(session, mei.listing_id, DualUseAnswer.YES, mei.person_id, NOW)
        assert await dual_use.is_any(session, [mei.listing_id, ana.listing_id])
        assert not await dual_use.is_any(session, [ana.listing_id])


async def test_ended_introductions_are_found_by_both_listings_and_the_proposer(
    story: Story, mei: Human, ana: Human
) -> None:
    need = await story.joins("Vera", "Komšija", "HR", Kind.NEED)
    offer = await story.joins("Ivo", "Ivo d.o.o.", "HR", Kind.OFFER)
    number = (await mei.proposes(ana)).introduction_id
    async with story.database.reading() as session:
        assert not await introductions.ended_between(session, mei.listing_id, ana.listing_id, Kind.NEED)
    await mei.withdraws(number)
    async with story.database.reading() as session:
        (ended,) = await introductions.ended_between(session, mei.listing_id, ana.listing_id, Kind.NEED)
        assert ended.id == number
        for pair in ((mei, ana, Kind.OFFER), (mei, offer, Kind.NEED), (need, ana, Kind.NEED)):
            assert not await introductions.ended_between(session, pair[0].listing_id, pair[1].listing_id, pair[2])
