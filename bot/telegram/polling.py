"""Fetches updates by long polling, as plain JSON.

python-telegram-bot's own updater parses a batch as a whole. If it cannot parse one update, it stops polling for
everybody and prints the batch to the log.

A request for updates confirms the earlier ones, and Telegram deletes them. So an update is confirmed only after it was
handled, or stored because many wait. Telegram sends updates that a killed process has not handled again at the next
start, and the stored ones are in the database.
"""

import asyncio
import json
import logging
from collections.abc import Callable, Sequence
from typing import Any, Final

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError, TimedOut
from telegram.ext import ExtBot
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.telegram.errors import retry_seconds
from bot.telegram.update_queue import UpdateQueue

_LONG_POLL_S: Final = 10
_ANSWER_S: Final = 10.0  # for the answer, in addition to the long poll
_FULL: Final = 100  # maximum number of updates in one answer; after this many there may be more
_HANDLED_SOON_S, _HANDLED_LATE_S = 0.05, 0.2
"""How long the next request waits for the first unhandled update, to confirm it: at first, and at most.

Telegram answers at once while updates are unconfirmed, so the wait is doubled after each answer without a new update.
"""
_MANY_NEW, _BUSY_S = 10, 0.01
"""After so many new updates the next request waits only so long, because as many more arrive meanwhile."""
_UNCONFIRMED: Final = 50
"""Maximum of unconfirmed updates. If more wait, all are stored and confirmed: Telegram sends only 100 at once."""
_CATCHING_UP_S, _AFTER_DOWNTIME_S = 1.0, 30.0
"""Maximum pause of the work while there is more to fetch. Then the work goes on for as long."""
_FIRST_WAIT_S, _LONGEST_WAIT_S = 1.0, 30.0  # between failed requests; doubled each time
_LEADS_AGAIN_S: Final = 0.5  # after this it asks again if this instance leads
_SILENCE_S: Final = 60.0  # longer than a long poll and the longest wait after a failed one
_NEWCOMER_S: Final = 60.0
"""On a conflict, an instance that began to poll less than this ago stops, and the older instance stays."""
_CONFLICTS_TO_GIVE_WAY: Final = 3
"""Number of conflicts in a row. A single one may come from the last request of a killed process."""

log = logging.getLogger(__name__)


