"""Finds slow work inside write transactions: on SQLite everybody else waits for as long as one is open.

While a task holds a write transaction it may await the database and nothing else. The guard finds Telegram calls,
threads and encoders, and more than OWN_WORK_S of the task's own CPU time between begin and commit.
"""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, Final

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.masking import Secrets, mask, masking
from bot.matching.encoders import BuiltinEncoder, HttpEncoder, SecondEncoder
from bot.matching.matcher import Matcher
from bot.matching.place_index import country_index
from bot.sandbox.transport import WorldRequest
from storage.database import Database

OWN_WORK_S: Final = 0.25
"""CPU time of the task alone, so that waiting for the lock does not count. The aim is 100 ms on a quiet machine; two
processes that share a core and its caches need up to twice as much for the same work."""


class Transaction:
    """A write transaction, and the CPU time that its task has spent in it."""

    def __init__(self) -> None:
        self.is_open = True
        self.own_work_s = 0.0
        self._running_since: float | None = None

    def run(self) -> None:
        self._running_since = time.thread_time()

    def wait(self) -> None:
        if self._running_since is not None:
            self.own_work_s += time.thread_time() - self._running_since
            self._running_since = None


_HELD: ContextVar[Transaction | None] = ContextVar("held write transaction", default=None)


class SlowTransactionError(AssertionError):
    """Names the slow work that was done while a write transaction was held."""


class Guard:
    """Collects what was found, one line each. A forbidden call raises at once too, so that its trace is seen."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    @contextmanager
    def watching(self) -> Iterator["Guard"]:
        _load_tables()
        with pytest.MonkeyPatch.context() as patch:
            for owner, name, what in (
                (WorldRequest, "do_request", "a Telegram call"),
                (asyncio, "to_thread", "a thread"),
                (asyncio.BaseEventLoop, "run_in_executor", "a thread"),
                (BuiltinEncoder, "encode", "an encoder"),
                (SecondEncoder, "encode", "an encoder"),
                (HttpEncoder, "encode", "an encoder"),
                (Matcher, "rank", "the matcher"),
                (Matcher, "rank_many", "the matcher"),
                (Matcher, "rank_present", "the matcher"),
                (Matcher, "rank_among", "the matcher"),
                (Matcher, "pair", "the matcher"),
                (masking, "mask_after", "masking"),
            ):
                patch.setattr(owner, name, self._forbidden(getattr(owner, name), what))
            patch.setattr(Database, "writing", self._timed(Database.writing))
            patch.setattr(asyncio.Handle, "_run", _timed_run(asyncio.Handle._run))  # type: ignore[attr-defined]
            collection = _GarbageCollection()
            gc.callbacks.append(collection)
            try:
                yield self
            finally:
                gc.callbacks.remove(collection)

    def _forbidden(self, call: Callable[..., Any], what: str) -> Callable[..., Any]:
        def guarded(*args: Any, **more: Any) -> Any:
            held = _HELD.get()
            if held is not None and held.is_open:
                self.faults.append(f"{what} inside a write transaction")
                raise SlowTransactionError(self.faults[-1])
            return call(*args, **more)

        return guarded

    def _timed(self, writing: Any) -> Any:
        @asynccontextmanager
        async def timed(database: Database) -> AsyncIterator[AsyncSession]:
            async with writing(database) as session:
                transaction = Transaction()
                token = _HELD.set(transaction)
                transaction.run()
                try:
                    yield session
                finally:
                    transaction.wait()
                    transaction.is_open = False
                    _HELD.reset(token)
            if transaction.own_work_s > OWN_WORK_S:
                self.faults.append(f"{transaction.own_work_s * 1000:.0f} ms of own work inside a write transaction")

        return timed


@cache
def _load_tables() -> None:
    """Tables load at their first use. A test must not fail because it happens to be the first."""
    country_index()
    mask("hello", secrets=Secrets())


def _timed_run(run: Callable[[asyncio.Handle], None]) -> Callable[[asyncio.Handle], None]:
    """The loop runs a task step by step. Only the steps of the task that holds the transaction count."""

    def timed(handle: asyncio.Handle) -> None:
        held = handle._context.get(_HELD)  # type: ignore[attr-defined]
        if held is not None and held.is_open:
            held.run()
        run(handle)
        held = handle._context.get(_HELD)  # type: ignore[attr-defined]
        if held is not None:
            held.wait()

    return timed


class _GarbageCollection:
    """Takes full collections out of the measured time: they interrupt whichever task is running."""

    def __init__(self) -> None:
        self._started_at = 0.0

    def __call__(self, phase: str, _info: dict[str, int]) -> None:
        if phase == "start":
            self._started_at = time.thread_time()
        elif (held := _HELD.get()) is not None:
            held.own_work_s -= time.thread_time() - self._started_at
