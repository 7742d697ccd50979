"""Blocks between companies and reports to the moderators."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import CompanyId, PersonId, ReportId
from storage.models.base import Base
from storage.vocabulary import ReportObject, ReportReason, ReportState

_OPEN = text("state = 'open'")


class CompanyBlock(Base):
    """One company has blocked another. The blocked company is not told."""

    __tablename__ = "company_block"

    company_id: Mapped[CompanyId] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"), primary_key=True)
    blocked_id: Mapped[CompanyId] = mapped_column(
        ForeignKey("company.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    person_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime]


class Report(Base):
    """A report to the moderators. A person has at most one open report per object."""

    __tablename__ = "report"
    __table_args__ = (
        Index(
            "uq_report_open",
            "reporter_id",
            "object_kind",
            "object_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_report_object_kind_object_id", "object_kind", "object_id"),
        Index("ix_report_state_created_at", "state", "created_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[ReportId] = mapped_column(primary_key=True)
    reporter_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    object_kind: Mapped[ReportObject]
    object_id: Mapped[int] = mapped_column(BigInteger)
    """The id of a listing, introduction or relayed message, which may have been deleted since."""
    reason: Mapped[ReportReason]
    note: Mapped[str | None] = mapped_column(String(1000))
    state: Mapped[ReportState]
    created_at: Mapped[datetime]
