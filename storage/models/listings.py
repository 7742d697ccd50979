"""Listings (offers and needs) and the vectors that the matcher compares."""

from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import CompanyId, ImportId, ListingId, PersonId
from storage.models.base import Base
from storage.types import Embedding, Keys
from storage.vocabulary import AttachmentKind, IprStatus, Kind, ListingConsent, ListingStatus, ProfileType, Stage

_AWAITING_MATCH = text("matched_at IS NULL")
_UNMASKED = text("masked_title IS NULL")


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
        Index("ix_listing_unmasked", "id", sqlite_where=_UNMASKED, postgresql_where=_UNMASKED),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[ListingId] = mapped_column(primary_key=True)
    company_id: Mapped[CompanyId] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    profile_type: Mapped[ProfileType]
    kind: Mapped[Kind]
    """Derived from the profile type; stored because every search filters by it."""
    country: Mapped[str] = mapped_column(String(2))
    """The company's country, copied for the same reason."""
    title: Mapped[str] = mapped_column(String(150))
    summary: Mapped[str] = mapped_column(String(2000))
    masked_title: Mapped[str | None] = mapped_column(Text)
    """The title as strangers see it; NULL, like `masked_summary`, until it has been masked."""
    masked_summary: Mapped[str | None] = mapped_column(Text)
    former_secrets: Mapped[list[dict[str, list[str]]] | None] = mapped_column(JSON(none_as_null=True))
    """Names and contacts that the company had before, each time by kind. Redacted from the text when it is masked."""
    text_version: Mapped[int] = mapped_column(default=1)
    """Number of the current text. Grows when the text, or a name or contact masked in it, changes."""
    language: Mapped[str] = mapped_column(String(16))
    """IETF tag of the text; `und` if it is unknown."""
    sectors: Mapped[frozenset[str]]
    partnerships: Mapped[frozenset[str]]
    targets: Mapped[frozenset[str]]
    """Countries (ISO alpha-2) and regions of the wanted partners; empty for anywhere."""
    stage: Mapped[Stage | None]
    ipr: Mapped[IprStatus | None]
    same_country: Mapped[bool] = mapped_column(default=False)
    """True if partners from the same country are wanted too. A pair from one country needs this on both sides."""
    attachment_kind: Mapped[AttachmentKind | None]
    attachment_id: Mapped[str | None] = mapped_column(String(200))
    """Telegram's file_id, valid for this bot only."""
    status: Mapped[ListingStatus]
    status_before: Mapped[ListingStatus | None]
    """The status before the last change, to which a deleted or held listing can return."""
    revision: Mapped[int] = mapped_column(default=1)
    """Number of the current edit, from 1."""
    cleared_revision: Mapped[int | None]
    """The latest revision that a moderator approved or that needed no review."""
    matched_at: Mapped[datetime | None]
    """When the listing was last matched; NULL while it waits for the matcher."""
    claimed_at: Mapped[datetime | None]
    """When a process took it to mask, encode or match it; NULL if none does. On PostgreSQL only."""
    asked_later: Mapped[str | None] = mapped_column(String(16))
    """The last field that was asked for after the publication. It and the ones before it are not asked for again."""
    shown_again_at: Mapped[datetime | None]
    """When a break of the whole company ends; NULL for every other pause."""
    hinted_at: Mapped[datetime | None]
    """When its people were told how to improve it, because nobody had fitted for two weeks."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class ListingOrigin(Base):
    """The import of a listing, and the consent to publish the listing."""

    __tablename__ = "listing_origin"

    listing_id: Mapped[ListingId] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), primary_key=True)
    import_id: Mapped[ImportId] = mapped_column(ForeignKey("import.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(150))
    """The title in the list. A newer list finds the listing by it, also after somebody edited the title."""
    guessed: Mapped[bool]
    """True if the listing was made from a description of the company, so its kind and title are guesses."""
    revision: Mapped[int] = mapped_column(default=1)
    """The latest revision of the listing that came from a list. Higher ones are edits by people."""
    consent: Mapped[ListingConsent | None]
    consent_by: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    consent_at: Mapped[datetime | None]


class ListingVectors(Base):
    """The encoded masked text of a listing. Stale if the text's hash or the encoder's name differs.

    On PostgreSQL, migrations add the nearest-neighbour and key indexes, which models cannot express.
    """

    __tablename__ = "listing_vectors"
    listing_id: Mapped[ListingId] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), primary_key=True)
    encoder: Mapped[str] = mapped_column(String(100))
    text_hash: Mapped[str] = mapped_column(String(64))
    views: Mapped[bytes]
    """All views of the text (title, whole, sentences) as the matcher serialises them."""
    embedding: Mapped[NDArray[np.float32]] = mapped_column(Embedding)
    """The vector for nearest-neighbour search, corrected for language."""
    text_version: Mapped[int | None]
    """The listing's text version that was encoded. NULL, like the columns below, in rows of earlier versions."""
    features: Mapped[bytes | None]
    """Words and sentences, as the matcher serialises them."""
    kind: Mapped[Kind | None]
    """The listing's kind: there is one nearest-neighbour index for each kind."""
    keys: Mapped[list[str] | None] = mapped_column(Keys)
    """Keys of the words, on databases that can look listings up by them."""
