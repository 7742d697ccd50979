"""What came of an announcement: who got it, why others did not, what they pressed, and what followed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.announcements.compose import LinkButton, own
from bot.usecases.moderation.roles import Actor
from storage import outbox
from storage.announcements import announcements, copies, figures
from storage.announcements.figures import Counts, Followed
from storage.database import Database
from storage.ids import AnnouncementId
from storage.models import Announcement, Event
from storage.vocabulary import Topic

WATCHED: Final = timedelta(hours=48)
"""What happens later has other reasons."""
_STALE: Final = timedelta(days=7)
"""After so long a standstill nobody wants a report by itself any more; it can still be asked for."""
_BATCH: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    announcement: Announcement
    event: Event
    counts: Counts
    failures: dict[str, int]
    """By cause, as Telegram gave it, without anybody's data."""
    presses: list[tuple[str, int | None]]
    """By button; None for an address, which Telegram opens without telling."""
    followed: Followed
    finished: list[datetime]
    """When copies arrived, in order."""
    complete: bool
    """The 48 hours are over."""


async def report(session: AsyncSession, actor: Actor, announcement_id: AnnouncementId, now: datetime) -> Report:
    """Raises NotAllowedError for whoever does not run the event."""
    announcement, event = await own(session, actor, announcement_id)
    start = announcement.started_at or now
    pressed = await announcements.presses(session, announcement_id)
    buttons = [LinkButton.from_json(stored) for stored in announcement.buttons]
    finished = await figures.finished(session, announcement_id)
    return Report(
        announcement=announcement,
        event=event,
        counts=await figures.counts(session, announcement_id, now=now, since=now),
        failures=await figures.failures(session, announcement_id),
        presses=[(each.text, None if each.url else pressed.get(number, 0)) for number, each in enumerate(buttons)],
        followed=await figures.followed(session, announcement_id, since=start, until=start + WATCHED),
        finished=[at for at, status, _ in finished if at is not None and status in copies.REACHED],
        complete=now >= start + WATCHED,
    )


class Reports:
    """A job for a ticker: tells every author, once, when the 48 hours of their announcement are over."""

    def __init__(
        self, database: Database, clock: Callable[[], datetime], *, wake: Callable[[], None] = lambda: None
    ) -> None:
        self._database = database
        self._clock = clock
        self._wake = wake

    async def run(self) -> int:
        """One batch; how many announcements it dealt with."""
        now = self._clock()
        started = (now - WATCHED - _STALE, now - WATCHED)
        # Reading first: a writer takes the one writer's place on SQLite, even when there is nothing to write.
        async with self._database.reading() as session:
            if not await announcements.without_report(session, *started, limit=1):
                return 0
        async with self._database.writing() as session:
            told = await announcements.take_for_report(session, *started, now=now, limit=_BATCH)
            for announcement in told:
                await _tell(session, announcement, now)
        self._wake()
        return len(told)


async def _tell(session: AsyncSession, announcement: Announcement, now: datetime) -> None:
    if announcement.author_id is not None:
        await outbox.tell(
            session,
            announcement.author_id,
            Topic.ANNOUNCEMENT_OUTCOME,
            payload={"announcement_id": announcement.id},
            dedupe_key=f"{Topic.ANNOUNCEMENT_OUTCOME}:{announcement.id}",
            now=now,
        )
