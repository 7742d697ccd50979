"""Broadcasts on a way that takes now shorter and now longer, to a server that counts what arrives within a second.

In virtual time: the figures are those of the pacing alone, whatever else the machine is doing.
"""

import asyncio
import random
import statistics
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import RetryAfter

from bot.telegram.rate_limiter import Pace, TwoLaneRateLimiter
from bot.telegram.send_slots import Lane
from tests.telegram.virtual_time import run

_IN_FLIGHT = 16
_ALLOWED = 30


class Strict:
    """Takes thirty messages in any second of its own clock, and refuses the rest."""

    def __init__(self, way: Callable[[], float]) -> None:
        self.clock = asyncio.get_running_loop().time
        self.limiter = TwoLaneRateLimiter(pace=Pace(), clock=self.clock)
        self.refused = 0
        self.arrived = 0
        self._lately: deque[float] = deque()
        self._way = way

    async def send(self, chat: int, lane: Lane | None = None) -> None:
        async def telegram() -> bool:
            await asyncio.sleep(self._way())
            self._count()
            await asyncio.sleep(self._way())
            return True

        await self.limiter.process_request(telegram, (), {}, "sendMessage", {"chat_id": chat}, lane)

    def _count(self) -> None:
        now = self.clock()
        while self._lately and self._lately[0] <= now - 1.0:
            self._lately.popleft()
        if len(self._lately) >= _ALLOWED:
            self.refused += 1
            raise RetryAfter(timedelta(seconds=1))
        self._lately.append(now)
        self.arrived += 1

    async def broadcast(self, count: int) -> float:
        """The share of the allowed rate that was reached; what is refused is not sent again."""
        started, chats = self.clock(), iter(range(1, count + 1))

        async def carrier() -> None:
            for chat in chats:
                try:
                    await self.limiter.take_turn(chat)
                    await self.send(chat, Lane.IN_TURN)
                except RetryAfter:
                    await asyncio.sleep(1)

        await asyncio.gather(*(carrier() for _ in range(_IN_FLIGHT)))
        return self.arrived / (self.clock() - started) / _ALLOWED


def network(shortest: float, jitter: float, seed: int = 1) -> Callable[[], float]:
    """One way in seconds: at least the shortest, mostly little more, sometimes much."""
    rng = random.Random(seed)
    return lambda: shortest + rng.expovariate(1 / jitter)


def stalling(seed: int = 2) -> Callable[[], float]:
    """A process that now and then does not come to it for a while, as on a busy machine."""
    rng = random.Random(seed)
    return lambda: 0.002 + (rng.random() * 0.2 if rng.random() < 0.02 else rng.expovariate(1 / 0.003))


@pytest.mark.parametrize(
    "way",
    [
        pytest.param(lambda: network(0.025, 0.002), id="near"),
        pytest.param(lambda: network(0.12, 0.008), id="far"),
        pytest.param(stalling, id="busy"),
    ],
)
def test_nothing_is_refused_at_95_percent_of_the_allowed_rate(way: Callable[[], Callable[[], float]]) -> None:
    async def scenario() -> tuple[float, int]:
        strict = Strict(way())
        return await strict.broadcast(2_000), strict.refused

    share, refused = run(scenario())
    assert refused == 0
    assert share >= 0.95


def test_on_a_wild_network_it_is_slower_rather_than_refused() -> None:
    async def scenario() -> tuple[float, int]:
        strict = Strict(network(0.03, 0.08))
        return await strict.broadcast(1_500), strict.refused

    share, refused = run(scenario())
    assert refused <= 1  # while nothing is known of the way yet
    assert share >= 0.8


def test_replies_beside_a_broadcast_wait_for_hardly_more_than_half_a_place() -> None:
    async def scenario() -> tuple[float, int]:
        strict = Strict(network(0.025, 0.002))
        rng, waits = random.Random(5), list[float]()

        async def person(chat: int) -> None:
            for _ in range(6):
                await asyncio.sleep(10 * (0.5 + rng.random()))
                asked = strict.clock()
                await strict.send(chat)
                waits.append(strict.clock() - asked)

        talking = asyncio.gather(*(person(10_000 + number) for number in range(50)))
        await asyncio.gather(strict.broadcast(1_700), talking)
        assert len(waits) == 300
        return statistics.quantiles(waits, n=20)[-1], strict.refused

    p95, refused = run(scenario())
    assert refused == 0
    assert p95 <= 0.06 + 0.6 / 30  # the way there and back, and little more than half a place


def test_a_turn_that_nobody_used_is_not_lost_for_ever() -> None:
    async def scenario() -> Any:
        strict = Strict(network(0.025, 0.002))
        for chat in range(1, 31):
            await strict.limiter.take_turn(chat)  # and never sent
        started = strict.clock()
        await strict.limiter.take_turn(99)
        return strict.clock() - started

    assert 5 <= run(scenario()) <= 7.1
