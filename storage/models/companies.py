"""Companies, their representatives, and the contact channels that are shared after an accepted introduction."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import CompanyId, PersonId
from storage.models.base import Base
from storage.vocabulary import ChannelKind, CompanyKind, CompanySize, MembershipStatus, Relation


class Company(Base):
    __tablename__ = "company"
    __table_args__ = (Index("ix_company_country_name_key", "country", "name_key"), {"sqlite_autoincrement": True})

    id: Mapped[CompanyId] = mapped_column(primary_key=True)
    kind: Mapped[CompanyKind]
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200))
    """The name in comparable form; see bot.matching.companies."""
    country: Mapped[str] = mapped_column(String(2))
    """ISO 3166-1 alpha-2."""
    city: Mapped[str | None] = mapped_column(String(100))
    website: Mapped[str | None] = mapped_column(String(300))
    size: Mapped[CompanySize | None]
    about: Mapped[str | None] = mapped_column(String(300))
    created_at: Mapped[datetime]


class Membership(Base):
    __tablename__ = "membership"
    __table_args__ = (Index("ix_membership_company_id_status", "company_id", "status"),)

    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    company_id: Mapped[CompanyId] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"), primary_key=True)
    relation: Mapped[Relation]
    role: Mapped[str | None] = mapped_column(String(100))
    """The person's job, in their own words."""
    status: Mapped[MembershipStatus]
    since: Mapped[datetime]
    asked_later: Mapped[str | None] = mapped_column(String(16))
    """The last field of the company that the person was asked for after registering it; see `later_questions`."""


class Channel(Base):
    """A contact channel of a person for a company. The other side sees it only after both have accepted."""

    __tablename__ = "channel"
    __table_args__ = (UniqueConstraint("company_id", "person_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    company_id: Mapped[CompanyId] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"))
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    kind: Mapped[ChannelKind]
    value: Mapped[str] = mapped_column(String(320))
    """The address; empty for Telegram, where the person's account itself is the channel."""
    position: Mapped[int]
    """Order of preference, from 0."""
