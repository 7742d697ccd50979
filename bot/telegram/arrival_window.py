"""How many messages may arrive at Telegram within a second, counted so that jitter on the way breaks no limit.

What counts is when a message arrives, and nobody here sees that: only when it was sent and when its answer came. A
message that lost 40 ms on its way comes 40 ms nearer to those behind it, and thirty that left in 1.03 s may arrive
within 0.99. So a place is taken when a message is let through, and given back a span after the last moment at which it
can have arrived: when its answer came, less what even the fastest answer took.
"""

from collections import deque
from collections.abc import Callable
from heapq import heappop, heappush, nsmallest
from math import inf
from typing import Final

_LOST_S: Final = 6.0  # after which a place is given back without an answer: longer than anything waits for one
_SAMPLES: Final = 300  # answers, ten seconds of a broadcast: the way may become longer or shorter meanwhile
_TRUSTED: Final = 20  # answers before the fastest of them says anything
_SHARE: Final = 0.96  # of the fastest answer: the fastest way there and the fastest way back need not have met in it


class Window:
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
        """A message is let through, whatever else may have been full."""
        self._flying.append(self._clock())
        while len(self._flying) + len(self._free_at) > self._count:  # what is longest ago matters no more
            if self._free_at:
                heappop(self._free_at)
            else:
                self._flying.popleft()

    def land(self, answered_in: float | None) -> None:
        """The answer to one of them came, after so many seconds; None if there was none, or it tells nothing."""
        shortest = 0.0
        if answered_in is not None:
            self._learn(answered_in)
            shortest = min(self._shortest(), answered_in)
        if self._flying:
            self._flying.popleft()
            heappush(self._free_at, self._clock() - shortest + self._span)

    def opens(self, spare: int = 0) -> float:
        """When there is room for one more and `spare` others, for all that is known."""
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
        """What the way there and back takes at least."""
        if self._samples < _TRUSTED and self._fastest_before == inf:
            return 0.0
        return _SHARE * min(self._fastest, self._fastest_before)
