"""Introductions, the messages that the two sides exchange, and the outcomes."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.ids import CompanyId, IntroductionId, ListingId, MessageId, PersonId, SuggestionId, ThreadId
from storage.models.base import Base
from storage.vocabulary import DeclineReason, FileKind, IntroductionStatus, Kind, Outcome

LIVE = text("status IN ('proposed', 'question', 'accepted')")
"""A pair of listings has at most one live introduction."""


class Introduction(Base):
    """One company's proposal to meet another. Any representative can answer for their company.

    References to deleted listings, companies and people become NULL; the row stays.
    """

    __tablename__ = "introduction"
    __table_args__ = (
        Index("uq_introduction_live", "need_id", "offer_id", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
        Index("ix_introduction_status_expires_at", "status", "expires_at"),
        Index("ix_introduction_need_company_id_status", "need_company_id", "proposer_side", "status"),
        Index("ix_introduction_offer_company_id_status", "offer_company_id", "proposer_side", "status"),
        CheckConstraint("(turn IS NULL) = (status NOT IN ('proposed', 'question'))", name="turn"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[IntroductionId] = mapped_column(primary_key=True)
    need_id: Mapped[ListingId | None] = mapped_column(ForeignKey("listing.id", ondelete="SET NULL"), index=True)
    offer_id: Mapped[ListingId | None] = mapped_column(ForeignKey("listing.id", ondelete="SET NULL"), index=True)
    need_company_id: Mapped[CompanyId | None] = mapped_column(ForeignKey("company.id", ondelete="SET NULL"))
    offer_company_id: Mapped[CompanyId | None] = mapped_column(ForeignKey("company.id", ondelete="SET NULL"))
    need_revision: Mapped[int]
    """The listing's revision at the proposal. A later revision means that it was edited since."""
    offer_revision: Mapped[int]
    suggestion_id: Mapped[SuggestionId | None] = mapped_column(
        ForeignKey("suggestion.id", ondelete="SET NULL"), index=True
    )
    score: Mapped[int | None]
    reasons: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The suggestion's reasons at the time of the proposal; empty without a suggestion."""

    proposer_side: Mapped[Kind]
    proposer_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    answered_by: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    """The recipient's representative who accepted or declined."""
    answered_by_mail: Mapped[bool] = mapped_column(default=False)
    """True if the answer came from the company's mailbox."""
    pitch: Mapped[str | None] = mapped_column(String(1000))
    pitch_relayed: Mapped[str | None] = mapped_column(String(2000))
    """The masked pitch that the other side sees."""
    pitch_language: Mapped[str | None] = mapped_column(String(16))
    pitch_found: Mapped[frozenset[str]]
    """Kinds of contact data that were masked."""

    status: Mapped[IntroductionStatus]
    turn: Mapped[Kind | None]
    """The side whose turn it is; NULL once accepted or closed."""
    moves: Mapped[int]
    """Number of status changes. A notice about an earlier change is recognised by this number and dropped."""
    decline_reason: Mapped[DeclineReason | None]
    created_at: Mapped[datetime]
    moved_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    later_until: Mapped[datetime | None]
    """The recipient postponed the decision until then. Meanwhile there is no reminder and no expiry."""
    remind_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    answer_seconds: Mapped[int]
    """The full answer time, as set at the proposal."""
    reminder_seconds: Mapped[int]
    """The part of the answer time after which the side is reminded."""
    nudged_at: Mapped[datetime | None]
    """When one side said that the other never answered, and the other was asked to write."""

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
    """A message that the bot relayed from one side to the other."""

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
    by_mail: Mapped[bool] = mapped_column(default=False)
    """True if it was written from the company's mailbox."""
    text: Mapped[str] = mapped_column(String(4096))
    relayed: Mapped[str] = mapped_column(String(8192))
    """The text that the other side sees. Masked for good if it was written before both sides accepted."""
    found: Mapped[frozenset[str]]
    """Kinds of contact data that were masked."""
    language: Mapped[str | None] = mapped_column(String(16))
    file_kind: Mapped[FileKind | None]
    file_id: Mapped[str | None] = mapped_column(String(200))
    """Telegram's file_id, valid for this bot only. Never set before both sides accepted."""
    created_at: Mapped[datetime]


class IntroductionTopic(Base):
    """The topic of an introduction in a person's chat with the bot. The row exists before Telegram is asked for one."""

    __tablename__ = "introduction_topic"
    __table_args__ = (Index("uq_introduction_topic_thread", "person_id", "thread_id", unique=True),)

    introduction_id: Mapped[IntroductionId] = mapped_column(
        ForeignKey("introduction.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    thread_id: Mapped[ThreadId | None]
    """NULL if Telegram refused, or if its answer was lost: the topic may exist, so nobody asks for it again."""
    last_message_id: Mapped[int | None] = mapped_column(BigInteger)
    """Telegram's id of the last message in the topic that was passed on. The same update may come again."""
    asked_at: Mapped[datetime]


class IntroductionOutcome(Base):
    """A follow-up question to one side about the outcome, some days after acceptance."""

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
    outcome: Mapped[Outcome | None]
    person_id: Mapped[PersonId | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    answered_at: Mapped[datetime | None]
