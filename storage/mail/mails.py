"""Queries about mails: queuing them, and what was sent. The outbox claims and records them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import outbox
from storage.ids import IntroductionId, MailboxId
from storage.models import Mailbox, MailDelivery
from storage.statements import count_changed
from storage.vocabulary import ARRIVED_DELIVERIES, UNFINISHED_DELIVERIES, DeliveryStatus, Topic

_REQUESTS: Final = (Topic.INTRODUCTION_PROPOSED, Topic.INTRODUCTION_RETURNED, Topic.INTRODUCTION_REMINDER)
_BATCH: Final = 500


async def queue(
    session: AsyncSession,
    mailbox_id: MailboxId,
    topic: str,
    *,
    payload: Mapping[str, Any],
    dedupe_key: str,
    now: datetime,
    not_before: datetime | None = None,
) -> bool:
    """Queues a mail. Returns False if the key was used before."""
    return await outbox.queue_row(
        session,
        MailDelivery,
        topic,
        payload=payload,
        dedupe_key=dedupe_key,
        now=now,
        not_before=not_before,
        mailbox_id=mailbox_id,
    )


async def arrived(session: AsyncSession, address_hash: str, since: datetime) -> Sequence[datetime]:
    """Returns the times of the mails to this address that arrived, or may have, since then; the latest first."""
    result = await session.scalars(
        select(MailDelivery.finished_at)
        .join(Mailbox, Mailbox.id == MailDelivery.mailbox_id)
        .where(
            Mailbox.address_hash == address_hash,
            MailDelivery.status.in_(ARRIVED_DELIVERIES),
            MailDelivery.finished_at > since,
        )
        .order_by(MailDelivery.finished_at.desc())
    )
    return [at for at in result if at is not None]


async def was_told(session: AsyncSession, mailbox_id: MailboxId, introduction_id: IntroductionId) -> bool:
    """Returns True if a mail with the request of this introduction arrived, or may have."""
    keys = [f"{topic}:{introduction_id}:" for topic in _REQUESTS]
    found = select(MailDelivery.id).where(
        MailDelivery.mailbox_id == mailbox_id,
        MailDelivery.status.in_((DeliveryStatus.SENDING, *ARRIVED_DELIVERIES)),
        or_(*(MailDelivery.dedupe_key.startswith(key, autoescape=True) for key in keys)),
    )
    return await session.scalar(found.limit(1)) is not None


async def drop_finished(session: AsyncSession, *, before: datetime) -> int:
    finished = MailDelivery.status.not_in(UNFINISHED_DELIVERIES)
    old = select(MailDelivery.id).where(MailDelivery.created_at < before, finished).limit(_BATCH)
    return await count_changed(
        session, delete(MailDelivery).where(MailDelivery.id.in_(old)).execution_options(synchronize_session=False)
    )
