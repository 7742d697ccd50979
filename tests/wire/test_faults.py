"""Faults on demand, flood limits and the journal, over HTTP and in process."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from telegram import Bot
from telegram.error import Forbidden, NetworkError, RetryAfter

from bot.sandbox.people import Person
from bot.sandbox.world import Clock, World


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("forbidden", Forbidden),
        ("too_many_requests", RetryAfter),
        ("server_error", NetworkError),
        ("cut", NetworkError),
    ],
)
async def test_a_fault_strikes_once_before_or_after_the_effect(
    bot: Bot, mei: Person, kind: str, error: type[Exception], when: str
) -> None:
    mei.world.faults.add(kind, "sendMessage", when=when)
    with pytest.raises(error):
        await bot.send_message(mei.id, "Hello")
    assert len(mei.messages()) == (1 if when == "after" else 0)
    assert (await bot.send_message(mei.id, "Hello")).text == "Hello"
    struck, fine = mei.world.journal.calls("sendMessage")
    assert (struck.fault, fine.fault) == (f"{kind} {when}", None)
    assert struck.answer is None if kind == "cut" else not struck.ok


async def test_retry_after_says_how_long(bot: Bot, mei: Person) -> None:
    mei.world.faults.add("too_many_requests", seconds=7)
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(mei.id, "Hello")
    assert caught.value._retry_after == timedelta(seconds=7)


async def test_a_delay_only_takes_time(bot: Bot, mei: Person) -> None:
    mei.world.faults.add("delay", "sendMessage", seconds=0.1)
    started = time.monotonic()
    await bot.send_message(mei.id, "Hello")
    assert time.monotonic() - started >= 0.1


async def test_a_fault_for_one_chat_leaves_others_alone(bot: Bot, mei: Person) -> None:
    mei.world.faults.add("forbidden", chat_id=mei.id, times=None)
    group = mei.creates_group("Fair")
    mei.adds_bot(group)
    assert await bot.send_message(group, "Hello")
    for _ in range(3):
        with pytest.raises(Forbidden):
            await bot.send_message(mei.id, "Hello")
    mei.world.faults.clear()
    assert await bot.send_message(mei.id, "Hello")


async def test_chance_is_the_same_in_every_run(bot: Bot, mei: Person) -> None:
    async def failures() -> list[bool]:
        outcomes = []
        for _ in range(10):
            try:
                await bot.send_chat_action(mei.id, "typing")
                outcomes.append(False)
            except NetworkError:
                outcomes.append(True)
        return outcomes

    mei.world.faults.add("server_error", times=None, probability=0.5)
    mei.world.rng.seed(1)
    first = await failures()
    mei.world.rng.seed(1)
    assert await failures() == first
    assert 0 < sum(first) < 10


async def test_flood_limits_are_telegrams(bot: Bot, mei: Person) -> None:
    world = mei.world
    world.clock.freeze(datetime(2026, 3, 2, tzinfo=UTC))
    world.limits.on = True
    for _ in range(3):
        await bot.send_message(mei.id, "burst")
    with pytest.raises(RetryAfter):
        await bot.send_message(mei.id, "one too many")
    world.clock.move(1)
    assert await bot.send_message(mei.id, "later")
    group = mei.creates_group("Fair")
    mei.adds_bot(group)
    for _ in range(20):
        world.clock.move(1)
        await bot.send_message(group, "news")
    world.clock.move(1)
    with pytest.raises(RetryAfter):
        await bot.send_message(group, "the 21st within a minute")


async def test_thirty_a_second_over_all(bot: Bot, world: World, mei: Person) -> None:
    world.clock.freeze()
    world.limits.on, world.limits.chat_burst = True, 100
    for _ in range(30):
        await bot.send_message(mei.id, "news")
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(mei.id, "news")
    assert caught.value._retry_after == timedelta(seconds=1)


async def test_the_journal_keeps_every_call(bot: Bot, mei: Person) -> None:
    await bot.send_message(mei.id, "Hello")
    await bot.send_document(mei.id, b"%PDF", filename="offer.pdf")
    text, document = mei.world.journal.calls()[-2:]
    assert (text.method, text.params["text"], text.ok) == ("sendMessage", "Hello", True)
    assert document.params["document"] == {"file": "offer.pdf", "size": 4}
    assert mei.world.journal.calls(after=text.number) == [document]
    mei.world.journal.clear()
    assert mei.world.journal.calls() == []


def test_the_clock_moves_and_stands() -> None:
    at = [100.0]
    clock = Clock(lambda: at[0])
    clock.move(timedelta(minutes=1))
    assert clock.now() == 160.0
    clock.freeze()
    at[0] = 500.0
    clock.move(5)
    assert clock.seconds() == 165
    clock.thaw()
    at[0] = 501.0
    assert clock.now() == 166.0
