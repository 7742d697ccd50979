"""A gate that passes requests at a pace, replies before broadcasts, and closes when Telegram asks to wait.

aiolimiter cannot replace it: it has one queue without priorities, starts with a burst, and has no "retry after".
"""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from enum import StrEnum
from math import ceil, inf, isinf
from typing import Final

from telegram.error import RetryAfter

from bot.telegram.arrival_window import ArrivalWindow

# In a busy process turns come late. Broadcasts make up for this delay, a little faster than their pace.
_LATE_S: Final = 0.5
# Shortest time between broadcasts, in intervals. If they bunch, the window is full for long and replies wait.
_EVENLY: Final = 0.9
# While people use the bot, broadcasts leave this many places free, so that replies do not wait.
_SPARE: Final = 1
_TALKING_S: Final = 5.0


class Lane(StrEnum):
    """The purpose of a request, as `rate_limit_args` of PTB's methods. The default is REPLY."""

    REPLY = "reply"
    BROADCAST = "broadcast"
    IN_TURN = "in_turn"
    """A broadcast that has taken its turn. It is sent at once and never repeated."""


LANES: Final = (Lane.REPLY, Lane.BROADCAST)
"""The lanes with waiting requests, by priority."""


class Gate:
    """Passes one request every `interval` seconds. After a quiet time `burst` replies pass at once, broadcasts never.

    Requests pass in the order of arrival, all waiting replies before the first broadcast. This is the generic cell rate
    algorithm: `_due` is when the gate would open next without bursts. With an infinite burst no reply waits, and
    broadcasts make up for the replies, by at most `debt` intervals. `window` also limits arrivals. `clock` is
    monotonic, in seconds. If the gate is closed for more than `patience` seconds, requests get RetryAfter at once.
    """

    def __init__(
        self,
        *,
        interval: float,
        burst: float,
        patience: float,
        clock: Callable[[], float],
        window: ArrivalWindow | None = None,
        debt: float = 1.0,
    ) -> None:
        self._interval = interval
        self._debt = debt
        self._window = window
        self._passed_at = self._broadcast_at = self._replied_at = -inf
        self._credit = _LATE_S if window else 0.0
        self._ahead = {Lane.REPLY: (burst - 1) * interval if interval else 0.0, Lane.BROADCAST: 0.0}
        self._patience = patience
        self._clock = clock
        self._due = clock()
        self._shut_until = dict.fromkeys(LANES, self._due)
        self._waiting: dict[Lane, deque[asyncio.Future[None]]] = {lane: deque() for lane in LANES}
        self._timer: asyncio.TimerHandle | None = None

    async def enter(self, lane: Lane) -> None:
        """Waits for a turn. Raises RetryAfter if the gate is closed for longer than the patience."""
        self._refuse_if_shut_for_long(lane)
        self._let_through()
        if not any(self._waiting.values()) and self._opens(lane) <= self._clock():
            self._pass(lane)
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[lane].append(turn)
        self._let_through()
        try:
            await turn
        except asyncio.CancelledError:
            with suppress(ValueError):  # the request may have passed meanwhile
                self._waiting[lane].remove(turn)
            self._set_timer()
            raise

    def shut(self, *lanes: Lane, seconds: float) -> None:
        """Closes these lanes for `seconds`. Repeated calls do not add up. There is no burst afterwards."""
        now = self._clock()
        for lane in lanes:
            self._shut_until[lane] = max(self._shut_until[lane], now + seconds)
        if len(lanes) == len(LANES) and not isinf(self._ahead[Lane.REPLY]):
            # The time while the gate is closed earns no burst.
            self._due = max(self._due, now + seconds + self._ahead[Lane.REPLY])
        for lane in lanes:
            if self._shut_until[lane] - now > self._patience:
                self._refuse_waiting(lane)
        self._set_timer()

    def is_shut(self, lane: Lane) -> bool:
        return self._shut_until[lane] > self._clock()

    def wait_s(self, lane: Lane) -> float:
        """Returns the estimated seconds until one more request of this lane would pass."""
        queue = sum(len(turns) for turns in self._waiting.values())
        return max(0.0, self._opens(lane) + queue * self._interval - self._clock())

    def charge(self, passes: int) -> None:
        """Counts further messages of the last request, because an album is one request with several messages."""
        for _ in range(passes):
            self._pass(Lane.BROADCAST)

    def land(self, passes: int, answered_in: float | None) -> None:
        """Counts the answer to a request, received after this many seconds; None if that time is not meaningful."""
        if self._window is not None:
            for _ in range(passes):
                self._window.land(answered_in)
            self._let_through()

    def idle(self) -> bool:
        """True if dropping this gate changes nothing."""
        quiet = max(self._due, *self._shut_until.values()) <= self._clock()
        return quiet and not any(self._waiting.values())

    def close(self) -> None:
        """Cancels the waiting requests and the timer."""
        for turns in self._waiting.values():
            while turns:
                turns.popleft().cancel()
        self._set_timer()

    def _opens(self, lane: Lane) -> float:
        opens = max(self._due - self._ahead[lane], self._shut_until[lane])
        if self._window is None or isinf(self._ahead[lane]):
            return opens
        spare = _SPARE if lane is Lane.BROADCAST and self._clock() - self._replied_at < _TALKING_S else 0
        evenly = self._broadcast_at + _EVENLY * self._interval if lane is Lane.BROADCAST else -inf
        return max(opens, self._window.opens(spare), self._passed_at + self._interval / 2, evenly)

    def _pass(self, lane: Lane) -> None:
        now = self._passed_at = self._clock()
        if lane is Lane.BROADCAST:
            self._broadcast_at = now
        if lane is Lane.REPLY and not isinf(self._ahead[Lane.REPLY]):
            self._replied_at = now
        if self._window is not None:
            self._window.take()
        self._due = max(self._due, now - self._credit) + self._interval
        if isinf(self._ahead[Lane.REPLY]):
            self._due = min(self._due, now + self._debt * self._interval)

    def _let_through(self) -> None:
        for lane in LANES:
            while self._waiting[lane] and self._opens(lane) <= self._clock():
                turn = self._waiting[lane].popleft()
                if not turn.done():
                    turn.set_result(None)
                    self._pass(lane)
        self._set_timer()

    def _set_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        opens = [self._opens(lane) for lane in LANES if self._waiting[lane]]
        if opens:
            delay = max(0.0, min(opens) - self._clock())
            self._timer = asyncio.get_running_loop().call_later(delay, self._let_through)

    def _refuse_if_shut_for_long(self, lane: Lane) -> None:
        if self._shut_until[lane] - self._clock() > self._patience:
            raise self._asked_to_wait(lane)

    def _refuse_waiting(self, lane: Lane) -> None:
        while self._waiting[lane]:
            turn = self._waiting[lane].popleft()
            if not turn.done():
                turn.set_exception(self._asked_to_wait(lane))

    def _asked_to_wait(self, lane: Lane) -> RetryAfter:
        return RetryAfter(timedelta(seconds=ceil(self._shut_until[lane] - self._clock())))
