"""How far somebody can be trusted: verification, sanctions lists, and what is held back because of them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import CompanyId, IntroductionId, ListingId, PersonId
from storage.models.base import Base
from storage.models.deliveries import OutboxRow
from storage.types import by_value
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
    company_id: Mapped[CompanyId] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"))
    method: Mapped[VerificationMethod] = mapped_column(by_value(VerificationMethod))
    detail: Mapped[str | None] = mapped_column(String(200))
    """What was verified: the kind of number and the number, or the domain."""
    note: Mapped[str | None] = mapped_column(String(500))
    """A moderator's, for moderators."""
    by_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class VerificationCode(OutboxRow, Base):
    """A code to be mailed to an address at the company's own domain. It is drawn for each mail and stored as a hash."""

    __tablename__ = "verification_code"

    company_id: Mapped[CompanyId] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    email: Mapped[str] = mapped_column(String(320))
    code_hash: Mapped[str | None] = mapped_column(String(64))
    tries: Mapped[int]
    """How often somebody typed a code."""
    expires_at: Mapped[datetime]


class TrustedCompany(Base):
    """What it writes is published without being looked at first."""

    __tablename__ = "trusted_company"

    company_id: Mapped[CompanyId] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"), primary_key=True)
    by_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime]


class ScreeningList(Base):
    """A sanctions list as it was last loaded."""

    __tablename__ = "screening_list"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    entries: Mapped[int]
    loaded_at: Mapped[datetime]


class ScreeningName(Base):
    """One name of one entity of a list: entities have several."""

    __tablename__ = "screening_name"
    __table_args__ = (Index("ix_screening_name_list_id", "list_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("screening_list.id", ondelete="CASCADE"))
    entity: Mapped[str] = mapped_column(String(100))
    """The list's own number of the entity."""
    name: Mapped[str] = mapped_column(String(500))
    is_person: Mapped[bool | None]
    """Empty where the list does not say."""
    countries: Mapped[str | None] = mapped_column(String(100))
    """ISO 3166 alpha-2 codes with spaces between them; empty where the list does not say."""
    born: Mapped[str | None] = mapped_column(String(100))
    """As the list gives it: years or dates of birth, for who decides."""


class ScreeningHit(Base):
    """Somebody here whose name is like one on a list. The one screened is never told, so it is not in their export."""

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
    """How alike the names are, 0 to 100."""
    state: Mapped[HitState] = mapped_column(by_value(HitState))
    found_at: Mapped[datetime]
    decided_by: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    decided_at: Mapped[datetime | None]


class BlockedCountryPair(Base):
    """Companies of these two countries are not introduced to each other. `one` comes first in the alphabet."""

    __tablename__ = "countries_apart"

    one: Mapped[str] = mapped_column(String(2), primary_key=True)
    other: Mapped[str] = mapped_column(String(2), primary_key=True)
    by_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime]
    reason: Mapped[str | None] = mapped_column(String(200))


class DualUse(Base):
    """Whether a technology could serve arms as well, as its author says."""

    __tablename__ = "dual_use"

    listing_id: Mapped[ListingId] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), primary_key=True)
    is_dual: Mapped[bool]
    """Also where the author is not sure: then somebody looks."""
    is_sure: Mapped[bool] = mapped_column(default=True)
    person_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime]


class IntroductionHold(Base):
    """An introduction that its recipient does not see before a moderator has looked at it."""

    __tablename__ = "introduction_hold"

    introduction_id: Mapped[IntroductionId] = mapped_column(
        ForeignKey("introduction.id", ondelete="CASCADE"), primary_key=True
    )
    why: Mapped[HoldReason] = mapped_column(by_value(HoldReason), primary_key=True)
    since: Mapped[datetime]
    released_at: Mapped[datetime | None]
