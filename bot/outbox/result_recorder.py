"""Records what became of a row, with the effects of the result in the same transaction."""

import asyncio
import logging
from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.outbox.batched_writer import BatchedWriter
from bot.outbox.channel import Effect, no_effect
from bot.outbox.flight import Flight
from storage import outbox_claims
from storage.outages import is_outage
from storage.vocabulary import DeliveryStatus

_RETRY_S: Final = 1.0  # before a result is recorded again; then doubled
_LONGEST_RETRY_S: Final = 60.0
_RECORD_TRIES: Final = 60  # about an hour

log = logging.getLogger(__name__)


class ResultRecorder:
    """Records results of rows that `owner` has claimed."""

    def __init__(self, writer: BatchedWriter, *, owner: str) -> None:
        self._writer = writer
        self._owner = owner

    async def record(
        self, flight: Flight, changes: Mapping[str, Any], *, from_: DeliveryStatus, effect: Effect = no_effect
    ) -> None:
        """Stores the result with its effects, or the result alone if the effects cannot be stored.

        Repeats while the database cannot be reached, since no other process knows the result.
        """
        held = await self._record_with_effects(flight, changes, from_, effect)
        if held is None:
            held = await self._writer.write(partial(self._write_status, flight, changes, from_))
        if not held:
            log.warning("%s was taken over by another process before it was recorded", flight)
        status = changes.get("status")
        if status is not None:
            log.debug("%s", flight, extra={"stage": "delivery", "outcome": str(status), "reason": changes.get("error")})

    async def _record_with_effects(
        self, flight: Flight, changes: Mapping[str, Any], from_: DeliveryStatus, effect: Effect
    ) -> bool | None:
        """Returns False if another process took the row over, and None if nothing could be stored."""

        async def write(session: AsyncSession) -> bool:
            if not await self._write_status(flight, changes, from_, session):
                return False
            await effect(session)
            if flight.new_chat_id is not None:
                await flight.channel.on_migrated(session, flight.row, flight.new_chat_id)
            await flight.channel.on_recorded(session, flight.row, changes)
            return True

        for number in range(_RECORD_TRIES):
            try:
                return await self._writer.write(write)
            except Exception as error:  # whatever an effect raises
                if not is_outage(error):
                    log.exception("The effects of %s could not be stored", flight)
                    return None
                log.exception("The result of %s could not be recorded; trying again", flight)
                await asyncio.sleep(min(_RETRY_S * 2.0**number, _LONGEST_RETRY_S))
        return None

    async def _write_status(
        self, flight: Flight, changes: Mapping[str, Any], from_: DeliveryStatus, session: AsyncSession
    ) -> bool:
        return await outbox_claims.change(session, flight.row, changes, owner=self._owner, from_=from_)
