"""The interface of a channel, which sends the rows of one table."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, true
from sqlalchemy.ext.asyncio import AsyncSession

from bot.outbox.delivery_outcome import SendOutcome, outcome_of
from storage.models.deliveries import OutboxRow

Changes = Mapping[str, Any]
"""New values for columns of a row. Always includes `status`."""
Effect = Callable[[AsyncSession], Awaitable[None]]
"""A write in the transaction of a status change."""


async def no_effect(_session: AsyncSession) -> None:
    """Writes nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePart:
    """One request. `send` returns the ids of the sent messages, and raises the errors of the request."""

    send: Callable[[], Awaitable[Sequence[int]]]
    messages: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """The parts of a row in order, and the writes that accompany SENDING and SENT."""

    parts: Sequence[MessagePart]
    on_sending: Effect = no_effect
    on_sent: Effect = no_effect


Row = TypeVar("Row", bound=OutboxRow)


class Channel(ABC, Generic[Row]):
    """Sends rows of one table. All methods except `condition` are called for a row that this process has claimed."""

    table: type[Row]
    in_flight: int
    """Maximum number of rows that are sent at once."""

    def condition(self) -> ColumnElement[bool]:
        """Returns the condition under which pending rows are sent."""
        return true()

    @abstractmethod
    def chat_of(self, row: Row) -> int | None:
        """Returns the chat that determines the row's pace and order. None for rows that do not go to Telegram."""

    @abstractmethod
    async def prepare(self, row: Row) -> Prepared | None:
        """Renders the row's current message. Returns None if the row is obsolete."""

    async def refusal(self, _session: AsyncSession, _row: Row) -> Changes | None:
        """Returns the changes of a row that may not be sent now, otherwise None. Called in the SENDING transaction."""
        return None

    def outcome(self, row: Row, error: Exception) -> SendOutcome:
        """Returns the outcome of an error of `prepare` or `send`."""
        return outcome_of(error, row.attempts + 1)

    async def on_recorded(self, session: AsyncSession, row: Row, changes: Changes) -> None:
        """Writes further effects of an attempt, in the transaction that records the attempt."""

    async def on_migrated(self, session: AsyncSession, row: Row, new_chat_id: int) -> None:
        """Moves the waiting rows of the row's chat to the chat's new id. Only groups get one."""
