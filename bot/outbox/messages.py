"""The channel of messages to people: rows of the table `delivery`."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.outbox.channel import Changes, Channel, Prepared
from bot.usecases.introductions.notices import AT_ONCE
from bot.usecases.people.settings import notification_settings, out_of_quiet_hours
from storage.models import Delivery
from storage.people import people
from storage.vocabulary import DeliveryStatus

_LATE: Final = timedelta(hours=1)
"""A message that is later than this can wait for the end of the quiet hours."""


class MessageChannel(Channel[Delivery]):
    """Sends deliveries. `write` renders the current message of a delivery, or returns None for an obsolete one."""

    table = Delivery
    in_flight = 32  # a request takes about 0.1 s, longer while it waits for its turn; 30/s need ten

    def __init__(self, write: Callable[[Delivery], Awaitable[Prepared | None]], clock: Callable[[], datetime]) -> None:
        self._write = write
        self._clock = clock

    def chat_of(self, row: Delivery) -> int:
        return row.person_id

    async def prepare(self, row: Delivery) -> Prepared | None:
        return await self._write(row)

    async def refusal(self, session: AsyncSession, row: Delivery) -> Changes | None:
        now, person = self._clock(), await people.find(session, row.person_id)
        if person is None or person.unreachable_since is not None:
            return {"status": DeliveryStatus.UNREACHABLE, "finished_at": now}
        if row.topic in AT_ONCE or now - row.not_before < _LATE:
            return None
        # Its time passed while the program was down, and it may be night by now.
        due = out_of_quiet_hours(now, await notification_settings(session, row.person_id))
        return {"status": DeliveryStatus.PENDING, "not_before": due} if due > now else None

    async def on_recorded(self, session: AsyncSession, row: Delivery, changes: Changes) -> None:
        if changes["status"] is DeliveryStatus.UNREACHABLE:
            await people.mark_unreachable(session, row.person_id, self._clock())
