"""A clock that several processes share and one of them moves."""

import mmap
import struct
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

VARIABLE: Final = "TESTS_CLOCK"
"""The environment variable by which a forked bot gets the file of its clock."""
_OFFSET: Final = struct.Struct("d")


class MovedClock:
    """The time of the system plus an offset in seconds, which a file holds."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(_OFFSET.pack(0.0))
        with path.open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), _OFFSET.size)

    def seconds(self) -> float:
        return time.time() + _OFFSET.unpack(self._shared[:])[0]

    def __call__(self) -> datetime:
        return datetime.fromtimestamp(self.seconds(), UTC)

    def move(self, by: timedelta) -> None:
        self._shared[:] = _OFFSET.pack(_OFFSET.unpack(self._shared[:])[0] + by.total_seconds())

    def set(self, now: datetime) -> None:
        self.move(now - self())
