"""Periodic jobs. They work on database rows, so a run that is missed during a downtime loses nothing."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

_PAUSE_S: Final = 0.05  # between two runs of a job that had something to do
_GRACE_S: Final = 10.0

log = logging.getLogger(__name__)


class PeriodicJob:
    """Runs a job at once, and again `every_s` seconds after each run that found nothing to do, until it is stopped.

    The job returns the number of things that it did. An exception is logged, and the job runs again later.
    """

    def __init__(self, name: str, job: Callable[[], Awaitable[int]], *, every_s: float) -> None:
        self.run_once = job
        self._name = name
        self._every_s = every_s
        self._stopping = asyncio.Event()
        self._wake = asyncio.Event()
        self._ended = asyncio.Event()
        self._ended.set()
        self._task: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """Starts the next run now, because there may be something to do."""
        self._wake.set()

    async def run(self) -> None:
        self._task = asyncio.current_task()
        self._ended.clear()
        try:
            while not self._stopping.is_set():
                self._wake.clear()
                done = await self._round()
                await self._pause(_PAUSE_S if done else self._every_s)
        finally:
            self._ended.set()

    async def stop(self, grace_s: float = _GRACE_S) -> None:
        """Waits for the current run, but cancels it after the grace period."""
        self._stopping.set()
        self._wake.set()
        try:
            async with asyncio.timeout(grace_s):
                await self._ended.wait()
        except TimeoutError:
            log.warning("%s is cancelled in the middle of a run", self._name)
            if self._task is not None:
                self._task.cancel()
            await self._ended.wait()

    async def _round(self) -> int:
        try:
            return await self.run_once()
        except Exception:
            log.exception("%s failed; trying again in %g s", self._name, self._every_s)
            return 0

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return
