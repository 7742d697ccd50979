"""Work that comes round: over rows, so that a round missed while the program was down loses nothing."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

_BREATH_S: Final = 0.05  # between two rounds of a job that had something to do

log = logging.getLogger(__name__)


class Ticker:
    """Runs a job at once, and again `every_s` seconds after it found nothing to do, until it is stopped.

    The job gives how much it did. What it raises is logged, and it is run again in the next round.
    """

    def __init__(self, name: str, job: Callable[[], Awaitable[int]], *, every_s: float) -> None:
        self._name = name
        self._job = job
        self._every_s = every_s
        self._stopping = asyncio.Event()
        self._wake = asyncio.Event()
        self._ended = asyncio.Event()
        self._ended.set()

    def wake(self) -> None:
        """There may be something to do: do not wait for the round to come."""
        self._wake.set()

    async def run(self) -> None:
        self._ended.clear()
        try:
            while not self._stopping.is_set():
                self._wake.clear()
                done = await self._round()
                await self._pause(_BREATH_S if done else self._every_s)
        finally:
            self._ended.set()

    async def stop(self) -> None:
        """Waits for the round that is under way; rounds are short and leave off where a stop finds them."""
        self._stopping.set()
        self._wake.set()
        await self._ended.wait()

    async def _round(self) -> int:
        try:
            return await self._job()
        except Exception:
            log.exception("%s failed; it is tried again in %g s", self._name, self._every_s)
            return 0

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return
