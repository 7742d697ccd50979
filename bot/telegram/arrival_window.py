"""Limits the number of messages that reach Telegram within a second, despite network jitter.

Telegram counts arrivals, but the bot only knows when it sent a message and when it got the answer. A message delayed by
40 ms arrives 40 ms closer to the next ones: thirty messages sent within 1.03 s may arrive within 0.99 s. So a message
takes a place when it is sent. The place is free one span after the latest possible arrival, which is the time of the
answer minus the shortest round trip.
"""

from collections import deque
from collections.abc import Callable
from heapq import heappop, heappush, nsmallest
from math import inf
from typing import Final

_LOST_S: Final = 6.0  # a place without an answer is freed after this, which is longer than any request waits
_SAMPLES: Final = 300  # answers (ten seconds of a broadcast) after which the shortest round trip is measured again
_TRUSTED: Final = 20  # answers before the fastest one counts
_SHARE: Final = 0.96  # share of the fastest round trip, because its way to Telegram need not be the fastest one


class ArrivalWindow:
    """Lets `count` messages arrive in any `span` seconds. `clock` is monotonic, in seconds."""

    def __init__(self, *, count: int, span: float, clock: Callable[[], float]) -> None:
        self._count = count
        self._span = span
        self._clock = clock
        self._flying: deque[float] = deque()
        self._free_at: list[float] = []
        self._fastest = self._fastest_before = inf
        self._samples = 0

    def take(self) -> None:
        """Takes a place, even if none is free."""
        self._flying.append(self._clock())
        while len(self._flying) + len(self._free_at) > self._count:  # the oldest one no longer matters
            if self._free_at:
                heappop(self._free_at)
            else:
                self._flying.popleft()

    def land(self, answered_in: float | None) -> None:
        """Counts the answer to a message, received after so many seconds; None without a meaningful time."""
        shortest = 0.0
        if answered_in is not None:
            self._learn(answered_in)
            shortest = min(self._shortest(), answered_in)
        if self._flying:
            self._flying.popleft()
            heappush(self._free_at, self._clock() - shortest + self._span)

    def opens(self, spare: int = 0) -> float:
        """Returns the time at which there is room for one more message and `spare` others."""
        now = self._clock()
        while self._free_at and self._free_at[0] <= now:
            heappop(self._free_at)
        while self._flying and self._flying[0] + self._span + _LOST_S <= now:
            self._flying.popleft()
        too_many = len(self._flying) + len(self._free_at) + spare + 1 - self._count
        if too_many <= 0:
            return now
        if too_many <= len(self._free_at):
            return nsmallest(too_many, self._free_at)[-1]
        return self._flying[too_many - len(self._free_at) - 1] + self._span + _LOST_S

    def empty(self) -> bool:
        return self.opens() <= self._clock() and not self._flying and not self._free_at

    def _learn(self, answered_in: float) -> None:
        if self._samples == _SAMPLES:
            self._fastest_before, self._fastest, self._samples = self._fastest, inf, 0
        self._fastest = min(self._fastest, answered_in)
        self._samples += 1

    def _shortest(self) -> float:
        """Returns the shortest round trip in seconds; 0 until there were enough answers."""
        if self._samples < _TRUSTED and self._fastest_before == inf:
            return 0.0
        return _SHARE * min(self._fastest, self._fastest_before)
