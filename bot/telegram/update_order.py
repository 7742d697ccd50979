"""In what order updates are worked on: those of one person one after the other, those of many people at once."""

import asyncio
import inspect
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Final
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

# How many updates may wait for their turn. Everybody waits behind a person who fills it alone, so it is far more than
# one person can press: with 8 a flood delayed others by two seconds, with 1024 by 0.04.
WAITING: Final = 1024
# Telegram repeats an update that it believes unanswered, within the same hundred; a webhook retries for longer.
REMEMBERED: Final = 4096


class PersonProcessor(BaseUpdateProcessor):
    """Three gates: a wide one for all, a lock per person in order of arrival, and `workers` at once.

    Keep `workers` at most the size of the connection pools. `after` runs after each update, in the person's turn. An
    update whose id was seen lately is dropped.
    """

    def __init__(
        self, *, workers: int, waiting: int = WAITING, after: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        super().__init__(waiting)
        self._workers = asyncio.Semaphore(workers)
        self._after = after
        # A lock lives as long as somebody holds it or waits for it.
        self._turns: WeakValueDictionary[tuple[str, int], asyncio.Lock] = WeakValueDictionary()
        self._seen: set[int] = set()
        self._seen_in_order: deque[int] = deque()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        try:
            if not self._is_repeated(update):
                async with self._turn(update), self._workers:
                    await coroutine
                    if self._after is not None:
                        await self._after()
        finally:
            # Dropped, or cancelled while waiting: it never ran, which Python would warn of.
            if inspect.iscoroutine(coroutine):
                coroutine.close()

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close: the application has awaited every update by now."""

    @property
    def people_in_turn(self) -> int:
        """How many people have an update that runs or waits."""
        return len(self._turns)

    def _turn(self, update: object) -> asyncio.Lock:
        key = _whose(update)
        lock = self._turns.get(key) if key else None
        if lock is None:
            lock = asyncio.Lock()
            if key:
                self._turns[key] = lock
        return lock

    def _is_repeated(self, update: object) -> bool:
        if not isinstance(update, Update):
            return False
        if update.update_id in self._seen:
            return True
        self._seen.add(update.update_id)
        self._seen_in_order.append(update.update_id)
        if len(self._seen_in_order) > REMEMBERED:
            self._seen.discard(self._seen_in_order.popleft())
        return False


def _whose(update: object) -> tuple[str, int] | None:
    """The person an update is of, else its chat; None for what belongs to nobody and needs no order."""
    if not isinstance(update, Update):
        return None
    if update.effective_user is not None:
        return "person", update.effective_user.id
    return ("chat", update.effective_chat.id) if update.effective_chat is not None else None
