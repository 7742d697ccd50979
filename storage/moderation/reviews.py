"""Queries about the moderators' queue."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import PersonId, ReviewId
from storage.models import Introduction, Listing, ReviewItem
from storage.statements import changes_rows, count_changed, insert_new, insert_of
from storage.vocabulary import OPEN_INTRODUCTIONS, ListingStatus, ReviewDecision, ReviewKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Length of the queue and the time of its oldest item."""

    length: int
    oldest: datetime | None


async def put(session: AsyncSession, kind: ReviewKind, object_id: int, now: datetime) -> bool:
    """Adds an object to the queue. Returns False if it has an open item."""
    return await insert_new(session, ReviewItem, kind=kind, object_id=object_id, created_at=now)


async def put_many(session: AsyncSession, kind: ReviewKind, object_ids: Collection[int], now: datetime) -> None:
    """Adds the objects that have no open item."""
    rows = [{"kind": kind, "object_id": number, "created_at": now} for number in object_ids]
    if rows:
        await session.execute(insert_of(session)(ReviewItem).on_conflict_do_nothing(), rows)


async def find(session: AsyncSession, item_id: ReviewId) -> ReviewItem | None:
    return await session.get(ReviewItem, item_id, populate_existing=True)


async def last_of(session: AsyncSession, kind: ReviewKind, object_id: int) -> ReviewItem | None:
    """Returns the item of the latest decision on an object."""
    return await session.scalar(
        select(ReviewItem)
        .where(ReviewItem.kind == kind, ReviewItem.object_id == object_id, ReviewItem.decided_at.is_not(None))
        .order_by(ReviewItem.decided_at.desc(), ReviewItem.id.desc())
        .limit(1)
    )


def _needs_decision() -> ColumnElement[bool]:
    """True where an item is undecided, and its listing still in review or its introduction still open."""
    in_review = select(Listing.id).where(Listing.id == ReviewItem.object_id, Listing.status == ListingStatus.REVIEW)
    is_open = select(Introduction.id).where(
        Introduction.id == ReviewItem.object_id, Introduction.status.in_(OPEN_INTRODUCTIONS)
    )
    return and_(
        ReviewItem.decided_at.is_(None),
        or_(ReviewItem.kind != ReviewKind.LISTING, in_review.correlate(ReviewItem).exists()),
        or_(ReviewItem.kind != ReviewKind.DUAL_USE, is_open.correlate(ReviewItem).exists()),
    )


def _free_for(person_id: PersonId, now: datetime, skipped_since: datetime) -> ColumnElement[bool]:
    return and_(
        ReviewItem.decided_at.is_(None),
        or_(ReviewItem.claimed_by.is_(None), ReviewItem.claimed_until <= now, ReviewItem.claimed_by == person_id),
        or_(
            ReviewItem.skipped_by.is_(None),
            ReviewItem.skipped_by != person_id,
            ReviewItem.skipped_at <= skipped_since,
        ),
    )


async def claim_next(
    session: AsyncSession,
    person_id: PersonId,
    kinds: Collection[ReviewKind],
    *,
    now: datetime,
    until: datetime,
    skipped_since: datetime,
) -> ReviewItem | None:
    """Claims the person's own item or the oldest free one. Two moderators never get the same item."""
    chosen = (
        select(ReviewItem.id)
        .where(ReviewItem.kind.in_(kinds), _free_for(person_id, now, skipped_since), _needs_decision())
        .order_by(ReviewItem.claimed_by.is_(None), ReviewItem.created_at, ReviewItem.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .cte("chosen")
    )
    return await session.scalar(
        update(ReviewItem)
        .where(ReviewItem.id.in_(select(chosen.c.id)), _free_for(person_id, now, skipped_since))
        .values(claimed_by=person_id, claimed_until=until)
        .returning(ReviewItem)
        .execution_options(populate_existing=True)
    )


async def claim(
    session: AsyncSession, item_id: ReviewId, person_id: PersonId, *, now: datetime, until: datetime
) -> ReviewItem | None:
    """Claims this item or renews the claim. Returns None if it is decided or claimed by someone else."""
    return await session.scalar(
        update(ReviewItem)
        .where(ReviewItem.id == item_id, _free_for(person_id, now, now))
        .values(claimed_by=person_id, claimed_until=until)
        .returning(ReviewItem)
        .execution_options(populate_existing=True)
    )


async def skip(session: AsyncSession, item_id: ReviewId, person_id: PersonId, now: datetime) -> bool:
    return await changes_rows(
        session,
        update(ReviewItem)
        .where(ReviewItem.id == item_id, ReviewItem.claimed_by == person_id, ReviewItem.decided_at.is_(None))
        .values(claimed_by=None, claimed_until=None, skipped_by=person_id, skipped_at=now),
    )


async def decide(
    session: AsyncSession,
    item_id: ReviewId,
    person_id: PersonId,
    decision: ReviewDecision,
    now: datetime,
    **details: Any,
) -> ReviewItem | None:
    """Stores a decision with `details` (reason, field, note). Returns None if it is decided or claimed by another."""
    return await session.scalar(
        update(ReviewItem)
        .where(ReviewItem.id == item_id, _free_for(person_id, now, now))
        .values(decision=decision, decided_by=person_id, decided_at=now, claimed_until=None, **details)
        .returning(ReviewItem)
        .execution_options(populate_existing=True)
    )


async def drop(session: AsyncSession, kind: ReviewKind, object_ids: Collection[int], now: datetime) -> int:
    """Closes the open items of objects that need no decision any more and returns their number."""
    return await count_changed(
        session,
        update(ReviewItem)
        .where(ReviewItem.kind == kind, ReviewItem.object_id.in_(object_ids), ReviewItem.decided_at.is_(None))
        .values(decision=ReviewDecision.DROPPED, decided_at=now),
    )


async def queue(session: AsyncSession, kinds: Collection[ReviewKind]) -> Queue:
    row = (
        await session.execute(
            select(func.count(), func.min(ReviewItem.created_at)).where(ReviewItem.kind.in_(kinds), _needs_decision())
        )
    ).one()
    return Queue(length=row[0], oldest=row[1])


async def by_kind(session: AsyncSession) -> Sequence[tuple[ReviewKind, int, datetime]]:
    rows = await session.execute(
        select(ReviewItem.kind, func.count(), func.min(ReviewItem.created_at))
        .where(_needs_decision())
        .group_by(ReviewItem.kind)
        .order_by(func.min(ReviewItem.created_at))
    )
    return [(kind, number, oldest) for kind, number, oldest in rows]
