"""Plans made in a process of their own."""

import asyncio
import multiprocessing
import os
import signal

import pytest

from bot.timetabling.pins import ContradictingPinsError
from bot.timetabling.plan import make_timetable
from bot.timetabling.worker import make_timetable_beside
from tests.timetabling.fairs import make_fair
from tests.timetabling.test_pins import pin

LARGE = make_fair(people=200, tables=10, days=3, interests=4_000, seed=1)


async def until_it_works() -> int:
    while True:
        for process in multiprocessing.active_children():
            if process.pid is not None:
                return process.pid
        await asyncio.sleep(0.01)


async def test_the_plan_is_the_same_as_without_a_process() -> None:
    problem = make_fair(people=12, tables=2, days=1, interests=40, seed=1)
    assert await make_timetable_beside(problem, seconds=10, seed=1) == make_timetable(problem, seconds=10, seed=1)


async def test_contradicting_pins_are_named() -> None:
    with pytest.raises(ContradictingPinsError, match="interests 12, 13"):
        await make_timetable_beside(pin(i12=(1, 1), i13=(1, 2)), seconds=1, seed=1)


async def test_a_bot_that_stops_leaves_no_process_behind() -> None:
    planning = asyncio.create_task(make_timetable_beside(LARGE, seconds=60, seed=1))
    await until_it_works()
    planning.cancel()
    with pytest.raises(asyncio.CancelledError):
        await planning
    assert multiprocessing.active_children() == []


async def test_a_killed_process_is_an_error_and_not_a_long_wait() -> None:
    planning = asyncio.create_task(make_timetable_beside(LARGE, seconds=60, seed=1))
    os.kill(await until_it_works(), signal.SIGKILL)
    with pytest.raises(RuntimeError, match="without a plan"):
        await planning
