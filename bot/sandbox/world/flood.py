"""Telegram's flood limits, off until switched on (core.telegram.org/bots/faq#my-bot-is-hitting-limits)."""

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field

from bot.sandbox.world.refusals import too_many_requests


@dataclass(slots=True)
class FloodLimits:
    """Limits on messages: 30 a second overall, 1 a second to a chat (in bursts), 20 a minute to a group."""

    on: bool = False
    overall: int = 30
    per_group_minute: int = 20
    chat_burst: int = 3
    _all: deque[float] = field(default_factory=deque)
    _groups: dict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _chats: dict[int, float] = field(default_factory=dict)

    def take(self, chat_id: int, now: float, messages: int = 1) -> None:
        """Counts one message or a whole album, or refuses all of it with the time to wait."""
        if not self.on:
            return
        waits = [_wait(self._all, self.overall, 1.0, now, messages)]
        if chat_id < 0:
            waits.append(_wait(self._groups[chat_id], self.per_group_minute, 60.0, now, messages))
        # A leaky bucket: each message adds a second, up to the burst; an album counts as one.
        level = max(self._chats.get(chat_id, 0.0), now)
        waits.append(max(0.0, level + 1.0 - now - self.chat_burst))
        if wait := max(waits):
            raise too_many_requests(max(1, math.ceil(wait)))
        self._chats[chat_id] = level + 1.0
        self._all.extend([now] * messages)
        if chat_id < 0:
            self._groups[chat_id].extend([now] * messages)


def _wait(sent: deque[float], limit: int, span: float, now: float, more: int) -> float:
    """Returns the seconds until this many more messages fit into `limit` per `span`."""
    while sent and sent[0] <= now - span:
        sent.popleft()
    over = len(sent) + more - limit
    return sent[min(over, len(sent)) - 1] + span - now if over > 0 and sent else 0.0
