"""An event loop whose clock jumps to the next timer when nothing is being computed, for whole programs.

Unlike tests.runtime.virtual_time it waits, with its clock standing still, while a thread works for it: the database and
what is drawn or encoded take no time then. What is measured so is what a program waits for, not what a machine is busy
with.
"""

import asyncio
import random
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any, Final
from unittest.mock import patch

import aiosqlite.core
from telegram.request import RequestData

from bot.sandbox.transport import WorldRequest
from bot.sandbox.world import World

_LOOK_S: Final = 0.02  # of real time, between two looks at whether the threads have finished
_ROUND_S: Final = 1e-6  # what a round of the loop takes: else what waits for less than a float can tell waits for ever


class StandingLoop(asyncio.SelectorEventLoop):
    """`held` is how many threads work for it."""

    def __init__(self) -> None:
        super().__init__()
        self.held = 0
        self._now = 1000.0
        select = self._selector.select

        def jump(timeout: float | None) -> Any:
            if self.held or timeout is None:
                return select(_LOOK_S if timeout is None else min(timeout, _LOOK_S))
            events = select(0)
            if not events:
                self._now += max(timeout, _ROUND_S)
            return events

        self._selector.select = jump

    def time(self) -> float:
        return self._now

    def run_in_executor(self, executor: Executor | None, func: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:
        self.held += 1
        future = super().run_in_executor(executor, func, *args)
        future.add_done_callback(lambda _: self._release())
        return future

    def _release(self) -> None:
        self.held -= 1


@contextmanager
def database_takes_no_time() -> Iterator[None]:
    """While SQLite works in its thread, the clock of a StandingLoop stands still."""
    execute = aiosqlite.core.Connection._execute

    async def holding(self: aiosqlite.core.Connection, fn: Any, *args: Any, **kwargs: Any) -> Any:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, StandingLoop)
        loop.held += 1
        try:
            return await execute(self, fn, *args, **kwargs)
        finally:
            loop.held -= 1

    with patch.object(aiosqlite.core.Connection, "_execute", holding):
        yield


class FarWorld(WorldRequest):
    """The world at the other end of a way that takes `shortest` seconds there and as many back, and some jitter."""

    __slots__ = ("_jitter", "_rng", "_shortest")

    def __init__(self, world: World, *, shortest: float, jitter: float, rng: random.Random) -> None:
        super().__init__(world)
        self._shortest = shortest
        self._jitter = jitter
        self._rng = rng

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *args: Any, **kwargs: Any
    ) -> tuple[int, bytes]:
        await self._way()
        answer = await super().do_request(url, method, request_data, *args, **kwargs)
        await self._way()
        return answer

    async def _way(self) -> None:
        await asyncio.sleep(self._shortest + self._rng.expovariate(1 / self._jitter))
