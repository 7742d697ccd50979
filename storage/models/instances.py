"""What several running instances of the program must agree on: who leads, and which updates still wait."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import PersonId
from storage.models.base import Base


class Lease(Base):
    """What one instance holds until a time, such as the lead. Another one may take it after that."""

    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    owner: Mapped[str] = mapped_column(String(32))
    """The instance's name, made at its start."""
    until: Mapped[datetime]


class ReceivedUpdate(Base):
    """An update that Telegram will not send again, because it was confirmed before it was handled."""

    __tablename__ = "received_update"
    __table_args__ = (
        Index(
            "ix_received_update_waiting",
            "person_id",
            "id",
            sqlite_where=text("handled_at IS NULL"),
            postgresql_where=text("handled_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """Telegram's number of the update."""
    owner: Mapped[str] = mapped_column(String(32))
    """The instance that stored it, or that took it over to handle it."""
    person_id: Mapped[PersonId | None] = mapped_column(info={"person": True})
    """The sender, who need not be known yet."""
    raw: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """As it came from Telegram; None as soon as it was handled."""
    received_at: Mapped[datetime]
    handled_at: Mapped[datetime | None] = mapped_column(index=True)
    """Kept for some minutes, because Telegram may send an update again."""
