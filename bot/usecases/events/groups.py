"""Groups and channels of an event, and the hour of their daily digest."""

import logging
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import AlreadyDoneError, InputError
from bot.usecases.events.access import own_event
from bot.usecases.moderation.roles import Actor
from storage import outbox
from storage.events import chats
from storage.ids import ChatId, EventId
from storage.models import Event, EventChat
from storage.vocabulary import Language, Topic

DIGEST_HOUR: Final = 9
"""The default, at the beginning of a day at a fair."""
HOURS: Final = 24

log = logging.getLogger(__name__)


async def connect(
    session: AsyncSession,
    actor: Actor,
    event_id: EventId,
    chat_id: ChatId,
    *,
    title: str,
    language: Language,
    now: datetime,
) -> EventChat:
    """Sends announcements and a daily digest of the event to this group or channel.

    A chat that was connected before keeps its hour and gets only newer listings. Raises NotAllowedError, also if the
    chat belongs to another person's event.
    """
    event = await own_event(session, actor, event_id)
    known = await chats.find(session, chat_id)
    if known is not None and known.event_id != event_id:
        await own_event(session, actor, known.event_id)
        known = None  # for another event it begins anew
    hour = DIGEST_HOUR if known is None else known.digest_hour
    chat = EventChat(
        chat_id=chat_id,
        event_id=event_id,
        title=title[:255],
        language=language,
        added_by=actor.id,
        added_at=now if known is None else known.added_at,
        gone_at=None,
        digest_hour=hour,
        digest_due_at=None if hour is None else next_at(hour, event.zone, now),
    )
    await chats.put(session, chat)
    return chat


async def follow(session: AsyncSession, chat_id: ChatId, new_id: ChatId, now: datetime) -> None:
    """Moves a group and its unsent messages to its id as a supergroup. Messages that wait there already are not sent
    twice.
    """
    await chats.follow(session, chat_id, new_id)
    dropped = await chats.drop_waiting(session, chat_id, now)
    if dropped:
        log.warning("Dropped %d messages to group %d: supergroup %d gets the same", dropped, chat_id, new_id)


async def tell_of_closed_topic(session: AsyncSession, chat_id: ChatId, now: datetime) -> None:
    """Tells the organizer who connected the group, at most once a week, that it takes no messages."""
    chat = await chats.find(session, chat_id)
    if chat is None or chat.added_by is None:
        return
    year, week, _ = now.isocalendar()
    await outbox.queue_message(
        session,
        chat.added_by,
        Topic.GROUP_TOPIC_CLOSED,
        payload={"chat_id": chat_id},
        dedupe_key=f"{Topic.GROUP_TOPIC_CLOSED}:{chat_id}:{year}-{week}",
        now=now,
    )


async def disconnect(session: AsyncSession, actor: Actor, chat_id: ChatId) -> None:
    await own_chat(session, actor, chat_id)
    await chats.remove(session, chat_id)


async def set_digest(session: AsyncSession, actor: Actor, chat_id: ChatId, hour: int | None, now: datetime) -> None:
    """Sets the hour of the digest in the event's time zone. None switches it off. Raises InputError."""
    _, event = await own_chat(session, actor, chat_id)
    if hour is not None and not 0 <= hour < HOURS:
        raise InputError
    due_at = None if hour is None else next_at(hour, event.zone, now)
    await chats.set_digest(session, chat_id, hour=hour, due_at=due_at)


async def own_chat(session: AsyncSession, actor: Actor, chat_id: ChatId) -> tuple[EventChat, Event]:
    """Returns the chat and its event.

    Raises AlreadyDoneError if the chat is not connected, NotAllowedError if the actor does not run its event.
    """
    chat = await chats.find(session, chat_id)
    if chat is None or chat.gone_at is not None:
        raise AlreadyDoneError
    return chat, await own_event(session, actor, chat.event_id)


def next_at(hour: int, zone: str, now: datetime) -> datetime:
    """Returns the next time, in UTC, at which it is this hour in the zone."""
    today = now.astimezone(ZoneInfo(zone)).date()
    days = (datetime.combine(today + timedelta(days=more), time(hour), ZoneInfo(zone)) for more in range(3))
    return next(at for day in days if (at := day.astimezone(UTC)) > now)
