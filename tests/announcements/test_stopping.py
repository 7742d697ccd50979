"""Announcements that are paused, stopped, recalled or left by a process that was killed."""

import asyncio
from collections.abc import Callable

import pytest

from bot.outbox.row_sender import LEASE
from bot.usecases.announcements import running
from bot.usecases.announcements.compose import Part
from bot.usecases.announcements.errors import MovedOnError
from bot.usecases.privacy import rights
from storage import outbox_claims
from storage.announcements import announcements, figures
from storage.models import AnnouncementCopy
from storage.vocabulary import AnnouncementStatus, DeliveryStatus, PartKind
from tests.announcements.fair import Fair, got, open_fair, work_off
from tests.chat import Chat
from tests.clock import Clock
from tests.outbox import elsewhere


async def test_paused_resumed_and_cancelled(chat: Chat, fair: Fair, clock: Clock) -> None:
    number = await fair.says("Wait")
    await fair.sends(number)
    async with fair.database.writing() as session:
        await running.start_due(session, clock())
        await running.pause(session, fair.actor, number, clock())
    await work_off(chat)
    assert await fair.statuses(number) == ["pending"] * 3
    async with fair.database.writing() as session:
        await running.cancel(session, fair.actor, number, clock())
        with pytest.raises(MovedOnError):
            await running.resume(session, fair.actor, number)
    assert await fair.statuses(number) == ["obsolete"] * 3
    await work_off(chat)
    assert [got(guest, "Wait") for guest in fair.people] == [0, 0, 0]


@pytest.mark.parametrize(
    ("act", "statuses"),
    [(running.pause, ["pending"] * 3), (running.cancel, ["obsolete"] * 3)],
    ids=["paused", "cancelled"],
)
async def test_a_copy_that_waits_for_its_turn_does_not_go_out_when_the_announcement_is_stopped(
    chat: Chat, fair: Fair, clock: Clock, monkeypatch: pytest.MonkeyPatch, act: Callable, statuses: list[str]
) -> None:
    number = await fair.says("Wait")
    await fair.sends(number)
    limiter = chat.program.application.bot.rate_limiter
    wait, stopped, one_at_a_time = limiter.take_turn, [], asyncio.Lock()

    async def stops(*arguments: int) -> None:
        await wait(*arguments)
        async with one_at_a_time:
            if not stopped:
                stopped.append(number)
                async with fair.database.writing() as session:
                    await act(session, fair.actor, number, clock())

    monkeypatch.setattr(limiter, "take_turn", stops)
    await work_off(chat)
    assert await fair.statuses(number) == statuses
    assert [got(guest, "Wait") for guest in fair.people] == [0, 0, 0]


async def test_recalled_is_deleted_as_far_as_telegram_allows(chat: Chat, fair: Fair, clock: Clock) -> None:
    number = await fair.says("A mistake")
    await fair.sends(number)
    await work_off(chat)
    fair.world.chats[fair.people[2].id].blocked = True
    async with fair.database.writing() as session:
        await running.recall(session, fair.actor, number, clock())
    await work_off(chat)
    assert [got(guest, "A mistake") for guest in fair.people] == [0, 0, 1]
    assert (await fair.row(number)).status is AnnouncementStatus.RECALLED
    async with fair.database.reading() as session:
        progress = await running.measure(session, await fair.row(number), clock())
    assert (progress.recalled, progress.recall_refused) == (2, 1)


async def test_the_first_part_of_a_copy_that_failed_is_recalled_too(chat: Chat, fair: Fair, clock: Clock) -> None:
    number = await fair.says("A mistake", parts=[Part(kind=PartKind.OTHER, message_ids=(987_654,))])
    await fair.sends(number)
    await work_off(chat)
    assert await fair.statuses(number) == ["failed"] * 3
    assert [got(guest, "A mistake") for guest in fair.people] == [1, 1, 1]
    async with fair.database.writing() as session:
        await running.recall(session, fair.actor, number, clock())
    await work_off(chat)
    assert [got(guest, "A mistake") for guest in fair.people] == [0, 0, 0]
    assert (await fair.row(number)).status is AnnouncementStatus.RECALLED


async def test_a_message_that_telegram_refuses_from_everybody_stops_itself(
    chat: Chat, fair: Fair, clock: Clock
) -> None:
    crowd = await open_fair(fair.database, fair.world, clock(), people=12)
    number = await crowd.says(parts=[Part(kind=PartKind.OTHER, message_ids=(987_654,))])
    await crowd.sends(number)
    await work_off(chat)
    assert (await crowd.row(number)).status is AnnouncementStatus.PAUSED
    async with crowd.database.reading() as session:
        counts = await figures.counts(session, number, now=clock(), since=clock())
    assert counts.of(DeliveryStatus.FAILED) >= 5


async def test_another_process_goes_on_where_a_killed_one_stood(chat: Chat, fair: Fair, clock: Clock) -> None:
    number = await fair.says("First part", "Second part")
    await fair.sends(number)
    async with fair.database.writing() as session:
        await running.start_due(session, clock())
    _, two, _ = await elsewhere.claims(fair.database, AnnouncementCopy, clock())
    await elsewhere.begins(fair.database, two)
    clock.now += LEASE
    await work_off(chat)
    # Of the copy that was being sent the first part may have arrived: only the second follows.
    assert [got(guest, "First part") for guest in fair.people] == [1, 0, 1]
    assert [got(guest, "Second part") for guest in fair.people] == [1, 1, 1]
    assert await fair.statuses(number) == ["sent", "unknown", "sent"]
    assert (await fair.row(number)).status is AnnouncementStatus.DONE


async def test_copies_of_a_living_process_are_left_to_it(chat: Chat, fair: Fair, clock: Clock) -> None:
    number = await fair.says("First part", "Second part")
    await fair.sends(number)
    async with fair.database.writing() as session:
        await running.start_due(session, clock())
    one, two = await elsewhere.claims(fair.database, AnnouncementCopy, clock(), limit=2)
    await elsewhere.begins(fair.database, two)
    clock.now += LEASE * 0.9
    await work_off(chat)
    assert await fair.statuses(number) == ["claimed", "sending", "sent"]
    async with fair.database.writing() as session:
        await outbox_claims.renew(session, [one, two], owner=elsewhere.OWNER, until=clock() + LEASE)
    clock.now += LEASE * 0.9
    await work_off(chat)
    assert [got(guest, "First part") for guest in fair.people] == [0, 0, 1]
    assert (await fair.row(number)).status is AnnouncementStatus.RUNNING


async def test_an_author_who_is_forgotten_leaves_no_words_and_nothing_under_way(
    chat: Chat, fair: Fair, clock: Clock
) -> None:
    number = await fair.says("Call me: Olga")
    await fair.sends(number)
    draft = await fair.says("Never sent")
    async with fair.database.writing() as session:
        await running.start_due(session, clock())
        await rights.forget(session, fair.actor.id, clock())
    await work_off(chat)
    assert [got(guest, "Olga") for guest in fair.people] == [0, 0, 0]
    async with fair.database.reading() as session:
        assert await announcements.find(session, draft) is None
        (version,) = await announcements.versions(session, number)
        assert (version.from_chat_id, version.parts) == (0, [])
    assert (await fair.row(number)).author_id is None
