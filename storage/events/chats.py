"""Queries about the groups and channels of events, and when their digests are due."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.ids import ChatId, EventId
from storage.models import AnnouncementCopy, Digest, Event, EventChat
from storage.statements import count_changed
from storage.vocabulary import UNFINISHED_DELIVERIES, DeliveryStatus


async def put(session: AsyncSession, chat: EventChat) -> None:
    await session.merge(chat)
    await session.flush()


async def find(session: AsyncSession, chat_id: ChatId) -> EventChat | None:
    return await session.get(EventChat, chat_id, populate_existing=True)


async def of_event(session: AsyncSession, event_id: EventId) -> Sequence[EventChat]:
    """Returns the event's groups and channels that the bot is in, by title."""
    query = select(EventChat).where(EventChat.event_id == event_id, EventChat.gone_at.is_(None))
    return (await session.scalars(query.order_by(EventChat.title, EventChat.chat_id))).all()


async def remove(session: AsyncSession, chat_id: ChatId) -> None:
    await session.execute(delete(EventChat).where(EventChat.chat_id == chat_id))


async def mark_gone(session: AsyncSession, chat_id: ChatId, now: datetime) -> None:
    """Stores that the bot was removed. Nothing is sent until an organizer connects the chat again.

    The time of the next digest is kept, because the group may only have become a supergroup.
    """
    await session.execute(
        update(EventChat).where(EventChat.chat_id == chat_id, EventChat.gone_at.is_(None)).values(gone_at=now)
    )


async def follow(session: AsyncSession, chat_id: ChatId, new_id: ChatId) -> None:
    """Moves a group and its unsent messages to its new id as a supergroup, and marks the bot as a member."""
    if await find(session, new_id) is None:
        await session.execute(
            update(EventChat).where(EventChat.chat_id == chat_id).values(chat_id=new_id, gone_at=None)
        )
    else:  # connected under its new id before the migration was reported
        await remove(session, chat_id)
    known = select(AnnouncementCopy.announcement_id).where(AnnouncementCopy.chat_id == new_id)
    await session.execute(
        update(AnnouncementCopy)
        .where(
            AnnouncementCopy.chat_id == chat_id,
            AnnouncementCopy.status.in_(UNFINISHED_DELIVERIES),
            AnnouncementCopy.announcement_id.not_in(known),
        )
        .values(chat_id=new_id)
        .execution_options(synchronize_session=False)
    )
    days = select(Digest.day).where(Digest.chat_id == new_id)
    await session.execute(
        update(Digest)
        .where(Digest.chat_id == chat_id, Digest.day.not_in(days))
        .values(chat_id=new_id)
        .execution_options(synchronize_session=False)
    )


async def drop_waiting(session: AsyncSession, chat_id: ChatId, now: datetime) -> int:
    """Ends the chat's announcement copies and digests that wait to be sent. Returns their number."""
    return sum(
        [
            await count_changed(
                session,
                update(table)
                .where(table.chat_id == chat_id, table.status.in_([DeliveryStatus.PENDING, DeliveryStatus.CLAIMED]))
                .values(status=DeliveryStatus.OBSOLETE, finished_at=now, owner=None, leased_until=None)
                .execution_options(synchronize_session=False),
            )
            for table in (AnnouncementCopy, Digest)
        ]
    )


async def set_digest(session: AsyncSession, chat_id: ChatId, *, hour: int | None, due_at: datetime | None) -> None:
    await session.execute(
        update(EventChat).where(EventChat.chat_id == chat_id).values(digest_hour=hour, digest_due_at=due_at)
    )


async def digests_due(session: AsyncSession, now: datetime, limit: int) -> Sequence[tuple[EventChat, Event]]:
    """Returns (chat, event) for every chat whose digest is due, the longest overdue first."""
    rows = await session.execute(
        select(EventChat, Event)
        .join(Event, Event.id == EventChat.event_id)
        .where(EventChat.digest_due_at <= now, EventChat.gone_at.is_(None))
        .order_by(EventChat.digest_due_at, EventChat.chat_id)
        .limit(limit)
    )
    return [(chat, event) for chat, event in rows]


async def set_next_digest(session: AsyncSession, chat_id: ChatId, *, due_at: datetime, next_at: datetime) -> None:
    """Sets the next due time, unless somebody else has set another one."""
    await session.execute(
        update(EventChat)
        .where(EventChat.chat_id == chat_id, EventChat.digest_due_at == due_at)
        .values(digest_due_at=next_at)
    )


async def subscribed(session: AsyncSession, digest: Digest) -> tuple[EventChat, Event] | None:
    """Returns the digest's group and event, if the group still belongs to the event and wants digests."""
    rows = await session.execute(
        select(EventChat, Event)
        .join(Event, Event.id == EventChat.event_id)
        .where(
            EventChat.chat_id == digest.chat_id,
            EventChat.event_id == digest.event_id,
            EventChat.gone_at.is_(None),
            EventChat.digest_hour.is_not(None),
        )
    )
    return next(((chat, event) for chat, event in rows), None)
