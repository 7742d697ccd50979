"""Two lanes in which the senders of updates wait for their turn, so that those who flood hardly delay others."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Final

from bot.telegram.raw_update import SenderKey

_SHARE: Final = 4  # one in this many workers is for the slow lane
_FEW_WORKERS: Final = 16  # with fewer there is no slow lane
_YIELD_S: Final = 0.25  # maximum time for which a turn of the slow lane waits for those of the prompt lane


class UpdateLanes:
    """Gives turns to `workers` senders at once. A sender who wants another one waits behind all others of the lane.

    Senders for whom `is_slow` returns True are in the slow lane. It has few workers, and they begin a turn when nobody
    of the prompt lane waits. So all who flood together delay others by a few updates and take few connections. A
    sender who is slow, but still in the prompt lane, has a turn there if `is_urgent` returns True. `take_turn` handles
    one update and returns True if the sender has more.
    """

    def __init__(
        self,
        *,
        workers: int,
        take_turn: Callable[[SenderKey], Awaitable[bool]],
        is_slow: Callable[[SenderKey], bool],
        is_urgent: Callable[[SenderKey], bool],
    ) -> None:
        self._take_turn = take_turn
        self._is_slow = is_slow
        self._is_urgent = is_urgent
        self._prompt: asyncio.Queue[SenderKey] = asyncio.Queue()
        self._slow: asyncio.Queue[SenderKey] = asyncio.Queue()
        self._prompt_open, self._slow_open = asyncio.Event(), asyncio.Event()
        self._prompt_busy = 0  # turns of the prompt lane that have begun
        self._turn_ended = asyncio.Event()
        self._slow_workers = workers // _SHARE if workers >= _FEW_WORKERS else 0
        self._prompt_workers = workers - self._slow_workers
        self._tasks: list[asyncio.Task[None]] = []
        self.go_on()

    def start(self) -> None:
        work = [*[self._work_slowly] * self._slow_workers, *[self._work_promptly] * self._prompt_workers]
        self._tasks = [asyncio.create_task(each()) for each in work]

    async def stop(self) -> None:
        """Ends the workers, also in the middle of a turn."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def add(self, key: SenderKey) -> None:
        """Adds a sender who is in no lane and has no turn now."""
        self._prompt.put_nowait(key)

    def hold(self, *, prompt: bool) -> None:
        """Begins nothing in the slow lane until `go_on`, because there is more to fetch, maybe from other people.

        With `prompt` nothing in the prompt lane either.
        """
        self._slow_open.clear()
        (self._prompt_open.clear if prompt else self._prompt_open.set)()

    def go_on(self) -> None:
        self._prompt_open.set()
        self._slow_open.set()

    async def _work_promptly(self) -> None:
        while True:
            key = await self._prompt.get()
            await self._prompt_open.wait()
            if self._belongs_in_slow_lane(key) and not self._is_urgent(key):
                self._slow.put_nowait(key)
                continue
            self._prompt_busy += 1
            await self._serve(key)
            self._prompt_busy -= 1

    async def _work_slowly(self) -> None:
        while True:
            key = await self._slow.get()
            await self._slow_open.wait()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_YIELD_S):
                    await self._until_nobody_is_prompt()
            await self._serve(key)

    async def _serve(self, key: SenderKey) -> None:
        if await self._take_turn(key):
            (self._slow if self._belongs_in_slow_lane(key) else self._prompt).put_nowait(key)
        self._turn_ended.set()

    async def _until_nobody_is_prompt(self) -> None:
        while self._prompt_busy or not self._prompt.empty():
            self._turn_ended.clear()
            await self._turn_ended.wait()

    def _belongs_in_slow_lane(self, key: SenderKey) -> bool:
        return self._slow_workers > 0 and self._is_slow(key)
