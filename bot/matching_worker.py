"""A worker process: it masks, encodes and matches listings beside the bot, which then has its cores for answers.

While a worker lives, the bot leaves to it whatever nobody waits for: imports, renewals, changed names, a new encoder. A
listing that a person publishes in the chat is matched by the bot itself, because that person waits for the answer.
"""

import asyncio
import contextlib
import logging
import os
import secrets
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from bot.instances import instance_name
from bot.matching.country_names import read_place_names_file, use_place_names
from bot.matching.encoders import load_encoder
from bot.matching.matcher import Matcher
from bot.periodic import PeriodicJob
from bot.program import utc_now
from bot.settings.settings import Settings
from bot.usecases.suggestions.backlog import WORKER
from bot.usecases.suggestions.matchmaker import Matchmaker
from storage import leases
from storage.database import Database

LASTS: Final = timedelta(seconds=10)
"""Lifetime of a worker's lease, its heartbeat. When the last one has run out, the bot does the work itself."""
_RENEW_S: Final = 2.5
_SWEEP_S: Final = 1.0  # between two looks for work
_HANGS_S: Final = 120.0  # a sweep of a hundred listings takes seconds
_CONNECTIONS: Final = 4
_NICENESS: Final = 10  # on a machine that also runs the bot, the bot comes first

log = logging.getLogger(__name__)


class NothingToShareError(Exception):
    """The listings are indexed in the memory of the bot's process, where no other process can put them."""


class MatchingWorker:
    """Handles waiting listings, and renews a lease meanwhile. A worker that fails or hangs does not renew it."""

    def __init__(
        self, database: Database, matchmaker: Matchmaker, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._database = database
        self._matchmaker = matchmaker
        self._monotonic = monotonic
        self._owner = instance_name()
        self._name = f"{WORKER}{secrets.token_hex(8)}"
        self._worked_at = monotonic()

    async def work(self, stop: asyncio.Event) -> None:
        """Works until `stop` is set. Raises NothingToShareError."""
        if not self._matchmaker.shares_index:
            raise NothingToShareError
        await self._matchmaker.load()
        await self._matchmaker.load_encoder()
        self._worked_at = self._monotonic()
        jobs = (
            PeriodicJob("heartbeat", self.renew_lease, every_s=_RENEW_S),
            PeriodicJob("matchmaking", self.sweep, every_s=_SWEEP_S),
        )
        async with asyncio.TaskGroup() as group:
            for job in jobs:
                group.create_task(job.run())
            log.info("this worker is ready")
            await stop.wait()
            for job in reversed(jobs):
                await job.stop()
        async with self._database.writing_once() as session:
            await leases.give_up(session, self._name, owner=self._owner)

    async def sweep(self) -> int:
        done = await self._matchmaker.sweep()
        self._worked_at = self._monotonic()
        return done

    async def renew_lease(self) -> int:
        if self._monotonic() - self._worked_at > _HANGS_S:
            log.error("no sweep ended for %d s, so the bot matches listings itself", _HANGS_S)
            return 0
        async with self._database.writing_once() as session:
            renewed = await leases.renew(session, self._name, owner=self._owner, lasts=LASTS)
        if not renewed:
            async with self._database.writing_once() as session:
                await leases.take(session, self._name, owner=self._owner, lasts=LASTS)
        return 0


async def _serve(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    use_place_names(None if settings.place_names is None else read_place_names_file(settings.place_names))
    database = Database(settings.database_url, pool_size=_CONNECTIONS)
    try:
        encoder = load_encoder(settings.encoder)
        matchmaker = Matchmaker(database, Matcher.for_encoder(encoder), encoder, utc_now)
        if matchmaker.shares_index:
            with contextlib.suppress(OSError, AttributeError):
                os.nice(_NICENESS)
        await MatchingWorker(database, matchmaker).work(stop)
    finally:
        await database.dispose()


def run(settings: Settings) -> None:
    """Runs until SIGINT or SIGTERM. Raises NothingToShareError, or EncoderError."""
    asyncio.run(_serve(settings))
