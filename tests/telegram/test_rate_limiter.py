"""The limiter in virtual time: when which request reaches Telegram, to the millisecond."""

import asyncio
import random
from itertools import pairwise
from typing import Any

import pytest
from telegram.error import BadRequest, RetryAfter

from bot.telegram.rate_limiter import REPLIES_UNPACED, Pace
from bot.telegram.send_slots import Lane
from tests.telegram.line import Line, wait
from tests.telegram.virtual_time import run


def test_a_little_under_thirty_a_second_over_all() -> None:
    async def scenario() -> list[float]:
        line = Line()
        await asyncio.gather(*(line.send(chat, Lane.BROADCAST) for chat in range(1, 91)))
        return line.times

    times = run(scenario())
    assert times[0] == 0
    assert times[-1] == pytest.approx(89 / (30 / 1.005), abs=0.01)
    assert all(later - earlier >= 0.0329 for earlier, later in pairwise(times))
    assert 89 / times[-1] >= 0.95 * 30


def test_what_comes_late_is_made_up_for_without_ever_passing_the_limit() -> None:
    async def scenario() -> list[float]:
        line = Line()
        rng = random.Random(3)
        for chat in range(1, 301):
            await line.limiter.take_turn(chat)
            await line.send(chat, Lane.IN_TURN)
            await asyncio.sleep(rng.choice((0, 0, 0, 0.04)))  # a busy process comes back for the next one late
        return line.times

    times = run(scenario())
    assert all(later - earlier >= 1.0035 for earlier, later in zip(times, times[30:], strict=False))
    assert 299 / times[-1] >= 0.95 * 30


def test_a_reply_passes_two_hundred_waiting_broadcasts() -> None:
    async def scenario() -> float:
        line = Line()
        broadcasts = asyncio.gather(*(line.send(chat, Lane.BROADCAST) for chat in range(1, 201)))
        await asyncio.sleep(1)
        asked = line.clock() - line.start
        await line.send(999, note="reply")
        waited = next(at for at, _, note in line.came if note) - asked
        await broadcasts
        assert len(line.came) == 201
        return waited

    assert run(scenario()) <= 0.034


def test_a_private_chat_bears_a_burst_of_replies_and_then_one_a_second() -> None:
    async def scenario() -> list[float]:
        line = Line()
        await asyncio.gather(*(line.send(7) for _ in range(11)))
        return line.times

    times = run(scenario())
    assert times[7] < 0.3
    assert times[8:] == pytest.approx([1, 2, 3], abs=0.01)


def test_tapping_twice_a_second_for_seven_seconds_is_not_felt() -> None:
    async def scenario() -> float:
        line = Line()
        worst = 0.0
        for _ in range(14):
            asked = line.clock()
            await line.send(7)
            worst = max(worst, line.clock() - asked)
            await asyncio.sleep(0.5)
        return worst

    assert run(scenario()) == 0


def test_a_broadcast_leaves_the_burst_of_a_conversation_alone() -> None:
    async def scenario() -> list[tuple[float, str]]:
        line = Line()
        for _ in range(3):
            await line.send(7)
        await asyncio.gather(line.send(7, Lane.BROADCAST, note="broadcast"), line.send(7, note="reply"))
        return [(at, note) for at, _, note in line.came if note]

    (reply_at, reply), (broadcast_at, broadcast) = run(scenario())
    assert (reply, broadcast) == ("reply", "broadcast")
    assert reply_at < 0.2
    assert 3 < broadcast_at <= 4


@pytest.mark.parametrize("group", [-100, "-100", "@fair"])
def test_twenty_a_minute_in_a_group(group: int | str) -> None:
    async def scenario() -> list[float]:
        line = Line()
        await asyncio.gather(*(line.send(group) for _ in range(40)))
        return line.times

    times = run(scenario())
    assert max(sum(start <= at < start + 60 for at in times) for start in times) in {19, 20}


@pytest.mark.parametrize(
    "endpoint", ["answerCallbackQuery", "editMessageText", "getMe", "sendChatAction", "deleteMessage"]
)
def test_what_makes_no_message_is_not_paced(endpoint: str) -> None:
    async def scenario() -> list[float]:
        line = Line()
        await asyncio.gather(*(line.send(7, endpoint=endpoint) for _ in range(50)))
        return line.times

    assert set(run(scenario())) == {0}


