"""What a channel is: it knows the rows of one table, and how to send them."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, true
from sqlalchemy.ext.asyncio import AsyncSession

from bot.outbox.delivery_outcome import Outcome, outcome_of
from storage.models.deliveries import OutboxRow

Changes = Mapping[str, Any]
"""New values for columns of a row. `status` is always among them."""
Effect = Callable[[AsyncSession], Awaitable[None]]
"""A write that belongs into the transaction of a change of status."""


async def no_effect(_session: AsyncSession) -> None:
    """Writes nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePart:
    """One request. `send` returns the ids of the messages it made, and raises the errors of the request."""

    send: Callable[[], Awaitable[Sequence[int]]]
    messages: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """The parts of a row, in order, with what is written with SENDING and with SENT."""

    parts: Sequence[MessagePart]
    on_sending: Effect = no_effect
    on_sent: Effect = no_effect


Row = TypeVar("Row", bound=OutboxRow)


class Channel(ABC, Generic[Row]):
    """Sends rows of one table. All methods but `condition` are called for a row that this process has claimed."""

    table: type[Row]
    in_flight: int
    """How many rows may be on their way at once."""

    def condition(self) -> ColumnElement[bool]:
        """Pending rows are sent only while this is true."""
        return true()

    @abstractmethod
    def chat_of(self, row: Row) -> int | None:
        """The chat whose pace and order the row keeps to. None for rows that do not go to Telegram."""

    @abstractmethod
    async def prepare(self, row: Row) -> Prepared | None:
        """Reads what the row says now. Returns None if there is nothing to say any more."""

    async def refusal(self, _session: AsyncSession, _row: Row) -> Changes | None:
        """The changes of a row that may not be sent now, or None. Asked in the transaction that marks it SENDING."""
        return None

    def outcome(self, row: Row, error: Exception) -> Outcome:
        """What an error of `prepare` or `send` means for the row."""
        return outcome_of(error, row.attempts + 1)

    async def on_recorded(self, session: AsyncSession, row: Row, changes: Changes) -> None:
        """Writes what else follows from the changes after an attempt, in the same transaction."""
