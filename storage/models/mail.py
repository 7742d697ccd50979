"""Mailboxes of companies that are not on Telegram, the mails to them, and what is known about addresses."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import CompanyId, MailboxId, MailId
from storage.models.base import Base
from storage.models.deliveries import OutboxRow
from storage.vocabulary import Language, MailboxStatus


class Mailbox(Base):
    """The address from which a company answers introductions. A new address is a new row, so old links end."""

    __tablename__ = "mailbox"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[MailboxId] = mapped_column(primary_key=True)
    company_id: Mapped[CompanyId] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"), unique=True)
    address: Mapped[str | None] = mapped_column(String(320))
    """NULL once they want no mail."""
    address_hash: Mapped[str] = mapped_column(String(64), index=True)
    """See bot.usecases.mail.addresses."""
    from_list: Mapped[bool]
    """True if the address comes from an organizer's list, and follows it; False if an adviser typed it."""
    language: Mapped[Language]
    status: Mapped[MailboxStatus]
    changed_at: Mapped[datetime]
    """When the status changed last."""


class MailDelivery(OutboxRow, Base):
    """A mail to a mailbox. It is written from the database when it is sent."""

    __tablename__ = "mail_delivery"
    __table_args__ = (
        Index("ix_mail_delivery_status_not_before", "status", "not_before"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[MailId] = mapped_column(primary_key=True)
    mailbox_id: Mapped[MailboxId] = mapped_column(ForeignKey("mailbox.id", ondelete="CASCADE"), index=True)
    topic: Mapped[str] = mapped_column(String(32))
    """A MailTopic, or a Topic of introductions."""
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Ids only."""
    dedupe_key: Mapped[str] = mapped_column(String(100), unique=True)
    created_at: Mapped[datetime]


class MailAddress(Base):
    """What an address was asked and answered. Only its hash is kept, also after the company was deleted."""

    __tablename__ = "mail_address"

    address_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    asked_at: Mapped[datetime | None]
    """When it was last asked if we may write."""
    refused_at: Mapped[datetime | None]
    """When its owner said that they want no mail. It is never written to again."""
