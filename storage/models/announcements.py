"""Announcements of organizers, and the copy for each chat of the audience."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import AnnouncementId, ChatId, CopyId, EventId, PersonId
from storage.models.base import Base
from storage.models.deliveries import OutboxRow
from storage.vocabulary import AnnouncementStatus, Language, RecallState, SkipReason


class Announcement(Base):
    __tablename__ = "announcement"
    __table_args__ = (Index("ix_announcement_status_starts_at", "status", "starts_at"), {"sqlite_autoincrement": True})

    id: Mapped[AnnouncementId] = mapped_column(primary_key=True)
    event_id: Mapped[EventId] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    status: Mapped[AnnouncementStatus]
    audience: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The filters; see bot.usecases.announcements.audience."""
    buttons: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """Each has a `text` and either a `url` or a `place`."""
    urgent: Mapped[bool]
    """Ignores the default quiet hours, but not those that the reader chose."""
    starts_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    progress_chat_id: Mapped[ChatId | None]
    progress_message_id: Mapped[int | None] = mapped_column(BigInteger)
    """The message that shows the organizer the progress."""
    outcome_queued_at: Mapped[datetime | None]
    """When the report was queued for the author."""
    created_at: Mapped[datetime]


class AnnouncementVersion(Base):
    """The announcement in one language. Parts are copied from the author's chat with the bot."""

    __tablename__ = "announcement_version"

    announcement_id: Mapped[AnnouncementId] = mapped_column(
        ForeignKey("announcement.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[Language] = mapped_column(primary_key=True)
    position: Mapped[int]
    """Order of the versions. People whose language has no version get the first one."""
    from_chat_id: Mapped[ChatId]
    parts: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """Each has a `kind`, `message_ids`, and `html` for text and captions."""


class AnnouncementCopy(OutboxRow, Base):
    """An announcement for one chat."""

    __tablename__ = "announcement_copy"
    __table_args__ = (
        UniqueConstraint("announcement_id", "chat_id"),
        Index("ix_announcement_copy_announcement_id_status", "announcement_id", "status", "not_before"),
        Index("ix_announcement_copy_chat_id_finished_at", "chat_id", "finished_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[CopyId] = mapped_column(primary_key=True)
    announcement_id: Mapped[AnnouncementId] = mapped_column(ForeignKey("announcement.id", ondelete="CASCADE"))
    chat_id: Mapped[ChatId]
    person_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    """None for a group or channel."""
    skipped: Mapped[SkipReason | None]
    recall: Mapped[RecallState | None]


class AnnouncementPress(Base):
    """The first press of an announcement's button by a person. Telegram does not report presses of links."""

    __tablename__ = "announcement_press"

    announcement_id: Mapped[AnnouncementId] = mapped_column(
        ForeignKey("announcement.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[PersonId] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    button: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