def test_a_cancelled_caller_leaves_its_place_to_the_next() -> None:
    async def scenario() -> list[float]:
        line = Line(Pace(overall=0))
        tasks = [asyncio.ensure_future(line.send(7)) for _ in range(11)]
        await asyncio.sleep(0.5)
        tasks[8].cancel()
        tasks[9].cancel()
        done = await asyncio.gather(*tasks, return_exceptions=True)
        assert [type(one) for one in done[8:]] == [asyncio.CancelledError, asyncio.CancelledError, bool]
        return line.times

    assert run(scenario())[8:] == [1]


def test_a_shutdown_ends_every_wait() -> None:
    async def scenario() -> list[Any]:
        line = Line()
        tasks = [asyncio.ensure_future(line.send(7)) for _ in range(10)]
        await asyncio.sleep(0.5)
        await line.limiter.shutdown()
        return await asyncio.gather(*tasks, return_exceptions=True)

    assert [type(one) for one in run(scenario())[8:]] == [asyncio.CancelledError] * 2


def test_other_errors_are_the_callers() -> None:
    async def scenario() -> int:
        line = Line()
        line.refusals = [BadRequest("Message text is empty")]
        with pytest.raises(BadRequest):
            await line.send(7)
        return len(line.came)

    assert run(scenario()) == 1


def test_broadcasts_through_a_server_of_ones_own_keep_their_pace_and_leave_room_for_replies() -> None:
    async def scenario() -> tuple[list[float], list[float]]:
        line = Line(REPLIES_UNPACED)
        broadcasts = asyncio.gather(*(line.send(chat, Lane.BROADCAST) for chat in range(1, 61)))
        await asyncio.sleep(1.0001)
        await asyncio.gather(*(line.send(chat, note="reply") for chat in range(101, 106)))
        await broadcasts
        replies = [at for at, _, note in line.came if note]
        return replies, [at for at, _, note in line.came if not note]

    replies, broadcasts = run(scenario())
    assert replies == [1.0] * 5
    assert broadcasts[-1] == pytest.approx(64 / (30 / 1.005), abs=0.02)


def test_a_broadcast_that_took_its_turn_is_neither_held_up_nor_repeated() -> None:
    async def scenario() -> list[float]:
        line = Line()
        for chat in (1, 2, 3):
            await line.limiter.take_turn(chat)
            await line.send(chat, Lane.IN_TURN)
        line.refusals = [wait(7)]
        with pytest.raises(RetryAfter):
            await line.send(3, Lane.IN_TURN)
        return line.times

    assert run(scenario()) == pytest.approx([0, 0.034, 0.067, 0.067], abs=0.002)


def test_a_turn_given_back_lets_the_next_one_pass() -> None:
    async def scenario() -> float:
        line = Line()
        for chat in range(1, 31):
            await line.limiter.take_turn(chat)
            line.limiter.give_back()
        await line.limiter.take_turn(31)
        return line.clock() - line.start

    assert run(scenario()) < 1.1


async def turn_after(line: Line, chat: int) -> float:
    """Seconds until a broadcast to this chat may go out."""
    begun = line.clock()
    await line.limiter.take_turn(chat)
    return line.clock() - begun


@pytest.mark.parametrize(
    ("chat", "next_one", "waits"), [(-5, 8, 0.335), (-5, -5, 40), (7, 8, 0.335), (7, 7, 1)], ids=str
)
def test_an_album_counts_with_all_its_messages_in_a_group_and_over_all(chat: int, next_one: int, waits: float) -> None:
    async def scenario() -> float:
        line = Line()
        await line.limiter.take_turn(chat, messages=10)
        await line.send(chat, Lane.IN_TURN, endpoint="copyMessages", message_ids=list(range(10)))
        return await turn_after(line, next_one)

    assert run(scenario()) == pytest.approx(waits, abs=0.1)


def test_quiet_chats_are_forgotten_and_busy_ones_kept() -> None:
    async def scenario() -> tuple[int, int]:
        line = Line(Pace(overall=0))
        for chat in range(1, 1000):
            await line.send(chat)
        await asyncio.sleep(10)
        for _ in range(9):
            await line.send(5000)
        await line.send(5001)
        remembered = len(line.limiter._chats)
        asked = line.clock()
        await line.send(5000)
        assert line.clock() - asked >= 0.9
        return remembered, len(line.came)

    assert run(scenario()) == (2, 1010)
