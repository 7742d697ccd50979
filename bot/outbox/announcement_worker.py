"""The worker that carries announcements out: begins them, keeps some copies on their way, recalls, and ends them."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from bot.outbox.copy_sender import Carrier, Post, Turnstile
from bot.outbox.recall import Recaller
from bot.usecases.announcements import running
from storage.announcements import copies
from storage.database import Database
from storage.ids import CopyId
from storage.models import AnnouncementCopy

_IN_FLIGHT: Final = 16  # at 30 a second and half a second to Telegram and back
_CLAIM: Final = 64  # rows taken at a time, so that claiming costs little beside sending
_REST_S: Final = 1.0
_GRACE_S: Final = 10.0

log = logging.getLogger(__name__)


class BroadcastWorker:
    """One per process; several processes may work on one database. `cap` is per person in 24 hours."""

    def __init__(
        self,
        database: Database,
        post: Post,
        turnstile: Turnstile,
        clock: Callable[[], datetime],
        *,
        cap: int,
        wake_deliveries: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._wake_deliveries = wake_deliveries
        self._stopping = asyncio.Event()
        self._carrier = Carrier(
            database, post, turnstile, clock, cap=cap, stopping=self._stopping.is_set, told=wake_deliveries
        )
        self._recaller = Recaller(database, post, turnstile, stopping=self._stopping.is_set)
        self._claimed: deque[AnnouncementCopy] = deque()
        self._flights: dict[CopyId, asyncio.Task[None]] = {}
        self._wake = asyncio.Event()
        self._ended = asyncio.Event()
        self._ended.set()
        self._began: datetime | None = None

    def wake(self) -> None:
        """An announcement was started, resumed or recalled: look at once."""
        self._wake.set()

    async def run(self) -> None:
        """Works until `stop` is called; what is being sent then is recorded first."""
        self._ended.clear()
        try:
            async with asyncio.TaskGroup() as group:
                recovered = False
                while not self._stopping.is_set():
                    self._wake.clear()
                    busy = False
                    try:
                        if not recovered:
                            await self.recover()
                            recovered = True
                        busy = await self._round(group)
                    except (SQLAlchemyError, OSError):
                        log.exception("Announcements cannot be reached; trying again in %.0f s", _REST_S)
                    await self._pause(0.0 if busy else _REST_S)
            await self._release()
        finally:
            self._ended.set()

    async def stop(self, grace_s: float = _GRACE_S) -> None:
        """Begins nothing new and waits for what is being sent; what takes longer than the grace is given up."""
        self._stopping.set()
        self._wake.set()
        try:
            async with asyncio.timeout(grace_s):
                await self._ended.wait()
        except TimeoutError:
            log.warning("%d announcements are given up in the middle of sending", len(self._flights))
            for flight in tuple(self._flights.values()):
                flight.cancel()
            await self._ended.wait()

    async def recover(self) -> None:
        """Puts right what a killed process left. Only before this one has claimed anything."""
        self._began = self._clock()
        async with self._database.writing() as session:
            await copies.recover(session, claimed_before=self._began)

    async def work_off(self) -> int:
        """All that can be done now, without the loop of `run`; in how many rounds."""
        rounds = 0
        while True:
            async with asyncio.TaskGroup() as group:
                busy = await self._round(group)
            if not busy:
                return rounds
            rounds += 1

    async def _round(self, group: asyncio.TaskGroup) -> bool:
        """Begins, sends, recalls and ends; True if there may be more to do at once."""
        now = self._clock()
        if not (self._claimed or self._flights) and not await self._anything_at_hand(now):
            return False
        started = await self._start_due(now)
        sent = await self._take_off(group, now)
        recalled = await self._recaller.recall()
        idle = not (sent or self._claimed or self._flights)
        ended = await self._end_finished(now) if idle else 0
        return bool(started or sent or recalled or ended)

    async def _anything_at_hand(self, now: datetime) -> bool:
        """Mostly not: a look of one query or two, many times a minute."""
        async with self._database.reading() as session:
            return await running.anything_under_way(session) or await running.anything_due(session, now)

    async def _start_due(self, now: datetime) -> int:
        # Reading first: a writer takes the one writer's place on SQLite, even when there is nothing to write.
        async with self._database.reading() as session:
            if not await running.anything_due(session, now):
                return 0
        async with self._database.writing() as session:
            return await running.start_due(session, now)

    async def _end_finished(self, now: datetime) -> int:
        async with self._database.reading() as session:
            if not await running.anything_under_way(session):
                return 0
        async with self._database.writing() as session:
            if self._began is not None:
                # PostgreSQL may carry out what a killed process asked last after this one has looked first.
                await copies.recover(session, claimed_before=self._began)
            ended = await running.end_finished(session, now)
        if ended:
            self._wake_deliveries()
        return ended

    async def _take_off(self, group: asyncio.TaskGroup, now: datetime) -> int:
        """Starts as many as may still be on their way."""
        if not self._claimed:
            await self._claim(now)
        taken = 0
        while self._claimed and len(self._flights) < _IN_FLIGHT:
            copy = self._claimed.popleft()
            flight = group.create_task(self._carrier.carry(copy))
            self._flights[copy.id] = flight
            flight.add_done_callback(partial(self._land, copy.id))
            taken += 1
        return taken

    async def _claim(self, now: datetime) -> None:
        async with self._database.reading() as session:
            due = await copies.next_due(session)
        if due is not None and due <= now:
            async with self._database.writing() as session:
                self._claimed.extend(await copies.claim(session, now, _CLAIM))

    async def _release(self) -> None:
        ids = [copy.id for copy in self._claimed]
        self._claimed.clear()
        if ids:
            async with self._database.writing() as session:
                await copies.release(session, ids)

    def _land(self, copy_id: CopyId, _flight: asyncio.Task[None]) -> None:
        self._flights.pop(copy_id, None)
        self._wake.set()

    async def _pause(self, seconds: float) -> None:
        if seconds <= 0 and len(self._flights) < _IN_FLIGHT:
            await asyncio.sleep(0)
            return
        try:
            async with asyncio.timeout(_REST_S):
                await self._wake.wait()
        except TimeoutError:
            return
