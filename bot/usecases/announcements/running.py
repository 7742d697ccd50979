"""Sending an announcement: start, progress and end, and how it is paused, cancelled or recalled."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.announcements.audience import Audience, count, recipients
from bot.usecases.announcements.compose import own, versions
from bot.usecases.announcements.errors import MovedOnError, NobodyToTellError, PastError
from bot.usecases.moderation.roles import Actor
from storage import outbox
from storage.announcements import announcements, copies, figures
from storage.announcements.figures import Counts
from storage.events import chats
from storage.ids import AnnouncementId, ChatId
from storage.models import Announcement
from storage.vocabulary import ARRIVED_DELIVERIES, AnnouncementStatus, DeliveryStatus, RecallState, Topic

_LATELY: Final = timedelta(seconds=15)
"""The period over which the rate is measured: long enough to be steady, short enough to be current."""
_LATEST: Final = timedelta(days=366)
_REFUSED: Final = 5
"""After this many refusals without a success, the message itself is wrong and the rest is not sent."""

STOPPABLE: Final = (AnnouncementStatus.SCHEDULED, AnnouncementStatus.RUNNING, AnnouncementStatus.PAUSED)
RECALLABLE: Final = (
    AnnouncementStatus.RUNNING,
    AnnouncementStatus.PAUSED,
    AnnouncementStatus.DONE,
    AnnouncementStatus.CANCELLED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    announcement: Announcement
    counts: Counts
    rate: float
    """Messages per second over the last 15 seconds."""
    left_s: float | None
    """Seconds until the last copy that may be sent now; None while the rate is 0."""
    recalled: int
    recall_refused: int


async def schedule(
    session: AsyncSession, actor: Actor, announcement_id: AnnouncementId, *, at: datetime | None, now: datetime
) -> Announcement:
    """Schedules an announcement for now or `at`.

    Raises NothingToSayError, NobodyToTellError, PastError or MovedOnError.
    """
    announcement, event = await own(session, actor, announcement_id)
    await versions(session, announcement_id)
    audience = Audience.from_json(announcement.audience)
    if at is not None and not now < at <= now + _LATEST:
        raise PastError
    has_chats = audience.chats and bool(await chats.of_event(session, event.id))
    if at is None and not has_chats and not await count(session, event.id, audience):
        raise NobodyToTellError
    return await _move(
        session,
        announcement_id,
        (AnnouncementStatus.DRAFT,),
        {"status": AnnouncementStatus.SCHEDULED, "starts_at": at or now},
    )


async def unschedule(session: AsyncSession, actor: Actor, announcement_id: AnnouncementId) -> Announcement:
    """Makes a scheduled announcement a draft again."""
    await own(session, actor, announcement_id)
    changes = {"status": AnnouncementStatus.DRAFT, "starts_at": None}
    return await _move(session, announcement_id, (AnnouncementStatus.SCHEDULED,), changes)


async def pause(session: AsyncSession, actor: Actor, announcement_id: AnnouncementId, now: datetime) -> Announcement:
    await own(session, actor, announcement_id)
    changes = {"status": AnnouncementStatus.PAUSED, "paused_at": now}
    return await _move(session, announcement_id, (AnnouncementStatus.RUNNING,), changes)


async def resume(session: AsyncSession, actor: Actor, announcement_id: AnnouncementId) -> Announcement:
    await own(session, actor, announcement_id)
    changes = {"status": AnnouncementStatus.RUNNING, "paused_at": None}
    return await _move(session, announcement_id, (AnnouncementStatus.PAUSED,), changes)


async def cancel(session: AsyncSession, actor: Actor, announcement_id: AnnouncementId, now: datetime) -> Announcement:
    """Stops the announcement. Only copies that are being sent at this moment still arrive."""
    await own(session, actor, announcement_id)
    changes = {"status": AnnouncementStatus.CANCELLED, "ended_at": now}
    announcement = await _move(session, announcement_id, STOPPABLE, changes)
    await copies.cancel_waiting(session, announcement_id, now)
    return announcement


async def recall(session: AsyncSession, actor: Actor, announcement_id: AnnouncementId, now: datetime) -> Announcement:
    """Stops the announcement and deletes delivered copies. Telegram allows that for 48 hours."""
    await own(session, actor, announcement_id)
    changes = {"status": AnnouncementStatus.RECALLING, "ended_at": now}
    announcement = await _move(session, announcement_id, RECALLABLE, changes)
    await copies.cancel_waiting(session, announcement_id, now)
    return announcement


async def measure(session: AsyncSession, announcement: Announcement, now: datetime) -> Progress:
    counts = await figures.counts(session, announcement.id, now=now, since=now - _LATELY)
    span = _LATELY if announcement.started_at is None else min(_LATELY, now - announcement.started_at)
    rate = counts.lately / max(1.0, span.total_seconds())
    recalls = await figures.recalls(session, announcement.id)
    return Progress(
        announcement=announcement,
        counts=counts,
        rate=rate,
        left_s=(counts.open - counts.held) / rate if rate else None,
        recalled=recalls.get(RecallState.DELETED, 0),
        recall_refused=recalls.get(RecallState.REFUSED, 0),
    )


async def watch(session: AsyncSession, announcement_id: AnnouncementId, chat_id: ChatId, message_id: int) -> None:
    """Stores the id of the progress message. A draft has none."""
    await announcements.move(
        session,
        announcement_id,
        from_=set(AnnouncementStatus) - {AnnouncementStatus.DRAFT},
        changes={"progress_chat_id": chat_id, "progress_message_id": message_id},
    )


async def start_due(session: AsyncSession, now: datetime) -> int:
    """Starts due announcements, stores their recipients and returns the number of announcements."""
    started = await announcements.start_due(session, now)
    for announcement, event in started:
        audience = Audience.from_json(announcement.audience)
        everybody = await recipients(session, event, audience, urgent=announcement.urgent, now=now)
        await copies.snapshot(session, announcement.id, everybody)
    return len(started)


async def end_finished(session: AsyncSession, now: datetime) -> int:
    """Ends announcements with nothing left to send or delete, tells their authors, and returns the number."""
    ended = 0
    for announcement in await copies.finished(session):
        recalling = announcement.status is AnnouncementStatus.RECALLING
        end = AnnouncementStatus.RECALLED if recalling else AnnouncementStatus.DONE
        changes = {"status": end, "ended_at": now}
        if await announcements.move(session, announcement.id, from_=(announcement.status,), changes=changes):
            await _tell_author(session, announcement, end, now)
            ended += 1
    return ended


async def stop_if_refused(session: AsyncSession, announcement_id: AnnouncementId, now: datetime) -> bool:
    """Pauses an announcement that Telegram refuses for everybody, and tells its author. Returns True if it did."""
    counts = await figures.counts(session, announcement_id, now=now, since=now)
    if counts.of(DeliveryStatus.FAILED) < _REFUSED or counts.of(*ARRIVED_DELIVERIES):
        return False
    changes = {"status": AnnouncementStatus.PAUSED, "paused_at": now}
    paused = await announcements.move(session, announcement_id, from_=(AnnouncementStatus.RUNNING,), changes=changes)
    if paused is not None:
        await _tell_author(session, paused, AnnouncementStatus.PAUSED, now)
    return paused is not None


async def _tell_author(
    session: AsyncSession, announcement: Announcement, state: AnnouncementStatus, now: datetime
) -> None:
    if announcement.author_id is not None:
        await outbox.queue_message(
            session,
            announcement.author_id,
            Topic.ANNOUNCEMENT_ENDED,
            payload={"announcement_id": announcement.id, "state": state.value},
            dedupe_key=f"{Topic.ANNOUNCEMENT_ENDED}:{announcement.id}:{state}:{int(now.timestamp())}",
            now=now,
        )


async def _move(
    session: AsyncSession,
    announcement_id: AnnouncementId,
    from_: tuple[AnnouncementStatus, ...],
    changes: dict[str, Any],
) -> Announcement:
    moved = await announcements.move(session, announcement_id, from_=from_, changes=changes)
    if moved is None:
        raise MovedOnError
    return moved
