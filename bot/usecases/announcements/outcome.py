"""The report on an announcement: copies, failures, presses, and what recipients did afterwards."""

from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.announcements.compose import LinkButton, own
from bot.usecases.events import look
from bot.usecases.moderation.roles import Actor
from storage import outbox
from storage.announcements import announcements, figures
from storage.announcements.figures import Counts, Followed
from storage.database import Database
from storage.ids import AnnouncementId
from storage.models import Announcement, Event
from storage.vocabulary import Topic

WATCHED: Final = timedelta(hours=48)
"""Later actions are not attributed to the announcement."""
_STALE: Final = timedelta(days=7)
"""After a downtime of this length the report is not sent. The organizer can still open it."""
_BATCH: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    announcement: Announcement
    event: Event
    counts: Counts
    failures: dict[str, int]
    """Telegram's error → number of copies. Contains no personal data."""
    presses: list[tuple[str, int | None]]
    """(button text, presses). None for a link: Telegram does not report its presses."""
    followed: Followed
    arrived: Sequence[datetime]
    """When the copies arrived, in order."""
    complete: bool
    """True after 48 hours."""
    sponsor: str | None
    """The line of the event's sponsor."""
    sponsor_logo: bytes | None


async def report(session: AsyncSession, actor: Actor, announcement_id: AnnouncementId, now: datetime) -> Report:
    """Returns the report. Raises NotAllowedError if the actor does not run the event."""
    announcement, event = await own(session, actor, announcement_id)
    start, shown = announcement.started_at or now, await look.of_event(session, event.id)
    pressed = await announcements.presses(session, announcement_id)
    buttons = [LinkButton.from_json(stored) for stored in announcement.buttons]
    return Report(
        announcement=announcement,
        event=event,
        counts=await figures.counts(session, announcement_id, now=now, since=now),
        failures=await figures.failures(session, announcement_id),
        presses=[(each.text, None if each.url else pressed.get(number, 0)) for number, each in enumerate(buttons)],
        followed=await figures.followed(session, announcement_id, event.id, since=start, until=start + WATCHED),
        arrived=await figures.arrivals(session, announcement_id),
        complete=now >= start + WATCHED,
        sponsor=shown.sponsor,
        sponsor_logo=shown.sponsor_logo,
    )


@dataclass(frozen=True)
class Reports:
    """A periodic job. Tells every author once when the 48 hours of their announcement are over."""

    database: Database
    clock: Callable[[], datetime]
    _: KW_ONLY
    wake: Callable[[], None] = lambda: None

    async def run(self) -> int:
        """Queues one batch of reports and returns the count."""
        now = self.clock()
        started = (now - WATCHED - _STALE, now - WATCHED)
        async with self.database.reading() as session:  # on SQLite a writer would block others
            ids = await announcements.without_report(session, *started, limit=_BATCH)
        if not ids:
            return 0
        async with self.database.writing() as session:
            told = await announcements.take_for_report(session, ids, now)
            for announcement in told:
                await _tell(session, announcement, now)
        self.wake()
        return len(told)


async def _tell(session: AsyncSession, announcement: Announcement, now: datetime) -> None:
    if announcement.author_id is not None:
        await outbox.queue_message(
            session,
            announcement.author_id,
            Topic.ANNOUNCEMENT_OUTCOME,
            payload={"announcement_id": announcement.id},
            dedupe_key=f"{Topic.ANNOUNCEMENT_OUTCOME}:{announcement.id}",
            now=now,
        )
