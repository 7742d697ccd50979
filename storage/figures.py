"""Figures for the operator's monitoring: what waits to be sent, and how introductions stand."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Base, Introduction
from storage.models.deliveries import OutboxRow
from storage.vocabulary import DeliveryStatus, IntroductionStatus

_UNSENT = (DeliveryStatus.PENDING, DeliveryStatus.CLAIMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Rows of one table of the outbox in one status."""

    channel: str
    status: DeliveryStatus
    count: int
    first_due: datetime | None
    """When the first of them is due; None if they need not be sent any more."""


async def outbox_rows(session: AsyncSession) -> list[Rows]:
    """Returns the rows of every table and status. A table without rows has one entry, with a count of 0."""
    found: list[Rows] = []
    for mapper in sorted(Base.registry.mappers, key=lambda mapper: str(mapper.local_table)):
        row, channel = mapper.class_, str(mapper.local_table)
        if issubclass(row, OutboxRow):
            due = func.min(case((row.status.in_(_UNSENT), row.not_before)))
            result = (await session.execute(select(row.status, func.count(), due).group_by(row.status))).all()
            for status, count, first_due in result or [(DeliveryStatus.PENDING, 0, None)]:
                found.append(Rows(channel=channel, status=status, count=count, first_due=first_due))
    return found


async def introductions_by_status(session: AsyncSession) -> dict[IntroductionStatus, int]:
    result = await session.execute(select(Introduction.status, func.count()).group_by(Introduction.status))
    return dict(result.all())
