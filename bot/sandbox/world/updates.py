"""The queue of updates that the bot has not confirmed yet."""

from collections import deque
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

ON_REQUEST_ONLY = frozenset({"chat_member"})
"""Kinds that Telegram sends only if `allowed_updates` names them."""

FIRST_UPDATE = 100_000_001


@dataclass(slots=True)
class UpdateQueue:
    """Numbered updates in order. `allowed` None means Telegram's default. It only affects later updates."""

    next_id: int = FIRST_UPDATE
    allowed: list[str] | None = None
    pending: deque[dict[str, Any]] = field(default_factory=deque)
    turn: int = 0
    url: str = ""
    secret: str = ""
    last_error: dict[str, Any] | None = None

    def wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in ON_REQUEST_ONLY

    def push(self, kind: str, payload: Mapping[str, Any]) -> dict[str, Any] | None:
        """Queues an update. Returns None if the bot does not receive updates of this kind."""
        if not self.wants(kind):
            return None
        update = {"update_id": self.next_id, kind: payload}
        self.next_id += 1
        self.pending.append(update)
        return update

    def take_turn(self) -> int:
        """Returns the number of a new poll, which ends any waiting poll."""
        self.turn += 1
        return self.turn

    def allow(self, kinds: Collection[str]) -> None:
        """Sets the allowed kinds, as setWebhook and getUpdates do. An empty list restores the default."""
        self.allowed = list(kinds) or None

    def confirm(self, offset: int) -> None:
        """Drops the updates before `offset`. A negative offset counts from the end, as in getUpdates."""
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popleft()
            return
        while self.pending and self.pending[0]["update_id"] < offset:
            self.pending.popleft()

    def peek(self, limit: int) -> list[dict[str, Any]]:
        return [update for update, _ in zip(self.pending, range(limit), strict=False)]

    def take_all(self) -> list[dict[str, Any]]:
        """Takes all pending updates off the queue, for tests that pass them to the application."""
        taken = list(self.pending)
        self.pending.clear()
        return taken
