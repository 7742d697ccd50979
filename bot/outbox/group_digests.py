"""The channel of group digests: the daily news for the groups and channels of an event."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from bot.outbox.channel import Changes, Channel, MessagePart, Prepared
from bot.outbox.delivery_outcome import is_topic_closed
from bot.usecases.events import digests, groups
from bot.usecases.events.codes import Draw
from bot.usecases.events.digests import Bulletin
from storage.database import Database
from storage.events import chats
from storage.events import digests as stored
from storage.ids import ChatId
from storage.models import Digest
from storage.vocabulary import DeliveryStatus


class DigestChannel(Channel[Digest]):
    """Sends digests. `write` renders a bulletin as the parts of its message."""

    table = Digest
    in_flight = 8

    def __init__(
        self,
        database: Database,
        write: Callable[[Bulletin], Sequence[MessagePart]],
        clock: Callable[[], datetime],
        *,
        draw: Draw,
    ) -> None:
        self._database = database
        self._write = write
        self._clock = clock
        self._draw = draw

    def chat_of(self, row: Digest) -> int:
        return row.chat_id

    async def prepare(self, row: Digest) -> Prepared | None:
        async with self._database.writing() as session:  # listings may get the link codes of their lines
            bulletin = await digests.bulletin(session, row, draw=self._draw, now=self._clock())
        if bulletin is None:
            return None
        store_lines = partial(stored.store_lines, digest_id=row.id, listing_ids=bulletin.listing_ids)
        return Prepared(parts=self._write(bulletin), on_sending=store_lines)

    async def refusal(self, session: AsyncSession, row: Digest) -> Changes | None:
        if await chats.subscribed(session, row) is not None:
            return None
        return {"status": DeliveryStatus.OBSOLETE, "finished_at": self._clock()}

    async def on_recorded(self, session: AsyncSession, row: Digest, changes: Changes) -> None:
        if is_topic_closed(changes.get("error")):
            await groups.tell_of_closed_topic(session, row.chat_id, self._clock())
        elif changes["status"] is DeliveryStatus.UNREACHABLE:
            await chats.mark_gone(session, row.chat_id, self._clock())

    async def on_migrated(self, session: AsyncSession, row: Digest, new_chat_id: int) -> None:
        await groups.follow(session, row.chat_id, ChatId(new_chat_id), self._clock())
