"""The world's clock, which can be moved and stopped."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta


class Clock:
    """Seconds since the epoch from `source`, plus an offset. Can be frozen."""

    def __init__(self, source: Callable[[], float] = time.time, *, offset: float = 0.0) -> None:
        self._source = source
        self._frozen: float | None = None
        self.offset = offset

    def now(self) -> float:
        return (self._source() if self._frozen is None else self._frozen) + self.offset

    def seconds(self) -> int:
        """Returns the current time in whole seconds, as in updates."""
        return int(self.now())

    def move(self, by: timedelta | float) -> None:
        """Moves the clock forward by seconds or a timedelta; a negative value moves it back."""
        self.offset += by.total_seconds() if isinstance(by, timedelta) else by

    def freeze(self, at: datetime | None = None) -> None:
        """Stops the clock, at `at` or at the current time. `move` still works."""
        if at is None:
            self._frozen = self.now() - self.offset
        else:
            self._frozen, self.offset = at.timestamp(), 0.0

    def thaw(self) -> None:
        """Continues from where the clock stopped."""
        if self._frozen is not None:
            self.offset += self._frozen - self._source()
            self._frozen = None
