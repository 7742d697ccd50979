"""Suggestions that are stored, and that one side, both or nobody may see now."""

import pytest

from storage.introductions import blocks
from storage.models import Introduction, Listing
from storage.moderation import blocked_country_pairs
from storage.suggestions import open_suggestions, suggestions, verdicts
from storage.vocabulary import (
    DismissalReason,
    IntroductionStatus,
    Kind,
    ListingStatus,
    MembershipStatus,
    ProfileType,
    Relation,
    Verdict,
)
from tests.factories import NOW, add_company, add_introduction, add_listing, add_person, set_status
from tests.suggestions.scene import LATER, Scene

SHOWN = {IntroductionStatus.EXPIRED, IntroductionStatus.WITHDRAWN}


@pytest.mark.parametrize("status", [status for status in ListingStatus if status is not ListingStatus.PUBLISHED])
async def test_nothing_is_shown_for_a_listing_of_ones_own_that_is_not_published(
    scene: Scene, status: ListingStatus
) -> None:
    async with scene.database.writing() as session:
        await set_status(session, scene.offer, status)
    assert await scene.needs_seen_by_ana() == []


@pytest.mark.parametrize("is_ana_the_one", [True, False])
async def test_companies_that_have_blocked_each_other_are_hidden(scene: Scene, is_ana_the_one: bool) -> None:
    pair = (scene.senzor.id, scene.pudong.id) if is_ana_the_one else (scene.pudong.id, scene.senzor.id)
    async with scene.database.writing() as session:
        stranger = await add_company(session, await add_person(session))
        for other in (scene.senzor.id, scene.pudong.id):
            await blocks.put(session, stranger.id, other, person_id=scene.ana.id, now=NOW)
            await blocks.put(session, other, stranger.id, person_id=scene.ana.id, now=NOW)
    assert len(await scene.needs_seen_by_ana()) == 3
    async with scene.database.writing() as session:
        await blocks.put(session, *pair, person_id=scene.ana.id, now=NOW)
    assert await scene.needs_seen_by_ana() == []


async def test_countries_that_were_blocked_since_are_hidden(scene: Scene) -> None:
    async with scene.database.writing() as session:
        for number, need in enumerate(scene.needs):
            listing = await session.get_one(Listing, need)
            listing.country = ("CN", "DE", "IT")[number]
        for pair in (("CN", "RS"), ("CN", "IT"), ("DE", "FR")):
            await blocked_country_pairs.put(session, *pair, by=scene.ana.id, reason=None, now=NOW)
    assert set(await scene.needs_seen_by_ana()) == set(scene.needs[1:])


@pytest.mark.parametrize("status", IntroductionStatus)
async def test_whom_one_has_asked_or_declined_is_shown_no_more(scene: Scene, status: IntroductionStatus) -> None:
    async with scene.database.writing() as session:
        other_offer = await add_listing(session, scene.senzor)
        need, offer = await session.get_one(Listing, scene.needs[0]), await session.get_one(Listing, scene.offer)
        second = await session.get_one(Listing, scene.needs[1])
        turn = Kind.OFFER if status.is_open else None
        await add_introduction(session, need, offer, status=status, turn=turn)
        await add_introduction(session, second, other_offer, status=IntroductionStatus.PROPOSED)
    seen = await scene.needs_seen_by_ana()
    assert (scene.needs[0] in seen) is (status in SHOWN)
    assert scene.needs[1] in seen, "the introduction is about another offer"
    assert scene.needs[2] in seen


async def test_what_a_colleague_has_seen_is_still_new_to_oneself(scene: Scene) -> None:
    async with scene.database.writing() as session:
        colleague = await add_person(session)
        await suggestions.mark_seen(session, colleague.id, (await scene.numbers()).values(), NOW)
    await scene.joins(colleague, scene.senzor, Relation.REPRESENTATIVE)
    assert len(await scene.needs_seen_by_ana(unseen=True)) == 3
    async with scene.database.reading() as session:
        assert await open_suggestions.count_open(session, colleague.id, NOW, unseen=True) == 0
        assert await open_suggestions.count_open(session, colleague.id, NOW) == 3


