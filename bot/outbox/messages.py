"""The channel of messages to people: rows of the table `delivery`."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.outbox.channel import Changes, Channel, Prepared
from storage.models import Delivery
from storage.people import people
from storage.vocabulary import DeliveryStatus


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
        person = await people.find(session, row.person_id)
        if person is not None and person.unreachable_since is None:
            return None
        return {"status": DeliveryStatus.UNREACHABLE, "finished_at": self._clock()}

    async def on_recorded(self, session: AsyncSession, row: Delivery, changes: Changes) -> None:
        if changes["status"] is DeliveryStatus.UNREACHABLE:
            await people.mark_unreachable(session, row.person_id, self._clock())
