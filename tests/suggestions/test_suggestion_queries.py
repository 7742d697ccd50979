"""Suggestions: who sees which, and what their answers change."""

import asyncio
from datetime import timedelta

import pytest

from storage.ids import SuggestionId
from storage.models import Suggestion
from storage.suggestions import open_suggestions, suggestions, verdicts
from storage.vocabulary import Kind, ListingStatus, MembershipStatus, Relation, Verdict
from tests.factories import NOW, add_person, set_status
from tests.suggestions.scene import LATER, Scene


async def test_both_sides_see_them_the_best_first(scene: Scene) -> None:
    one, two, three = scene.needs
    assert await scene.needs_seen_by_ana() == [two, one, three]
    assert await scene.needs_seen_by_ana(limit=2) == [two, one]
    async with scene.database.reading() as session:
        found = await open_suggestions.open_for(session, scene.mei.id, NOW, listing_id=two)
    assert [(one.mine.id, one.theirs.id, one.their_company.id) for one in found] == [
        (two, scene.offer, scene.senzor.id)
    ]
    assert found[0].suggestion.reasons["for"] == 60


async def test_a_stranger_may_act_on_none(scene: Scene) -> None:
    number = (await scene.numbers())[scene.needs[0]]
    async with scene.database.writing() as session:
        stranger = await add_person(session)
    await scene.joins(stranger, scene.senzor, Relation.REPRESENTATIVE, MembershipStatus.REQUESTED)
    async with scene.database.reading() as session:
        assert await open_suggestions.open_one(session, stranger.id, number, NOW) is None
        assert await open_suggestions.open_for(session, stranger.id, NOW) == []
        assert (await open_suggestions.open_one(session, scene.ana.id, number, NOW)).theirs.id == scene.needs[0]
        assert await open_suggestions.open_one(session, scene.ana.id, SuggestionId(999), NOW) is None


async def test_who_speaks_for_both_sides_sees_nothing_of_it(scene: Scene) -> None:
    await scene.joins(scene.ana, scene.pudong, Relation.ADVISER)
    assert await scene.needs_seen_by_ana() == []


async def test_what_is_dismissed_by_either_side_is_gone_for_both(scene: Scene) -> None:
    one, two, three = scene.needs
    numbers = await scene.numbers()
    await scene.decide(numbers[two], Kind.OFFER, Verdict.DISMISSED, reason="other")
    await scene.decide(numbers[one], Kind.NEED, Verdict.DISMISSED)
    assert await scene.needs_seen_by_ana() == [three]
    async with scene.database.writing() as session:
        await suggestions.store(session, [scene.pair(two, 99)], LATER)
    assert await scene.needs_seen_by_ana() == [three]


async def test_a_dismissal_can_be_taken_back_once(scene: Scene) -> None:
    number = (await scene.numbers())[scene.needs[1]]
    await scene.decide(number, Kind.OFFER, Verdict.DISMISSED)
    async with scene.database.writing() as session:
        assert await verdicts.take_back(session, number, Kind.OFFER)
        assert not await verdicts.take_back(session, number, Kind.OFFER)
    assert len(await scene.needs_seen_by_ana()) == 3


async def test_what_is_put_off_comes_back_and_the_other_side_still_sees_it(scene: Scene) -> None:
    one, two, three = scene.needs
    await scene.decide((await scene.numbers())[two], Kind.OFFER, Verdict.LATER, until=LATER)
    assert await scene.needs_seen_by_ana() == [one, three]
    assert await scene.needs_seen_by_ana(now=LATER) == [two, one, three]
    async with scene.database.reading() as session:
        assert len(await open_suggestions.open_for(session, scene.mei.id, NOW)) == 3


async def test_a_second_verdict_replaces_the_first(scene: Scene) -> None:
    number = (await scene.numbers())[scene.needs[1]]
    await scene.decide(number, Kind.OFFER, Verdict.LATER, until=LATER)
    await scene.decide(number, Kind.OFFER, Verdict.DISMISSED)
    assert scene.needs[1] not in await scene.needs_seen_by_ana(now=LATER)


async def test_what_was_seen_is_not_new_and_seeing_twice_is_seeing(scene: Scene) -> None:
    one, two, three = scene.needs
    number = (await scene.numbers())[two]

    async def see() -> None:
        async with scene.database.writing() as session:
            await suggestions.mark_seen(session, scene.ana.id, [number], NOW)
            await suggestions.mark_seen(session, scene.ana.id, [], NOW)
            await suggestions.mark_seen(session, scene.ana.id, [SuggestionId(404)], NOW)  # deleted since it was read

    await asyncio.gather(*(see() for _ in range(5)))
    assert await scene.needs_seen_by_ana(unseen=True) == [one, three]
    assert await scene.needs_seen_by_ana() == [two, one, three]


@pytest.mark.parametrize("status", [status for status in ListingStatus if status is not ListingStatus.PUBLISHED])
async def test_only_what_is_published_is_shown(scene: Scene, status: ListingStatus) -> None:
    async with scene.database.writing() as session:
        await set_status(session, scene.needs[0], status)
    assert scene.needs[0] not in await scene.needs_seen_by_ana()


async def test_what_has_run_out_is_not_shown_even_before_the_sweep(scene: Scene) -> None:
    assert await scene.needs_seen_by_ana(now=NOW + timedelta(days=180)) == []


async def test_keeping_a_pair_again_takes_the_new_score(scene: Scene) -> None:
    async with scene.database.writing() as session:
        await suggestions.store(session, [scene.pair(scene.needs[2], 90)], LATER)
        await suggestions.store(session, [], LATER)
    assert (await scene.needs_seen_by_ana())[0] == scene.needs[2]
    async with scene.database.reading() as session:
        kept = await session.get(Suggestion, (await scene.numbers())[scene.needs[2]])
    assert (kept.score, kept.created_at, kept.updated_at) == (90, NOW, LATER)


async def test_what_no_longer_holds_is_dropped_unless_it_was_answered(scene: Scene) -> None:
    numbers = await scene.numbers()
    await scene.decide(numbers[scene.needs[0]], Kind.OFFER, Verdict.LATER, until=LATER)
    async with scene.database.writing() as session:
        await suggestions.mark_seen(session, scene.ana.id, numbers.values(), NOW)
        await suggestions.drop(session, numbers.values())
    assert set(await scene.numbers()) == {scene.needs[0]}
