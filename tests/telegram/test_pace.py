"""Which pace the program sends at."""

import asyncio
from pathlib import Path

import pytest

from bot.program import build
from bot.sandbox.transport import WorldRequest
from bot.sandbox.world import World
from bot.telegram.rate_limiter import Pace, TwoLaneRateLimiter
from tests.chat import UNPACED
from tests.openings import settings_for
from tests.telegram.virtual_time import run


@pytest.mark.parametrize(
    ("pace", "seconds"),
    [(UNPACED, 0.0), (None, 99 * 1.005 / 60)],
    ids=["the pace that a test gives", "the pace of the settings"],
)
def test_a_hundred_messages_take(pace: Pace | None, seconds: float, tmp_path: Path) -> None:
    async def scenario() -> float:
        world, loop = World(), asyncio.get_running_loop()
        settings = settings_for(world, f"sqlite+aiosqlite:///{tmp_path}/a.db", messages_per_second=60)
        program = build(settings, request=lambda: WorldRequest(world), pace=pace, monotonic=loop.time)
        limiter = program.application.bot.rate_limiter
        assert isinstance(limiter, TwoLaneRateLimiter)
        start = loop.time()
        for chat_id in range(1, 101):
            await limiter.take_turn(chat_id)
            limiter.give_back()
        return loop.time() - start

    assert run(scenario()) == pytest.approx(seconds, abs=0.01)
