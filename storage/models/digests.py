"""The daily digest of new offers and needs in the groups and channels of an event."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import ChatId, DigestId, EventId, ListingId
from storage.models.base import Base
from storage.models.deliveries import OutboxRow


class Digest(OutboxRow, Base):
    """The digest of one group on one day."""

    __tablename__ = "digest"
    __table_args__ = (
        UniqueConstraint("chat_id", "day"),
        Index("ix_digest_status_not_before", "status", "not_before"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[DigestId] = mapped_column(primary_key=True)
    chat_id: Mapped[ChatId]
    """Not a foreign key: a group that is disconnected and connected again does not get the same listings twice."""
    event_id: Mapped[EventId] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    day: Mapped[date]
    """In the event's time zone."""
    created_at: Mapped[datetime]


class DigestLine(Base):
    """A listing in a digest, shown or counted under "and … more"."""

    __tablename__ = "digest_line"

    digest_id: Mapped[DigestId] = mapped_column(ForeignKey("digest.id", ondelete="CASCADE"), primary_key=True)
    listing_id: Mapped[ListingId] = mapped_column(
        ForeignKey("listing.id", ondelete="CASCADE"), primary_key=True, index=True
    )
