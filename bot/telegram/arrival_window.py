"""Limits how many messages arrive at Telegram within a second, whatever the jitter of the network.

Telegram counts arrivals, but the bot only sees when a message left and when its answer came. A message delayed by 40 ms
arrives 40 ms closer to the next ones: thirty that left within 1.03 s may arrive within 0.99 s. So a message takes a
place when it leaves, and frees it one span after the last moment at which it can have arrived: the time of its answer,
minus the shortest round trip.
"""

from collections import deque
from collections.abc import Callable
from heapq import heappop, heappush, nsmallest
from math import inf
from typing import Final

_LOST_S: Final = 6.0  # a place without an answer is freed after this: longer than any request waits
_SAMPLES: Final = 300  # answers, ten seconds of a broadcast: then the shortest round trip is measured anew
_TRUSTED: Final = 20  # answers before the fastest of them counts
_SHARE: Final = 0.96  # of the fastest round trip: its way there was not necessarily the fastest one


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
        """The answer to a message came after so many seconds. None without an answer, or if its time means nothing."""
        shortest = 0.0
        if answered_in is not None:
            self._learn(answered_in)
            shortest = min(self._shortest(), answered_in)
        if self._flying:
            self._flying.popleft()
            heappush(self._free_at, self._clock() - shortest + self._span)

    def opens(self, spare: int = 0) -> float:
        """The time at which there is room for one more message and `spare` others."""
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
        """The shortest round trip, in seconds. 0 until enough answers came."""
        if self._samples < _TRUSTED and self._fastest_before == inf:
            return 0.0
        return _SHARE * min(self._fastest, self._fastest_before)
