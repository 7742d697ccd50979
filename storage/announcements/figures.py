"""Queries about the progress, reach and effect of an announcement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.events.presence import both_at_event, companies_at_event, company_takes_part
from storage.ids import AnnouncementId, EventId, PersonId
from storage.models import (
    AnnouncementCopy,
    Introduction,
    Listing,
    Membership,
)
from storage.vocabulary import ARRIVED_DELIVERIES, UNFINISHED_DELIVERIES, DeliveryStatus, RecallState, SkipReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Copies by status. `held` counts the pending copies that wait for the end of quiet hours."""

    by_status: Mapping[DeliveryStatus, int]
    by_skip: Mapping[SkipReason, int] = field(default_factory=dict)
    held: int = 0
    next_due: datetime | None = None
    lately: int = 0
    """Copies that arrived since the time that the caller gave."""

    def of(self, *statuses: DeliveryStatus) -> int:
        return sum(self.by_status.get(status, 0) for status in statuses)

    @property
    def total(self) -> int:
        return sum(self.by_status.values())

    @property
    def open(self) -> int:
        return self.of(*UNFINISHED_DELIVERIES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """The number of things that recipients did within a period after the announcement."""

    companies: int
    listings: int
    proposals: int
    accepted: int


async def reached(session: AsyncSession, announcement_id: AnnouncementId, person_id: PersonId) -> bool:
    """True if the announcement reached the person, or is being sent to them."""
    query = select(AnnouncementCopy.id).where(
        AnnouncementCopy.announcement_id == announcement_id,
        AnnouncementCopy.person_id == person_id,
        AnnouncementCopy.status.in_((DeliveryStatus.SENDING, *ARRIVED_DELIVERIES)),
    )
    return await session.scalar(query.limit(1)) is not None


async def followed(
    session: AsyncSession, announcement_id: AnnouncementId, event_id: EventId, *, since: datetime, until: datetime
) -> Followed:
    """Counts companies, listings and introductions of the event only: its people may be at other events too."""
    got = select(AnnouncementCopy.person_id).where(
        AnnouncementCopy.announcement_id == announcement_id,
        AnnouncementCopy.status.in_(ARRIVED_DELIVERIES),
    )

    async def count(who: ColumnElement[Any], when: ColumnElement[Any], *conditions: ColumnElement[bool]) -> int:
        query = select(func.count()).where(who.in_(got), when >= since, when < until, *conditions)
        return await session.scalar(query) or 0

    return Followed(
        companies=await count(Membership.person_id.expression, Membership.since.expression, company_takes_part()),
        listings=await count(
            Listing.author_id.expression,
            Listing.created_at.expression,
            Listing.company_id.in_(companies_at_event(event_id)),
        ),
        proposals=await count(
            Introduction.proposer_id.expression, Introduction.created_at.expression, both_at_event(event_id)
        ),
        accepted=await count(
            Introduction.answered_by.expression, Introduction.accepted_at.expression, both_at_event(event_id)
        ),
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
        mine, AnnouncementCopy.finished_at > since, AnnouncementCopy.status.in_(ARRIVED_DELIVERIES)
    )
    return Counts(
        by_status=by_status,
        by_skip=by_skip,
        held=held,
        next_due=due,
        lately=await session.scalar(lately) or 0,
    )


async def failures(session: AsyncSession, announcement_id: AnnouncementId) -> dict[str, int]:
    """Returns the number of failed copies per Telegram error."""
    rows = await session.execute(
        select(AnnouncementCopy.error, func.count())
        .where(AnnouncementCopy.announcement_id == announcement_id, AnnouncementCopy.status == DeliveryStatus.FAILED)
        .group_by(AnnouncementCopy.error)
        .order_by(func.count().desc())
    )
    return {error or "": count for error, count in rows}


async def recalls(session: AsyncSession, announcement_id: AnnouncementId) -> dict[RecallState, int]:
    rows = await session.execute(
        select(AnnouncementCopy.recall, func.count())
        .where(AnnouncementCopy.announcement_id == announcement_id)
        .group_by(AnnouncementCopy.recall)
    )
    return {state: count for state, count in rows if state is not None}


async def arrivals(session: AsyncSession, announcement_id: AnnouncementId) -> Sequence[datetime]:
    """Returns when the copies arrived, in order."""
    times = await session.scalars(
        select(AnnouncementCopy.finished_at)
        .where(AnnouncementCopy.announcement_id == announcement_id, AnnouncementCopy.status.in_(ARRIVED_DELIVERIES))
        .order_by(AnnouncementCopy.finished_at)
    )
    return [at for at in times if at is not None]
