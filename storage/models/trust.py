"""Verification of companies, sanctions lists, blocked countries, and holds on introductions."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import CompanyId, IntroductionId, ListingId, PersonId
from storage.models.base import Base
from storage.models.deliveries import OutboxRow
from storage.vocabulary import HitState, HoldReason, VerificationMethod

NOT_WITHDRAWN = text("withdrawn_at IS NULL")


class Verification(Base):
    """One way in which a company was verified."""

    __tablename__ = "verification"
    __table_args__ = (
        Index(
            "uq_verification_stands",
            "company_id",
            "method",
            unique=True,
            sqlite_where=NOT_WITHDRAWN,
            postgresql_where=NOT_WITHDRAWN,
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[CompanyId] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"), index=True)
    method: Mapped[VerificationMethod]
    detail: Mapped[str | None] = mapped_column(String(200))
    """The verified number with its kind, or the verified domain."""
    note: Mapped[str | None] = mapped_column(String(500))
    """A moderator's note, shown to moderators only."""
    by_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class VerificationCode(OutboxRow, Base):
    """A code mailed to an address at the company's domain. Each mail has a new code, stored as a hash."""

    __tablename__ = "verification_code"

    company_id: Mapped[CompanyId] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    email: Mapped[str] = mapped_column(String(320))
    code_hash: Mapped[str | None] = mapped_column(String(64))
    tries: Mapped[int]
    """Number of codes typed so far."""
    expires_at: Mapped[datetime]


class TrustedCompany(Base):
    """A company whose listings are published without review."""

    __tablename__ = "trusted_company"

    company_id: Mapped[CompanyId] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"), primary_key=True)
    by_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime]


class ScreeningList(Base):
    """A sanctions list as last loaded."""

    __tablename__ = "screening_list"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    entries: Mapped[int]
    loaded_at: Mapped[datetime]


class ScreeningName(Base):
    """One of the names of an entity on a sanctions list."""

    __tablename__ = "screening_name"
    __table_args__ = (Index("ix_screening_name_list_id", "list_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("screening_list.id", ondelete="CASCADE"))
    entity: Mapped[str] = mapped_column(String(100))
    """The entity's number on the list."""
    name: Mapped[str] = mapped_column(String(500))
    is_person: Mapped[bool | None]
    """NULL where the list does not say."""
    countries: Mapped[str | None] = mapped_column(String(100))
    """ISO 3166 alpha-2 codes separated by spaces; NULL where the list does not say."""
    born: Mapped[str | None] = mapped_column(String(100))
    """Years or dates of birth as on the list, shown to the deciding moderator."""


class ScreeningHit(Base):
    """A person or company whose name resembles a listed one. Never exported, because they must not learn of it."""

    __tablename__ = "screening_hit"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (company_id IS NULL)", name="whom"),
        UniqueConstraint("company_id", "list_name", "entity"),
        UniqueConstraint("person_id", "list_name", "entity"),
        {"sqlite_autoincrement": True, "info": {"not_exported": "screening is never told to the one screened"}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[CompanyId | None] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"))
    person_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    list_name: Mapped[str] = mapped_column(String(100))
    entity: Mapped[str] = mapped_column(String(100))
    listed_name: Mapped[str] = mapped_column(String(500))
    score: Mapped[int]
    """Similarity of the names, 0 to 100."""
    state: Mapped[HitState]
    found_at: Mapped[datetime]
    decided_by: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    decided_at: Mapped[datetime | None]


class BlockedCountryPair(Base):
    """Companies of these two countries are not introduced to each other. `one` sorts before `other`."""

    __tablename__ = "countries_apart"

    one: Mapped[str] = mapped_column(String(2), primary_key=True)
    other: Mapped[str] = mapped_column(String(2), primary_key=True)
    by_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime]
    reason: Mapped[str | None] = mapped_column(String(200))


class DualUse(Base):
    """The author's answer to the question if a technology could also have military uses."""

    __tablename__ = "dual_use"

    listing_id: Mapped[ListingId] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), primary_key=True)
    is_dual: Mapped[bool]
    """True for "yes" and "unsure"; a moderator reviews both."""
    is_sure: Mapped[bool] = mapped_column(default=True)
    person_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime]


class IntroductionHold(Base):
    """A hold on an introduction. The recipient sees the introduction only after a moderator releases it."""

    __tablename__ = "introduction_hold"

    introduction_id: Mapped[IntroductionId] = mapped_column(
        ForeignKey("introduction.id", ondelete="CASCADE"), primary_key=True
    )
    why: Mapped[HoldReason] = mapped_column(primary_key=True)
    since: Mapped[datetime]
    released_at: Mapped[datetime | None]
