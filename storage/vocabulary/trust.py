"""Reports, reviews, sanctions, screening, the audit log, and daily limits."""

from enum import StrEnum


class ReportObject(StrEnum):
    LISTING = "listing"
    INTRODUCTION = "introduction"
    MESSAGE = "message"


class ReportReason(StrEnum):
    ADVERTISING = "advertising"
    PHISHING = "phishing"
    PRICE_FISHING = "price_fishing"
    FRAUD = "fraud"
    OFFENSIVE = "offensive"
    OTHER = "other"


class ReportState(StrEnum):
    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


class SanctionKind(StrEnum):
    BAN = "ban"
    """Cannot use the bot, except to appeal."""
    MUTE = "mute"
    """Can read, but not publish, propose or write, for a time."""
    WARNING = "warning"


class SanctionReason(StrEnum):
    """Why a person is banned, muted or warned. They are told the reason."""

    ADVERTISING = "advertising"
    PHISHING = "phishing"
    PRICE_FISHING = "price_fishing"
    FRAUD = "fraud"
    OFFENSIVE = "offensive"
    FALSE_DATA = "false_data"
    FORBIDDEN = "forbidden"
    FALSE_REPORTS = "false_reports"
    OTHER = "other"


class AppealState(StrEnum):
    """made → granted or refused. Rows in `asked` come from an earlier version and have no text."""

    ASKED = "asked"
    MADE = "made"
    GRANTED = "granted"
    REFUSED = "refused"


class ReviewKind(StrEnum):
    """The kind of object that a moderator decides on; `object_id` is its id."""

    LISTING = "listing"
    APPEAL = "appeal"
    REPORT_LISTING = "report_listing"
    REPORT_INTRODUCTION = "report_introduction"
    REPORT_MESSAGE = "report_message"
    SCREENING = "screening"
    """A company or person whose name resembles one on a sanctions list."""
    DUAL_USE = "dual_use"
    """An introduction held because a technology may have military uses."""
    VERIFICATION = "verification"
    """A company that asks a moderator to verify it."""

    @property
    def is_report(self) -> bool:
        return self in REPORT_KINDS


REPORT_KINDS = (ReviewKind.REPORT_LISTING, ReviewKind.REPORT_INTRODUCTION, ReviewKind.REPORT_MESSAGE)


class ReviewDecision(StrEnum):
    APPROVED = "approved"
    REJECTED = "rejected"
    RETURNED = "returned"
    DROPPED = "dropped"
    """The object was deleted, or a decision was made elsewhere."""


class RejectionReason(StrEnum):
    """Why a listing was rejected. The author is told the reason."""

    UNCLEAR = "unclear"
    CONTACT_DATA = "contact_data"
    ADVERTISING = "advertising"
    PRICE_FISHING = "price_fishing"
    FORBIDDEN = "forbidden"
    DUPLICATE = "duplicate"
    NO_PARTNER_SOUGHT = "no_partner_sought"
    OTHER = "other"


class AuditObject(StrEnum):
    PERSON = "person"
    COMPANY = "company"
    LISTING = "listing"
    INTRODUCTION = "introduction"
    MESSAGE = "message"
    SANCTION = "sanction"
    REVIEW = "review"
    HIT = "hit"
    SCREENING_LIST = "screening_list"
    COUNTRIES = "countries"
    EVENT = "event"


class AuditAction(StrEnum):
    SANCTION = "sanction"
    LIFT = "lift"
    REIMPOSE = "reimpose"
    APPEAL_GRANT = "appeal_grant"
    APPEAL_REFUSE = "appeal_refuse"
    LISTING_APPROVE = "listing_approve"
    LISTING_REJECT = "listing_reject"
    LISTING_RETURN = "listing_return"
    LISTING_HOLD = "listing_hold"
    LISTING_RELEASE = "listing_release"
    LISTING_REVIEW = "listing_review"
    DRAFTS_PUBLISH = "drafts_publish"
    """An organizer stated that exhibitors of an imported list consent, and published their drafts."""
    REPORT_UPHOLD = "report_uphold"
    REPORT_DISMISS = "report_dismiss"
    REPORT_REOPEN = "report_reopen"
    ROLE_GRANT = "role_grant"
    ROLE_TAKE = "role_take"
    VERIFY = "verify"
    UNVERIFY = "unverify"
    TRUST = "trust"
    DISTRUST = "distrust"
    HIT_CLEAR = "hit_clear"
    HIT_CONFIRM = "hit_confirm"
    HIT_REOPEN = "hit_reopen"
    HOLD_RELEASE = "hold_release"
    HOLD_REFUSE = "hold_refuse"
    HOLD_AGAIN = "hold_again"
    COUNTRIES_APART = "countries_apart"
    COUNTRIES_TOGETHER = "countries_together"
    LIST_LOAD = "list_load"
    READ_MESSAGES = "read_messages"


class HitState(StrEnum):
    OPEN = "open"
    CLEARED = "cleared"
    CONFIRMED = "confirmed"


class Use(StrEnum):
    """Actions that are counted for each person and day."""

    DRAFT = "draft"
    LISTING = "listing"
    SEARCH = "search"
    PROPOSAL = "proposal"
    REPORT = "report"
    NUMBER = "number"
    """Checking a registration number."""
    MAIL = "mail"
    ADDRESS = "address"
    """Requesting a code by mail."""
    CODE = "code"
    """Typing a code."""
    MEETING = "meeting"
    """Asking for a meeting, or for another time."""
    TRANSLATION = "translation"
    """Asking the translation service."""