async def test_companies_that_an_organizer_holds_have_a_list_of_their_own(scene: Scene) -> None:
    async with scene.database.writing() as session:
        olga = await add_person(session)
        held = await add_company(session, name="Zelena Polja")
        offer = await add_listing(session, held)
    await scene.joins(olga, held, Relation.ORGANIZER)
    await scene.joins(olga, scene.senzor, Relation.REPRESENTATIVE)
    async with scene.database.writing() as session:
        await suggestions.store(session, [scene.pair(scene.needs[0], 70, offer.id)], NOW)
    async with scene.database.reading() as session:
        assert await open_suggestions.counts_of_held(session, olga.id, NOW, 5) == [(offer.id, "Zelena Polja", 1)]
        shown = await open_suggestions.open_for(session, olga.id, NOW)
        assert [one.mine.id for one in shown] == [scene.offer] * 3
        one_by_one = await open_suggestions.open_for(session, olga.id, NOW, listing_id=offer.id)
        assert [one.mine.id for one in one_by_one] == [offer.id]
        assert await open_suggestions.counts_of_held(session, scene.ana.id, NOW, 5) == []


async def test_who_has_left_a_company_sees_none_of_its_suggestions(scene: Scene) -> None:
    await scene.joins(scene.ana, scene.senzor, Relation.REPRESENTATIVE, MembershipStatus.LEFT)
    assert await scene.needs_seen_by_ana() == []


async def test_a_suggestion_that_led_to_an_introduction_is_not_dropped(scene: Scene) -> None:
    numbers = await scene.numbers()
    async with scene.database.writing() as session:
        need, offer = await session.get_one(Listing, scene.needs[0]), await session.get_one(Listing, scene.offer)
        made = await add_introduction(session, need, offer, suggestion_id=numbers[need.id])
        await suggestions.drop(session, numbers.values())
        assert (await session.get_one(Introduction, made.id)).suggestion_id == numbers[need.id]
    assert set(await scene.numbers()) == {scene.needs[0]}


async def test_the_suggestion_of_a_pair_is_that_of_both(scene: Scene) -> None:
    async with scene.database.writing() as session:
        second = (await add_listing(session, scene.senzor)).id
        await suggestions.store(session, [scene.pair(need, 20, second) for need in scene.needs], NOW)
        for offer in (scene.offer, second):
            for need in scene.needs:
                found = await suggestions.of_pair(session, need, offer)
                assert found is not None
                assert (found.need_id, found.offer_id) == (need, offer)
        assert await suggestions.of_pair(session, None, scene.offer) is None


async def test_only_the_two_sides_know_which_listing_is_theirs(scene: Scene) -> None:
    number = (await scene.numbers())[scene.needs[1]]
    async with scene.database.writing() as session:
        stranger = await add_person(session)
        await add_company(session, stranger)
        # Mei also offers something, and has a suggestion of that.
        offer = await add_listing(session, scene.pudong)
        need = await add_listing(session, scene.senzor, profile_type=ProfileType.TECHNOLOGY_REQUEST)
        await suggestions.store(session, [scene.pair(need.id, 50, offer.id)], NOW)
    async with scene.database.reading() as session:
        assert await suggestions.pair_of(session, scene.ana.id, number) == (scene.offer, scene.needs[1])
        assert await suggestions.pair_of(session, scene.mei.id, number) == (scene.needs[1], scene.offer)
        assert await suggestions.pair_of(session, stranger.id, number) is None
        assert await suggestions.side_of(session, stranger.id, number) is None
        other = await suggestions.of_pair(session, need.id, offer.id)
        assert other is not None
        assert await suggestions.side_of(session, scene.ana.id, other.id) is Kind.NEED
        assert await suggestions.side_of(session, scene.ana.id, number) is Kind.OFFER


async def test_a_reason_belongs_to_ones_own_dismissal(scene: Scene) -> None:
    one, two, _ = scene.needs
    numbers = await scene.numbers()
    for side in Kind:
        await scene.decide(numbers[one], side, Verdict.DISMISSED)
    await scene.decide(numbers[two], Kind.OFFER, Verdict.LATER, until=LATER)
    reason = DismissalReason.TOO_EARLY
    async with scene.database.writing() as session:
        assert await verdicts.put_reason(session, numbers[one], Kind.OFFER, reason)
        assert not await verdicts.put_reason(session, numbers[two], Kind.OFFER, reason)
        assert not await verdicts.put_reason(session, numbers[two], Kind.NEED, reason)
    async with scene.database.reading() as session:
        found = {
            (number, side): verdict.reason
            for number in (numbers[one], numbers[two])
            for side in Kind
            if (verdict := await session.get(verdicts.SuggestionVerdict, (number, side))) is not None
        }
    assert found == {
        (numbers[one], Kind.OFFER): reason,
        (numbers[one], Kind.NEED): None,
        (numbers[two], Kind.OFFER): None,
    }
