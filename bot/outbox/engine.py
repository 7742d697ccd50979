"""The outbox engine: claims due rows of all channels with a lease, and sends several at once."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final

from sqlalchemy.exc import SQLAlchemyError

from bot.outbox.channel import Channel
from bot.outbox.flight import Flight
from bot.outbox.row_sender import LEASE, RowSender, SendSlots
from storage import outbox_claims
from storage.database import Database
from storage.models.deliveries import OutboxRow

_RENEW_AFTER: Final = LEASE / 4
_POLL_S: Final = 2.0  # a row that another process queued waits at most this long
_GRACE_S: Final = 10.0
_Key = tuple[Channel[Any], int]

log = logging.getLogger(__name__)


class Outbox:
    """Sends due rows. One per process; several processes may share a database. When idle, it only reads."""

    def __init__(
        self,
        database: Database,
        channels: Sequence[Channel[Any]],
        slots: SendSlots,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._channels = channels
        self._conditions = {channel: channel.condition() for channel in channels}
        self._clock = clock
        self._owner = secrets.token_hex(8)
        self._stopping = asyncio.Event()
        self._sender = RowSender(database, slots, clock, owner=self._owner, stopping=self._stopping)
        self._flights: dict[Flight, asyncio.Task[None]] = {}
        self._last_to: dict[_Key, asyncio.Task[None]] = {}
        self._renew_at: datetime | None = None
        self._rest_s = _POLL_S
        self._wake = asyncio.Event()
        self._ended = asyncio.Event()
        self._ended.set()

    def wake(self) -> None:
        """Looks for due rows at once. Call it after queuing a message."""
        self._wake.set()

    async def run(self) -> None:
        """Sends due rows until `stop` is called."""
        self._ended.clear()
        try:
            async with asyncio.TaskGroup() as group:
                while not self._stopping.is_set():
                    self._wake.clear()
                    # One time for both: what need not be renewed now has not run out now, even if the process hangs in
                    # between. Otherwise it would take over the rows that it is sending, as those of a dead process.
                    now = self._clock()
                    try:
                        await self._renew_leases(now)
                        await self._start_sends(group, now)
                    except (SQLAlchemyError, OSError):
                        log.exception("The outbox cannot be reached; trying again in %.0f s", _POLL_S)
                        self._rest_s = _POLL_S
                    await self._pause()
        finally:
            self._ended.set()

    async def stop(self, grace_s: float = _GRACE_S) -> None:
        """Returns claimed rows to pending, and lets running requests finish within the grace period.

        A cancelled request may have arrived. Another process records it as unknown when its lease runs out.
        """
        self._stopping.set()
        self._wake.set()
        for flight, task in tuple(self._flights.items()):
            if flight.waits:
                task.cancel()
        try:
            async with asyncio.timeout(grace_s):
                await self._ended.wait()
        except TimeoutError:
            log.warning("%d requests are cancelled before they were answered", len(self._flights))
            for task in tuple(self._flights.values()):
                task.cancel()
            await self._ended.wait()
        async with self._database.writing() as session:
            await outbox_claims.release(session, [channel.table for channel in self._channels], owner=self._owner)

    async def deliver_due(self) -> int:
        """Sends all due rows, without the loop of `run`. Returns the number of claimed rows."""
        total = 0
        while True:
            async with asyncio.TaskGroup() as group:
                started = await self._start_sends(group, self._clock())
            if not started:
                return total
            total += started

    async def _start_sends(self, group: asyncio.TaskGroup, now: datetime) -> int:
        """Claims rows that are due at `now`, up to the channels' capacity, and starts to send them.

        Sets the time of the next claim. Returns the number of rows.
        """
        self._rest_s = _POLL_S
        roomy = [channel for channel in self._channels if self._room(channel) > 0]
        if not roomy:
            return 0
        # Reads first: on SQLite a claim blocks other writers even if there is nothing to claim.
        async with self._database.reading() as session:
            times = await outbox_claims.next_due(
                session, *((channel.table, self._conditions[channel]) for channel in roomy)
            )
        due = [channel for channel, at in zip(roomy, times, strict=True) if at is not None and at <= now]
        if not due:
            waits = [(at - now).total_seconds() for at in times if at is not None]
            self._rest_s = min(_POLL_S, *waits) if waits else _POLL_S
            return 0
        rows = await self._claim(due, now)
        for channel, row in rows:
            self._start(group, Flight(channel=channel, row=row))
        if rows:
            self._rest_s = 0.0
        return len(rows)

    def _room(self, channel: Channel[Any]) -> int:
        """Returns the number of rows to claim: a batch, or none while more than half of the capacity is in use."""
        busy = sum(flight.channel is channel for flight in self._flights)
        return channel.in_flight - busy if busy <= channel.in_flight // 2 else 0

    async def _claim(self, channels: Sequence[Channel[Any]], now: datetime) -> list[tuple[Channel[Any], OutboxRow]]:
        claimed_at = self._clock()
        self._renew_at = self._renew_at or claimed_at + _RENEW_AFTER
        claimed: list[tuple[Channel[Any], OutboxRow]] = []
        async with self._database.writing() as session:
            for channel in channels:
                rows = await outbox_claims.claim(
                    session,
                    channel.table,
                    self._conditions[channel],
                    owner=self._owner,
                    now=now,
                    until=claimed_at + LEASE,
                    limit=self._room(channel),
                )
                claimed += [(channel, row) for row in rows]
        return claimed

    def _start(self, group: asyncio.TaskGroup, flight: Flight) -> None:
        chat = flight.channel.chat_of(flight.row)
        key = None if chat is None else (flight.channel, chat)
        task = group.create_task(self._sender.deliver(flight, None if key is None else self._last_to.get(key)))
        self._flights[flight] = task
        if key is not None:
            self._last_to[key] = task
        task.add_done_callback(partial(self._on_done, flight, key))

    def _on_done(self, flight: Flight, key: _Key | None, task: asyncio.Task[None]) -> None:
        self._flights.pop(flight, None)
        if key is not None and self._last_to.get(key) is task:
            del self._last_to[key]
        self._wake.set()

    async def _renew_leases(self, now: datetime) -> None:
        # A time further ahead than it was ever set: the clock went back, and no lease would be renewed until then.
        if self._renew_at is None or now < self._renew_at <= now + _RENEW_AFTER:
            return
        if self._flights:
            await self._sender.renew([flight.row for flight in self._flights], until=self._clock() + LEASE)
        # Only after a success: otherwise this engine would claim its own rows again after an outage.
        self._renew_at = now + _RENEW_AFTER if self._flights else None

    async def _pause(self) -> None:
        if self._rest_s <= 0:
            await asyncio.sleep(0)
            return
        try:
            async with asyncio.timeout(self._rest_s):
                await self._wake.wait()
        except TimeoutError:
            return
