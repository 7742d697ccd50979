"""Starts due announcements, ends finished ones, and deletes the copies of recalled ones. The channel sends copies."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from typing import Final

from bot.outbox.row_sender import SendSlots
from bot.telegram.errors import FailureKind, classify
from bot.usecases.announcements import running
from storage.announcements import announcements, copies
from storage.database import Database
from storage.models import AnnouncementCopy
from storage.vocabulary import AnnouncementStatus, RecallState

_BATCH: Final = 16
_MOVING: Final = (AnnouncementStatus.RUNNING, AnnouncementStatus.RECALLING)
_REFUSALS: Final = frozenset({FailureKind.UNREACHABLE, FailureKind.REJECTED, FailureKind.UNEXPECTED})

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class AnnouncementRounds:
    """A periodic job. `delete` deletes the messages of a copy; `wake` wakes the outbox."""

    database: Database
    delete: Callable[[AnnouncementCopy], Awaitable[None]]
    slots: SendSlots
    clock: Callable[[], datetime]
    _: KW_ONLY
    wake: Callable[[], None]

    async def run(self) -> int:
        """Runs one round. Returns the number of started and ended announcements and of recalled copies."""
        now = self.clock()
        async with self.database.reading() as session:  # on SQLite a writer would block others
            due = await announcements.due(session, now)
            if not due and not await announcements.in_states(session, *_MOVING):
                return 0
        started = ended = 0
        if due:
            async with self.database.writing() as session:
                started = await running.start_due(session, now)
        recalled = await self._recall()
        async with self.database.reading() as session:
            finished = await copies.finished(session)
        if finished:
            async with self.database.writing() as session:
                ended = await running.end_finished(session, now)
        if started or ended:
            self.wake()
        return started + recalled + ended

    async def _recall(self) -> int:
        """Deletes the messages of a batch of copies. Needs no claim, because deleting twice is harmless."""
        async with self.database.reading() as session:
            batch = await copies.to_recall(session, _BATCH)
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._recall_one(copy)) for copy in batch]
        return sum(task.result() for task in tasks)

    async def _recall_one(self, copy: AnnouncementCopy) -> bool:
        state = await self._deleted(copy)
        if state is not None:
            async with self.database.writing() as session:
                await copies.mark_recalled(session, copy.id, state)
        return state is not None

    async def _deleted(self, copy: AnnouncementCopy) -> RecallState | None:
        """Deletes the messages of a copy. Returns None if the copy must be tried again later."""
        if not copy.message_ids:
            return RecallState.REFUSED
        try:
            await self.slots.take_turn(copy.chat_id)
            await self.delete(copy)
        except Exception as error:  # classified here
            log.debug("Copy %d of an announcement could not be deleted", copy.id, exc_info=True)
            kind = classify(error).kind
            if kind is FailureKind.HARMLESS:
                return RecallState.DELETED
            return RecallState.REFUSED if kind in _REFUSALS else None
        return RecallState.DELETED
