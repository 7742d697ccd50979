"""Queries that take out what has been kept for long enough. Each takes a batch, and says how many rows it was."""

from datetime import datetime
from typing import Final

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import (
    Delivery,
    Introduction,
    Membership,
    Person,
    RelayedMessage,
    Report,
    RoleGrant,
    Sanction,
)
from storage.vocabulary import DeliveryStatus, ReportObject, ReportState

_BATCH: Final = 500
_UNDER_WAY: Final = (DeliveryStatus.PENDING, DeliveryStatus.CLAIMED, DeliveryStatus.SENDING)


async def empty_messages(session: AsyncSession, *, before: datetime) -> int:
    """Takes the words out of relayed messages, but for those that are reported and not yet decided on."""
    reported = select(Report.id).where(
        Report.object_kind == ReportObject.MESSAGE,
        Report.object_id == RelayedMessage.id,
        Report.state == ReportState.OPEN,
    )
    ended = select(Introduction.id).where(
        Introduction.id == RelayedMessage.introduction_id,
        or_(Introduction.closed_at < before, Introduction.moved_at < before),
    )
    old = (
        select(RelayedMessage.id)
        .where(
            RelayedMessage.created_at < before,
            or_(RelayedMessage.text != "", RelayedMessage.file_id.is_not(None)),
            ended.exists(),
            ~reported.exists(),
        )
        .limit(_BATCH)
    )
    result = await session.scalars(
        update(RelayedMessage)
        .where(RelayedMessage.id.in_(old))
        .values(text="", relayed="", file_id=None, file_kind=None, language=None)
        .returning(RelayedMessage.id)
        .execution_options(synchronize_session=False)
    )
    return len(result.all())


async def drop_deliveries(session: AsyncSession, *, before: datetime) -> int:
    old = select(Delivery.id).where(Delivery.created_at < before, Delivery.status.not_in(_UNDER_WAY)).limit(_BATCH)
    result = await session.scalars(
        delete(Delivery).where(Delivery.id.in_(old)).returning(Delivery.id).execution_options(synchronize_session=False)
    )
    return len(result.all())


async def drop_strangers(session: AsyncSession, *, before: datetime) -> int:
    """People who speak for nobody, hold no role, are not banned, and were not seen since."""
    tied = [
        select(Membership.person_id).where(Membership.person_id == Person.id),
        select(RoleGrant.person_id).where(RoleGrant.person_id == Person.id),
        select(Sanction.person_id).where(Sanction.person_id == Person.id),
    ]
    old = select(Person.id).where(Person.seen_at < before, *(~each.exists() for each in tied)).limit(_BATCH)
    result = await session.scalars(
        delete(Person).where(Person.id.in_(old)).returning(Person.id).execution_options(synchronize_session=False)
    )
    return len(result.all())
