"""Reminders, expiry and outcome questions: on time, once, in quiet hours, and after a downtime."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import NoLongerThereError
from bot.usecases import introductions
from bot.usecases.introductions import errors
from bot.usecases.people import settings
from storage.introductions import outcomes, timing
from storage.vocabulary import IntroductionStatus, Kind, Outcome, Topic
from tests.introductions.story import Human, Story


async def test_one_reminder_after_three_days_and_expiry_after_ten(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    assert await story.time_passes(days=2, hours=23, minutes=59) == 0
    assert await story.time_passes(minutes=1) == 1
    assert await story.time_passes(days=3) == 0, "not twice"
    assert await story.time_passes(days=3, hours=23, minutes=59) == 0
    assert await story.time_passes(minutes=1) == 1
    assert (await story.row(number)).status is IntroductionStatus.EXPIRED
    assert await ana.told() == [Topic.INTRODUCTION_REMINDER], "the unseen proposal was taken back with the end"


async def test_the_side_whose_turn_it_is_is_reminded_and_each_move_restarts_the_time(
    story: Story, mei: Human, ana: Human
) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await story.time_passes(days=3)
    await ana.asks(number)
    await story.time_passes(days=3)
    assert Topic.INTRODUCTION_REMINDER in await mei.told()
    await mei.answers(number)
    await story.time_passes(days=3)
    assert (await ana.told()).count(Topic.INTRODUCTION_REMINDER) == 2
    await story.time_passes(days=6)
    assert (await story.row(number)).status.is_open
    await story.time_passes(days=1)
    assert (await story.row(number)).status is IntroductionStatus.EXPIRED


async def test_a_reminder_sent_for_an_earlier_move_is_not_noted(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    earlier = (await story.row(number)).moves
    await ana.asks(number)
    async with story.database.writing() as session:
        await timing.mark_reminded(session, number, earlier, story.clock())
    assert (await story.row(number)).reminded_at is None
    async with story.database.writing() as session:
        await timing.mark_reminded(session, number, earlier + 1, story.clock())
    assert (await story.row(number)).reminded_at == story.clock()


async def test_after_a_long_downtime_an_introduction_expires_without_a_reminder(
    story: Story, mei: Human, ana: Human
) -> None:
    await mei.proposes(ana)
    await story.time_passes(days=40)
    assert Topic.INTRODUCTION_REMINDER not in await ana.told()
    assert await mei.told() == [Topic.INTRODUCTION_EXPIRED]


async def test_a_postponed_introduction_survives_a_downtime(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await ana.puts_off(number, story.clock() + timedelta(days=5))
    await story.time_passes(days=60)
    row = await story.row(number)
    assert row.status is IntroductionStatus.PROPOSED
    assert row.expires_at == story.clock() + story.rules.expiry


async def test_a_late_answer_counts_until_the_job_has_run(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    story.clock.forward(days=11)
    await ana.accepts(number)
    assert (await story.row(number)).status is IntroductionStatus.ACCEPTED


async def test_small_and_large_batches_have_the_same_result(story: Story, mei: Human, ana: Human) -> None:
    bo = await story.joins("Bo", "Bo d.o.o.", "RS", Kind.OFFER)
    for other in (ana, bo):
        await other.puts_off((await mei.proposes(other)).introduction_id, story.clock() + timedelta(days=5))
    story.clock.forward(days=60)
    for _ in range(2):
        async with story.database.writing() as session:
            assert await introductions.due(session, story.clock(), story.rules, limit=1) == 1
    for other in (ana, bo):
        assert (await other.told())[-1] == Topic.INTRODUCTION_RETURNED
    assert await story.time_passes() == 0


async def test_obsolete_deliveries_are_recognised(story: Story, mei: Human, ana: Human) -> None:
    petar = await story.colleague(ana, "Petar")
    number = (await mei.proposes(ana)).introduction_id
    proposed = await petar.last(Topic.INTRODUCTION_PROPOSED)
    await story.time_passes(days=3)
    reminder = await ana.last(Topic.INTRODUCTION_REMINDER)
    assert await story.is_current(reminder)
    await ana.asks(number)
    assert not await story.is_current(reminder)
    assert await story.is_current(proposed), "Petar may not have seen it yet"
    question = await mei.last(Topic.INTRODUCTION_QUESTION)
    by_colleague = await petar.last(Topic.INTRODUCTION_BY_COLLEAGUE)
    assert await story.is_current(question)
    assert await story.is_current(by_colleague)
    await mei.answers(number)
    assert not await story.is_current(question)
    assert not await story.is_current(by_colleague)
    await ana.accepts(number)
    assert not await story.is_current(proposed)
    assert await story.is_current(await mei.last(Topic.INTRODUCTION_ACCEPTED))
    await mei.says(number, "hello")
    assert await story.is_current(await ana.last(Topic.RELAYED_MESSAGE))


async def test_a_delivery_for_a_deleted_introduction_is_obsolete(story: Story) -> None:
    async with story.database.reading() as session:
        payload = {"introduction_id": 77, "side": "need", "move": 0}
        assert not await introductions.is_current(session, Topic.INTRODUCTION_PROPOSED, payload)


async def test_both_sides_are_asked_for_the_outcome_until_it_is_final(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await ana.accepts(number)
    await story.time_passes(days=7)
    asked = await mei.last(Topic.OUTCOME_QUESTION)
    assert asked.payload["day"] == 7
    assert await story.is_current(asked)

    async def records(human: Human, day: int, outcome: Outcome) -> None:
        async with story.database.writing() as session:
            await introductions.record_outcome(session, human.person_id, number, day, outcome, story.clock())

    await records(mei, 7, Outcome.SIGNED)
    assert not await story.is_current(asked)
    await records(ana, 7, Outcome.TALKING)
    await records(ana, 7, Outcome.MET)
    await story.time_passes(days=23)
    assert (await mei.told()).count(Topic.OUTCOME_QUESTION) == 1, "signed: nothing more to ask"
    assert (await ana.last(Topic.OUTCOME_QUESTION)).payload["day"] == 30
    async with story.database.reading() as session:
        rows = await outcomes.of_introduction(session, number, Kind.OFFER)
    assert [row.outcome for row in rows] == [Outcome.MET, None, None]
    with pytest.raises(NoLongerThereError):
        await records(ana, 8, Outcome.MET)


async def test_after_a_downtime_only_the_latest_outcome_question_is_asked(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await ana.accepts(number)
    await story.time_passes(days=45)
    assert (await mei.told()).count(Topic.OUTCOME_QUESTION) == 1
    assert (await mei.last(Topic.OUTCOME_QUESTION)).payload["day"] == 30


async def test_there_is_no_outcome_before_acceptance(story: Story, mei: Human, ana: Human) -> None:
    stranger = await story.colleague(ana, "Petar")
    number = (await mei.proposes(ana)).introduction_id
    async with story.database.writing() as session:
        with pytest.raises(NoLongerThereError):
            await introductions.record_outcome(session, stranger.person_id, number, 7, Outcome.MET, story.clock())
        with pytest.raises(errors.NotYoursError):
            await introductions.record_outcome(session, mei.person_id, 99, 7, Outcome.MET, story.clock())


async def test_quiet_hours_delay_routine_notices_but_no_messages_from_people(
    story: Story, mei: Human, ana: Human
) -> None:
    story.clock.now = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)  # 23:30 in Belgrade, 06:30 in Shanghai
    await mei.proposes(ana)
    assert (await ana.last(Topic.INTRODUCTION_PROPOSED)).not_before == story.clock()
    await story.time_passes(days=3)
    morning = datetime(2026, 3, 6, 7, 0, tzinfo=UTC)
    assert (await ana.last(Topic.INTRODUCTION_REMINDER)).not_before == morning


async def test_chosen_quiet_hours_delay_notices_but_no_conversation(story: Story, mei: Human, ana: Human) -> None:
    async with story.database.writing() as session:
        await settings.choose_quiet_hours(session, ana.person_id, (8, 20))
    story.clock.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    number = (await mei.proposes(ana)).introduction_id
    evening = datetime(2026, 3, 2, 19, 0, tzinfo=UTC)
    assert (await ana.last(Topic.INTRODUCTION_PROPOSED)).not_before == evening
    await ana.asks(number)
    await mei.answers(number)
    assert (await ana.last(Topic.INTRODUCTION_ANSWER)).not_before == story.clock()
