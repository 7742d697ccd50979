"""Drafts of dialogs: the answers so far and the current step."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import DraftId, PersonId
from storage.models.base import Base


class Draft(Base):
    """The step and the answers of one dialog.

    A person has at most one draft per form and at most one active draft, which receives typed text.
    """

    __tablename__ = "draft"
    __table_args__ = (
        UniqueConstraint("person_id", "form"),
        Index(
            "uq_draft_active",
            "person_id",
            unique=True,
            sqlite_where=text("active"),
            postgresql_where=text("active"),
        ),
        # Ids are never reused, so that an old button cannot reach a new draft.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[DraftId] = mapped_column(primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    form: Mapped[str] = mapped_column(String(32))
    step: Mapped[str] = mapped_column(String(32))
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    active: Mapped[bool]
    update_id: Mapped[int | None]
    """The last Telegram update that changed the draft. The same update, delivered again, changes nothing."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    expires_at: Mapped[datetime]
