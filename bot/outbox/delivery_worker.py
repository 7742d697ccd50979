"""The worker that empties the outbox: claim → mark as being sent → send → record.

Every step but the sending itself is a committed transaction, so that a killed process knows afterwards what certainly
was not sent (and is sent again) and what may have been (and never is).
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final, Protocol

from sqlalchemy.exc import SQLAlchemyError

from bot.outbox.delivery_outcome import Outcome, outcome_of
from storage import outbox
from storage.database import Database
from storage.ids import PersonId
from storage.models import Delivery
from storage.people import people
from storage.vocabulary import DeliveryStatus

_IN_FLIGHT: Final = 32  # a send takes about 0.1 s to Telegram and back, more when it waits for its turn: 30/s need ten
_LONGEST_REST_S: Final = 2.0  # rows may also be written by another process, which cannot wake us
_GRACE_S: Final = 10.0
# PostgreSQL may carry out what a killed process asked last after the next one has looked: it looks once more.
_SECOND_LOOK: Final = timedelta(seconds=30)

log = logging.getLogger(__name__)


class Sender(Protocol):
    """Words a delivery for its person, from what the database holds now, and sends it.

    Gives the id of the sent message, or None if there is nothing to tell any more. Lets Telegram's exceptions out.
    """

    async def __call__(self, delivery: Delivery, /) -> int | None: ...


class DeliveryWorker:
    """One per process; several processes may work on one database."""

    def __init__(
        self, database: Database, send: Sender, clock: Callable[[], datetime], *, in_flight: int = _IN_FLIGHT
    ) -> None:
        self._database = database
        self._send = send
        self._clock = clock
        self._limit = in_flight
        self._flights: set[asyncio.Task[None]] = set()
        self._last_to: dict[PersonId, asyncio.Task[None]] = {}
        self._stopping = asyncio.Event()
        self._wake = asyncio.Event()
        self._ended = asyncio.Event()
        self._ended.set()
        self._began: datetime | None = None

    def wake(self) -> None:
        """Something was put into the outbox: look at once."""
        self._wake.set()

    async def run(self) -> None:
        """Works until `stop` is called; what is in flight then is sent and recorded first."""
        self._ended.clear()
        try:
            async with asyncio.TaskGroup() as group:
                recovered = False
                while not self._stopping.is_set():
                    self._wake.clear()
                    try:
                        if not recovered:
                            await self.recover()
                            recovered = True
                        await self._look_again()
                        claimed = await self._take_off(group)
                        rest = 0.0 if claimed else await self._rest_s()
                    except (SQLAlchemyError, OSError):
                        log.exception("The outbox cannot be reached; trying again in %.0f s", _LONGEST_REST_S)
                        rest = _LONGEST_REST_S
                    await self._pause(rest)
        finally:
            self._ended.set()

    async def stop(self, grace_s: float = _GRACE_S) -> None:
        """Takes on nothing new and waits for what is in flight; what takes longer than the grace is given up.

        A given-up message may or may not have been sent: the next start records it as unknown.
        """
        self._stopping.set()
        self._wake.set()
        try:
            async with asyncio.timeout(grace_s):
                await self._ended.wait()
        except TimeoutError:
            log.warning("%d messages are given up in the middle of sending", len(self._flights))
            for flight in tuple(self._flights):
                flight.cancel()
            await self._ended.wait()

    async def recover(self) -> None:
        """Puts right what a killed process left. Only before this one has claimed anything."""
        now = self._began = self._clock()
        async with self._database.writing() as session:
            await outbox.recover(session, now, claimed_before=now)

    async def _look_again(self) -> None:
        now, began = self._clock(), self._began
        if began is not None and now >= began + _SECOND_LOOK:
            self._began = None
            async with self._database.writing() as session:
                await outbox.recover(session, now, claimed_before=began)

    async def deliver_due(self) -> int:
        """Sends all that is due, without the loop of `run`, and gives the number of rows dealt with."""
        total = 0
        while True:
            async with asyncio.TaskGroup() as group:
                claimed = await self._take_off(group)
            if not claimed:
                return total
            total += claimed

    async def _take_off(self, group: asyncio.TaskGroup) -> int:
        """Claims as many as may still be in flight and starts to send them."""
        free = self._limit - len(self._flights)
        if free <= 0 or not await self._anything_due():
            return 0
        batch = await self._claim(free)
        for delivery in batch:
            person_id = delivery.person_id
            flight = group.create_task(self._deliver_after(self._last_to.get(person_id), delivery))
            self._flights.add(flight)
            self._last_to[person_id] = flight
            flight.add_done_callback(partial(self._land, person_id))
        return len(batch)

    def _land(self, person_id: PersonId, flight: asyncio.Task[None]) -> None:
        self._flights.discard(flight)
        if self._last_to.get(person_id) is flight:
            del self._last_to[person_id]
        self._wake.set()

    async def _deliver_after(self, earlier: asyncio.Task[None] | None, delivery: Delivery) -> None:
        """One person is told things in the order in which they happened."""
        if earlier is not None:
            await asyncio.wait([earlier])
        await self._deliver(delivery)

    async def _anything_due(self) -> bool:
        # Reading first: claiming takes the one writer's place on SQLite, even when there is nothing to claim.
        async with self._database.reading() as session:
            due = await outbox.next_due(session)
        return due is not None and due <= self._clock()

    async def _claim(self, limit: int) -> Sequence[Delivery]:
        async with self._database.writing() as session:
            return await outbox.claim(session, self._clock(), limit)

    async def _rest_s(self) -> float:
        """Until the next one is due or a flight lands, whichever comes first (the latter wakes)."""
        if len(self._flights) >= self._limit:
            return _LONGEST_REST_S
        async with self._database.reading() as session:
            due = await outbox.next_due(session)
        if due is None:
            return _LONGEST_REST_S
        return min(max((due - self._clock()).total_seconds(), 0.0), _LONGEST_REST_S)

    async def _pause(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _deliver(self, delivery: Delivery) -> None:
        try:
            if await self._begin(delivery):
                await self._record(delivery, await self._attempt(delivery))
        except (SQLAlchemyError, OSError):
            # The row keeps saying that it is being sent: never sent again, and put right by the next start.
            log.exception("What became of delivery %d could not be recorded", delivery.id)

    async def _begin(self, delivery: Delivery) -> bool:
        """True if the message may go out now: it is still ours, and its person can be reached."""
        now = self._clock()
        async with self._database.writing() as session:
            person = await people.find(session, delivery.person_id)
            reachable = person is not None and person.unreachable_since is None
            moved = await outbox.move(
                session,
                delivery.id,
                from_=DeliveryStatus.CLAIMED,
                to=DeliveryStatus.SENDING if reachable else DeliveryStatus.UNREACHABLE,
                now=now,
            )
        return moved and reachable

    async def _attempt(self, delivery: Delivery) -> Outcome:
        try:
            message_id = await self._send(delivery)
        except Exception as error:  # whatever it was, the row has to say what became of it
            outcome = outcome_of(error, delivery.attempts)
            if outcome.is_fault:
                log.exception("Delivery %d (%s) failed", delivery.id, delivery.topic)
            return outcome
        if message_id is None:
            return Outcome(status=DeliveryStatus.OBSOLETE)
        return Outcome(status=DeliveryStatus.SENT, message_id=message_id)

    async def _record(self, delivery: Delivery, outcome: Outcome) -> None:
        now = self._clock()
        not_before = None if outcome.wait_s is None else now + timedelta(seconds=outcome.wait_s)
        async with self._database.writing() as session:
            await outbox.move(
                session,
                delivery.id,
                from_=DeliveryStatus.SENDING,
                to=outcome.status,
                now=now,
                not_before=not_before,
                message_id=outcome.message_id,
                error=outcome.error,
            )
            if outcome.status is DeliveryStatus.UNREACHABLE:
                await people.mark_unreachable(session, delivery.person_id, now)
