"""The limiter when Telegram asks it to wait: who waits, until when, and who gives up."""

import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest
from telegram.error import RetryAfter

from bot.telegram.rate_limiter import REPLIES_UNPACED
from bot.telegram.send_slots import Lane
from tests.telegram.line import Line, wait
from tests.telegram.virtual_time import run


def test_a_wait_asked_for_in_a_chat_shuts_it_until_then_and_no_burst_follows() -> None:
    async def scenario() -> tuple[list[float], list[float]]:
        line = Line()
        line.refusals = [wait(20)]
        flooded = [asyncio.ensure_future(line.send(7)) for _ in range(4)]
        await asyncio.sleep(0.05)
        line.refusals = []
        await asyncio.gather(*flooded, *(line.send(8) for _ in range(3)))
        return ([at for at, chat, _ in line.came if chat == 7], [at for at, chat, _ in line.came if chat == 8])

    flooded, others = run(scenario())
    assert max(others) < 0.3
    assert flooded[1] == pytest.approx(0.033, abs=0.001) or flooded[1] >= 20
    late = [at for at in flooded if at > 1]
    assert late[0] >= 20
    assert all(later - earlier >= 0.999 for earlier, later in pairwise(late))


def test_requests_in_flight_do_not_release_a_wait_early() -> None:
    async def scenario() -> list[float]:
        line = Line()
        line.refusals = [wait(10)]
        line.latency = 0.01  # the second message stands between the gates when the first is refused
        await asyncio.gather(*(line.send(7) for _ in range(6)), line.send(7, endpoint="editMessageText"))
        return [at for at, _, _ in line.came]

    times = run(scenario())
    assert times[:2] == [0, 0]  # the refused one and the edit
    assert min(times[2:]) >= 10


def test_a_broadcast_told_to_wait_stops_its_lane_but_no_reply() -> None:
    async def scenario() -> tuple[list[float], float]:
        line = Line()
        line.refusals = [wait(15)]
        broadcasts = asyncio.gather(*(line.send(chat, Lane.BROADCAST) for chat in range(1, 40)))
        await asyncio.sleep(1)
        await line.send(999, note="reply")
        replied = line.came[-1][0]
        await broadcasts
        return [at for at, _, note in line.came if not note], replied

    broadcasts, replied = run(scenario())
    assert replied == 1
    assert sum(at < 15 for at in broadcasts) == 1
    late = [at for at in broadcasts if at >= 15]
    assert len(late) == 39
    assert all(later - earlier >= 0.0155 for earlier, later in pairwise(late))
    assert all(later - earlier >= 1.0035 for earlier, later in zip(late, late[30:], strict=False))


def test_three_chats_told_to_wait_mean_everybody() -> None:
    async def scenario() -> float:
        line = Line()
        line.refusals = [wait(5), wait(5), wait(5)]
        told = asyncio.gather(*(line.send(chat) for chat in (1, 2, 3)))
        await asyncio.sleep(1)
        await asyncio.gather(told, line.send(4, note="another"))
        return next(at for at, _, note in line.came if note)

    assert run(scenario()) >= 5


def test_retries_are_bounded() -> None:
    async def scenario() -> list[float]:
        line = Line(retries=2)
        line.refusals = [wait(5)] * 9
        with pytest.raises(RetryAfter):
            await line.send(7)
        return line.times

    assert run(scenario()) == [0, 5, 10]


def test_an_edit_told_to_wait_is_tried_again_but_an_answer_to_a_press_is_not() -> None:
    async def scenario() -> list[float]:
        line = Line()
        line.refusals = [wait(2)]
        assert await line.send(7, endpoint="editMessageText") is True
        line.refusals = [wait(2)]
        with pytest.raises(RetryAfter):
            await line.send(None, endpoint="answerCallbackQuery")
        return line.times

    assert run(scenario()) == [0, 2, 2]


def test_nobody_waits_beyond_patience() -> None:
    async def scenario() -> list[float]:
        line = Line(patience=60)
        line.refusals = [wait(600)]
        line.latency = 0.01
        first = asyncio.ensure_future(line.send(7, Lane.BROADCAST))
        waiting = asyncio.ensure_future(line.send(7, Lane.BROADCAST))
        for task in (first, waiting):
            with pytest.raises(RetryAfter):
                await task
        with pytest.raises(RetryAfter) as told:
            await line.send(8, Lane.BROADCAST)
        assert told.value.retry_after == timedelta(seconds=600)
        await asyncio.sleep(545)
        await line.send(7)
        return line.times

    assert run(scenario()) == pytest.approx([0, 600.01], abs=0.001)


def test_a_server_of_ones_own_is_not_paced_but_obeyed() -> None:
    async def scenario() -> list[float]:
        line = Line(REPLIES_UNPACED)
        await asyncio.gather(*(line.send(7) for _ in range(100)))
        assert set(line.times) == {0}
        line.refusals = [wait(3)]
        await line.send(7)
        return line.times[100:]

    assert run(scenario()) == [0, 3]


def test_a_refused_broadcast_keeps_the_others_waiting_and_its_chat_is_refused_at_once() -> None:
    async def scenario() -> float:
        line = Line()
        line.refusals = [wait(200)]  # beyond the patience of replies
        with pytest.raises(RetryAfter):
            await line.send(4, Lane.IN_TURN)
        with pytest.raises(RetryAfter) as told:
            await line.limiter.take_turn(4)
        assert timedelta(seconds=200) <= told.value.retry_after <= timedelta(seconds=210)  # then without a burst
        begun = line.clock()
        await asyncio.gather(line.limiter.take_turn(5), line.limiter.take_turn(6))
        return line.clock() - begun

    assert run(scenario()) == pytest.approx(200, abs=0.1)
