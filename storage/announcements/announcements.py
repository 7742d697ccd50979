"""Queries about announcements, their versions and presses of their buttons."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import AnnouncementId, EventId, PersonId
from storage.models import (
    Announcement,
    AnnouncementPress,
    AnnouncementVersion,
    Event,
)
from storage.statements import changes_rows, insert_new
from storage.vocabulary import AnnouncementStatus

_WITH_EVENT: Final = (
    select(Announcement, Event).join(Event, Event.id == Announcement.event_id).execution_options(populate_existing=True)
)


async def find(session: AsyncSession, announcement_id: AnnouncementId) -> Announcement | None:
    return await session.get(Announcement, announcement_id, populate_existing=True)


async def with_event(session: AsyncSession, announcement_id: AnnouncementId) -> tuple[Announcement, Event] | None:
    rows = await session.execute(_WITH_EVENT.where(Announcement.id == announcement_id))
    return next(((announcement, event) for announcement, event in rows), None)


async def add(session: AsyncSession, announcement: Announcement) -> Announcement:
    session.add(announcement)
    await session.flush()
    return announcement


async def of_event(
    session: AsyncSession, event_id: EventId, *, offset: int = 0, limit: int | None = None
) -> Sequence[Announcement]:
    """Returns a page of an event's announcements, the latest first."""
    query = select(Announcement).where(Announcement.event_id == event_id).order_by(Announcement.id.desc())
    return (await session.scalars(query.offset(offset).limit(limit))).all()


async def count_of_event(session: AsyncSession, event_id: EventId) -> int:
    query = select(func.count()).select_from(Announcement).where(Announcement.event_id == event_id)
    return await session.scalar(query) or 0


async def change(session: AsyncSession, announcement_id: AnnouncementId, changes: Mapping[str, Any]) -> bool:
    """Changes a draft. Returns False if it is no longer a draft."""
    return await changes_rows(
        session,
        update(Announcement)
        .where(Announcement.id == announcement_id, Announcement.status == AnnouncementStatus.DRAFT)
        .values(dict(changes)),
    )


async def discard(session: AsyncSession, announcement_id: AnnouncementId) -> bool:
    return await changes_rows(
        session,
        delete(Announcement).where(Announcement.id == announcement_id, Announcement.status == AnnouncementStatus.DRAFT),
    )


async def move(
    session: AsyncSession,
    announcement_id: AnnouncementId,
    *,
    from_: Collection[AnnouncementStatus],
    changes: Mapping[str, Any],
) -> Announcement | None:
    """Changes the announcement if its status is one of `from_`. Returns None otherwise."""
    return await session.scalar(
        update(Announcement)
        .where(Announcement.id == announcement_id, Announcement.status.in_(from_))
        .values(dict(changes))
        .returning(Announcement)
        .execution_options(populate_existing=True, synchronize_session=False)
    )


async def due(session: AsyncSession, now: datetime) -> Sequence[AnnouncementId]:
    """Returns announcements scheduled for now or earlier."""
    return (await session.scalars(select(Announcement.id).where(_is_due(now)))).all()


async def start_due(session: AsyncSession, now: datetime) -> Sequence[tuple[Announcement, Event]]:
    """Marks due announcements as running and returns them, earliest first. Only one of two processes gets each."""
    started = (
        update(Announcement)
        .where(_is_due(now))
        .values(status=AnnouncementStatus.RUNNING, started_at=now)
        .returning(Announcement.id)
        .execution_options(synchronize_session=False)
    )
    ids = (await session.scalars(started)).all()
    rows = await session.execute(
        _WITH_EVENT.where(Announcement.id.in_(ids)).order_by(Announcement.starts_at, Announcement.id)
    )
    return [(announcement, event) for announcement, event in rows]


def _is_due(now: datetime) -> ColumnElement[bool]:
    return and_(Announcement.status == AnnouncementStatus.SCHEDULED, Announcement.starts_at <= now)


async def in_states(session: AsyncSession, *states: AnnouncementStatus) -> Sequence[Announcement]:
    return (
        await session.scalars(select(Announcement).where(Announcement.status.in_(states)).order_by(Announcement.id))
    ).all()


async def ended_since(session: AsyncSession, moment: datetime) -> Sequence[Announcement]:
    return (await session.scalars(select(Announcement).where(Announcement.ended_at > moment))).all()


async def versions(session: AsyncSession, announcement_id: AnnouncementId) -> Sequence[AnnouncementVersion]:
    """Returns the versions in order; the first is the fallback."""
    result = await session.scalars(
        select(AnnouncementVersion)
        .where(AnnouncementVersion.announcement_id == announcement_id)
        .order_by(AnnouncementVersion.position, AnnouncementVersion.language)
    )
    return result.all()


async def put_version(session: AsyncSession, version: AnnouncementVersion) -> None:
    await session.merge(version)
    await session.flush()


async def empty_texts_of(session: AsyncSession, person_id: PersonId, now: datetime) -> None:
    """Stops a deleted person's announcements and deletes their texts."""
    theirs = Announcement.author_id == person_id
    under_way = (AnnouncementStatus.SCHEDULED, AnnouncementStatus.RUNNING, AnnouncementStatus.PAUSED)
    await session.execute(delete(Announcement).where(theirs, Announcement.status == AnnouncementStatus.DRAFT))
    await session.execute(
        update(Announcement)
        .where(theirs, Announcement.status.in_(under_way))
        .values(status=AnnouncementStatus.CANCELLED, ended_at=now)
    )
    await session.execute(
        update(Announcement)
        .where(Announcement.progress_chat_id == person_id)
        .values(progress_chat_id=None, progress_message_id=None)
    )
    await session.execute(
        update(AnnouncementVersion)
        .where(AnnouncementVersion.from_chat_id == person_id)
        .values(from_chat_id=0, parts=[])
    )


async def press(
    session: AsyncSession, announcement_id: AnnouncementId, person_id: PersonId, button: int, now: datetime
) -> None:
    """Stores the first press of a button by a person."""
    await insert_new(
        session, AnnouncementPress, announcement_id=announcement_id, person_id=person_id, button=button, at=now
    )


async def presses(session: AsyncSession, announcement_id: AnnouncementId) -> dict[int, int]:
    """Returns the number of people who pressed each button."""
    rows = await session.execute(
        select(AnnouncementPress.button, func.count())
        .where(AnnouncementPress.announcement_id == announcement_id)
        .group_by(AnnouncementPress.button)
    )
    return {int(button): int(count) for button, count in rows}


async def without_report(
    session: AsyncSession, since: datetime, until: datetime, *, limit: int
) -> Sequence[AnnouncementId]:
    """Returns announcements that started between these times and whose report was not queued yet."""
    result = await session.scalars(
        select(Announcement.id)
        .where(
            Announcement.outcome_queued_at.is_(None),
            Announcement.started_at > since,
            Announcement.started_at <= until,
        )
        .order_by(Announcement.started_at, Announcement.id)
        .limit(limit)
    )
    return result.all()


async def take_for_report(
    session: AsyncSession, ids: Collection[AnnouncementId], now: datetime
) -> Sequence[Announcement]:
    """Marks the reports as queued and returns their announcements. Only one of two processes gets each."""
    result = await session.scalars(
        update(Announcement)
        .where(Announcement.id.in_(ids), Announcement.outcome_queued_at.is_(None))
        .values(outcome_queued_at=now)
        .returning(Announcement)
        .execution_options(populate_existing=True, synchronize_session=False)
    )
    return result.all()
