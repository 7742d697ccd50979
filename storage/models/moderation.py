"""Moderation: sanctions, appeals, the review queue and the audit log."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import AppealId, CompanyId, EntryId, PersonId, ReviewId, SanctionId
from storage.models.base import Base
from storage.vocabulary import (
    AppealState,
    AuditAction,
    AuditObject,
    ReviewDecision,
    ReviewKind,
    SanctionKind,
    SanctionReason,
)

OPEN = text("decided_at IS NULL")
"""An object has at most one open review item."""


class Sanction(Base):
    """A ban, mute or warning of a person or a company.

    The person is an id without a foreign key: a ban must survive the deletion of the person's data.
    """

    __tablename__ = "sanction"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (company_id IS NULL)", name="whom"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[SanctionId] = mapped_column(primary_key=True)
    kind: Mapped[SanctionKind]
    person_id: Mapped[PersonId | None] = mapped_column(index=True, info={"person": True})
    company_id: Mapped[CompanyId | None] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"), index=True)
    reason: Mapped[SanctionReason]
    note: Mapped[str | None] = mapped_column(String(500))
    """The moderator's explanation, shown to the person."""
    by_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime]
    until: Mapped[datetime | None]
    """NULL for a sanction without an end."""
    told_at: Mapped[datetime | None]
    """When the person was told; they are told once."""
    lifted_at: Mapped[datetime | None]


class Appeal(Base):
    """An appeal against a sanction; at most one per sanction."""

    __tablename__ = "appeal"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[AppealId] = mapped_column(primary_key=True)
    sanction_id: Mapped[SanctionId] = mapped_column(ForeignKey("sanction.id", ondelete="CASCADE"), unique=True)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    state: Mapped[AppealState]
    text: Mapped[str | None] = mapped_column(String(1000))
    at: Mapped[datetime]


class ReviewItem(Base):
    """An item in the moderators' queue. A claim reserves it for one moderator until `claimed_until`."""

    __tablename__ = "review_item"
    __table_args__ = (
        Index("uq_review_item_open", "kind", "object_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_review_item_decided_at_created_at", "decided_at", "created_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[ReviewId] = mapped_column(primary_key=True)
    kind: Mapped[ReviewKind]
    object_id: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime]
    claimed_by: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    claimed_until: Mapped[datetime | None]
    skipped_by: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    skipped_at: Mapped[datetime | None]
    decided_by: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    decided_at: Mapped[datetime | None]
    decision: Mapped[ReviewDecision | None]
    reason: Mapped[str | None] = mapped_column(String(32))
    field: Mapped[str | None] = mapped_column(String(32))
    """The listing's field that the author is asked to change."""
    note: Mapped[str | None] = mapped_column(String(1000))
    """The moderator's message to the author."""


class AuditEntry(Base):
    """One action in the audit log. Never changed or deleted; references to deleted people become NULL."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_object_kind_object_id", "object_kind", "object_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[EntryId] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    """NULL for an operator's command or a person whose data was deleted."""
    action: Mapped[AuditAction]
    object_kind: Mapped[AuditObject]
    object_id: Mapped[int] = mapped_column(BigInteger)
    person_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    """The person whom the action concerned, if any."""
    reason: Mapped[str | None] = mapped_column(String(500))
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Codes, numbers and times; never text written by people."""
    undoes: Mapped[EntryId | None] = mapped_column(unique=True)
    """The entry that this one undid."""
