"""The work of posting digests: plan → claim → mark as being sent → send → record.

Every step but the sending itself is a committed transaction, as with deliveries: nothing is ever posted twice.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from telegram.error import RetryAfter
from telegram.ext import ExtBot

from bot.outbox.copy_sender import Turnstile
from bot.outbox.delivery_outcome import outcome_of
from bot.telegram.errors import FailureKind, classify, retry_seconds
from bot.telegram.send_slots import Lane
from bot.usecases.events import digests
from bot.usecases.events.codes import Draw
from bot.usecases.events.digests import Bulletin
from handlers.events.digest_views import digest as worded
from handlers.ui.screen import send
from storage.database import Database
from storage.events import chats
from storage.events import digests as stored
from storage.ids import ChatId
from storage.models import Digest
from storage.vocabulary import DeliveryStatus

_BATCH: Final = 20
_LOOKS: Final = 2  # for what a killed process left: PostgreSQL may carry out what that asked last after the first one

log = logging.getLogger(__name__)


class DigestPoster:
    """A job for a ticker. Several processes may work on one database."""

    def __init__(
        self,
        bot: ExtBot[Lane],
        database: Database,
        turnstile: Turnstile,
        clock: Callable[[], datetime],
        *,
        draw: Draw,
    ) -> None:
        self._bot = bot
        self._database = database
        self._turnstile = turnstile
        self._clock = clock
        self._draw = draw
        self._looks = _LOOKS
        self._began = clock()

    async def run(self) -> int:
        """One round; how many digests it dealt with."""
        if self._looks:
            async with self._database.writing() as session:
                await stored.recover(session, self._clock(), claimed_before=self._began)
            self._looks -= 1
        # Reading first: a writer takes the one writer's place on SQLite, even when there is nothing to write.
        async with self._database.reading() as session:
            if not await stored.anything_due(session, self._clock()):
                return 0
        async with self._database.writing() as session:
            planned = await digests.plan(session, self._clock())
        async with self._database.writing() as session:
            claimed = await stored.claim(session, self._clock(), _BATCH)
        for each in claimed:
            await self._post(each)
        return planned + len(claimed)

    async def _post(self, digest: Digest) -> None:
        try:
            await self._turnstile.take_turn(digest.chat_id)
        except RetryAfter as error:
            await self._record(digest, self._later(error), from_=DeliveryStatus.CLAIMED)
            return
        async with self._database.writing() as session:
            bulletin = await digests.begin(session, digest, draw=self._draw, now=self._clock())
        if bulletin is not None:
            await self._record(digest, await self._attempt(digest, bulletin), from_=DeliveryStatus.SENDING)

    async def _attempt(self, digest: Digest, bulletin: Bulletin) -> dict[str, Any]:
        view = worded(bulletin, self._bot.username)
        try:
            message_id = await send(self._bot, digest.chat_id, view, lane=Lane.IN_TURN)
        except Exception as error:  # whatever it was, the row has to say what became of it
            log.debug("Digest %d did not go out", digest.id, exc_info=True)
            return self._after_failure(digest, error)
        return {"status": DeliveryStatus.SENT, "message_id": message_id, "finished_at": self._clock(), "error": None}

    def _after_failure(self, digest: Digest, error: Exception) -> dict[str, Any]:
        if isinstance(error, RetryAfter):
            return self._later(error)
        failure = classify(error)
        if failure.kind is FailureKind.MIGRATED and failure.new_chat_id is not None:
            return {"status": DeliveryStatus.PENDING, "chat_id": ChatId(failure.new_chat_id)}
        outcome = outcome_of(error, digest.attempts + 1)
        if outcome.is_fault:
            log.error("Digest %d failed: %s", digest.id, outcome.error)
        changes = {"status": outcome.status, "attempts": digest.attempts + 1, "error": outcome.error}
        if outcome.wait_s is not None:
            return changes | {"not_before": self._clock() + timedelta(seconds=outcome.wait_s)}
        return changes | {"finished_at": self._clock()}

    def _later(self, error: RetryAfter) -> dict[str, Any]:
        later = self._clock() + timedelta(seconds=retry_seconds(error))
        return {"status": DeliveryStatus.PENDING, "not_before": later}

    async def _record(self, digest: Digest, changes: dict[str, Any], *, from_: DeliveryStatus) -> None:
        async with self._database.writing() as session:
            new_id = changes.pop("chat_id", None)
            await stored.move(session, digest.id, from_=from_, changes=changes)
            if new_id is not None:
                await chats.follow(session, digest.chat_id, new_id)
            if changes["status"] is DeliveryStatus.UNREACHABLE:
                await chats.mark_gone(session, digest.chat_id, self._clock())
