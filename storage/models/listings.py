"""Listings: what a company offers or needs, and the vectors that the matcher reads them by."""

from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import CompanyId, ListingId, PersonId
from storage.models.base import Base
from storage.types import Embedding, Keys, by_value
from storage.vocabulary import AttachmentKind, IprStatus, Kind, ListingStatus, ProfileType, Stage

_AWAITING_MATCH = text("matched_at IS NULL")


class Listing(Base):
    __tablename__ = "listing"
    __table_args__ = (
        Index("ix_listing_status_kind_country", "status", "kind", "country"),
        Index("ix_listing_status_expires_at", "status", "expires_at"),
        Index(
            "ix_listing_awaiting_match",
            "updated_at",
            "id",
            sqlite_where=_AWAITING_MATCH,
            postgresql_where=_AWAITING_MATCH,
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[ListingId] = mapped_column(primary_key=True)
    company_id: Mapped[CompanyId] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    profile_type: Mapped[ProfileType]
    kind: Mapped[Kind]
    """Follows from the profile type; a column of its own because every search filters by it."""
    country: Mapped[str] = mapped_column(String(2))
    """The company's country at the time of writing, for the same reason."""
    title: Mapped[str] = mapped_column(String(150))
    summary: Mapped[str] = mapped_column(String(2000))
    language: Mapped[str] = mapped_column(String(16))
    """What it is written in, as an IETF tag; `und` where it could not be told."""
    sectors: Mapped[frozenset[str]]
    partnerships: Mapped[frozenset[str]]
    targets: Mapped[frozenset[str]]
    """Countries (ISO alpha-2) and regions that partners are looked for in; empty means anywhere."""
    stage: Mapped[Stage | None]
    ipr: Mapped[IprStatus | None]
    same_country: Mapped[bool] = mapped_column(default=False)
    """Partners in one's own country are welcome too; a pair is made only where both say so."""
    attachment_kind: Mapped[AttachmentKind | None] = mapped_column(by_value(AttachmentKind))
    attachment_id: Mapped[str | None] = mapped_column(String(200))
    """Telegram's file_id, good for this bot only."""
    status: Mapped[ListingStatus]
    status_before: Mapped[ListingStatus | None]
    """What a deleted listing was, so that the deletion can be undone."""
    revision: Mapped[int] = mapped_column(default=1)
    matched_at: Mapped[datetime | None]
    """When counterparts were last looked for; empty means that it is still to be done."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class ListingVectors(Base):
    """The encoder's reading of a listing; stale when the text's hash or the encoder's name differ.

    PostgreSQL has indexes of nearest neighbours and of keys on it, which the models cannot express: see the migrations.
    """

    __tablename__ = "listing_vectors"
    listing_id: Mapped[ListingId] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), primary_key=True)
    encoder: Mapped[str] = mapped_column(String(100))
    text_hash: Mapped[str] = mapped_column(String(64))
    views: Mapped[bytes]
    """All views of the text (title, whole, sentences) as the matcher serialises them."""
    embedding: Mapped[NDArray[np.float32]] = mapped_column(Embedding)
    """The one vector that nearest neighbours are searched by, corrected for language."""
    listing_revision: Mapped[int | None]
    """The listing's when it was read; this and what follows is empty where an earlier version wrote the row."""
    features: Mapped[bytes | None]
    """Words and sentences, as the matcher serialises them."""
    kind: Mapped[Kind | None]
    """The listing's: the indexes of nearest neighbours are one a kind."""
    keys: Mapped[list[str] | None] = mapped_column(Keys)
    """The words' keys, where the database can look listings up by them."""
