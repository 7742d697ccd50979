"""Queries about the copies of announcements: recipients and results."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, insert, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import AnnouncementId, ChatId, CopyId, PersonId
from storage.models import (
    Announcement,
    AnnouncementCopy,
    EventParticipant,
    Person,
)
from storage.vocabulary import (
    ARRIVED_DELIVERIES,
    UNFINISHED_DELIVERIES,
    AnnouncementStatus,
    DeliveryStatus,
    RecallState,
    SkipReason,
)

_AT_ONCE: Final = 500  # rows of one INSERT


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One chat of an audience: a person, or a group or channel without `person_id`."""

    chat_id: ChatId
    person_id: PersonId | None
    not_before: datetime


async def snapshot(session: AsyncSession, announcement_id: AnnouncementId, recipients: Iterable[Recipient]) -> int:
    """Stores the audience as one row per recipient and returns the count."""
    rows: list[dict[str, Any]] = [
        {
            "announcement_id": announcement_id,
            "chat_id": each.chat_id,
            "person_id": each.person_id,
            "status": DeliveryStatus.PENDING,
            "not_before": each.not_before,
            "attempts": 0,
            "part": 0,
            "unsure": False,
            "message_ids": [],
        }
        for each in recipients
    ]
    for start in range(0, len(rows), _AT_ONCE):
        await session.execute(insert(AnnouncementCopy), rows[start : start + _AT_ONCE])
    return len(rows)


def is_running() -> ColumnElement[bool]:
    """True where the copy's announcement is running."""
    return _status_is(AnnouncementStatus.RUNNING)


def _status_is(status: AnnouncementStatus) -> ColumnElement[bool]:
    # IN rather than EXISTS: PostgreSQL then reads the few announcements first, and their copies by the index.
    return AnnouncementCopy.announcement_id.in_(select(Announcement.id).where(Announcement.status == status))


async def changes_if_refused(
    session: AsyncSession, copy: AnnouncementCopy, *, per_day: int, since: datetime, now: datetime
) -> dict[str, Any] | None:
    """Returns the changes of a copy that may not be sent now, or None if it may.

    A copy of a paused announcement waits, any other refused copy ends. A person gets at most `per_day` announcements
    from `since` on.
    """
    person = copy.person_id is not None
    query = select(
        is_running(),
        _status_is(AnnouncementStatus.PAUSED),
        _reachable() if person else true(),
        _takes_part() if person else true(),
        _takes_part(EventParticipant.muted_at.is_(None)) if person else true(),
        _reached_since(since) < per_day if person else true(),
    ).where(AnnouncementCopy.id == copy.id)
    runs, paused, reachable, takes_part, listens, may_have_more = (await session.execute(query)).one()
    if paused:
        return {"status": DeliveryStatus.PENDING}
    if not runs and copy.part:  # delivered parts can still be recalled
        return {"status": DeliveryStatus.UNKNOWN, "finished_at": now}
    if not runs:
        return _skip(SkipReason.CANCELLED, now)
    if not reachable:
        return {"status": DeliveryStatus.UNREACHABLE, "finished_at": now}
    if not takes_part:
        return _skip(SkipReason.LEFT, now)
    if not listens:
        return _skip(SkipReason.MUTED, now)
    return None if may_have_more else _skip(SkipReason.ENOUGH_TODAY, now)


def _reachable() -> ColumnElement[bool]:
    return (
        select(Person.id)
        .where(Person.id == AnnouncementCopy.person_id, Person.unreachable_since.is_(None))
        .correlate(AnnouncementCopy)
        .exists()
    )


def _takes_part(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        select(EventParticipant.person_id)
        .join(Announcement, Announcement.event_id == EventParticipant.event_id)
        .where(
            Announcement.id == AnnouncementCopy.announcement_id,
            EventParticipant.person_id == AnnouncementCopy.person_id,
            *conditions,
        )
        .correlate(AnnouncementCopy)
        .exists()
    )


