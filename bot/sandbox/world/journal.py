"""A record of the bot's calls."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

KEPT = 20_000
"""Maximum number of stored calls: about a day, far below 100 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A call with its parameters and answer; `answer` is None if the connection was cut."""

    number: int
    at: float
    method: str
    params: dict[str, Any]
    answer: dict[str, Any] | None
    fault: str | None = None

    @property
    def ok(self) -> bool:
        return bool(self.answer and self.answer["ok"])


@dataclass(slots=True)
class Journal:
    """The last calls in order. `number` counts all calls, even dropped ones."""

    number: int = 0
    _entries: deque[Entry] = field(default_factory=lambda: deque(maxlen=KEPT))
    on_entry: Callable[[Entry], None] | None = None

    def write(
        self, *, at: float, method: str, params: dict[str, Any], answer: dict[str, Any] | None, fault: str | None
    ) -> None:
        self.number += 1
        entry = Entry(number=self.number, at=at, method=method, params=params, answer=answer, fault=fault)
        self._entries.append(entry)
        if self.on_entry:
            self.on_entry(entry)

    @property
    def latest(self) -> Entry | None:
        return self._entries[-1] if self._entries else None

    def calls(self, method: str | None = None, *, after: int = 0) -> list[Entry]:
        """Returns the stored calls after number `after`, optionally of one method."""
        return [e for e in self._entries if e.number > after and method in (None, e.method)]

    def clear(self) -> None:
        self._entries.clear()
