"""Notices about an end are skipped if the beginning was never delivered. Questions do not extend the answer time."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.outbox import notice_pairs
from bot.outbox.row_sender import LEASE
from bot.usecases.introductions import holds
from storage import outbox
from storage.models import Delivery
from storage.screening import hits
from storage.vocabulary import DeliveryStatus, HoldReason, Topic
from tests.factories import NOW, add_person
from tests.introductions.story import RULES, Human, Story
from tests.outbox import elsewhere

MAYBE_DELIVERED = {DeliveryStatus.SENDING, DeliveryStatus.SENT, DeliveryStatus.UNKNOWN}
ENDS = [(topic, started) for topic, pair in notice_pairs.PAIRS.items() for started in pair.by]


@pytest.mark.parametrize(("topic", "started"), ENDS)
async def test_the_ended_notice_is_sent_only_if_the_proposal_was_delivered(
    story: Story, topic: str, started: Topic
) -> None:
    for status in DeliveryStatus:
        async with story.database.writing() as session:
            person = (await add_person(session)).id
            for one, subject in ((started, 7), (topic, 7), (topic, 8)):
                await outbox.queue_message(
                    session, person, one, payload={}, dedupe_key=f"{one}:{subject}:3:{person}", now=story.clock()
                )
            beginning = Delivery.dedupe_key == f"{started}:7:3:{person}"
            await session.execute(update(Delivery).where(beginning).values(status=status))
        async with story.database.reading() as session:
            query = select(Delivery).where(Delivery.person_id == person, Delivery.topic == topic).order_by(Delivery.id)
            end, without_beginning = await session.scalars(query)
            assert await notice_pairs.lacks_beginning(session, end) is (status not in MAYBE_DELIVERED), status
            assert not await notice_pairs.lacks_beginning(session, without_beginning), "known from a list"


@pytest.mark.parametrize("held", [False, True])
async def test_a_proposal_still_in_quiet_hours_is_withdrawn_without_a_notice(
    story: Story, mei: Human, ana: Human, *, held: bool
) -> None:
    """Also for a released introduction, whose notice has another dedupe key."""
    number = (await mei.proposes(ana)).introduction_id
    if held:
        async with story.database.writing() as session:
            await hits.hold(session, number, HoldReason.SCREENING, story.clock())
            await holds.release(session, await story.row(number), HoldReason.SCREENING, story.clock())
    await mei.withdraws(number)
    assert await ana.told() == []


async def test_a_proposal_that_a_dead_process_was_sending_is_withdrawn_with_a_notice(
    story: Story, mei: Human, ana: Human
) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await story.time_passes(days=1)
    (proposal,) = await elsewhere.claims(story.database, Delivery, story.clock(), limit=1)
    await elsewhere.begins(story.database, proposal)
    await mei.withdraws(number)
    assert Topic.INTRODUCTION_WITHDRAWN in await ana.told()
    # Another process took it over, and waits for its turn to send the next part or to record the end.
    await elsewhere.claims(story.database, Delivery, story.clock() + LEASE)
    assert Topic.INTRODUCTION_WITHDRAWN in await ana.told()


async def test_a_delivered_reminder_counts_as_a_delivered_proposal(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    await story.time_passes(days=3)
    async with story.database.writing() as session:
        reminded = Delivery.topic == Topic.INTRODUCTION_REMINDER
        await session.execute(update(Delivery).where(reminded).values(status=DeliveryStatus.SENT))
    await mei.withdraws(number)
    assert Topic.INTRODUCTION_WITHDRAWN in await ana.told()


async def test_the_time_to_answer_does_not_grow_with_every_question(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    for _ in range(3):
        story.clock.forward(days=2)
        await ana.asks(number)
        story.clock.forward(days=2)
        await mei.answers(number)
    async with story.database.writing() as session:
        await hits.hold(session, number, HoldReason.DUAL_USE, story.clock())
        await holds.release(session, await story.row(number), HoldReason.DUAL_USE, story.clock())
    row = await story.row(number)
    assert row.expires_at == story.clock() + RULES.expiry
    assert row.remind_at == story.clock() + RULES.reminder


async def test_a_postponed_introduction_that_is_released_stays_postponed(story: Story, mei: Human, ana: Human) -> None:
    number = (await mei.proposes(ana)).introduction_id
    later = story.clock() + timedelta(days=30)
    await ana.puts_off(number, later)
    async with story.database.writing() as session:
        await hits.hold(session, number, HoldReason.SCREENING, NOW)
        await holds.release(session, await story.row(number), HoldReason.SCREENING, story.clock())
    row = await story.row(number)
    assert (row.later_until, row.remind_at, row.expires_at) == (later, None, later + RULES.expiry)
