"""Deliveries: what somebody is to be told, written in the transaction that gave the reason for it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import DeliveryId, PersonId
from storage.models.base import Base
from storage.types import by_value
from storage.vocabulary import DeliveryStatus


class Delivery(Base):
    __tablename__ = "delivery"
    __table_args__ = (Index("ix_delivery_status_not_before", "status", "not_before"), {"sqlite_autoincrement": True})

    id: Mapped[DeliveryId] = mapped_column(primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    topic: Mapped[str] = mapped_column(String(32))
    """What it tells of: names the view that words it in the person's language when it is sent."""
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Ids only: what is said is read from the database at the time of sending."""
    dedupe_key: Mapped[str] = mapped_column(String(100), unique=True)
    """The same thing is told to the same person once."""
    status: Mapped[DeliveryStatus] = mapped_column(by_value(DeliveryStatus))
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    error: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