def _reached_since(since: datetime) -> ScalarSelect[int]:
    """Returns the number of other announcements that reached the chat since then."""
    earlier = AnnouncementCopy.__table__.alias("earlier")
    return (
        select(func.count())
        .select_from(earlier)
        .where(
            earlier.c.chat_id == AnnouncementCopy.chat_id,
            earlier.c.finished_at > since,
            earlier.c.status.in_(ARRIVED_DELIVERIES),
            earlier.c.announcement_id != AnnouncementCopy.announcement_id,
            earlier.c.recall.is_(None),
        )
        .correlate(AnnouncementCopy)
        .scalar_subquery()
    )


async def any_arrived_since(session: AsyncSession, person_id: PersonId, since: datetime) -> bool:
    """Returns True if a part of an announcement may have reached the person's chat since then."""
    ended = AnnouncementCopy.finished_at
    arrived = and_(AnnouncementCopy.part > 0, or_(ended.is_(None), ended > since))
    query = select(AnnouncementCopy.id).where(
        AnnouncementCopy.person_id == person_id, or_(AnnouncementCopy.status == DeliveryStatus.SENDING, arrived)
    )
    return await session.scalar(query.limit(1)) is not None


def _skip(reason: SkipReason, now: datetime) -> dict[str, Any]:
    return {"status": DeliveryStatus.OBSOLETE, "skipped": reason, "finished_at": now}


async def cancel_waiting(session: AsyncSession, announcement_id: AnnouncementId, now: datetime) -> None:
    await session.execute(
        update(AnnouncementCopy)
        .where(
            AnnouncementCopy.announcement_id == announcement_id,
            AnnouncementCopy.status.in_([DeliveryStatus.PENDING, DeliveryStatus.CLAIMED]),
        )
        .values(_skip(SkipReason.CANCELLED, now) | {"owner": None, "leased_until": None})
    )


def _to_recall() -> ColumnElement[bool]:
    """True where a copy was delivered, whole or in part, and its deletion was not tried yet."""
    ended_in_the_middle = and_(AnnouncementCopy.status.not_in(UNFINISHED_DELIVERIES), AnnouncementCopy.part > 0)
    arrived = or_(AnnouncementCopy.status.in_(ARRIVED_DELIVERIES), ended_in_the_middle)
    return and_(arrived, AnnouncementCopy.recall.is_(None))


async def to_recall(session: AsyncSession, limit: int) -> Sequence[AnnouncementCopy]:
    """Returns delivered copies of recalled announcements that are still to be deleted."""
    result = await session.scalars(
        select(AnnouncementCopy)
        .where(_status_is(AnnouncementStatus.RECALLING), _to_recall())
        .order_by(AnnouncementCopy.id)
        .limit(limit)
    )
    return result.all()


async def finished(session: AsyncSession) -> Sequence[Announcement]:
    """Returns running announcements with no copy left to send, and recalled ones with no copy left to delete."""

    def no_copy(condition: ColumnElement[bool]) -> ColumnElement[bool]:
        return ~(
            select(AnnouncementCopy.id)
            .where(AnnouncementCopy.announcement_id == Announcement.id, condition)
            .correlate(Announcement)
            .exists()
        )

    running, recalling = (
        Announcement.status == each for each in (AnnouncementStatus.RUNNING, AnnouncementStatus.RECALLING)
    )
    result = await session.scalars(
        select(Announcement)
        .where(
            or_(running, and_(recalling, no_copy(_to_recall()))),
            no_copy(AnnouncementCopy.status.in_(UNFINISHED_DELIVERIES)),
        )
        .order_by(Announcement.id)
    )
    return result.all()


async def mark_recalled(session: AsyncSession, copy_id: CopyId, state: RecallState) -> None:
    await session.execute(update(AnnouncementCopy).where(AnnouncementCopy.id == copy_id).values(recall=state))
