"""The guard reports slow work in a write transaction or on the event loop, and nothing else."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest
from sqlalchemy import text

from bot.matching.encoders import BuiltinEncoder
from bot.sandbox.transport import WorldRequest
from bot.sandbox.world import World
from bot.usecases.moderation import flags
from storage.database import Database
from tests.slow_work import Guard, SlowWorkError, unguarded

Act = Callable[[], Awaitable[object]]

LIMIT_S = 0.05
"""Allowed here, so that no test has to burn a second of CPU."""


def burn(seconds: float) -> None:
    """Uses CPU time. Sleeping would not count."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


async def works(seconds: float = 3 * LIMIT_S) -> None:
    burn(seconds)


async def works_in_steps() -> None:
    for _ in range(6):
        burn(LIMIT_S / 2)
        await asyncio.sleep(0)


async def calls_telegram() -> None:
    await WorldRequest(World()).do_request("http://x/bot1:a/getMe", "POST")


async def starts_a_thread() -> None:
    await asyncio.to_thread(time.monotonic)


async def uses_the_executor() -> None:
    await asyncio.get_running_loop().run_in_executor(None, time.monotonic)


async def lets_a_child_start_a_thread() -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(starts_a_thread())


async def encodes() -> None:
    BuiltinEncoder.encode(object(), ["words"])  # type: ignore[arg-type]


SLOW = [works, works_in_steps, calls_telegram, starts_a_thread, uses_the_executor, lets_a_child_start_a_thread, encodes]


async def in_transaction(database: Database, act: Act) -> None:
    async with database.writing() as session:
        await session.execute(text("SELECT 1"))
        await act()


@pytest.mark.parametrize("act", SLOW)
async def test_slow_work_in_a_write_transaction_is_found(database: Database, act: Act) -> None:
    with Guard(LIMIT_S).watching() as guard, suppress(SlowWorkError, ExceptionGroup):
        await in_transaction(database, act)
    assert len(guard.faults) == 1
    assert "inside a write transaction" in guard.faults[0]


@pytest.mark.parametrize("act", [act for act in SLOW if act is not encodes])
async def test_slow_work_outside_the_transaction_is_ignored(database: Database, act: Act) -> None:
    with Guard(LIMIT_S).watching() as guard:
        await act()
        await in_transaction(database, lambda: works(0.0))
        await act()
    assert guard.faults == []


async def test_waiting_and_other_tasks_are_ignored(database: Database) -> None:
    others = asyncio.Event()

    async def waits_for_others() -> None:
        others.set()
        await asyncio.sleep(2 * LIMIT_S)

    async def other() -> None:
        await others.wait()
        burn(2 * LIMIT_S)
        await starts_a_thread()

    with Guard(LIMIT_S).watching() as guard:
        await asyncio.gather(in_transaction(database, waits_for_others), other())
    assert guard.faults == []


async def test_slow_work_on_the_loop_is_found_and_in_a_thread_ignored() -> None:
    with Guard().watching() as guard:
        await asyncio.to_thread(flags.guess_language, "Pravimo senzore")
        assert guard.faults == []
        with pytest.raises(SlowWorkError):
            flags.guess_language("Pravimo senzore")
    assert guard.faults == ["guessing a language on the event loop"]


async def test_what_a_test_prepares_is_not_counted(database: Database) -> None:
    async def prepares() -> None:
        with unguarded():
            await works()
            await asyncio.sleep(0)
            await works()

    with Guard(own_work_s=LIMIT_S).watching() as guard:
        await in_transaction(database, prepares)
    assert guard.faults == []
