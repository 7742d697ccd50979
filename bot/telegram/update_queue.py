"""Holds updates until their turn: one bounded queue per person, and all queues are served in turn.

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

from bot.telegram.double_taps import DoubleTaps
from bot.telegram.flood_guard import Admission, FloodGuard
from bot.telegram.pending_updates import PendingUpdates
from bot.telegram.raw_update import RawUpdate, SenderKey, is_start, sender_of, sent_at
from bot.telegram.seen_updates import SeenUpdates
from bot.telegram.update_handling import Handle, Observe, Outcome, UpdateHandling
from bot.telegram.update_store import UpdateStore

# maximum number of waiting updates of all people, about 60 MB; Telegram keeps further updates meanwhile
_ROOM: Final = 20_000
_MANY: Final = 5  # a person with more waiting updates is in the slow lane
_SHARE: Final = 4  # one in this many workers is for the slow lane
_FEW_WORKERS: Final = 16  # with fewer there is no slow lane
_YIELD_S: Final = 0.25  # maximum time for which an update of the slow lane waits for those of the prompt lane
_ASK_AGAIN_S: Final = 0.1  # if this instance leads
_STALE_S: Final = 60.0  # an older message was sent while the bot was down or unreachable

log = logging.getLogger(__name__)


class UpdateQueue:
    """Handles each person's updates one after the other in order of arrival, `workers` people at once.

    People who flood, or have many updates waiting, are in the slow lane. It has few workers, and they begin an update
    when nobody of the prompt lane waits. So all who flood together delay others by a few updates and take few
    connections. `handle` handles an admitted update, `refuse` answers the first update over the limit, `acknowledge`
    answers an ignored press, and `dismiss` the second of a double tap. `now` returns Unix seconds, to tell a backlog
    from a flood. For a person who sent /start during a downtime, earlier waiting updates are dropped. `store` keeps
    updates that are confirmed to Telegram before they are handled. Nothing begins while `leads` returns False, as
    another instance may have begun it.
    """

    def __init__(
        self,
        *,
        parse: Callable[[RawUpdate], Update],
        handle: Handle,
        refuse: Handle,
        acknowledge: Handle,
        dismiss: Handle,
        guard: FloodGuard,
        taps: DoubleTaps,
        workers: int,
        now: Callable[[], float],
        store: UpdateStore,
        leads: Callable[[], bool] = lambda: True,
        observe: Observe = lambda *_: None,
    ) -> None:
        self._leads = leads
        self._handling = UpdateHandling(parse=parse, observe=observe, now=now)
        self._handle = handle
        self._handlers = {Admission.PASS: handle, Admission.TELL: refuse, Admission.ACKNOWLEDGE: acknowledge}
        self._dismiss = dismiss
        self._guard = guard
        self._taps = taps
        self._now = now
        self._waiting: dict[SenderKey, deque[tuple[RawUpdate, Handle]]] = {}
        self._prompt: asyncio.Queue[SenderKey] = asyncio.Queue()
        self._slow: asyncio.Queue[SenderKey] = asyncio.Queue()
        self._prompt_open, self._slow_open = asyncio.Event(), asyncio.Event()
        self._prompt_busy = 0  # updates of the prompt lane that are being handled
        self.go_on()
        self._seen = SeenUpdates()
        self._pending = PendingUpdates(store)
        self._count = 0
        self._slow_workers = workers // _SHARE if workers >= _FEW_WORKERS else 0
        self._prompt_workers = workers - self._slow_workers
        self._tasks: list[asyncio.Task[None]] = []
        self._changed = asyncio.Event()
        self.is_backlog = False
        """True if the last message was sent long before it arrived, because there was a downtime."""

    @property
    def unreadable(self) -> int:
        """Number of updates skipped since the start because they could not be parsed."""
        return self._handling.unreadable

    def start(self) -> None:
        work = [*[self._work_slowly] * self._slow_workers, *[self._work_promptly] * self._prompt_workers]
        self._tasks = [asyncio.create_task(each()) for each in work]

    def hold(self, *, prompt: bool) -> None:
        """Begins nothing in the slow lane until `go_on`, because there is more to fetch, maybe from other people.

        With `prompt` nothing in the prompt lane either.
        """
        self._slow_open.clear()
        (self._prompt_open.clear if prompt else self._prompt_open.set)()

    def go_on(self) -> None:
        self._prompt_open.set()
        self._slow_open.set()

    async def stop(self, *, within_s: float) -> None:
        """Handles waiting updates for at most this many seconds, then finishes only those already begun.

        The others stay unhandled.
        """
        self.go_on()
        try:
            async with asyncio.timeout(within_s):
                await self._until(lambda: not self._waiting)
        except TimeoutError:
            log.warning("%d updates that waited are left for the next start", self._count)
            for waiting in self._waiting.values():
                waiting.clear()
            await self._until(lambda: not self._waiting)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

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
            handle = self._handle
        else:
            is_press = "callback_query" in raw
            admission = self._guard.admit(person_id, is_press=is_press) if person_id else Admission.PASS
            if admission is Admission.IGNORE:
                self._handling.note(raw, Outcome.TOO_FAST)
                self._pending.mark_done(raw.get("update_id", 0))
                return
            if admission is Admission.TELL:
                log.info("person %s sends too much at once and is ignored for a while", person_id)
            handle = self._handlers[admission]
            if person_id and self._taps.add(person_id, raw, is_busy=waiting is not None) and handle is self._handle:
                handle = self._dismiss
        self._put(key, raw, handle)

    def resume(self, updates: Iterable[RawUpdate], *, handled: Iterable[int] = ()) -> None:
        """Queues stored updates, which were admitted when they came. `handled` are numbers that may come again."""
        for number in handled:
            self._seen.add(number)
        for raw in updates:
            number = raw["update_id"]
            if self._seen.add(number):
                self._pending.add_stored(number)
                self._put(sender_of(raw)[1], raw, self._handle)

    def _put(self, key: SenderKey, raw: RawUpdate, handle: Handle) -> None:
        self._count += 1
        waiting = self._waiting.get(key)
        if waiting is None:
            waiting = self._waiting[key] = deque()
            self._prompt.put_nowait(key)
        if handle is self._handle:
            waiting.append((raw, handle))
        else:
            waiting.appendleft((raw, handle))  # answered at once, before the waiting updates

    def _make_room(self, raw: RawUpdate, waiting: deque[tuple[RawUpdate, Handle]] | None) -> None:
        """Drops updates from a downtime that this newer one from the same time makes unnecessary or too many."""
        if self.is_full:
            self._thin_out()
        if waiting and is_start(raw):
            self._drop(waiting, len(waiting))
        elif waiting and len(waiting) >= self._guard.burst:
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
            raw = waiting.popleft()[0]
            self._handling.note(raw, Outcome.DROPPED)
            self._pending.mark_done(raw.get("update_id", 0))
            self._count -= 1

    async def _work_promptly(self) -> None:
        while True:
            key = await self._prompt.get()
            await self._prompt_open.wait()
            waiting = self._waiting[key]
            # The first update of a person after a downtime is prompt, however many wait: it may be their /start.
            if self._is_slow(key) and not (waiting and self._is_stale(waiting[0][0])):
                self._slow.put_nowait(key)
                continue
            self._prompt_busy += 1
            await self._take_turn(key)
            self._prompt_busy -= 1

    async def _work_slowly(self) -> None:
        while True:
            key = await self._slow.get()
            await self._slow_open.wait()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_YIELD_S):
                    await self._until(lambda: not self._prompt_busy and self._prompt.empty())
            await self._take_turn(key)

    async def _take_turn(self, key: SenderKey) -> None:
        """Handles one update of this sender, who then waits behind all others of the lane."""
        waiting = self._waiting[key]
        while waiting and not self._leads():  # noqa: ASYNC110 - a clock decides, and no event
            await asyncio.sleep(_ASK_AGAIN_S)
        if waiting:
            raw, handle = waiting.popleft()
            self._count -= 1
            await self._handling.run(raw, handle, done=self._outcome(handle))
            self._pending.mark_done(raw.get("update_id", 0))
            await self._pending.flush()
        if waiting:
            (self._slow if self._is_slow(key) else self._prompt).put_nowait(key)
        else:
            del self._waiting[key]
        self._changed.set()

    def _outcome(self, handle: Handle) -> Outcome:
        if handle is self._handle:
            return Outcome.HANDLED
        return Outcome.DOUBLE_TAP if handle is self._dismiss else Outcome.TOO_FAST

    def _is_slow(self, key: SenderKey) -> bool:
        kind, number = key
        return self._slow_workers > 0 and (
            len(self._waiting[key]) > _MANY or (kind == "person" and self._guard.is_flooding(number))
        )

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
