"""Introductions, what the two sides write to each other through them, and what became of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import CompanyId, IntroductionId, ListingId, MessageId, PersonId, SuggestionId
from storage.models.base import Base
from storage.types import by_value
from storage.vocabulary import DeclineReason, FileKind, IntroductionStatus, Kind, Outcome

LIVE = text("status IN ('proposed', 'question', 'accepted')")
"""Of one pair of listings there is one such introduction at most."""


class Introduction(Base):
    """One side's wish to get to know the other. It is the companies': whoever of a side answers, answers for it.

    Listings, companies and people become empty when they are deleted; what is left says only that it happened.
    """

    __tablename__ = "introduction"
    __table_args__ = (
        Index("uq_introduction_live", "need_id", "offer_id", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
        Index("ix_introduction_status_expires_at", "status", "expires_at"),
        CheckConstraint("(turn IS NULL) = (status NOT IN ('proposed', 'question'))", name="turn"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[IntroductionId] = mapped_column(primary_key=True)
    need_id: Mapped[ListingId | None] = mapped_column(ForeignKey("listing.id", ondelete="SET NULL"), index=True)
    offer_id: Mapped[ListingId | None] = mapped_column(ForeignKey("listing.id", ondelete="SET NULL"), index=True)
    need_company_id: Mapped[CompanyId | None] = mapped_column(ForeignKey("company.id", ondelete="SET NULL"), index=True)
    offer_company_id: Mapped[CompanyId | None] = mapped_column(
        ForeignKey("company.id", ondelete="SET NULL"), index=True
    )
    need_revision: Mapped[int]
    """As it was when proposed: a later one means that the listing was edited meanwhile."""
    offer_revision: Mapped[int]
    suggestion_id: Mapped[SuggestionId | None] = mapped_column(
        ForeignKey("suggestion.id", ondelete="SET NULL"), index=True
    )
    score: Mapped[int | None]
    reasons: Mapped[dict[str, Any]] = mapped_column(JSON)
    """As the suggestion's were when proposed; empty without a suggestion."""

    proposer_side: Mapped[Kind]
    proposer_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    answered_by: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    """Who of the other side accepted or declined."""
    pitch: Mapped[str | None] = mapped_column(String(1000))
    pitch_relayed: Mapped[str | None] = mapped_column(String(2000))
    """What the other side is shown of it."""
    pitch_language: Mapped[str | None] = mapped_column(String(16))
    pitch_found: Mapped[frozenset[str]]
    """Kinds of what was masked."""

    status: Mapped[IntroductionStatus]
    turn: Mapped[Kind | None]
    """The side that is to move; nobody once it is closed or accepted."""
    moves: Mapped[int]
    """Counts the changes of state, so that what was to be told of an earlier one is recognised."""
    decline_reason: Mapped[DeclineReason | None] = mapped_column(by_value(DeclineReason))
    created_at: Mapped[datetime]
    moved_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    later_until: Mapped[datetime | None]
    """The recipient does not want to decide before then; until then it neither reminds nor expires."""
    remind_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    answer_seconds: Mapped[int]
    """The full time that a side has to answer, as set when it was proposed."""
    reminder_seconds: Mapped[int]
    """After this much of it the side is reminded."""

    @property
    def recipient_side(self) -> Kind:
        return self.proposer_side.counterpart

    def listing_of(self, side: Kind) -> ListingId | None:
        return self.need_id if side is Kind.NEED else self.offer_id

    def company_of(self, side: Kind) -> CompanyId | None:
        return self.need_company_id if side is Kind.NEED else self.offer_company_id

    def revision_of(self, side: Kind) -> int:
        return self.need_revision if side is Kind.NEED else self.offer_revision


class RelayedMessage(Base):
    """One message that the bot carried from one side to the other."""

    __tablename__ = "relayed_message"
    __table_args__ = (
        Index("ix_relayed_message_introduction_id", "introduction_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[MessageId] = mapped_column(primary_key=True)
    introduction_id: Mapped[IntroductionId] = mapped_column(ForeignKey("introduction.id", ondelete="CASCADE"))
    side: Mapped[Kind]
    """The side that wrote it."""
    author_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    text: Mapped[str] = mapped_column(String(4096))
    relayed: Mapped[str] = mapped_column(String(8192))
    """What the other side is shown: masked, if it was written before both had accepted, and so for ever."""
    found: Mapped[frozenset[str]]
    """Kinds of what was masked."""
    language: Mapped[str | None] = mapped_column(String(16))
    file_kind: Mapped[FileKind | None] = mapped_column(by_value(FileKind))
    file_id: Mapped[str | None] = mapped_column(String(200))
    """Telegram's file_id, good for this bot only. Never before both accepted."""
    created_at: Mapped[datetime]


class IntroductionOutcome(Base):
    """One question to one side, some days after both accepted: what came of it?"""

    __tablename__ = "introduction_outcome"
    __table_args__ = (Index("ix_introduction_outcome_due_at", "queued_at", "due_at"),)

    introduction_id: Mapped[IntroductionId] = mapped_column(
        ForeignKey("introduction.id", ondelete="CASCADE"), primary_key=True
    )
    side: Mapped[Kind] = mapped_column(primary_key=True)
    day: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Days after acceptance: 7, 30 or 90."""
    due_at: Mapped[datetime]
    queued_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None] = mapped_column(by_value(Outcome))
    person_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    answered_at: Mapped[datetime | None]
