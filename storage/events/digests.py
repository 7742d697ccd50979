"""Queries about digests: which listings are new for a group and which ones it has seen."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, delete, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.events.presence import company_takes_part
from storage.ids import ChatId, DigestId, EventId, ListingId
from storage.models import Digest, DigestLine, EventChat, EventParticipant, Exhibitor, Listing, Membership
from storage.statements import insert_new
from storage.vocabulary import DeliveryStatus, ListingStatus

_SHOWN = (DeliveryStatus.SENDING, DeliveryStatus.SENT, DeliveryStatus.UNKNOWN)


async def news(session: AsyncSession, chat: EventChat) -> Sequence[Listing]:
    """Returns published listings of the event's companies that no digest of the group has shown, latest first.

    The listing must be newer than the group's connection, or its company must have joined the event later. Texts that
    are not masked yet wait for the next digest.
    """
    shown = (
        select(DigestLine.listing_id)
        .join(Digest, Digest.id == DigestLine.digest_id)
        .where(Digest.chat_id == chat.chat_id, Digest.status.in_(_SHOWN))
    )
    result = await session.scalars(
        select(Listing)
        .where(
            Listing.status == ListingStatus.PUBLISHED,
            Listing.masked_title.is_not(None),
            Listing.id.not_in(shown),
            or_(_exhibits(chat.event_id), _is_represented(chat.event_id)),
            or_(
                Listing.updated_at >= chat.added_at,
                _exhibits(chat.event_id, Exhibitor.added_at >= chat.added_at),
                _is_represented(chat.event_id, EventParticipant.joined_at >= chat.added_at),
            ),
        )
        .order_by(Listing.updated_at.desc(), Listing.id.desc())
    )
    return result.all()


def _exhibits(event_id: EventId, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        select(Exhibitor.company_id)
        .where(Exhibitor.event_id == event_id, Exhibitor.company_id == Listing.company_id, *conditions)
        .correlate(Listing)
        .exists()
    )


def _is_represented(event_id: EventId, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        select(Membership.company_id)
        .join(EventParticipant, EventParticipant.person_id == Membership.person_id)
        .where(
            EventParticipant.event_id == event_id,
            Membership.company_id == Listing.company_id,
            company_takes_part(),
            *conditions,
        )
        .correlate(Listing)
        .exists()
    )


async def plan(session: AsyncSession, chat_id: ChatId, event_id: EventId, day: date, now: datetime) -> bool:
    """Queues the digest of this day. Returns False if there is one already."""
    return await insert_new(
        session,
        Digest,
        chat_id=chat_id,
        event_id=event_id,
        day=day,
        status=DeliveryStatus.PENDING,
        not_before=now,
        created_at=now,
    )


async def is_anything_due(session: AsyncSession, now: datetime) -> bool:
    """Returns True if a digest of any group is due."""
    due = select(EventChat.chat_id).where(EventChat.digest_due_at <= now, EventChat.gone_at.is_(None))
    return await session.scalar(select(due.exists())) or False


async def store_lines(session: AsyncSession, *, digest_id: DigestId, listing_ids: Sequence[ListingId]) -> None:
    """Stores the listings of a digest that is being sent, in place of those of an earlier attempt."""
    await session.execute(delete(DigestLine).where(DigestLine.digest_id == digest_id))
    await session.execute(
        insert(DigestLine), [{"digest_id": digest_id, "listing_id": listing_id} for listing_id in listing_ids]
    )
