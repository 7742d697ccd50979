"""Reminds moderators of a waiting queue and of reports, outside their quiet hours."""

from collections.abc import Callable, Collection
from dataclasses import KW_ONLY, dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.people.settings import next_allowed, notification_settings
from storage import outbox
from storage.database import Database
from storage.ids import PersonId
from storage.moderation import reviews, roles
from storage.people import people
from storage.vocabulary import ReviewKind, Role, Topic

PATIENCE: Final = timedelta(minutes=10)
"""How long an item waits before moderators are reminded. Active moderators see it anyway."""
PAUSE: Final = timedelta(hours=4)
"""Minimum time between two reminders for one moderator."""


@dataclass(frozen=True)
class QueueReminder:
    """The periodic job that queues the reminders."""

    database: Database
    clock: Callable[[], datetime]
    _: KW_ONLY
    admins: Collection[int]
    wake: Callable[[], None] = lambda: None

    async def run(self) -> int:
        """Queues due reminders. Returns 0, because one run does everything."""
        now = self.clock()
        async with self.database.reading() as session:
            waiting = await reviews.queue(session, tuple(ReviewKind))
        if waiting.oldest is not None and waiting.oldest <= now - PATIENCE:
            async with self.database.writing() as session:
                for person_id in await self._due(session, now):
                    rest = await notification_settings(session, person_id)
                    due = next_allowed(now, rest.zone, *rest.quiet) if rest.quiet else now
                    await outbox.queue_message(
                        session,
                        person_id,
                        Topic.QUEUE_WAITS,
                        payload={},
                        dedupe_key=f"{Topic.QUEUE_WAITS}:{person_id}:{int(now.timestamp())}",
                        now=now,
                        not_before=due,
                    )
            self.wake()
        return 0

    async def _due(self, session: AsyncSession, now: datetime) -> list[PersonId]:
        """Returns the moderators, or the admins if there are none, without those reminded recently."""
        held = [person.id for _, person in await roles.holders(session, Role.MODERATOR)]
        if not held:
            held = [person.id for _, person in await roles.holders(session, Role.ADMIN)]
            held += [PersonId(number) for number in self.admins if await people.find(session, PersonId(number))]
        told = await outbox.message_counts_since(session, held, Topic.QUEUE_WAITS, now - PAUSE)
        return [person_id for person_id in dict.fromkeys(held) if person_id not in told]
