"""Queries about the copies of announcements: the snapshot of an audience, and what became of each."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import AnnouncementId, ChatId, CopyId, PersonId
from storage.models import (
    Announcement,
    AnnouncementCopy,
    EventParticipant,
    Introduction,
    Listing,
    Membership,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How far an announcement is. `held` are those of the waiting whose quiet hours it is."""

    by_status: Mapping[DeliveryStatus, int]
    by_skip: Mapping[SkipReason, int] = field(default_factory=dict)
    held: int = 0
    next_due: datetime | None = None
    lately: int = 0
    """Finished since the moment that was asked for."""

    def of(self, *statuses: DeliveryStatus) -> int:
        return sum(self.by_status.get(status, 0) for status in statuses)

    @property
    def total(self) -> int:
        return sum(self.by_status.values())

    @property
    def open(self) -> int:
        return self.of(*OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What those who got an announcement did within a time after it."""

    companies: int
    listings: int
    proposals: int
    accepted: int


async def reached(session: AsyncSession, announcement_id: AnnouncementId, person_id: PersonId) -> bool:
    """Whether somebody got an announcement, or is just getting it."""
    query = select(AnnouncementCopy.id).where(
        AnnouncementCopy.announcement_id == announcement_id,
        AnnouncementCopy.person_id == person_id,
        AnnouncementCopy.status.in_((DeliveryStatus.SENDING, *REACHED)),
    )
    return await session.scalar(query.limit(1)) is not None


async def followed(
    session: AsyncSession, announcement_id: AnnouncementId, *, since: datetime, until: datetime
) -> Followed:
    got = select(AnnouncementCopy.person_id).where(
        AnnouncementCopy.announcement_id == announcement_id,
        AnnouncementCopy.status.in_(REACHED),
        AnnouncementCopy.person_id.is_not(None),
    )

    async def count(who: ColumnElement[Any], when: ColumnElement[Any]) -> int:
        query = select(func.count()).where(who.in_(got), when >= since, when < until)
        return await session.scalar(query) or 0

    return Followed(
        companies=await count(Membership.person_id.expression, Membership.since.expression),
        listings=await count(Listing.author_id.expression, Listing.created_at.expression),
        proposals=await count(Introduction.proposer_id.expression, Introduction.created_at.expression),
        accepted=await count(Introduction.answered_by.expression, Introduction.accepted_at.expression),
    )


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


async def counts(session: AsyncSession, announcement_id: AnnouncementId, *, now: datetime, since: datetime) -> Counts:
    mine = AnnouncementCopy.announcement_id == announcement_id
    rows = await session.execute(
        select(AnnouncementCopy.status, AnnouncementCopy.skipped, func.count())
        .where(mine)
        .group_by(AnnouncementCopy.status, AnnouncementCopy.skipped)
    )
    by_status: dict[DeliveryStatus, int] = {}
    by_skip: dict[SkipReason, int] = {}
    for status, skipped, count in rows:
        by_status[status] = by_status.get(status, 0) + count
        if skipped is not None:
            by_skip[skipped] = count
    waiting = select(func.count(), func.min(AnnouncementCopy.not_before)).where(
        mine, AnnouncementCopy.status == DeliveryStatus.PENDING, AnnouncementCopy.not_before > now
    )
    held, due = (await session.execute(waiting)).one()
    lately = select(func.count()).where(
        mine, AnnouncementCopy.finished_at > since, AnnouncementCopy.status.in_(REACHED)
    )
    return Counts(
        by_status=by_status,
        by_skip=by_skip,
        held=held,
        next_due=due,
        lately=await session.scalar(lately) or 0,
    )


async def failures(session: AsyncSession, announcement_id: AnnouncementId) -> dict[str, int]:
    """By cause, as Telegram gave it."""
    rows = await session.execute(
        select(AnnouncementCopy.error, func.count())
        .where(AnnouncementCopy.announcement_id == announcement_id, AnnouncementCopy.status == DeliveryStatus.FAILED)
        .group_by(AnnouncementCopy.error)
        .order_by(func.count().desc())
    )
    return {error or "": count for error, count in rows}


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


async def recalls(session: AsyncSession, announcement_id: AnnouncementId) -> dict[RecallState, int]:
    rows = await session.execute(
        select(AnnouncementCopy.recall, func.count())
        .where(AnnouncementCopy.announcement_id == announcement_id, AnnouncementCopy.recall.is_not(None))
        .group_by(AnnouncementCopy.recall)
    )
    return {state: count for state, count in rows if state is not None}


async def finished(
    session: AsyncSession, announcement_id: AnnouncementId
) -> Sequence[tuple[datetime | None, DeliveryStatus, str | None]]:
    """When each copy ended, and how: without saying whose it was."""
    rows = await session.execute(
        select(AnnouncementCopy.finished_at, AnnouncementCopy.status, AnnouncementCopy.error)
        .where(AnnouncementCopy.announcement_id == announcement_id)
        .order_by(AnnouncementCopy.finished_at, AnnouncementCopy.id)
    )
    return [(at, status, error) for at, status, error in rows]
