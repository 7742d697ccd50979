"""Deliveries: messages to people, stored in the transaction that caused them; and the columns of every outbox row."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import DeliveryId, PersonId
from storage.models.base import Base
from storage.vocabulary import DeliveryStatus


class OutboxRow:
    """The columns that the outbox engine needs. A mixin for the tables of its channels."""

    status: Mapped[DeliveryStatus]
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    """Failed sends. A wait that Telegram asks for is not counted."""
    part: Mapped[int] = mapped_column(default=0)
    """The number of parts that were sent, or may have been. A retry starts with this one."""
    unsure: Mapped[bool] = mapped_column(default=False)
    """True if the answer to some part was lost."""
    message_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    owner: Mapped[str | None] = mapped_column(String(32))
    """The process that claimed the row."""
    leased_until: Mapped[datetime | None]
    """After this time any process may take over the row."""
    error: Mapped[str | None] = mapped_column(String(200))
    finished_at: Mapped[datetime | None]


class Delivery(OutboxRow, Base):
    __tablename__ = "delivery"
    __table_args__ = (Index("ix_delivery_status_not_before", "status", "not_before"), {"sqlite_autoincrement": True})

    id: Mapped[DeliveryId] = mapped_column(primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    topic: Mapped[str] = mapped_column(String(32))
    """See Topic. It selects the function that writes the message in the person's language."""
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Ids only. The message is written from the database when it is sent."""
    dedupe_key: Mapped[str] = mapped_column(String(100), unique=True)
    """Unique, so that a person gets the same notice only once."""
    created_at: Mapped[datetime]
    update_id: Mapped[int | None] = mapped_column(BigInteger)
    """The update that caused the message, for the log; None for periodic jobs."""
