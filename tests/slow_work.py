"""Finds slow work where others wait for it: inside write transactions, and on the event loop.

On SQLite everybody waits while a write transaction is open. A task that holds one may await the database and nothing
else. The guard finds Telegram calls, threads, encoders and readers of texts, and more than OWN_WORK_S of the task's own
CPU time between begin and commit.

Everybody waits for the event loop too. Whatever takes over 5 ms for a long text or list runs in a thread. The guard
finds such calls on the loop by their names (SLOW), however little they had to do: no clock decides.
"""

import asyncio
import gc
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from typing import Any, Final

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.charts import announcement as announcement_chart
from bot.masking import Secrets, mask, masking
from bot.matching import language_guess, message_facts, sectors
from bot.matching.encoders import BuiltinEncoder, HttpEncoder, SecondEncoder
from bot.matching.matcher import Matcher
from bot.matching.place_index import country_index
from bot.sandbox.transport import WorldRequest
from bot.usecases.imports import exhibitor_list, plan
from bot.usecases.imports import listings as imported_listings
from bot.usecases.moderation import flags
from bot.usecases.screening.index import NameIndex
from handlers.announcements import report as announcement_report
from handlers.events.dashboard import files as dashboard_files
from storage.database import Database

OWN_WORK_S: Final = 0.3
"""CPU time of the task alone, so that waiting for the lock does not count. Slow machines take three times as long."""
_TRACED: Final = 5  # with a measured coverage or a profile it takes so many times as long
SLOW: Final[tuple[tuple[Any, str, str], ...]] = (
    (BuiltinEncoder, "encode", "an encoder"),
    (SecondEncoder, "encode", "an encoder"),
    (HttpEncoder, "encode", "an encoder"),
    (Matcher, "rank", "the matcher"),
    (Matcher, "rank_many", "the matcher"),
    (Matcher, "rank_present", "the matcher"),
    (Matcher, "rank_among", "the matcher"),
    (Matcher, "pair", "the matcher"),
    (masking, "mask", "masking"),
    (masking, "contains_contact", "masking"),
    (masking, "former_data", "redaction"),
    (language_guess, "guess_language", "guessing a language"),
    (sectors, "_by_terms", "guessing sectors"),
    (message_facts, "message_facts", "reading a message"),
    (flags, "_all", "flags"),
    (NameIndex, "alike", "a list of names"),
    (exhibitor_list, "parse_file", "reading a spreadsheet"),
    (exhibitor_list, "read_exhibitors", "reading a spreadsheet"),
    (exhibitor_list, "repeated_rows", "comparing rows"),
    (plan, "compare", "comparing rows"),
    (imported_listings, "guess_all", "guessing"),
    (dashboard_files, "write_workbook", "writing a spreadsheet"),
    (dashboard_files, "draw_results", "drawing"),
    (announcement_report, "table", "writing a spreadsheet"),
    (announcement_chart, "draw", "drawing"),
)
"""What takes over 5 ms for the longest input: its owner, its name there, and what to call it in a message."""


class Transaction:
    """A write transaction, and the CPU time that its task has spent in it."""

    def __init__(self) -> None:
        self.is_open = True
        self.own_work_s = 0.0
        self.is_counted = True
        self._running_since: float | None = None

    def run(self) -> None:
        if self.is_counted:
            self._running_since = time.thread_time()

    def wait(self) -> None:
        if self._running_since is not None:
            self.own_work_s += time.thread_time() - self._running_since
            self._running_since = None


_HELD: ContextVar[Transaction | None] = ContextVar("held write transaction", default=None)


_UNGUARDED: ContextVar[bool] = ContextVar("unguarded", default=False)


@contextmanager
def unguarded() -> Iterator[None]:
    """For what a test itself does in front of the program."""
    held, token = _HELD.get(), _UNGUARDED.set(True)
    if held is not None:
        held.wait()
        held.is_counted = False
    try:
        yield
    finally:
        _UNGUARDED.reset(token)
        if held is not None:
            held.is_counted = True
            held.run()


class SlowWorkError(AssertionError):
    """Names the slow work, and who had to wait for it."""


class Guard:
    """Collects what was found, one line each. A forbidden call raises at once too, so that its trace is seen."""

    def __init__(self, own_work_s: float = OWN_WORK_S) -> None:
        self.faults: list[str] = []
        self._own_work_s = own_work_s

    @contextmanager
    def watching(self) -> Iterator["Guard"]:
        _load_tables()
        with pytest.MonkeyPatch.context() as patch:
            for owner, name, what in (
                (WorldRequest, "do_request", "a Telegram call"),
                (asyncio, "to_thread", "a thread"),
                (asyncio.BaseEventLoop, "run_in_executor", "a thread"),
            ):
                patch.setattr(owner, name, self._forbidden(getattr(owner, name), what))
            for owner, name, what in SLOW:
                call = getattr(owner, name)
                guarded = self._forbidden(call, what, also_on_loop=True)
                for place, known_as in _places(owner, name, call):
                    patch.setattr(place, known_as, guarded)
            patch.setattr(Database, "writing", self._timed(Database.writing))
            patch.setattr(asyncio.Handle, "_run", _timed_run(asyncio.Handle._run))  # type: ignore[attr-defined]
            collection = _GarbageCollection()
            gc.callbacks.append(collection)
            try:
                yield self
            finally:
                gc.callbacks.remove(collection)

    def _forbidden(self, call: Callable[..., Any], what: str, *, also_on_loop: bool = False) -> Callable[..., Any]:
        @wraps(call)
        def guarded(*args: Any, **more: Any) -> Any:
            held = _HELD.get()
            if _UNGUARDED.get():
                return call(*args, **more)
            if held is not None and held.is_open:
                self._found(f"{what} inside a write transaction")
            if also_on_loop and asyncio._get_running_loop() is not None:
                self._found(f"{what} on the event loop")
            return call(*args, **more)

        return guarded

    def _found(self, fault: str) -> None:
        self.faults.append(fault)
        raise SlowWorkError(fault)

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
            if transaction.own_work_s > self._own_work_s * (_TRACED if sys.gettrace() or sys.getprofile() else 1):
                self.faults.append(f"{transaction.own_work_s * 1000:.0f} ms of own work inside a write transaction")

        return timed


@cache
def _load_tables() -> None:
    """Tables load at their first use. A test must not fail because it happens to be the first."""
    country_index()
    mask("hello", secrets=Secrets())


@cache
def _places(owner: Any, name: str, call: Callable[..., Any]) -> list[tuple[Any, str]]:
    """Where our code knows a function: modules import functions by their names."""
    ours = [module for place, module in sys.modules.items() if place.partition(".")[0] in {"bot", "handlers"}]
    others = [(module, known_as) for module in ours for known_as, one in vars(module).items() if one is call]
    return [(owner, name), *(place for place in others if place != (owner, name))]


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
