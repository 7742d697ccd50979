"""A store of updates in memory, for tests of the queue alone."""

from collections.abc import Iterable
from typing import Any


class StoreInMemory:
    """Used like UpdateStore."""

    def __init__(self) -> None:
        self.is_away = False
        self.kept: dict[int, dict[str, Any]] = {}
        self.handled: list[int] = []

    async def keep(self, updates: Iterable[dict[str, Any]]) -> bool:
        if not self.is_away:
            self.kept.update((each["update_id"], each) for each in updates)
        return not self.is_away

    def note_handled(self, update_id: int) -> None:
        self.handled.append(update_id)

    async def flush(self) -> None:
        for update_id in self.handled:
            self.kept.pop(update_id, None)
