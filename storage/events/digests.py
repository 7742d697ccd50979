"""Queries about digests: what is new for a group, and what became of telling it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import ChatId, DigestId, EventId, ListingId
from storage.models import Digest, DigestLine, EventChat, EventParticipant, Exhibitor, Listing, Membership
from storage.upserts import insert_of
from storage.vocabulary import DeliveryStatus, ListingStatus, MembershipStatus

_TOLD = (DeliveryStatus.SENDING, DeliveryStatus.SENT, DeliveryStatus.UNKNOWN)


async def news(session: AsyncSession, chat: EventChat) -> Sequence[Listing]:
    """Open listings of the event's companies that came since the group was connected, or whose company did, and that
    the group was never told of; the latest first."""
    told = (
        select(DigestLine.listing_id)
        .join(Digest, Digest.id == DigestLine.digest_id)
        .where(Digest.chat_id == chat.chat_id, Digest.status.in_(_TOLD))
    )
    result = await session.scalars(
        select(Listing)
        .where(
            Listing.status == ListingStatus.PUBLISHED,
            Listing.id.not_in(told),
            or_(_there(chat.event_id), _spoken_for(chat.event_id)),
            or_(
                Listing.updated_at >= chat.added_at,
                _there(chat.event_id, Exhibitor.added_at >= chat.added_at),
                _spoken_for(chat.event_id, EventParticipant.joined_at >= chat.added_at),
            ),
        )
        .order_by(Listing.updated_at.desc(), Listing.id.desc())
    )
    return result.all()


def _there(event_id: EventId, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        select(Exhibitor.company_id)
        .where(Exhibitor.event_id == event_id, Exhibitor.company_id == Listing.company_id, *conditions)
        .correlate(Listing)
        .exists()
    )


def _spoken_for(event_id: EventId, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        select(Membership.company_id)
        .join(EventParticipant, EventParticipant.person_id == Membership.person_id)
        .where(
            EventParticipant.event_id == event_id,
            Membership.company_id == Listing.company_id,
            Membership.status == MembershipStatus.ACTIVE,
            *conditions,
        )
        .correlate(Listing)
        .exists()
    )


async def plan(session: AsyncSession, chat_id: ChatId, event_id: EventId, day: date, now: datetime) -> bool:
    """True if there is none for this day yet."""
    insert = insert_of(session)
    result = await session.execute(
        insert(Digest)
        .values(
            chat_id=chat_id,
            event_id=event_id,
            day=day,
            status=DeliveryStatus.PENDING,
            not_before=now,
            attempts=0,
            created_at=now,
        )
        .on_conflict_do_nothing(index_elements=["chat_id", "day"])
        .returning(Digest.id)
    )
    return result.first() is not None


async def anything_due(session: AsyncSession, now: datetime) -> bool:
    waiting = select(Digest.id).where(Digest.status == DeliveryStatus.PENDING, Digest.not_before <= now)
    planned = select(EventChat.chat_id).where(EventChat.digest_due_at <= now, EventChat.gone_at.is_(None))
    return await session.scalar(select(or_(waiting.exists(), planned.exists()))) or False


async def claim(session: AsyncSession, now: datetime, limit: int) -> Sequence[Digest]:
    """Takes what is due; two workers never get the same row."""
    due = (
        select(Digest.id)
        .where(Digest.status == DeliveryStatus.PENDING, Digest.not_before <= now)
        .order_by(Digest.not_before, Digest.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")  # a plain subquery may be run more than once, see storage.deliveries.claim
    )
    result = await session.scalars(
        update(Digest)
        .where(Digest.id.in_(select(due.c.id)), Digest.status == DeliveryStatus.PENDING)
        .values(status=DeliveryStatus.CLAIMED, claimed_at=now)
        .returning(Digest)
    )
    return sorted(result.all(), key=lambda digest: digest.id)


async def begin(session: AsyncSession, digest_id: DigestId, listing_ids: Sequence[ListingId]) -> bool:
    """True if it may go out now, with what it tells of written down."""
    if not await move(session, digest_id, from_=DeliveryStatus.CLAIMED, changes={"status": DeliveryStatus.SENDING}):
        return False
    await session.execute(delete(DigestLine).where(DigestLine.digest_id == digest_id))
    await session.execute(
        insert(DigestLine), [{"digest_id": digest_id, "listing_id": listing_id} for listing_id in listing_ids]
    )
    return True


async def move(
    session: AsyncSession, digest_id: DigestId, *, from_: DeliveryStatus, changes: Mapping[str, Any]
) -> bool:
    """False if somebody else has put it right already."""
    result = await session.execute(
        update(Digest).where(Digest.id == digest_id, Digest.status == from_).values(dict(changes)).returning(Digest.id)
    )
    return result.first() is not None


async def recover(session: AsyncSession, now: datetime, *, claimed_before: datetime) -> None:
    """Puts right what a killed process left: what was not begun waits again, what may be out is never sent again."""
    stuck = Digest.claimed_at < claimed_before
    await session.execute(
        update(Digest).where(Digest.status == DeliveryStatus.CLAIMED, stuck).values(status=DeliveryStatus.PENDING)
    )
    await session.execute(
        update(Digest)
        .where(Digest.status == DeliveryStatus.SENDING, stuck)
        .values(status=DeliveryStatus.UNKNOWN, finished_at=now)
    )
