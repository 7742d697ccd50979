"""One copy of an announcement on its way: wait for the turn → mark as being sent → send → record.

As with single deliveries every step but the sending itself is a committed transaction. Here the turn is waited for
*before* the row says that it is being sent: thousands stand in line for minutes, and whatever is killed meanwhile has
to know that they were not sent.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from telegram.error import RetryAfter

from bot.outbox.batched_writer import Together
from bot.outbox.delivery_outcome import outcome_of
from bot.telegram.errors import FailureKind, classify, retry_seconds
from bot.usecases.announcements import running
from storage.announcements import copies
from storage.database import Database
from storage.events import chats
from storage.ids import ChatId
from storage.models import AnnouncementCopy
from storage.people import people
from storage.vocabulary import DeliveryStatus

_LONGEST_LEAD_S: Final = 0.2
_WEIGHT: Final = 0.1  # of the last measurement in the average
_LONGEST_WAIT_S: Final = 0.25  # replies may move the turn while it is waited for: look again
_DAY: Final = timedelta(hours=24)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One part of an announcement for one chat; `send` gives the ids of the messages it made."""

    messages: int
    send: Callable[[], Awaitable[Sequence[int]]]


class Post(Protocol):
    """What Telegram is asked for. Lets Telegram's exceptions out, and sends in the lane IN_TURN."""

    async def letters(self, copy: AnnouncementCopy, /) -> Sequence[Letter]:
        """The parts as this chat gets them, by what the database holds now."""
        ...

    async def delete(self, copy: AnnouncementCopy, /) -> None: ...


class Turnstile(Protocol):
    """See bot.ratelimit.TwoLaneRateLimiter."""

    def wait_s(self, chat: int | str | None = None, *, ahead: int = 0) -> float: ...

    async def take_turn(self, chat: int | str, messages: int = 1) -> None: ...


