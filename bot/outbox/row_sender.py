"""Sends the parts of one claimed row.

Every step except the request is a committed transaction. A row is CLAIMED while it waits for its turn, and SENDING only
during its request, so a claimed row was certainly not sent. If a process dies while a row is SENDING, the part may have
arrived and is never sent again.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from telegram.error import RetryAfter

from bot.outbox.batched_writer import BatchedWriter
from bot.outbox.channel import Changes, MessagePart, Prepared, no_effect
from bot.outbox.delivery_outcome import try_again
from bot.outbox.flight import Flight
from bot.outbox.result_recorder import ResultRecorder
from bot.telegram.errors import FailureKind, classify
from storage import outbox_claims
from storage.database import Database
from storage.models.deliveries import OutboxRow
from storage.outages import is_outage
from storage.vocabulary import DeliveryStatus

LEASE: Final = timedelta(seconds=20)
"""How long a row stays claimed by a dead process. Live processes renew it. Clocks may differ by a few seconds."""
_RETRY_S: Final = 1.0  # after a failed `prepare`

log = logging.getLogger(__name__)


class SendSlots(Protocol):
    """Limits the pace of messages to Telegram. See bot.telegram.rate_limiter.TwoLaneRateLimiter."""

    async def take_turn(self, chat: int | str, messages: int = 1) -> None: ...

    def give_back(self, messages: int = 1) -> None: ...


class RowSender:
    """Sends rows that `owner` has claimed. Once `stopping` is set, no further request begins."""

    def __init__(
        self,
        database: Database,
        slots: SendSlots,
        clock: Callable[[], datetime],
        *,
        owner: str,
        stopping: asyncio.Event,
    ) -> None:
        self._slots = slots
        self._clock = clock
        self._owner = owner
        self._stopping = stopping
        self._writer = BatchedWriter(database)
        self._recorder = ResultRecorder(self._writer, owner=owner)

    async def deliver(self, flight: Flight, earlier: asyncio.Task[None] | None) -> None:
        """Sends the row after the task of the earlier row to the same chat has ended. Never raises."""
        with structlog.contextvars.bound_contextvars(**flight.log_context):
            try:
                # Each chat gets its messages in the order in which they were queued.
                if earlier is None or await self._waited(flight, lambda: asyncio.wait([earlier])):
                    await self._send_parts(flight)
            except Exception:  # one faulty row must not stop the others
                log.exception("The result of %s could not be recorded; its lease runs out", flight)

    async def renew(self, rows: Sequence[OutboxRow], *, until: datetime) -> None:
        """Extends the leases of rows, in turn with their results: both lock several rows, in different orders."""
        await self._writer.write(partial(outbox_claims.renew, rows=rows, owner=self._owner, until=until))

    async def _waited(self, flight: Flight, wait: Callable[[], Awaitable[Any]]) -> bool:
        """Awaits something that a stop may cancel. Returns False if the engine is stopping."""
        if self._stopping.is_set():
            return False
        flight.waits = True
        try:
            await wait()
        finally:
            flight.waits = False
        return True

    async def _send_parts(self, flight: Flight) -> None:
        """Sends the remaining parts, one after the other."""
        row = flight.row
        try:
            prepared = await flight.channel.prepare(row)
        except Exception as error:  # noqa: BLE001 - recorded with the row
            await self._record_unsent(flight, error)
            return
        parts = () if prepared is None else prepared.parts
        if prepared is None or row.part >= len(parts):
            await self._recorder.record(flight, self._finish(row), from_=DeliveryStatus.CLAIMED)
            return
        for number in range(row.part, len(parts)):
            if not await self._send_part(flight, prepared, number):
                return

    async def _send_part(self, flight: Flight, prepared: Prepared, number: int) -> bool:
        """Returns True if the part is done and the next one may follow."""
        part = prepared.parts[number]
        chat = flight.channel.chat_of(flight.row)
        if chat is not None:
            try:
                if not await self._waited(flight, lambda: self._slots.take_turn(chat, part.messages)):
                    return False
            except RetryAfter as error:
                await self._recorder.record(flight, self._after_error(flight, error), from_=DeliveryStatus.CLAIMED)
                return False
        try:
            if not await self._begin(flight, prepared, part, paced=chat is not None):
                return False
        except Exception as error:  # noqa: BLE001 - recorded with the row
            await self._record_unsent(flight, error)
            return False
        is_last = number == len(prepared.parts) - 1
        changes = await self._attempt(flight, part, is_last=is_last)
        sent = changes["status"] is DeliveryStatus.SENT
        await self._recorder.record(
            flight, changes, from_=DeliveryStatus.SENDING, effect=prepared.on_sent if sent else no_effect
        )
        return not is_last and changes["status"] is DeliveryStatus.CLAIMED

    async def _begin(self, flight: Flight, prepared: Prepared, part: MessagePart, *, paced: bool) -> bool:
        """Marks the row as SENDING. Returns False if it may not be sent, or another process took it over."""
        row, now = flight.row, self._clock()

        async def begin(session: AsyncSession) -> bool:
            refusal = await flight.channel.refusal(session, row)
            changes = refusal or {"status": DeliveryStatus.SENDING, "leased_until": now + LEASE}
            held = await outbox_claims.change(session, row, changes, owner=self._owner, from_=DeliveryStatus.CLAIMED)
            if held and refusal is None:
                await prepared.on_sending(session)
            return held and refusal is None

        begun = False
        try:
            begun = await self._writer.write(begin)
        finally:
            if not begun and paced:
                self._slots.give_back(part.messages)
        return begun

    async def _attempt(self, flight: Flight, part: MessagePart, *, is_last: bool) -> Changes:
        row = flight.row
        try:
            row.message_ids = [*row.message_ids, *await part.send()]
        except Exception as error:  # noqa: BLE001 - recorded with the row
            changes = self._after_error(flight, error)
            if changes["status"] is not DeliveryStatus.UNKNOWN:
                return changes
            # The part may have arrived. It is never sent again; the next parts are sent.
            row.unsure = True
        row.part += 1
        kept = {"part": row.part, "message_ids": row.message_ids, "unsure": row.unsure, "error": None}
        return kept | (self._finish(row) if is_last else {"status": DeliveryStatus.CLAIMED})

    def _finish(self, row: OutboxRow) -> dict[str, Any]:
        """Returns the final changes of a row without further parts."""
        end = DeliveryStatus.UNKNOWN if row.unsure else DeliveryStatus.SENT if row.part else DeliveryStatus.OBSOLETE
        return {"status": end, "finished_at": self._clock()}

    def _after_error(self, flight: Flight, error: Exception, *, requested: bool = True) -> dict[str, Any]:
        """Returns the changes of a row after an error. `requested` is False if no request was made yet."""
        row, now = flight.row, self._clock()
        if not requested and is_outage(error):
            outcome = try_again(error, row.attempts + 1)
        else:
            outcome = flight.channel.outcome(row, error)
        status, wait_s = outcome.status, outcome.wait_s
        if status is DeliveryStatus.UNKNOWN and not requested:
            status, wait_s = DeliveryStatus.PENDING, _RETRY_S
        if status is DeliveryStatus.FAILED:
            # Telegram's own errors quote people's texts. Errors of the bot need their traceback.
            trace = error if classify(error).kind is FailureKind.UNEXPECTED else None
            log.error("%s failed: %s", flight, outcome.error, exc_info=trace)
        changes: dict[str, Any] = {"status": status, "error": outcome.error}
        if outcome.counts:
            changes["attempts"] = row.attempts + 1
        flight.new_chat_id = outcome.new_chat_id
        if wait_s is not None:
            return changes | {"not_before": now + timedelta(seconds=wait_s)}
        return changes | {"finished_at": now}

    async def _record_unsent(self, flight: Flight, error: Exception) -> None:
        """Stores the error of a row whose request has not begun."""
        if isinstance(error, SQLAlchemyError | OSError):
            log.error("The database failed for %s before it was sent", flight, exc_info=error)
        changes = self._after_error(flight, error, requested=False)
        await self._recorder.record(flight, changes, from_=DeliveryStatus.CLAIMED)
