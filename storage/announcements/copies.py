"""Queries about the copies of announcements: the snapshot of an audience, and what became of each."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import AnnouncementId, ChatId, CopyId, PersonId
from storage.models import (
    Announcement,
    AnnouncementCopy,
    EventParticipant,
    Person,
)
from storage.vocabulary import AnnouncementStatus, DeliveryStatus, RecallState, SkipReason

OPEN: Final = (DeliveryStatus.PENDING, DeliveryStatus.CLAIMED, DeliveryStatus.SENDING)
REACHED: Final = (DeliveryStatus.SENT, DeliveryStatus.UNKNOWN)
"""Who got it, or may have."""
_AT_ONCE: Final = 500  # rows of one INSERT


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Somebody of an audience, or a group or channel (without `person_id`)."""

    chat_id: ChatId
    person_id: PersonId | None
    not_before: datetime


async def snapshot(session: AsyncSession, announcement_id: AnnouncementId, recipients: Iterable[Recipient]) -> int:
    """Writes down who gets it; how many."""
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


def _running() -> ColumnElement[bool]:
    return (
        select(Announcement.id)
        .where(Announcement.id == AnnouncementCopy.announcement_id, Announcement.status == AnnouncementStatus.RUNNING)
        .exists()
    )


async def next_due(session: AsyncSession) -> datetime | None:
    """When the earliest waiting copy of a running announcement may go out."""
    return await session.scalar(
        select(func.min(AnnouncementCopy.not_before))
        .join(Announcement, Announcement.id == AnnouncementCopy.announcement_id)
        .where(Announcement.status == AnnouncementStatus.RUNNING, AnnouncementCopy.status == DeliveryStatus.PENDING)
    )


