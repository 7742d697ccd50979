"""Queries of the outbox: queue a message to a person, and look up which messages were queued or delivered."""

from collections.abc import Collection, Mapping, Sequence
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import PersonId
from storage.models import Delivery, MailDelivery
from storage.statements import insert_new
from storage.vocabulary import ARRIVED_DELIVERIES, DeliveryStatus

handled_update: ContextVar[int | None] = ContextVar("handled_update", default=None)
"""The number of the update that is being handled."""


async def queue_message(
    session: AsyncSession,
    person_id: PersonId,
    topic: str,
    *,
    payload: Mapping[str, Any],
    dedupe_key: str,
    now: datetime,
    not_before: datetime | None = None,
) -> bool:
    """Queues a message. Returns False if the key was used before."""
    return await queue_row(
        session,
        Delivery,
        topic,
        payload=payload,
        dedupe_key=dedupe_key,
        now=now,
        not_before=not_before,
        person_id=person_id,
        update_id=handled_update.get(),
    )


async def queue_row(
    session: AsyncSession,
    table: type[Delivery | MailDelivery],
    topic: str,
    *,
    payload: Mapping[str, Any],
    dedupe_key: str,
    now: datetime,
    not_before: datetime | None,
    **more: int | None,
) -> bool:
    """Queues a row of a channel; `more` says for whom. Returns False if the key was used before."""
    return await insert_new(
        session,
        table,
        **more,
        topic=topic,
        payload=dict(payload),
        dedupe_key=dedupe_key,
        status=DeliveryStatus.PENDING,
        not_before=not_before or now,
        created_at=now,
    )


async def waiting(session: AsyncSession, person_ids: Collection[PersonId], topic: str) -> set[PersonId]:
    """Returns the people for whom a message of this topic is pending. Locks the rows on PostgreSQL."""
    result = await session.scalars(
        select(Delivery.person_id)
        .where(Delivery.person_id.in_(person_ids), Delivery.topic == topic, Delivery.status == DeliveryStatus.PENDING)
        .with_for_update()
    )
    return set(result)


async def message_counts_since(
    session: AsyncSession, person_ids: Collection[PersonId], topic: str, since: datetime
) -> dict[PersonId, tuple[int, datetime]]:
    """Returns person → (number, latest due time) of messages of this topic since then."""
    rows = await session.execute(
        select(Delivery.person_id, func.count(), func.max(Delivery.not_before))
        .where(Delivery.person_id.in_(person_ids), Delivery.topic == topic, Delivery.not_before >= since)
        .group_by(Delivery.person_id)
    )
    return {person_id: (count, last) for person_id, count, last in rows}


async def delivered_among(session: AsyncSession, person_id: PersonId, prefixes: Sequence[str]) -> dict[str, bool]:
    """Returns dedupe-key prefix → True if a message was delivered. Prefixes without any message are left out.

    A message counts as delivered if a part of it may have arrived: also one whose process died while it was sending.
    """
    maybe_arrived = or_(
        Delivery.status.in_((DeliveryStatus.SENDING, *ARRIVED_DELIVERIES)),
        Delivery.part > 0,
    )
    rows = await session.execute(
        select(Delivery.dedupe_key, maybe_arrived).where(
            Delivery.person_id == person_id,
            or_(*(Delivery.dedupe_key.startswith(prefix, autoescape=True) for prefix in prefixes)),
        )
    )
    found: dict[str, bool] = {}
    for key, delivered in rows:
        prefix = next(one for one in prefixes if key.startswith(one))
        found[prefix] = found.get(prefix, False) or delivered
    return found


async def messages_since(
    session: AsyncSession, person_id: PersonId, since: datetime
) -> list[tuple[str, dict[str, Any]]]:
    """Returns topic and payload of the messages that may have reached the person since then."""
    arrived = (Delivery.status.in_(ARRIVED_DELIVERIES), Delivery.finished_at > since)
    rows = await session.execute(
        select(Delivery.topic, Delivery.payload).where(Delivery.person_id == person_id, *arrived)
    )
    return [(topic, payload) for topic, payload in rows]
