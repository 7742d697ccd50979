"""Reminds moderators of a waiting queue."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from storage import outbox
from storage.database import Database
from storage.ids import PersonId
from storage.moderation import reviews, roles
from storage.people import people
from storage.vocabulary import ReviewKind, Role, Topic

PATIENCE: Final = timedelta(minutes=10)
"""How long an item waits before moderators are reminded: active ones see it anyway."""
PAUSE: Final = timedelta(hours=4)
"""Minimum time between two reminders for one moderator."""


class QueueReminder:
    """A periodic job."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        *,
        admins: Collection[int],
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._admins = admins
        self._wake = wake

    async def run(self) -> int:
        """Queues due reminders. Returns 0, because one round does everything."""
        now = self._clock()
        async with self._database.reading() as session:
            waiting = await reviews.queue(session, tuple(ReviewKind))
        if waiting.oldest is not None and waiting.oldest <= now - PATIENCE:
            async with self._database.writing() as session:
                for person_id in await self._untold(session, now):
                    await outbox.tell(
                        session,
                        person_id,
                        Topic.QUEUE_WAITS,
                        payload={},
                        dedupe_key=f"{Topic.QUEUE_WAITS}:{person_id}:{int(now.timestamp())}",
                        now=now,
                    )
            self._wake()
        return 0

    async def _untold(self, session: AsyncSession, now: datetime) -> list[PersonId]:
        """Returns the moderators, or the admins if there are none, without recently reminded ones."""
        held = [person.id for _, person in await roles.holders(session, Role.MODERATOR)]
        if not held:
            held = [person.id for _, person in await roles.holders(session, Role.ADMIN)]
            held += [PersonId(number) for number in self._admins if await people.find(session, PersonId(number))]
        told = await outbox.told_since(session, held, Topic.QUEUE_WAITS, now - PAUSE)
        return [person_id for person_id in dict.fromkeys(held) if person_id not in told]
