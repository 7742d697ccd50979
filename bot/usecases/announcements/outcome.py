"""What came of an announcement: who got it, why others did not, what they pressed, and what followed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.announcements.compose import LinkButton, own
from bot.usecases.roles import Actor
from storage import announcement_copies as copies
from storage import announcements
from storage.announcement_copies import Counts, Followed
from storage.ids import AnnouncementId
from storage.models import Announcement, Event

WATCHED: Final = timedelta(hours=48)
"""What happens later has other reasons."""


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
    finished = await copies.finished(session, announcement_id)
    return Report(
        announcement=announcement,
        event=event,
        counts=await copies.counts(session, announcement_id, now=now, since=now),
        failures=await copies.failures(session, announcement_id),
        presses=[(each.text, None if each.url else pressed.get(number, 0)) for number, each in enumerate(buttons)],
        followed=await copies.followed(session, announcement_id, since=start, until=start + WATCHED),
        finished=[at for at, status, _ in finished if at is not None and status in copies.REACHED],
        complete=now >= start + WATCHED,
    )
