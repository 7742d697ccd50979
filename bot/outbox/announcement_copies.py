"""The channel of announcement copies: one copy for each chat of the audience."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession

from bot.outbox.channel import Changes, Channel, Prepared
from bot.outbox.delivery_outcome import is_topic_closed
from bot.usecases.announcements import running
from bot.usecases.events import groups
from storage.announcements import copies
from storage.events import chats
from storage.ids import ChatId
from storage.models import AnnouncementCopy
from storage.people import people
from storage.vocabulary import DeliveryStatus

_DAY: Final = timedelta(hours=24)


class CopyChannel(Channel[AnnouncementCopy]):
    """Sends copies. `write` renders the parts of a copy. `per_day` limits the announcements per person in 24 hours."""

    table = AnnouncementCopy
    in_flight = 16  # 30 requests a second take up to half a second each

    def __init__(
        self,
        write: Callable[[AnnouncementCopy], Awaitable[Prepared | None]],
        clock: Callable[[], datetime],
        *,
        per_day: int,
    ) -> None:
        self._write = write
        self._clock = clock
        self._per_day = per_day

    def condition(self) -> ColumnElement[bool]:
        return copies.is_running()

    def chat_of(self, row: AnnouncementCopy) -> int:
        return row.chat_id

    async def prepare(self, row: AnnouncementCopy) -> Prepared | None:
        return await self._write(row)

    async def refusal(self, session: AsyncSession, row: AnnouncementCopy) -> Changes | None:
        now = self._clock()
        return await copies.changes_if_refused(session, row, per_day=self._per_day, since=now - _DAY, now=now)

    async def on_recorded(self, session: AsyncSession, row: AnnouncementCopy, changes: Changes) -> None:
        now = self._clock()
        match changes["status"]:
            case DeliveryStatus.UNREACHABLE if is_topic_closed(changes.get("error")):
                await groups.tell_of_closed_topic(session, row.chat_id, now)
            case DeliveryStatus.UNREACHABLE if row.person_id is not None:
                await people.mark_unreachable(session, row.person_id, now)
            case DeliveryStatus.UNREACHABLE:
                await chats.mark_gone(session, row.chat_id, now)
            case DeliveryStatus.FAILED:
                await running.stop_if_refused(session, row.announcement_id, now)

    async def on_migrated(self, session: AsyncSession, row: AnnouncementCopy, new_chat_id: int) -> None:
        await groups.follow(session, row.chat_id, ChatId(new_chat_id), self._clock())
