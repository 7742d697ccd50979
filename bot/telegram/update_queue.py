"""Holds updates until their turn: one bounded queue per person, and all queues are served in turn.

Updates arrive as plain JSON and are parsed in their turn. So an update that python-telegram-bot cannot parse does not
affect others, and the queue accepts a backlog of tens of thousands in seconds.
"""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from telegram import Update

from bot.telegram.flood_guard import Admission, FloodGuard
from bot.telegram.update_shape import MisshapenUpdateError

RawUpdate = Mapping[str, Any]
"""An update as decoded JSON from Telegram, not validated."""
Handle = Callable[[Update], Awaitable[None]]
_Key = tuple[str, int]

REMEMBERED: Final = 4096
"""Number of update ids remembered as seen. Telegram repeats an update that it believes unanswered."""
# maximum number of waiting updates of all people, about 60 MB; Telegram keeps further updates meanwhile
_ROOM: Final = 20_000
_MANY: Final = 5  # number of waiting updates from which the few workers for long queues handle a person's queue
_SHARE: Final = 8  # one in this many workers handles long queues
_STALE_S: Final = 60.0  # an older message was sent while the bot was down or unreachable

log = logging.getLogger(__name__)


class UpdateQueue:
    """Handles each person's updates one after the other in order of arrival, `workers` people at once.

    Long queues have a few separate workers, so that five people who flood do not take most of the processor. `handle`
    handles an admitted update, `refuse` answers the first update over the limit, and `acknowledge` answers an ignored
    press. `now` returns Unix seconds, to tell a backlog from a flood. For a person who sent /start during a downtime,
    earlier waiting updates are dropped.
    """

    def __init__(
        self,
        *,
        parse: Callable[[RawUpdate], Update],
        handle: Handle,
        refuse: Handle,
        acknowledge: Handle,
        guard: FloodGuard,
        workers: int,
        now: Callable[[], float],
    ) -> None:
        self._parse = parse
        self._handle = handle
        self._handlers = {
            Admission.PASS: handle,
            Admission.TELL: refuse,
            Admission.ACKNOWLEDGE: acknowledge,
        }
        self._guard = guard
        self._now = now
        self._waiting: dict[_Key, deque[tuple[RawUpdate, Handle]]] = {}
        self._ready: asyncio.Queue[_Key] = asyncio.Queue()
        self._long: asyncio.Queue[_Key] = asyncio.Queue()
        self._may_work = asyncio.Event()
        self._may_work.set()
        self._seen: set[int] = set()
        self._seen_in_order: deque[int] = deque()
        self._unhandled: dict[int, None] = {}  # in order of arrival
        self._count = 0
        self._workers = workers
        self._tasks: list[asyncio.Task[None]] = []
        self._changed = asyncio.Event()
        self.is_backlog = False
        """True if the last update was sent long before it arrived, because there was a downtime."""
        self.unreadable = 0
        """Number of updates skipped since the start because they could not be parsed."""

    def start(self) -> None:
        few = self._workers // _SHARE
        lanes = [*[self._long] * few, *[self._ready] * (self._workers - few)]
        self._tasks = [asyncio.create_task(self._work(lane)) for lane in lanes]

    def hold(self) -> None:
        """Pauses new work until `go_on`, because there is more to fetch, maybe from other people."""
        self._may_work.clear()

    def go_on(self) -> None:
        self._may_work.set()

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
        """Waits until this update is handled or dropped, at most this many seconds."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                await self._until(lambda: update_id not in self._unhandled)

    @property
    def first_unhandled(self) -> int | None:
        """The id of the update that has been here longest and is neither handled nor dropped."""
        return next(iter(self._unhandled), None)

    @property
    def is_full(self) -> bool:
        return self._count >= _ROOM

    def accept(self, raw: RawUpdate) -> None:
        """Queues an update. Drops it if it was seen before or its sender floods."""
        if self._is_repeated(raw):
            return
        person_id, key = _sender(raw)
        waiting = self._waiting.get(key)
        self.is_backlog = self._is_stale(raw)
        if self.is_backlog:
            if self.is_full:
                self._thin_out()
            handle = self._handle
            if waiting and _is_start(raw):
                self._drop(waiting, len(waiting))
            elif waiting and len(waiting) >= self._guard.burst:
                self._drop(waiting, 1)
        else:
            is_press = "callback_query" in raw
            admission = self._guard.admit(person_id, is_press=is_press) if person_id else Admission.PASS
            if admission is Admission.IGNORE:
                self._mark_done(raw)
                return
            if admission is Admission.TELL:
                log.info("person %s sends too much at once and is ignored for a while", person_id)
            handle = self._handlers[admission]
        self._count += 1
        if waiting is None:
            waiting = self._waiting[key] = deque()
            self._ready.put_nowait(key)
        if handle is self._handle:
            waiting.append((raw, handle))
        else:
            waiting.appendleft((raw, handle))  # answered at once, before the waiting updates

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
            self._mark_done(waiting.popleft()[0])
            self._count -= 1

    def _mark_done(self, raw: RawUpdate) -> None:
        """Notes that an update needs no more work."""
        self._unhandled.pop(raw.get("update_id", 0), None)

    async def _work(self, lane: asyncio.Queue[_Key]) -> None:
        while True:
            key = await lane.get()
            await self._may_work.wait()
            waiting = self._waiting[key]
            if waiting:
                raw, handle = waiting.popleft()
                self._count -= 1
                await self._handle_one(raw, handle)
                self._mark_done(raw)
            if waiting:
                is_long = len(waiting) > _MANY and self._workers >= _SHARE
                (self._long if is_long else self._ready).put_nowait(key)  # behind all other waiting people
            else:
                del self._waiting[key]
            self._changed.set()

    async def _handle_one(self, raw: RawUpdate, handle: Handle) -> None:
        try:
            update = self._parse(raw)
        except Exception as error:  # noqa: BLE001 - the library raises whatever it stumbles over
            self.unreadable += 1
            where = str(error) if isinstance(error, MisshapenUpdateError) else type(error).__name__
            log.warning("update %s (%s) cannot be read: %s", raw.get("update_id"), _kind(raw), where)
            return
        try:
            await handle(update)
        except Exception:
            log.exception("update %s (%s) failed", raw.get("update_id"), _kind(raw))

    def _is_repeated(self, raw: RawUpdate) -> bool:
        update_id = raw.get("update_id")
        if not isinstance(update_id, int):
            return False
        if update_id in self._seen:
            return True
        self._unhandled[update_id] = None
        self._seen.add(update_id)
        self._seen_in_order.append(update_id)
        if len(self._seen_in_order) > REMEMBERED:
            self._seen.discard(self._seen_in_order.popleft())
        return False

    def _is_stale(self, raw: RawUpdate) -> bool:
        """Returns True if a message is old. A press has no time, so it counts as new."""
        sent = _at(raw, "message", "date")
        return isinstance(sent, int) and self._now() - sent > _STALE_S

    async def _until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            self._changed.clear()
            await self._changed.wait()


def without_buttons(raw: RawUpdate) -> dict[str, Any]:
    """Returns the update without the buttons of the pressed message. They are not used and slow to parse."""
    query = raw.get("callback_query")
    if not isinstance(query, Mapping) or not isinstance(query.get("message"), Mapping):
        return dict(raw)
    message = {key: value for key, value in query["message"].items() if key != "reply_markup"}
    return {**raw, "callback_query": {**query, "message": message}}


def _sender(raw: RawUpdate) -> tuple[int | None, _Key]:
    """Returns the sender of an update, if any, and its queue's key: the sender's, else the chat's, else a new one."""
    for value in raw.values():
        person_id = _at(value, "from", "id")
        if isinstance(person_id, int):
            return person_id, ("person", person_id)
        chat_id = _at(value, "chat", "id")
        if isinstance(chat_id, int):
            return None, ("chat", chat_id)
    update_id = raw.get("update_id")
    return None, ("update", update_id if isinstance(update_id, int) else 0)


def _is_start(raw: RawUpdate) -> bool:
    text = _at(raw, "message", "text")
    return isinstance(text, str) and text.split(maxsplit=1)[:1] == ["/start"]


def _kind(raw: RawUpdate) -> str:
    """Returns the kind of update in Telegram's words; "unknown" for other names."""
    return next((key for key in raw if key in Update.ALL_TYPES), "unknown")


def _at(value: object, *path: str) -> object:
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value