class Carrier:
    """Carries copies, several at once. `told` is called when there is a delivery for somebody."""

    def __init__(
        self,
        database: Database,
        post: Post,
        turnstile: Turnstile,
        clock: Callable[[], datetime],
        *,
        cap: int,
        stopping: Callable[[], bool],
        told: Callable[[], None],
    ) -> None:
        self._post = post
        self._turnstile = turnstile
        self._clock = clock
        self._cap = cap
        self._stopping = stopping
        self._told = told
        self._together = Together(database)
        self._in_order = asyncio.Lock()
        self._marking = 0
        self._lead_s = 0.005

    async def carry(self, copy: AnnouncementCopy) -> None:
        """All parts that are left, one after the other."""
        try:
            letters = await self._post.letters(copy)
            for number in range(copy.part, len(letters)):
                if not await self._send(copy, letters, number):
                    return
            if copy.part >= len(letters):
                now = self._clock()
                await self._together.write(lambda session: copies.finish_unsure(session, copy.id, now))
        except (SQLAlchemyError, OSError):
            # The row keeps saying what it said: the next start puts it right.
            log.exception("What became of copy %d of an announcement could not be recorded", copy.id)

    async def _send(self, copy: AnnouncementCopy, letters: Sequence[Letter], number: int) -> bool:
        """True if this part is out, or may be, and there is more to send."""
        letter = letters[number]
        if not await self._comes_near(lambda: self._turnstile.wait_s(copy.chat_id)):
            return await self._give_back(copy)
        async with self._in_order:
            if not await self._comes_near(lambda: self._turnstile.wait_s(ahead=self._marking) - self._lead_s):
                return await self._give_back(copy)
            self._marking += 1
        try:
            if not await self._begin(copy):
                return False
        finally:
            self._marking -= 1
        try:
            await self._turnstile.take_turn(copy.chat_id, letter.messages)
        except RetryAfter as error:
            await self._record(copy, self._after_failure(copy, error))
            return False
        changes = await self._attempt(copy, letter, number, is_last=number == len(letters) - 1)
        await self._record(copy, changes)
        return changes["status"] is DeliveryStatus.CLAIMED

    async def _comes_near(self, wait_s: Callable[[], float]) -> bool:
        """Waits for the turn; False if everything is to stop first."""
        while not self._stopping():
            wait = wait_s()
            if wait <= 0:
                return True
            await asyncio.sleep(min(wait, _LONGEST_WAIT_S))
        return False

    async def _give_back(self, copy: AnnouncementCopy) -> bool:
        await self._together.write(lambda session: copies.release(session, [copy.id]))
        return False

    async def _begin(self, copy: AnnouncementCopy) -> bool:
        now = self._clock()

        async def begin(session: AsyncSession) -> bool:
            begun = await copies.begin(session, copy.id, cap=self._cap, since=now - _DAY)
            if not begun:
                await copies.set_aside(session, copy.id, now)
            return begun

        started = time.monotonic()
        begun = await self._together.write(begin)
        # As long before its turn a row is marked as that takes, by what it took lately.
        self._lead_s += _WEIGHT * (min(time.monotonic() - started, _LONGEST_LEAD_S) - self._lead_s)
        return begun

    async def _attempt(self, copy: AnnouncementCopy, letter: Letter, number: int, *, is_last: bool) -> dict[str, Any]:
        try:
            message_ids = await letter.send()
        except Exception as error:  # whatever it was, the row has to say what became of it
            log.debug("A part of copy %d of an announcement did not go out", copy.id, exc_info=True)
            changes = self._after_failure(copy, error)
            if changes["status"] is not DeliveryStatus.UNKNOWN:
                return changes
            # Nobody knows whether this part arrived. It is never sent again; those after it are.
            copy.unsure, message_ids = True, ()
        copy.message_ids = [*copy.message_ids, *message_ids]
        changes = {"part": number + 1, "message_ids": copy.message_ids, "unsure": copy.unsure, "error": None}
        if not is_last:
            return changes | {"status": DeliveryStatus.CLAIMED}
        end = DeliveryStatus.UNKNOWN if copy.unsure else DeliveryStatus.SENT
        return changes | {"status": end, "finished_at": self._clock()}

    def _after_failure(self, copy: AnnouncementCopy, error: Exception) -> dict[str, Any]:
        now = self._clock()
        if isinstance(error, RetryAfter):
            # Asked to wait, which is no failure of this copy: just as long, as often as it takes.
            later = now + timedelta(seconds=retry_seconds(error))
            return {"status": DeliveryStatus.PENDING, "not_before": later}
        failure = classify(error)
        if failure.kind is FailureKind.MIGRATED and failure.new_chat_id is not None:
            return {"status": DeliveryStatus.PENDING, "chat_id": ChatId(failure.new_chat_id)}
        copy.attempts += 1
        outcome = outcome_of(error, copy.attempts)
        if outcome.is_fault:
            log.error("Copy %d of announcement %d failed: %s", copy.id, copy.announcement_id, outcome.error)
        changes: dict[str, Any] = {"status": outcome.status, "attempts": copy.attempts, "error": outcome.error}
        if outcome.wait_s is not None:
            return changes | {"not_before": now + timedelta(seconds=outcome.wait_s)}
        return changes | {"finished_at": now}

    async def _record(self, copy: AnnouncementCopy, changes: dict[str, Any]) -> None:
        now = self._clock()

        async def record(session: AsyncSession) -> bool:
            await copies.record(session, copy.id, changes)
            if "chat_id" in changes:
                await chats.follow(session, copy.chat_id, changes["chat_id"])
            if changes["status"] is DeliveryStatus.UNREACHABLE:
                if copy.person_id is None:
                    await chats.mark_gone(session, copy.chat_id, now)
                else:
                    await people.mark_unreachable(session, copy.person_id, now)
            if changes["status"] is not DeliveryStatus.FAILED:
                return False
            return await running.stop_if_refused(session, copy.announcement_id, now)

        if await self._together.write(record):
            self._told()
