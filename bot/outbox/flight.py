"""A claimed row on its way."""

from dataclasses import dataclass
from typing import Any

from bot.outbox.channel import Channel
from storage.models.deliveries import OutboxRow


@dataclass(slots=True, eq=False, kw_only=True)
class Flight:
    """A claimed row that is being sent."""

    channel: Channel[Any]
    row: OutboxRow
    waits: bool = False
    """True while no request or write is running, so that the task may be cancelled."""
    new_chat_id: int | None = None
    """Set if Telegram answered that the group became a supergroup."""

    def __str__(self) -> str:
        return f"{self.channel.table.__tablename__} {getattr(self.row, 'id', '')}".rstrip()

    @property
    def log_context(self) -> dict[str, Any]:
        """What every line of the log about the row has: the row, and the update that caused it."""
        cause = getattr(self.row, "update_id", None)
        return {"delivery": str(self)} | ({} if cause is None else {"update_id": cause})
