"""Drafts: what somebody is in the middle of writing, and where they stand in it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import DraftId, PersonId
from storage.models.base import Base


class Draft(Base):
    """State and content of a dialog in one row, so that neither is ever without the other.

    A person has one draft of a form at most, and one draft at most is active: the one that typed text goes to.
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
        # A number is never given twice, so that an old button cannot reach a new draft.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[DraftId] = mapped_column(primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    form: Mapped[str] = mapped_column(String(32))
    step: Mapped[str] = mapped_column(String(32))
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    active: Mapped[bool]
    update_id: Mapped[int | None]
    """The last update that changed it: the same one delivered again after a crash changes nothing."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    expires_at: Mapped[datetime]
