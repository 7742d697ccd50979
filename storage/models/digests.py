"""The daily digest of new offers and needs in the groups and channels of an event."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import ChatId, DigestId, EventId, ListingId
from storage.models.base import Base
from storage.types import by_value
from storage.vocabulary import DeliveryStatus


class Digest(Base):
    """What one group is told on one day; `obsolete` where there was nothing new. See DeliveryStatus."""

    __tablename__ = "digest"
    __table_args__ = (
        UniqueConstraint("chat_id", "day"),
        Index("ix_digest_status_not_before", "status", "not_before"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[DigestId] = mapped_column(primary_key=True)
    chat_id: Mapped[ChatId]
    """No reference: a group that is let go and connected again is not told the same once more."""
    event_id: Mapped[EventId] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    day: Mapped[date]
    """By the event's clock."""
    status: Mapped[DeliveryStatus] = mapped_column(by_value(DeliveryStatus))
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    error: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class DigestLine(Base):
    """A listing that a digest told of, in words or as one of "and so many more"."""

    __tablename__ = "digest_line"

    digest_id: Mapped[DigestId] = mapped_column(ForeignKey("digest.id", ondelete="CASCADE"), primary_key=True)
    listing_id: Mapped[ListingId] = mapped_column(
        ForeignKey("listing.id", ondelete="CASCADE"), primary_key=True, index=True
    )
