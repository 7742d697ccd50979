"""Suggestions (scored pairs of a need and an offer) and each side's answer."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import ListingId, PersonId, SuggestionId
from storage.models.base import Base
from storage.vocabulary import Kind, Verdict


class Suggestion(Base):
    __tablename__ = "suggestion"
    __table_args__ = (UniqueConstraint("need_id", "offer_id"), {"sqlite_autoincrement": True})

    id: Mapped[SuggestionId] = mapped_column(primary_key=True)
    need_id: Mapped[ListingId] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"))
    offer_id: Mapped[ListingId] = mapped_column(ForeignKey("listing.id", ondelete="CASCADE"), index=True)
    score: Mapped[int]
    """Calibrated, 0 to 100: about 80 of 100 pairs with a score of 80 are relevant."""
    reasons: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Reasons and mismatches as codes and words; see bot.matching.explain."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class SuggestionVerdict(Base):
    """A company's answer to a suggestion. The first representative who answers decides for the company."""

    __tablename__ = "suggestion_verdict"

    suggestion_id: Mapped[SuggestionId] = mapped_column(
        ForeignKey("suggestion.id", ondelete="CASCADE"), primary_key=True
    )
    side: Mapped[Kind] = mapped_column(primary_key=True)
    verdict: Mapped[Verdict]
    reason: Mapped[str | None] = mapped_column(String(32))
    person_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime]
    until: Mapped[datetime | None]
    """When a postponed suggestion is shown again."""


class SuggestionSeen(Base):
    """Marks a suggestion as seen by a person."""

    __tablename__ = "suggestion_seen"

    suggestion_id: Mapped[SuggestionId] = mapped_column(
        ForeignKey("suggestion.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[PersonId] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    at: Mapped[datetime]
