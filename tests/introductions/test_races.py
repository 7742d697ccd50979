"""Concurrent actions: exactly one counts, and everyone is told once."""

import asyncio
from collections import Counter
from collections.abc import Awaitable
from typing import Any

import pytest

from bot.errors import DomainError
from bot.usecases import introductions
from bot.usecases.introductions import errors
from storage.vocabulary import IntroductionStatus, Kind, Topic
from tests.introductions.story import Human, Story


async def at_once(*acts: Awaitable[Any]) -> list[Any]:
    """Returns the result or expected error of each call. Other errors are raised."""
    results = await asyncio.gather(*acts, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, DomainError):
            raise result
    return results


def refused(results: list[Any]) -> list[type[Exception]]:
    return [type(result) for result in results if isinstance(result, DomainError)]


async def test_a_double_tap_on_propose_makes_one_introduction(story: Story, mei: Human, ana: Human) -> None:
    results = await at_once(*(mei.proposes(ana) for _ in range(4)))
    assert refused(results) == [errors.UnderWayError] * 3
    assert await ana.told() == [Topic.INTRODUCTION_PROPOSED]


async def test_simultaneous_mutual_proposals_are_accepted(story: Story, mei: Human, ana: Human) -> None:
    first, second = await at_once(mei.proposes(ana), ana.proposes(mei))
    assert first.introduction_id == second.introduction_id
    assert {first.accepted, second.accepted} == {True, False}
    row = await story.row(first.introduction_id)
    assert row.status is IntroductionStatus.ACCEPTED
    proposer, other = (ana, mei) if first.accepted else (mei, ana)
    assert row.proposer_id == proposer.person_id
    assert await proposer.told() == [Topic.INTRODUCTION_ACCEPTED]
    assert (await proposer.gets_card(row.id)).person is not None
    assert (await other.gets_card(row.id)).person is not None


async def test_a_return_proposal_accepts_even_with_an_open_question(mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await ana.asks(number)
    answer = await ana.proposes(mei, "We should talk.")
    assert (answer.introduction_id, answer.accepted) == (number, True)
    with pytest.raises(errors.UnderWayError):
        await mei.proposes(ana)
    with pytest.raises(errors.UnderWayError):
        await ana.proposes(mei)


async def test_a_double_tap_on_accept_counts_once(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    results = await at_once(*(ana.accepts(number) for _ in range(4)))
    assert refused(results) == [errors.ClosedError] * 3
    assert all(error.status is IntroductionStatus.ACCEPTED for error in results if isinstance(error, DomainError))
    assert await mei.told() == [Topic.INTRODUCTION_ACCEPTED]


async def test_two_colleagues_answer_differently_and_one_answer_counts(story: Story, mei: Human, ana: Human) -> None:
    petar = await story.colleague(ana, "Petar Perić")
    number = (await mei.proposes(ana)).introduction_id
    results = await at_once(ana.accepts(number), petar.declines(number))
    assert refused(results) == [errors.ClosedError]
    status = (await story.row(number)).status
    assert status in {IntroductionStatus.ACCEPTED, IntroductionStatus.DECLINED}
    topics = Counter(await mei.told())
    assert topics.total() == 1
    assert topics[f"introduction_{status}"] == 1


async def test_accepting_and_withdrawing_at_once_has_one_result(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    results = await at_once(ana.accepts(number), mei.withdraws(number))
    assert refused(results) == [errors.ClosedError]
    row = await story.row(number)
    assert (row.accepted_at is None) == (row.status is IntroductionStatus.WITHDRAWN)


async def test_a_question_and_a_decline_at_once_have_one_result(story: Story, mei: Human, ana: Human) -> None:
    petar = await story.colleague(ana, "Petar Perić")
    number = (await mei.proposes(ana)).introduction_id
    await at_once(ana.asks(number), petar.declines(number))
    row = await story.row(number)
    assert row.status is IntroductionStatus.DECLINED, "a no ends it, before the question or after it"
    assert len(await story.messages()) == row.moves - 1


async def test_only_one_of_two_simultaneous_questions_counts(story: Story, mei: Human, ana: Human) -> None:
    petar = await story.colleague(ana, "Petar Perić")
    number = (await mei.proposes(ana)).introduction_id
    results = await at_once(ana.asks(number), petar.asks(number), ana.asks(number))
    assert refused(results) == [errors.NotYourMoveError] * 2
    assert len(await story.messages()) == 1
    assert await mei.told() == [Topic.INTRODUCTION_QUESTION]


async def test_an_acceptance_and_an_expiry_at_once_have_one_result(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    story.clock.forward(days=10)
    await at_once(ana.accepts(number), story.time_passes())
    row = await story.row(number)
    assert row.status in {IntroductionStatus.ACCEPTED, IntroductionStatus.EXPIRED}
    told = await mei.told()
    assert told == [f"introduction_{row.status}"]


async def test_two_processes_send_one_reminder(story: Story, mei: Human, ana: Human) -> None:
    await mei.proposes(ana)
    story.clock.forward(days=3)
    counts = await at_once(*(story.time_passes() for _ in range(3)))
    assert sum(counts) == 1
    assert await ana.told() == [Topic.INTRODUCTION_PROPOSED, Topic.INTRODUCTION_REMINDER]


async def test_the_cap_holds_against_two_devices(story: Story, mei: Human) -> None:
    others = [await story.joins(f"O{i}", f"Offer {i}", "RS", Kind.OFFER) for i in range(6)]
    results = await at_once(*(mei.proposes(other) for other in others))
    assert refused(results) == [errors.CapReachedError] * 3
    async with story.database.reading() as session:
        assert await introductions.proposals_left(session, mei.person_id, mei.company_id, story.rules) == 0
