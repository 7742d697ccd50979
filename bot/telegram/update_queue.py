"""Holds updates until their turn, one queue per person. The `lanes` decide whose turn it is.

Updates arrive as plain JSON and are parsed in their turn. So an update that python-telegram-bot cannot parse does not
affect others, and the queue accepts a backlog of tens of thousands in seconds.
"""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Callable, Iterable
from typing import Final

from telegram import Update

from bot.telegram.pending_updates import PendingUpdates
from bot.telegram.raw_update import RawUpdate, SenderKey, is_start, sender_of, sent_at
from bot.telegram.seen_updates import SeenUpdates
from bot.telegram.update_answers import UpdateAnswers
from bot.telegram.update_handling import Handle, Observe, Outcome, UpdateHandling
from bot.telegram.update_lanes import UpdateLanes
from bot.telegram.update_store import UpdateStore

# maximum number of waiting updates of all people, about 60 MB; Telegram keeps further updates meanwhile
_ROOM: Final = 20_000
_MANY: Final = 5  # a person with more waiting updates is in the slow lane
_ASK_AGAIN_S: Final = 0.1  # if this instance leads
_STALE_S: Final = 60.0  # an older message was sent while the bot was down or unreachable

log = logging.getLogger(__name__)


class UpdateQueue:
    """Handles each person's updates one after the other in order of arrival, `workers` people at once.

    People who flood, or have many updates waiting, are in the slow one of the `lanes`. `now` returns Unix seconds, to
    tell a backlog from a flood. For a person who sent /start during a downtime, earlier waiting updates are dropped.
    `store` keeps updates that are confirmed to Telegram before they are handled. Nothing begins while `leads` returns
    False, as another instance may have begun it.
    """

    def __init__(
        self,
        *,
        parse: Callable[[RawUpdate], Update],
        answers: UpdateAnswers,
        workers: int,
        now: Callable[[], float],
        store: UpdateStore,
        leads: Callable[[], bool] = lambda: True,
        observe: Observe = lambda *_: None,
    ) -> None:
        self._leads = leads
        self._handling = UpdateHandling(parse=parse, observe=observe, now=now)
        self._answers = answers
        self._now = now
        self._waiting: dict[SenderKey, deque[tuple[RawUpdate, Handle]]] = {}
        self.lanes = UpdateLanes(
            workers=workers, take_turn=self._take_turn, is_slow=self._is_slow, is_urgent=self._begins_with_stale
        )
        self._seen = SeenUpdates()
        self._pending = PendingUpdates(store)
        self._count = 0
        self._changed = asyncio.Event()
        self.is_backlog = False
        """True if the last message was sent long before it arrived, because there was a downtime."""

    @property
    def unreadable(self) -> int:
        """Number of updates skipped since the start because they could not be parsed."""
        return self._handling.unreadable

    def start(self) -> None:
        self.lanes.start()

    async def stop(self, *, within_s: float) -> None:
        """Handles waiting updates for at most this many seconds, then finishes only those already begun.

        The others stay unhandled.
        """
        self.lanes.go_on()
        try:
            async with asyncio.timeout(within_s):
                await self._until(lambda: not self._waiting)
        except TimeoutError:
            log.warning("%d updates that waited are left for the next start", self._count)
            for waiting in self._waiting.values():
                waiting.clear()
            await self._until(lambda: not self._waiting)
        await self.lanes.stop()

    async def room(self) -> None:
        """Waits until more updates may be fetched."""
        await self._until(lambda: self._count < _ROOM)

    async def handled(self, update_id: int | None, within_s: float) -> None:
        """Waits until this update may be confirmed: handled, dropped or stored. At most this many seconds."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                await self._until(lambda: self._pending.may_be_confirmed(update_id))

    async def secure(self, *update_ids: int) -> bool:
        """Stores those of these updates that are unhandled, by default all, so that they may be confirmed.

        Returns False if the database is away.
        """
        is_secure = await self._pending.secure(*update_ids)
        self._changed.set()
        return is_secure

    @property
    def first_unhandled(self) -> int | None:
        """The id of the update that has been here longest and may not be confirmed yet."""
        return self._pending.first_unconfirmed

    @property
    def waiting(self) -> int:
        """The number of updates that nobody works on yet."""
        return self._count

    @property
    def is_full(self) -> bool:
        return self._count >= _ROOM

    def accept(self, raw: RawUpdate) -> None:
        """Queues an update. Drops it if it was seen before or its sender floods."""
        if self._is_repeated(raw):
            return
        person_id, key = sender_of(raw)
        waiting = self._waiting.get(key)
        is_stale = self._is_stale(raw)
        if sent_at(raw) is not None:
            self.is_backlog = is_stale
        if is_stale:
            self._make_room(raw, waiting)
            handle: Handle | None = self._answers.handle
        else:
            handle = self._answers.choose(raw, person_id, is_busy=waiting is not None)
        if handle is None:
            self._skip(raw, Outcome.TOO_FAST)
        else:
            self._put(key, raw, handle)

    def resume(self, updates: Iterable[RawUpdate], *, handled: Iterable[int] = ()) -> None:
        """Queues stored updates, which were admitted when they came. `handled` are numbers that may come again."""
        for number in handled:
            self._seen.add(number)
        for raw in updates:
            number = raw["update_id"]
            if self._seen.add(number):
                self._pending.add_stored(number)
                self._put(sender_of(raw)[1], raw, self._answers.handle)

    def _put(self, key: SenderKey, raw: RawUpdate, handle: Handle) -> None:
        self._count += 1
        waiting = self._waiting.get(key)
        if waiting is None:
            waiting = self._waiting[key] = deque()
            self.lanes.add(key)
        if handle is self._answers.handle:
            waiting.append((raw, handle))
        else:
            waiting.appendleft((raw, handle))  # answered at once, before the waiting updates

    def _make_room(self, raw: RawUpdate, waiting: deque[tuple[RawUpdate, Handle]] | None) -> None:
        """Drops updates from a downtime that this newer one from the same time makes unnecessary or too many."""
        if self.is_full:
            self._thin_out()
        if waiting and is_start(raw):
            self._drop(waiting, len(waiting))
        elif waiting and len(waiting) >= self._answers.guard.burst:
            self._drop(waiting, 1)

    def _thin_out(self) -> None:
        """Drops the older half of each person's updates from a downtime, so that newer ones can be fetched."""
        for waiting in self._waiting.values():
            for _ in range(len(waiting) // 2):
                if not self._is_stale(waiting[0][0]):
                    break
                self._drop(waiting, 1)

    def _drop(self, waiting: deque[tuple[RawUpdate, Handle]], count: int) -> None:
        """Drops the oldest of one person's waiting updates."""
        for _ in range(count):
            self._skip(waiting.popleft()[0], Outcome.DROPPED)
            self._count -= 1

    def _skip(self, raw: RawUpdate, outcome: Outcome) -> None:
        self._handling.note(raw, outcome)
        self._pending.mark_done(raw.get("update_id", 0))

    async def _take_turn(self, key: SenderKey) -> bool:
        """Handles one update of this sender. Returns True if the sender has more."""
        waiting = self._waiting[key]
        while waiting and not self._leads():  # noqa: ASYNC110 - a clock decides, and no event
            await asyncio.sleep(_ASK_AGAIN_S)
        if waiting:
            raw, handle = waiting.popleft()
            self._count -= 1
            await self._handling.run(raw, handle, done=self._answers.outcome_of(handle))
            self._pending.mark_done(raw.get("update_id", 0))
            await self._pending.flush()
        if not waiting:
            del self._waiting[key]
        self._changed.set()
        return bool(waiting)

    def _is_slow(self, key: SenderKey) -> bool:
        kind, number = key
        return len(self._waiting[key]) > _MANY or (kind == "person" and self._answers.guard.is_flooding(number))

    def _begins_with_stale(self, key: SenderKey) -> bool:
        """Returns True for the first update of a person after a downtime, which may be their /start."""
        waiting = self._waiting[key]
        return bool(waiting) and self._is_stale(waiting[0][0])

    def _is_repeated(self, raw: RawUpdate) -> bool:
        update_id = raw.get("update_id")
        if not isinstance(update_id, int):
            return False
        if not self._seen.add(update_id):
            return True
        self._pending.add(raw)
        return False

    def _is_stale(self, raw: RawUpdate) -> bool:
        """Returns True if a message is old. A press has no time, so it counts as new."""
        sent = sent_at(raw)
        return sent is not None and self._now() - sent > _STALE_S

    async def _until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            self._changed.clear()
            await self._changed.wait()
