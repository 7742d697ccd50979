"""Roles and deep links."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import CompanyId, EventId, ListingId, PersonId
from storage.models.base import Base
from storage.vocabulary import LinkKind, Role

NOT_TAKEN_BACK = text("taken_at IS NULL")
"""A person holds each role at most once at a time."""


class RoleGrant(Base):
    """A role that a person holds, or held until `taken_at`."""

    __tablename__ = "role_grant"
    __table_args__ = (
        Index(
            "uq_role_grant_held",
            "person_id",
            "role",
            unique=True,
            sqlite_where=NOT_TAKEN_BACK,
            postgresql_where=NOT_TAKEN_BACK,
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role]
    granted_by: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    granted_at: Mapped[datetime]
    taken_by: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    taken_at: Mapped[datetime | None]


class Link(Base):
    """The target of a random code. A code with `expires_at` works once and only until then."""

    __tablename__ = "link"

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[LinkKind]
    role: Mapped[Role | None]
    event_id: Mapped[EventId | None] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    company_id: Mapped[CompanyId | None] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"), index=True)
    listing_id: Mapped[ListingId | None] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), index=True)
    created_by: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    used_by: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    used_at: Mapped[datetime | None]
