"""Recommendations: organizers suggest that two companies of their event meet."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import CompanyId, EventId, IntroductionId, ListingId, PersonId, RecommendationId
from storage.models.base import Base
from storage.vocabulary import DeclineReason, Kind, RecommendationStatus

ASKED = text("status = 'asked'")
"""A pair of listings has at most one open recommendation."""


class Recommendation(Base):
    """An organizer's recommendation that a need and an offer meet. Both sides are asked.

    The first side to agree becomes the proposer of an introduction, and the recommendation follows its status.
    """

    __tablename__ = "recommendation"
    __table_args__ = (
        Index(
            "uq_recommendation_asked", "need_id", "offer_id", unique=True, sqlite_where=ASKED, postgresql_where=ASKED
        ),
        Index("ix_recommendation_status_expires_at", "status", "expires_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[RecommendationId] = mapped_column(primary_key=True)
    event_id: Mapped[EventId] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    organizer_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    need_id: Mapped[ListingId | None] = mapped_column(ForeignKey("listing.id", ondelete="SET NULL"), index=True)
    offer_id: Mapped[ListingId | None] = mapped_column(ForeignKey("listing.id", ondelete="SET NULL"), index=True)
    need_company_id: Mapped[CompanyId | None] = mapped_column(ForeignKey("company.id", ondelete="SET NULL"), index=True)
    offer_company_id: Mapped[CompanyId | None] = mapped_column(
        ForeignKey("company.id", ondelete="SET NULL"), index=True
    )
    word: Mapped[str | None] = mapped_column(String(1000))
    word_relayed: Mapped[str | None] = mapped_column(String(2000))
    """The organizer's message as both sides see it, with names and contact data masked."""
    word_language: Mapped[str | None] = mapped_column(String(16))
    status: Mapped[RecommendationStatus]
    introduction_id: Mapped[IntroductionId | None] = mapped_column(
        ForeignKey("introduction.id", ondelete="SET NULL"), index=True
    )
    """The introduction that was created when one side agreed."""
    declined_side: Mapped[Kind | None]
    decline_reason: Mapped[DeclineReason | None]
    created_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    """When the two sides were told; NULL while the recommendation is held."""
    need_remind_at: Mapped[datetime | None]
    offer_remind_at: Mapped[datetime | None]
    need_later_until: Mapped[datetime | None]
    """The need's side postponed its decision until then. The other side can still answer."""
    offer_later_until: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    def company_of(self, side: Kind) -> CompanyId | None:
        return self.need_company_id if side is Kind.NEED else self.offer_company_id

    def listing_of(self, side: Kind) -> ListingId | None:
        return self.need_id if side is Kind.NEED else self.offer_id

    def later_until_of(self, side: Kind) -> datetime | None:
        return self.need_later_until if side is Kind.NEED else self.offer_later_until