class Poller:
    """Puts every update into the queue until `stop`.

    Ends by itself if another program polls with the same token (`gave_way`) or Telegram refuses the token
    (`token_refused`). `monotonic` is a clock in seconds. Updates that come while `leads` returns False are left to
    Telegram.
    """

    def __init__(
        self,
        bot: ExtBot[Any],
        request: BaseRequest,
        queue: UpdateQueue,
        *,
        allowed_updates: Sequence[str],
        monotonic: Callable[[], float],
        leads: Callable[[], bool] = lambda: True,
    ) -> None:
        self._bot = bot
        self._request = request
        self._queue = queue
        self._allowed = json.dumps(allowed_updates)
        self._monotonic = monotonic
        self._leads = leads
        self._stopping = asyncio.Event()
        self._stopped: asyncio.Future[Any]  # ends with `_stopping`, from the start of `run`
        self._next: int | None = None  # one above the last fetched update
        self._handled_s = _HANDLED_SOON_S
        self._wait_s = 0.0
        self._behind_since: float | None = None
        self._answered: float | None = None
        self._told_of_conflict = False
        self._on_end: Callable[[], None] = lambda: None
        self.gave_way = False
        self.token_refused = False

    @property
    def is_fetching(self) -> bool:
        """Returns True if Telegram answered a request for updates in the last minute."""
        return self._answered is not None and self._monotonic() - self._answered < _SILENCE_S

    def on_end(self, callback: Callable[[], None]) -> None:
        """Registers a callback for the end of polling, for any reason."""
        self._on_end = callback

    async def run(self) -> None:
        """Returns when stopped, or when `gave_way` or `token_refused` is set."""
        self._stopped = asyncio.ensure_future(self._stopping.wait())
        try:
            await self._poll()
        finally:
            self._stopped.cancel()
            self._on_end()

    async def _poll(self) -> None:
        began, conflicts = self._monotonic(), 0
        while not self._stopping.is_set():
            try:
                updates = await self._until_stopped(
                    self._fetch(_LONG_POLL_S if self._behind_since is None else 0, offset=await self._offset())
                )
            except InvalidToken:
                self.token_refused = True
                return
            except Conflict:
                conflicts += 1
                if conflicts >= _CONFLICTS_TO_GIVE_WAY and self._monotonic() - began < _NEWCOMER_S:
                    self.gave_way = True
                    return
                self._tell_of_conflict()
                await self._back_off()
            except TimedOut:
                self._queue.lanes.go_on()  # the pause was long enough
            except RetryAfter as error:
                await self._pause(retry_seconds(error))
            except TelegramError as error:
                if not self._wait_s:
                    log.warning("Telegram cannot be reached for updates (%s); trying again", type(error).__name__)
                await self._back_off()
            else:
                conflicts = 0
                await self._take(updates or ())
        self._queue.lanes.go_on()

    def stop(self) -> None:
        self._stopping.set()

    async def confirm(self) -> None:
        """Confirms the handled updates after polling has stopped, so that Telegram does not send them again."""
        if self._next is None or self.gave_way or self.token_refused or not self._leads():
            return
        first = self._queue.first_unhandled
        try:
            await self._fetch(0, offset=self._next if first is None else first)
        except TelegramError as error:
            log.warning("the last updates may come again at the next start (%s)", type(error).__name__)

    async def _take(self, updates: Sequence[Any]) -> None:
        """Queues the updates of an answer. Leaves them to Telegram if another instance may get them too."""
        if not self._leads():
            await self._pause(_LEADS_AGAIN_S)
            return
        self._wait_s = 0.0
        self._answered = self._monotonic()
        self._accept(updates)
        self._catch_up(is_behind=len(updates) >= _FULL and not self._queue.is_full)
        await self._until_next()

    async def _until_next(self) -> None:
        """Waits until it is time for the next request."""
        if self._queue.is_full:
            await self._until_stopped(self._queue.room())
        if self._behind_since is None:
            await self._until_stopped(self._queue.handled(self._queue.first_unhandled, self._handled_s))

    def _accept(self, updates: Sequence[Any]) -> None:
        before, new = self._next, 0
        for raw in updates:
            if isinstance(raw, dict) and isinstance(raw.get("update_id"), int):
                new += before is None or raw["update_id"] >= before
                self._next = raw["update_id"] + 1
                self._queue.accept(raw)
            else:
                log.error("Telegram sent an update without a number")
        if new >= _MANY_NEW:
            self._handled_s = _BUSY_S
        else:
            self._handled_s = _HANDLED_SOON_S if new else min(_HANDLED_LATE_S, self._handled_s * 2)

    def _catch_up(self, *, is_behind: bool) -> None:
        """Fetches before working. A person who floods also fills Telegram's queue, and others wait behind them.

        After a downtime everybody's work waits, because a newer /start makes older updates unnecessary.
        """
        now = self._monotonic()
        if not is_behind:
            self._behind_since = None
        elif self._behind_since is None:
            self._behind_since = now
        most_s = _AFTER_DOWNTIME_S if self._queue.is_backlog else _CATCHING_UP_S
        if self._behind_since is not None and (now - self._behind_since) % (2 * most_s) < most_s:
            self._queue.lanes.hold(prompt=self._queue.is_backlog)
        else:
            self._queue.lanes.go_on()

    async def _offset(self) -> int | None:
        """Returns the first update to fetch. Telegram takes all earlier ones as confirmed."""
        first = self._queue.first_unhandled
        if self._next is not None and first is not None and self._next - first > _UNCONFIRMED:
            await self._queue.secure()
            first = self._queue.first_unhandled
        return self._next if first is None else first

    async def _fetch(self, timeout_s: int, *, offset: int | None) -> Sequence[Any]:
        parameters = {"timeout": timeout_s, "allowed_updates": self._allowed}
        if offset is not None:
            parameters["offset"] = offset
        data = RequestData([RequestParameter.from_input(name, value) for name, value in parameters.items()])
        url = f"{self._bot.base_url}/getUpdates"
        updates = await self._request.post(url, data, read_timeout=timeout_s + _ANSWER_S)
        return updates if isinstance(updates, list) else ()

    async def _until_stopped(self, coroutine: Any) -> Any:
        """Returns the coroutine's result, or None if polling was stopped first."""
        task = asyncio.ensure_future(coroutine)
        try:
            await asyncio.wait((task, self._stopped), return_when=asyncio.FIRST_COMPLETED)
            return task.result() if task.done() else None
        finally:
            if not task.done():
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

    def _tell_of_conflict(self) -> None:
        if not self._told_of_conflict:
            self._told_of_conflict = True
            log.error("another program polls with the same token: run the bot only once")

    async def _back_off(self) -> None:
        self._wait_s = min(_LONGEST_WAIT_S, self._wait_s * 2 or _FIRST_WAIT_S)
        await self._pause(self._wait_s)

    async def _pause(self, seconds: float) -> None:
        self._queue.lanes.go_on()
        await self._until_stopped(asyncio.sleep(seconds))
