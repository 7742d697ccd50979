"""Remembers the ids of the last updates. Telegram repeats an update that it believes unanswered."""

from collections import deque
from typing import Final

REMEMBERED: Final = 4096
"""Number of update ids."""


class SeenUpdates:
    def __init__(self) -> None:
        self._ids: set[int] = set()
        self._in_order: deque[int] = deque()

    def add(self, update_id: int) -> bool:
        """Returns False if this update was seen before."""
        if update_id in self._ids:
            return False
        self._ids.add(update_id)
        self._in_order.append(update_id)
        if len(self._in_order) > REMEMBERED:
            self._ids.discard(self._in_order.popleft())
        return True
