"""Taking announcements back: what was delivered is deleted again, as far as Telegram allows."""

import asyncio
import logging
from collections.abc import Callable
from typing import Final

from bot.outbox.copy_sender import Post, Turnstile
from bot.telegram.errors import FailureKind, classify
from storage.announcements import copies
from storage.database import Database
from storage.models import AnnouncementCopy
from storage.vocabulary import RecallState

_BATCH: Final = 16
_PAUSE_S: Final = 1.0
_REFUSALS: Final = frozenset({FailureKind.UNREACHABLE, FailureKind.REJECTED, FailureKind.UNEXPECTED})

log = logging.getLogger(__name__)


class Recaller:
    """Deleting twice does no harm, so nothing is claimed."""

    def __init__(self, database: Database, post: Post, turnstile: Turnstile, *, stopping: Callable[[], bool]) -> None:
        self._database = database
        self._post = post
        self._turnstile = turnstile
        self._stopping = stopping

    async def recall(self) -> int:
        """Deletes a handful; how many of them are settled."""
        async with self._database.reading() as session:
            batch = await copies.to_recall(session, _BATCH)
        async with asyncio.TaskGroup() as group:
            settled = [group.create_task(self._settle(copy)) for copy in batch]
        return sum(task.result() for task in settled)

    async def _settle(self, copy: AnnouncementCopy) -> bool:
        state = None if self._stopping() else await self._deleted(copy)
        if state is not None:
            async with self._database.writing() as session:
                await copies.mark_recalled(session, copy.id, state)
        return state is not None

    async def _deleted(self, copy: AnnouncementCopy) -> RecallState | None:
        """None if it is to be tried again later."""
        if not copy.message_ids:
            return RecallState.REFUSED
        try:
            await self._turnstile.take_turn(copy.chat_id)
            await self._post.delete(copy)
        except Exception as error:  # every kind of it is told apart here
            log.debug("Copy %d of an announcement could not be deleted", copy.id, exc_info=True)
            failure = classify(error)
            if failure.kind is FailureKind.HARMLESS:
                return RecallState.DELETED
            if failure.kind in _REFUSALS:
                return RecallState.REFUSED
            await asyncio.sleep(failure.retry_after or _PAUSE_S)
            return None
        return RecallState.DELETED