async def claim(session: AsyncSession, now: datetime, limit: int) -> Sequence[AnnouncementCopy]:
    """Takes what is due, announcement by announcement; two workers never get the same row."""
    due = (
        select(AnnouncementCopy.id)
        .where(
            AnnouncementCopy.announcement_id.in_(
                select(Announcement.id).where(Announcement.status == AnnouncementStatus.RUNNING)
            ),
            AnnouncementCopy.status == DeliveryStatus.PENDING,
            AnnouncementCopy.not_before <= now,
        )
        .order_by(AnnouncementCopy.announcement_id, AnnouncementCopy.not_before, AnnouncementCopy.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")  # a plain subquery may be run more than once, see storage.deliveries.claim
    )
    result = await session.scalars(
        update(AnnouncementCopy)
        .where(AnnouncementCopy.id.in_(select(due.c.id)), AnnouncementCopy.status == DeliveryStatus.PENDING)
        .values(status=DeliveryStatus.CLAIMED, claimed_at=now)
        .returning(AnnouncementCopy)
    )
    return sorted(result.all(), key=lambda copy: (copy.announcement_id, copy.not_before, copy.id))


async def release(session: AsyncSession, copy_ids: Collection[CopyId]) -> None:
    """Gives back what was claimed and not begun."""
    await session.execute(
        update(AnnouncementCopy)
        .where(AnnouncementCopy.id.in_(copy_ids), AnnouncementCopy.status == DeliveryStatus.CLAIMED)
        .values(status=DeliveryStatus.PENDING)
    )


async def begin(session: AsyncSession, copy_id: CopyId, *, cap: int, since: datetime) -> bool:
    """True if the next part may go out now: the copy is ours, the announcement runs, the person wants and can have it.

    Nobody gets more than `cap` announcements since then.
    """
    result = await session.execute(
        update(AnnouncementCopy)
        .where(
            AnnouncementCopy.id == copy_id,
            AnnouncementCopy.status == DeliveryStatus.CLAIMED,
            _running(),
            or_(AnnouncementCopy.person_id.is_(None), and_(_reachable(), _listens(), ~_had_enough(cap, since))),
        )
        .values(status=DeliveryStatus.SENDING)
        .returning(AnnouncementCopy.id)
    )
    return result.first() is not None


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


def _listens() -> ColumnElement[bool]:
    return _takes_part(EventParticipant.muted_at.is_(None))


def _had_enough(cap: int, since: datetime) -> ColumnElement[bool]:
    earlier = AnnouncementCopy.__table__.alias("earlier")
    count = (
        select(func.count())
        .select_from(earlier)
        .where(
            earlier.c.chat_id == AnnouncementCopy.chat_id,
            earlier.c.finished_at > since,
            earlier.c.status.in_(REACHED),
            earlier.c.announcement_id != AnnouncementCopy.announcement_id,
            earlier.c.recall.is_(None),
        )
        .correlate(AnnouncementCopy)
        .scalar_subquery()
    )
    return count >= cap


async def set_aside(session: AsyncSession, copy_id: CopyId, now: datetime) -> None:
    """Says why a claimed copy did not begin: it waits again if the announcement was paused, else it has ended."""
    claimed = (AnnouncementCopy.id == copy_id, AnnouncementCopy.status == DeliveryStatus.CLAIMED)
    ends: list[tuple[ColumnElement[bool], dict[str, Any]]] = [
        (~_running(), {"status": DeliveryStatus.PENDING}),
        (~_reachable(), {"status": DeliveryStatus.UNREACHABLE, "finished_at": now}),
        (~_takes_part(), _skip(SkipReason.LEFT, now)),
        (~_listens(), _skip(SkipReason.MUTED, now)),
    ]
    for condition, values in ends:
        changed = await session.execute(
            update(AnnouncementCopy).where(*claimed, condition).values(values).returning(AnnouncementCopy.id)
        )
        if changed.first() is not None:
            return
    await session.execute(update(AnnouncementCopy).where(*claimed).values(_skip(SkipReason.ENOUGH_TODAY, now)))


def _skip(reason: SkipReason, now: datetime) -> dict[str, Any]:
    return {"status": DeliveryStatus.OBSOLETE, "skipped": reason, "finished_at": now}


async def record(session: AsyncSession, copy_id: CopyId, changes: Mapping[str, Any]) -> bool:
    """What became of the part that was being sent; False if somebody else has put it right already."""
    result = await session.execute(
        update(AnnouncementCopy)
        .where(AnnouncementCopy.id == copy_id, AnnouncementCopy.status == DeliveryStatus.SENDING)
        .values(dict(changes))
        .returning(AnnouncementCopy.id)
    )
    return result.first() is not None


async def finish_unsure(session: AsyncSession, copy_id: CopyId, now: datetime) -> None:
    """A claimed copy of which nothing is left to send: all of it is out, and of some part it is not known how."""
    await session.execute(
        update(AnnouncementCopy)
        .where(AnnouncementCopy.id == copy_id, AnnouncementCopy.status == DeliveryStatus.CLAIMED)
        .values(status=DeliveryStatus.UNKNOWN, finished_at=now)
    )


async def recover(session: AsyncSession, *, claimed_before: datetime) -> None:
    """Puts right what a killed worker left: what was not begun waits again, what was being sent is never sent again."""
    stuck = AnnouncementCopy.claimed_at < claimed_before
    await session.execute(
        update(AnnouncementCopy)
        .where(AnnouncementCopy.status == DeliveryStatus.CLAIMED, stuck)
        .values(status=DeliveryStatus.PENDING)
    )
    await session.execute(
        update(AnnouncementCopy)
        .where(AnnouncementCopy.status == DeliveryStatus.SENDING, stuck)
        .values(status=DeliveryStatus.PENDING, part=AnnouncementCopy.part + 1, unsure=True)
    )


async def cancel_waiting(session: AsyncSession, announcement_id: AnnouncementId, now: datetime) -> None:
    await session.execute(
        update(AnnouncementCopy)
        .where(
            AnnouncementCopy.announcement_id == announcement_id,
            AnnouncementCopy.status.in_([DeliveryStatus.PENDING, DeliveryStatus.CLAIMED]),
        )
        .values(_skip(SkipReason.CANCELLED, now))
    )


async def to_recall(session: AsyncSession, limit: int) -> Sequence[AnnouncementCopy]:
    """Delivered copies of announcements that are being recalled, and that were not tried yet."""
    result = await session.scalars(
        select(AnnouncementCopy)
        .join(Announcement, Announcement.id == AnnouncementCopy.announcement_id)
        .where(
            Announcement.status == AnnouncementStatus.RECALLING,
            AnnouncementCopy.status.in_(REACHED),
            AnnouncementCopy.recall.is_(None),
        )
        .order_by(AnnouncementCopy.id)
        .limit(limit)
    )
    return result.all()


async def is_recall_open(session: AsyncSession, announcement_id: AnnouncementId) -> bool:
    """Something delivered was not tried to be deleted yet."""
    query = select(AnnouncementCopy.id).where(
        AnnouncementCopy.announcement_id == announcement_id,
        AnnouncementCopy.status.in_(REACHED),
        AnnouncementCopy.recall.is_(None),
    )
    return (await session.execute(query.limit(1))).first() is not None


async def mark_recalled(session: AsyncSession, copy_id: CopyId, state: RecallState) -> None:
    await session.execute(update(AnnouncementCopy).where(AnnouncementCopy.id == copy_id).values(recall=state))
