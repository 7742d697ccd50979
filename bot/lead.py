"""Who leads. Of all instances on a database, the leader handles updates, runs the periodic jobs and sends.

The others are standbys: they are loaded, store what their webhook gets, and take over when the leader ends or hangs.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from math import inf
from typing import Final

import asyncpg
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.instances import has_ended
from storage import leases
from storage.database import Database
from storage.file_lock import DatabaseInUseError, FileLock

LASTS: Final = timedelta(seconds=2.5)
"""After so long without a renewal another instance takes over."""
_RENEW_S: Final = 0.5
_TRY_S: Final = 0.25  # between two tries of a standby
_TRIES_OF_FILE: Final = 8
_NAME: Final = "lead"
_AWAY: Final = (SQLAlchemyError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError)

log = logging.getLogger(__name__)


class StoppedWaitingError(Exception):
    """The program was stopped while it was a standby."""


class LeadLostError(Exception):
    """Another instance took over, because this one hung or could not reach the database."""


class Lead:
    """The lead of one instance: a lease on PostgreSQL, a locked file on SQLite. `owner` is the instance's name."""

    def __init__(self, database: Database, *, owner: str) -> None:
        self._database = database
        self._owner = owner
        self._lock = None if database.file is None else FileLock(database.file)
        self._until = inf  # by `time.monotonic`; for ever on SQLite, and where nobody asks for the lead
        self._stop_waiting = asyncio.Event()
        self._on_loss: Callable[[], None] = lambda: None
        self.is_waiting = False
        """True while another instance leads."""
        self.is_lost = False

    @property
    def is_held(self) -> bool:
        """Returns False as soon as another instance may have taken over."""
        return not self.is_lost and time.monotonic() < self._until

    def on_loss(self, callback: Callable[[], None]) -> None:
        self._on_loss = callback

    def stop_waiting(self) -> None:
        self._stop_waiting.set()

    @contextlib.asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Waits for the lead, keeps it during the block, and gives it up.

        Raises DatabaseInUseError on SQLite if another process leads, and StoppedWaitingError.
        """
        if self._lock is not None:
            await self._wait_for_file(self._lock)
            with self._lock:
                yield
            return
        await self._wait()
        keeping = asyncio.create_task(self._keep())
        try:
            yield
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)
            with contextlib.suppress(*_AWAY):
                async with self._database.writing_once() as session:
                    await leases.give_up(session, _NAME, owner=self._owner)

    async def _wait_for_file(self, lock: FileLock) -> None:
        """Waits a moment for a process that was just killed, and whose file the system still closes."""
        for _ in range(_TRIES_OF_FILE):
            try:
                with lock:
                    return
            except DatabaseInUseError:
                await asyncio.sleep(_TRY_S)

    async def _wait(self) -> None:
        self._until = -inf
        while not await self._try(self._take):
            if not self.is_waiting:
                self.is_waiting = True
                log.info("another instance leads; this one takes over when it ends")
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_TRY_S):
                    await self._stop_waiting.wait()
                raise StoppedWaitingError
        if self.is_waiting:
            log.warning("this instance takes over the lead")
        self.is_waiting = False

    async def _take(self, session: AsyncSession, name: str, *, owner: str, lasts: timedelta) -> bool:
        """Takes the lead also from an instance of this machine that ended without giving it up."""
        holder = await leases.holder(session, name)
        if holder is not None and has_ended(holder):
            await leases.give_up(session, name, owner=holder)
        return await leases.take(session, name, owner=owner, lasts=lasts)

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(_RENEW_S)
            if await self._try(leases.renew) is False:
                log.error("another instance leads now, because this one did not answer in time")
                self.is_lost = True
                self._on_loss()
                return

    async def _try(self, act: Callable[..., Awaitable[bool]]) -> bool | None:
        """Returns None if the database is away."""
        asked = time.monotonic()
        try:
            async with asyncio.timeout(LASTS.total_seconds()), self._database.writing_once() as session:
                has_it = await act(session, _NAME, owner=self._owner, lasts=LASTS)
        except _AWAY as error:
            log.warning("the lead cannot be asked for (%s)", type(error).__name__)
            return None
        if has_it:
            self._until = asked + LASTS.total_seconds()
        return has_it
