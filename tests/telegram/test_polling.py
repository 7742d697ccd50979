"""Fetching before working: who stands behind a flood at Telegram does not wait until the flood is worked off."""

import asyncio
import itertools
from collections.abc import Callable

import pytest
from telegram import Update
from telegram.ext import ExtBot

from bot.sandbox.people import person
from bot.sandbox.transport import WorldRequest
from bot.sandbox.world import World
from bot.telegram.double_taps import DoubleTaps
from bot.telegram.flood_guard import FloodGuard
from bot.telegram.polling import Poller
from bot.telegram.update_answers import UpdateAnswers
from bot.telegram.update_queue import UpdateQueue
from bot.telegram.update_shape import read_update
from tests.telegram.stored import StoreInMemory

FLOOD = 350


class Polled:
    """Notes how many updates Telegram still had when each update was begun."""

    def __init__(self, world: World, monotonic: Callable[[], float]) -> None:
        self.world = world
        self.begun: list[tuple[str, int]] = []
        self._done = asyncio.Event()
        self.store = StoreInMemory()
        guard = FloodGuard(burst=10_000, per_second=1, now=lambda: 0.0)
        self.queue = UpdateQueue(
            parse=lambda raw: read_update(raw, None),
            answers=UpdateAnswers(
                handle=self._handle,
                refuse=self._handle,
                acknowledge=self._handle,
                dismiss=self._handle,
                guard=guard,
                taps=DoubleTaps(now=lambda: 0.0),
            ),
            workers=16,
            now=world.clock.now,
            store=self.store,
        )
        request = WorldRequest(world)
        bot = ExtBot(world.token, request=request, get_updates_request=request)
        self.poller = Poller(bot, request, self.queue, allowed_updates=["message"], monotonic=monotonic)

    async def _handle(self, update: Update) -> None:
        text = (update.message and update.message.text) or ""
        self.begun.append((text, len(self.world.updates.pending)))
        if text == "last":
            self._done.set()

    async def until_last(self) -> list[tuple[str, int]]:
        self.queue.start()
        polling = asyncio.create_task(self.poller.run())
        async with asyncio.timeout(30):
            await self._done.wait()
        self.poller.stop()
        await polling
        await self.queue.stop(within_s=30)
        return self.begun


def flooded(count: int = FLOOD) -> World:
    """One person has flooded; another one's message is the last."""
    world = World()
    flooder, other = person(world, "Flood"), person(world, "Ana")
    for number in range(count):
        flooder.types(f"f{number}")
    other.types("last")
    return world


async def test_everything_is_fetched_before_the_next_is_begun() -> None:
    begun = await Polled(flooded(), monotonic=lambda: 0.0).until_last()
    # The last batch is confirmed by the next request.
    assert begun[0][1] <= FLOOD % 100 + 1
    assert "last" in [text for text, _ in begun[:2]]


async def test_work_stands_still_for_a_second_at_most() -> None:
    clock = itertools.count(0.0, 1.5)
    begun = await Polled(flooded(), monotonic=lambda: next(clock)).until_last()
    assert begun[0][1] > 100, "the flood goes on at Telegram, and work as well"


async def test_a_batch_that_is_just_full_holds_nothing_up() -> None:
    begun = await Polled(flooded(99), monotonic=lambda: 0.0).until_last()
    assert len(begun) == 100


async def test_work_goes_on_while_telegram_cannot_be_reached() -> None:
    world = flooded(199)
    world.faults.add("server_error", "getUpdates", times=1)
    polled = Polled(world, monotonic=lambda: 0.0)
    assert len(await polled.until_last()) == 200


async def test_an_update_is_confirmed_when_it_has_been_handled() -> None:
    """So a process that is killed before it has answered leaves the update to the next one."""
    world = flooded(3)
    killed = Polled(world, monotonic=lambda: 0.0)
    polling = asyncio.create_task(killed.poller.run())
    await asyncio.wait_for(polled_again(world), 30)  # nobody works: all four wait in the queue
    polling.cancel()
    assert len(world.updates.pending) == 4
    next_one = Polled(world, monotonic=lambda: 0.0)
    begun = await next_one.until_last()
    assert sorted(text for text, _ in begun) == ["f0", "f1", "f2", "last"]
    assert next_one.queue.first_unhandled is None
    await next_one.poller.confirm()
    assert not world.updates.pending


async def test_a_stop_confirms_no_update_that_is_left_for_the_next_start() -> None:
    world = flooded(89)
    stopped = Polled(world, monotonic=lambda: 0.0)
    polling = asyncio.create_task(stopped.poller.run())
    await asyncio.wait_for(polled_again(world, 1), 30)
    stopped.poller.stop()
    await polling
    await stopped.poller.confirm()
    assert len(world.updates.pending) == 90


async def test_one_that_takes_long_does_not_keep_others_from_being_fetched() -> None:
    world = flooded(0)
    stuck = Polled(world, monotonic=lambda: 0.0)
    polling = asyncio.create_task(stuck.poller.run())
    await asyncio.wait_for(polled_again(world), 30)
    for number in range(120):
        person(world, f"P{number}").types("later")
    async with asyncio.timeout(30):
        while len(world.updates.pending) > 50:
            await polled_again(world, times=1)
    polling.cancel()
    assert len(stuck.store.kept) + len(world.updates.pending) == 121, "what is confirmed and unhandled is stored"


async def test_nothing_is_confirmed_while_it_cannot_be_stored() -> None:
    world = flooded(89)
    stuck = Polled(world, monotonic=lambda: 0.0)
    stuck.store.is_away = True
    polling = asyncio.create_task(stuck.poller.run())
    await asyncio.wait_for(polled_again(world, 3), 30)
    polling.cancel()
    assert len(world.updates.pending) == 90


def noted_waits(stuck: Polled, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds that the poller is ready to wait for an update, which is never handled."""
    waits: list[float] = []

    async def passes(_update_id: int | None, within_s: float) -> None:
        waits.append(within_s)

    monkeypatch.setattr(stuck.queue, "handled", passes)
    return waits


async def test_an_update_that_takes_long_is_not_fetched_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Telegram answers at once as long as an update is unconfirmed. So the poller waits longer each time."""
    world = flooded(0)
    stuck = Polled(world, monotonic=lambda: 0.0)
    waits = noted_waits(stuck, monkeypatch)
    polling = asyncio.create_task(stuck.poller.run())
    await asyncio.wait_for(polled_again(world, 8), 30)
    assert waits[:5] == [0.05, 0.1, 0.2, 0.2, 0.2]
    person(world, "Mei").types("new")
    await asyncio.wait_for(polled_again(world), 30)
    polling.cancel()
    assert waits.count(0.05) == 2, "a new update begins anew"


async def test_while_many_write_updates_are_fetched_more_often(monkeypatch: pytest.MonkeyPatch) -> None:
    world = flooded(0)
    stuck = Polled(world, monotonic=lambda: 0.0)
    waits = noted_waits(stuck, monkeypatch)
    polling = asyncio.create_task(stuck.poller.run())
    await asyncio.wait_for(polled_again(world, 3), 30)
    for number in range(10):
        person(world, f"P{number}").types("new")
    waits.clear()
    await asyncio.wait_for(polled_again(world, 6), 30)
    polling.cancel()
    assert min(waits) == 0.01


async def polled_again(world: World, times: int = 2) -> None:
    """Until Telegram was asked for updates so often, beginning now."""
    polls = asyncio.Semaphore(0)
    unlisten = world.listen(lambda event: polls.release() if event["kind"] == "poll" else None)
    for _ in range(times):
        await polls.acquire()
    unlisten()
