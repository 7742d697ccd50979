"""Queries about deliveries: the outbox that the worker empties."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import DeliveryId, PersonId
from storage.models import Delivery
from storage.upserts import insert_of
from storage.vocabulary import DeliveryStatus

_DELIVERED = (DeliveryStatus.SENT, DeliveryStatus.UNKNOWN)


async def tell(
    session: AsyncSession,
    person_id: PersonId,
    topic: str,
    *,
    payload: Mapping[str, Any],
    dedupe_key: str,
    now: datetime,
    not_before: datetime | None = None,
) -> bool:
    """Puts a message into the outbox; False if the same thing was put there before."""
    insert = insert_of(session)
    result = await session.execute(
        insert(Delivery)
        .values(
            person_id=person_id,
            topic=topic,
            payload=dict(payload),
            dedupe_key=dedupe_key,
            status=DeliveryStatus.PENDING,
            not_before=not_before or now,
            attempts=0,
            created_at=now,
        )
        .on_conflict_do_nothing(index_elements=["dedupe_key"])
        .returning(Delivery.id)
    )
    return result.first() is not None


async def waiting(session: AsyncSession, person_ids: Collection[PersonId], topic: str) -> set[PersonId]:
    """For whom a message of this topic is still waiting; it stays so until the end of this transaction."""
    result = await session.scalars(
        select(Delivery.person_id)
        .where(Delivery.person_id.in_(person_ids), Delivery.topic == topic, Delivery.status == DeliveryStatus.PENDING)
        .with_for_update()
    )
    return set(result)


async def told_since(
    session: AsyncSession, person_ids: Collection[PersonId], topic: str, since: datetime
) -> dict[PersonId, tuple[int, datetime]]:
    """How many messages of this topic each person had since then, and when the last was due; nobody without any."""
    rows = await session.execute(
        select(Delivery.person_id, func.count(), func.max(Delivery.not_before))
        .where(Delivery.person_id.in_(person_ids), Delivery.topic == topic, Delivery.not_before >= since)
        .group_by(Delivery.person_id)
    )
    return {person_id: (count, last) for person_id, count, last in rows}


async def claim(session: AsyncSession, now: datetime, limit: int) -> Sequence[Delivery]:
    """Takes what is due, the oldest first; two workers never get the same row."""
    due = (
        select(Delivery.id)
        .where(Delivery.status == DeliveryStatus.PENDING, Delivery.not_before <= now)
        .order_by(Delivery.not_before, Delivery.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        # PostgreSQL may run a plain subquery once for every row, each time locking `limit` more.
        .cte("due")
    )
    result = await session.scalars(
        update(Delivery)
        .where(Delivery.id.in_(select(due.c.id)), Delivery.status == DeliveryStatus.PENDING)
        .values(status=DeliveryStatus.CLAIMED, claimed_at=now, attempts=Delivery.attempts + 1)
        .returning(Delivery)
    )
    return sorted(result.all(), key=lambda delivery: (delivery.not_before, delivery.id))


async def move(
    session: AsyncSession,
    delivery_id: DeliveryId,
    *,
    from_: DeliveryStatus,
    to: DeliveryStatus,
    now: datetime,
    not_before: datetime | None = None,
    message_id: int | None = None,
    error: str | None = None,
) -> bool:
    """True if the delivery was in `from_` and is now in `to`."""
    values: dict[str, Any] = {"status": to, "error": error}
    if not_before is not None:
        values["not_before"] = not_before
    if message_id is not None:
        values["message_id"] = message_id
    if to not in {DeliveryStatus.PENDING, DeliveryStatus.CLAIMED, DeliveryStatus.SENDING}:
        values["finished_at"] = now
    result = await session.execute(
        update(Delivery)
        .where(Delivery.id == delivery_id, Delivery.status == from_)
        .values(values)
        .returning(Delivery.id)
    )
    return result.first() is not None


async def recover(session: AsyncSession, now: datetime, *, claimed_before: datetime) -> None:
    """Puts right what a killed worker left: claimed goes back to be sent, sending may have been sent and is unknown."""
    stuck = Delivery.claimed_at < claimed_before
    await session.execute(
        update(Delivery).where(Delivery.status == DeliveryStatus.CLAIMED, stuck).values(status=DeliveryStatus.PENDING)
    )
    await session.execute(
        update(Delivery)
        .where(Delivery.status == DeliveryStatus.SENDING, stuck)
        .values(status=DeliveryStatus.UNKNOWN, finished_at=now)
    )


async def next_due(session: AsyncSession) -> datetime | None:
    """When the earliest waiting message may go out."""
    return await session.scalar(
        select(Delivery.not_before)
        .where(Delivery.status == DeliveryStatus.PENDING)
        .order_by(Delivery.not_before)
        .limit(1)
    )


async def delivered_among(session: AsyncSession, person_id: PersonId, prefixes: Sequence[str]) -> dict[str, bool]:
    """For each of these beginnings of dedupe keys under which this person has messages: whether one was delivered.

    A message that was sent but not confirmed counts as delivered.
    """
    rows = await session.execute(
        select(Delivery.dedupe_key, Delivery.status).where(
            Delivery.person_id == person_id,
            or_(*(Delivery.dedupe_key.startswith(prefix, autoescape=True) for prefix in prefixes)),
        )
    )
    found: dict[str, bool] = {}
    for key, status in rows:
        prefix = next(one for one in prefixes if key.startswith(one))
        found[prefix] = found.get(prefix, False) or status in _DELIVERED
    return found
