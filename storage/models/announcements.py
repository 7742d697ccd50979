"""Announcements: what an organizer says to an audience, and its copy for each chat of that audience."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import AnnouncementId, ChatId, CopyId, EventId, PersonId
from storage.models.base import Base
from storage.types import by_value
from storage.vocabulary import AnnouncementStatus, DeliveryStatus, Language, RecallState, SkipReason


class Announcement(Base):
    __tablename__ = "announcement"
    __table_args__ = (Index("ix_announcement_status_starts_at", "status", "starts_at"), {"sqlite_autoincrement": True})

    id: Mapped[AnnouncementId] = mapped_column(primary_key=True)
    event_id: Mapped[EventId] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    status: Mapped[AnnouncementStatus] = mapped_column(by_value(AnnouncementStatus))
    audience: Mapped[dict[str, Any]] = mapped_column(JSON)
    """See bot.usecases.announcements.audience."""
    buttons: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """Each with a `text` and either a `url` or a `place`."""
    urgent: Mapped[bool]
    """Goes out in the usual quiet hours too, but not in those that somebody has chosen."""
    starts_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    progress_chat_id: Mapped[ChatId | None]
    progress_message_id: Mapped[int | None] = mapped_column(BigInteger)
    """The message in which the organizer watches it."""
    outcome_told_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class AnnouncementVersion(Base):
    """What it says in one language. Parts are copied from the author's chat with the bot."""

    __tablename__ = "announcement_version"

    announcement_id: Mapped[AnnouncementId] = mapped_column(
        ForeignKey("announcement.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[Language] = mapped_column(primary_key=True)
    position: Mapped[int]
    """The first is what people get in whose language there is none."""
    from_chat_id: Mapped[ChatId]
    parts: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """In order: `kind`, `message_ids`, and `html` for text and captions."""


class AnnouncementCopy(Base):
    """What one chat gets, or got. See DeliveryStatus for how the states follow."""

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
    """Empty for a group or channel."""
    status: Mapped[DeliveryStatus] = mapped_column(by_value(DeliveryStatus))
    not_before: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    part: Mapped[int] = mapped_column(default=0)
    """How many parts are behind it, sent or unknown."""
    unsure: Mapped[bool] = mapped_column(default=False)
    """Of some part the answer was lost."""
    message_ids: Mapped[list[int]] = mapped_column(JSON)
    skipped: Mapped[SkipReason | None] = mapped_column(by_value(SkipReason))
    error: Mapped[str | None] = mapped_column(String(200))
    claimed_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    recall: Mapped[RecallState | None] = mapped_column(by_value(RecallState))


class AnnouncementPress(Base):
    """That somebody pressed a button of an announcement; addresses are opened without the bot hearing of it."""

    __tablename__ = "announcement_press"

    announcement_id: Mapped[AnnouncementId] = mapped_column(
        ForeignKey("announcement.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[PersonId] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    button: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
