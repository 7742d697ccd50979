"""What organizers recommend: two companies of their event that should meet."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import CompanyId, EventId, IntroductionId, ListingId, PersonId, RecommendationId
from storage.models.base import Base
from storage.types import by_value
from storage.vocabulary import DeclineReason, Kind, RecommendationStatus

ASKED = text("status = 'asked'")
"""Of one pair of listings there is one such recommendation at most."""


class Recommendation(Base):
    """An organizer thinks that a need and an offer should meet, and both sides are asked.

    It asks until one side has said yes: that makes an introduction, proposed by that side, and the rest is its way.
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
    """What the two are shown of it: what would tell either of them who the other is has been masked."""
    word_language: Mapped[str | None] = mapped_column(String(16))
    status: Mapped[RecommendationStatus] = mapped_column(by_value(RecommendationStatus))
    introduction_id: Mapped[IntroductionId | None] = mapped_column(
        ForeignKey("introduction.id", ondelete="SET NULL"), index=True
    )
    """What came of it once one side had said yes."""
    declined_side: Mapped[Kind | None]
    decline_reason: Mapped[DeclineReason | None] = mapped_column(by_value(DeclineReason))
    created_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    """When the two were told; empty as long as it is held back."""
    need_remind_at: Mapped[datetime | None]
    offer_remind_at: Mapped[datetime | None]
    need_later_until: Mapped[datetime | None]
    """That side does not want to decide before then; the other may."""
    offer_later_until: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    def company_of(self, side: Kind) -> CompanyId | None:
        return self.need_company_id if side is Kind.NEED else self.offer_company_id

    def listing_of(self, side: Kind) -> ListingId | None:
        return self.need_id if side is Kind.NEED else self.offer_id

    def later_until_of(self, side: Kind) -> datetime | None:
        return self.need_later_until if side is Kind.NEED else self.offer_later_until
