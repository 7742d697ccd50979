"""The words of the field as enumerations, stored by value. Free of SQLAlchemy, so that the matcher may read them too.

Profile types, stages and partnership types follow the vocabulary of the Enterprise Europe Network.
"""

from enum import StrEnum


class Language(StrEnum):
    """An interface language, as an IETF tag. The first is the fallback."""

    EN = "en"
    ZH = "zh"
    SR_LATN = "sr-Latn"
    SR_CYRL = "sr-Cyrl"


class Kind(StrEnum):
    NEED = "need"
    OFFER = "offer"

    @property
    def counterpart(self) -> "Kind":
        return Kind.OFFER if self is Kind.NEED else Kind.NEED


class ProfileType(StrEnum):
    BUSINESS_OFFER = "BO"
    BUSINESS_REQUEST = "BR"
    TECHNOLOGY_OFFER = "TO"
    TECHNOLOGY_REQUEST = "TR"
    RESEARCH_REQUEST = "RDR"

    @property
    def kind(self) -> Kind:
        return Kind.OFFER if self in {ProfileType.BUSINESS_OFFER, ProfileType.TECHNOLOGY_OFFER} else Kind.NEED

    @property
    def is_business(self) -> bool:
        return self in {ProfileType.BUSINESS_OFFER, ProfileType.BUSINESS_REQUEST}


class Stage(StrEnum):
    """How mature a technology is; about TRL 1-2, 3, 4-5, 6-7 and 8-9, in that order."""

    CONCEPT = "concept"
    DEVELOPMENT = "development"
    LAB = "lab"
    DEMONSTRATION = "demonstration"
    MARKET = "market"


class IprStatus(StrEnum):
    NONE = "none"
    SECRET = "secret"
    APPLIED = "applied"
    GRANTED = "granted"


class Partnership(StrEnum):
    """What kind of cooperation is looked for."""

    COMMERCIAL = "commercial"
    INVESTMENT = "investment"
    OUTSOURCING = "outsourcing"
    SUPPLIER = "supplier"
    TECHNICAL_ASSISTANCE = "technical_assistance"
    RESEARCH = "research"
    LICENCE = "licence"


PARTNERSHIPS: dict[ProfileType, tuple[Partnership, ...]] = {
    ProfileType.BUSINESS_OFFER: (
        Partnership.COMMERCIAL,
        Partnership.INVESTMENT,
        Partnership.OUTSOURCING,
        Partnership.SUPPLIER,
    ),
    ProfileType.BUSINESS_REQUEST: (
        Partnership.COMMERCIAL,
        Partnership.INVESTMENT,
        Partnership.OUTSOURCING,
        Partnership.SUPPLIER,
    ),
    ProfileType.TECHNOLOGY_OFFER: (
        Partnership.INVESTMENT,
        Partnership.TECHNICAL_ASSISTANCE,
        Partnership.RESEARCH,
        Partnership.LICENCE,
    ),
    ProfileType.TECHNOLOGY_REQUEST: (
        Partnership.INVESTMENT,
        Partnership.TECHNICAL_ASSISTANCE,
        Partnership.RESEARCH,
        Partnership.LICENCE,
    ),
    ProfileType.RESEARCH_REQUEST: (Partnership.RESEARCH,),
}


class CompanyKind(StrEnum):
    COMPANY = "company"
    INSTITUTE = "institute"
    UNIVERSITY = "university"
    INVENTOR = "inventor"


class CompanySize(StrEnum):
    """People employed. The bounds are those of the EU's definition of small and medium-sized enterprises."""

    SOLO = "1"
    MICRO = "2-10"
    SMALL = "11-49"
    MEDIUM = "50-249"
    LARGE = "250+"


class Relation(StrEnum):
    """What a person is to a company: of it, or acting for it."""

    REPRESENTATIVE = "representative"
    ADVISER = "adviser"


class MembershipStatus(StrEnum):
    """A person who finds their company already here asks to join; those who stand for it answer."""

    ACTIVE = "active"
    REQUESTED = "requested"
    DECLINED = "declined"
    LEFT = "left"


class ChannelKind(StrEnum):
    TELEGRAM = "telegram"
    WECHAT = "wechat"
    EMAIL = "email"
    PHONE = "phone"


class ListingStatus(StrEnum):
    PUBLISHED = "published"
    PAUSED = "paused"
    CLOSED = "closed"
    EXPIRED = "expired"
    DELETED = "deleted"
    REVIEW = "review"
    """Written, and waiting for a moderator's yes."""
    RETURNED = "returned"
    """A moderator asks its author to change something."""
    REJECTED = "rejected"
    HELD = "held"
    """Taken from view by moderators, or because those behind it are banned."""
    PRIVATE = "private"
    """Nobody but its company sees it: its author has not agreed to be shown abroad, or does so no more."""


class AttachmentKind(StrEnum):
    PHOTO = "photo"
    DOCUMENT = "document"


class Verdict(StrEnum):
    """What one side made of a suggestion."""

    LATER = "later"
    DISMISSED = "dismissed"


class DismissalReason(StrEnum):
    """Why a suggestion is not for them: kept for the matcher to learn from."""

    OTHER_SUBJECT = "other_subject"
    TOO_EARLY = "too_early"
    WRONG_COUNTRY = "wrong_country"
    WRONG_PARTNER = "wrong_partner"
    ALREADY_KNOWN = "already_known"
    OTHER = "other"


class DeliveryStatus(StrEnum):
    """pending → claimed → sending → sent, or one of the ends without a message.

    A row left in `claimed` by a killed process was not sent and goes back to `pending`; one left in `sending` may have
    been, and becomes `unknown`: it is never sent again.
    """

    PENDING = "pending"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    UNREACHABLE = "unreachable"
    FAILED = "failed"
    OBSOLETE = "obsolete"


class IntroductionStatus(StrEnum):
    """proposed ↔ question, then accepted or one of three other ends.

    The recipient is to move in `proposed` and the proposer in `question`; nobody is in the others.
    """

    PROPOSED = "proposed"
    QUESTION = "question"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"

    @property
    def is_open(self) -> bool:
        return self in OPEN_INTRODUCTIONS


OPEN_INTRODUCTIONS = (IntroductionStatus.PROPOSED, IntroductionStatus.QUESTION)


class RecommendationStatus(StrEnum):
    """asked → taken_up (one side said yes: an introduction goes on from there) → connected, or one of the ends."""

    ASKED = "asked"
    TAKEN_UP = "taken_up"
    CONNECTED = "connected"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    IMPOSSIBLE = "impossible"
    """One of the listings or companies has gone meanwhile, or one has blocked the other."""


class DeclineReason(StrEnum):
    """Why an introduction was declined. The first seven are offered to people; the others say what happened."""

    OTHER_SUBJECT = "other_subject"
    TOO_EARLY = "too_early"
    WRONG_COUNTRY = "wrong_country"
    WRONG_PARTNER = "wrong_partner"
    ALREADY_KNOWN = "already_known"
    NO_CAPACITY = "no_capacity"
    OTHER = "other"
    LISTING_GONE = "listing_gone"
    NOBODY_THERE = "nobody_there"


class FileKind(StrEnum):
    PHOTO = "photo"
    DOCUMENT = "document"
    VIDEO = "video"
    AUDIO = "audio"
    VOICE = "voice"


class Outcome(StrEnum):
    """What became of an accepted introduction, as one side sees it."""

    TALKING = "talking"
    MET = "met"
    NEGOTIATING = "negotiating"
    SIGNED = "signed"
    NOTHING = "nothing"


class Frequency(StrEnum):
    """How often somebody wants to hear of new suggestions."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


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


class Role(StrEnum):
    """What somebody may do beyond their own company. An admin may do all of it."""

    ADMIN = "admin"
    MODERATOR = "moderator"
    ORGANIZER = "organizer"
    ADVISER = "adviser"


class LinkKind(StrEnum):
    """What a deep link does for who opens it. The first letter of the value begins the start parameter."""

    BOOTH = "b"
    """Shows the open listings of a company at its booth."""
    LISTING = "l"
    """Shows one listing."""
    ROLE = "r"
    """Gives a role, once."""
    TEAM = "t"
    """Makes a co-organizer of an event, once."""
    CLAIM = "c"
    """Hands a represented company over to somebody of it, once."""


class JoinedBy(StrEnum):
    """How somebody became a participant of an event."""

    LINK = "link"
    CODE = "code"
    BOOTH = "booth"
    CLAIM = "claim"
    ORGANIZER = "organizer"


class AnnouncementStatus(StrEnum):
    """draft → scheduled → running ↔ paused → done; cancelled from any of the first four; recalled from the others."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"
    RECALLING = "recalling"
    RECALLED = "recalled"


class PartKind(StrEnum):
    """How one message of an announcement is made again for somebody else."""

    TEXT = "text"
    MEDIA = "media"
    """One message with a file, which may have a caption."""
    ALBUM = "album"
    OTHER = "other"
    """A poll, a place, a voice message …: copied as it is."""


class SkipReason(StrEnum):
    """Why somebody of the audience was not sent an announcement after all."""

    MUTED = "muted"
    ENOUGH_TODAY = "enough_today"
    LEFT = "left"
    CANCELLED = "cancelled"


class RecallState(StrEnum):
    DELETED = "deleted"
    REFUSED = "refused"


class RowOutcome(StrEnum):
    """What became of one row of an imported table."""

    CREATED = "created"
    ADDED = "added"
    """The company was here already and is at the event now."""
    UPDATED = "updated"
    SAME = "same"
    DUPLICATE = "duplicate"
    """The same company as in an earlier row of this table."""
    SKIPPED = "skipped"
    FAILED = "failed"


class Topic(StrEnum):
    """What a delivery tells of; names the view that words it."""

    JOIN_REQUEST = "join_request"
    JOIN_ANSWERED = "join_answered"
    SUGGESTIONS = "suggestions"
    LISTING_EXPIRING = "listing_expiring"
    LISTING_EXPIRED = "listing_expired"
    INTRODUCTION_PROPOSED = "introduction_proposed"
    INTRODUCTION_QUESTION = "introduction_question"
    INTRODUCTION_ANSWER = "introduction_answer"
    INTRODUCTION_LATER = "introduction_later"
    INTRODUCTION_RETURNED = "introduction_returned"
    INTRODUCTION_ACCEPTED = "introduction_accepted"
    INTRODUCTION_DECLINED = "introduction_declined"
    INTRODUCTION_WITHDRAWN = "introduction_withdrawn"
    INTRODUCTION_EXPIRED = "introduction_expired"
    INTRODUCTION_REMINDER = "introduction_reminder"
    INTRODUCTION_BY_COLLEAGUE = "introduction_by_colleague"
    RELAYED_MESSAGE = "relayed_message"
    OUTCOME_QUESTION = "outcome_question"
    ROLE_GRANTED = "role_granted"
    ROLE_TAKEN = "role_taken"
    TEAM_JOINED = "team_joined"
    COMPANY_CLAIMED = "company_claimed"
    PROGRAMME_REMINDER = "programme_reminder"
    PROGRAMME_CHANGED = "programme_changed"
    ANNOUNCEMENT_ENDED = "announcement_ended"
    ANNOUNCEMENT_OUTCOME = "announcement_outcome"
    CHAT_ADDED = "chat_added"
    SANCTIONED = "sanctioned"
    SANCTION_LIFTED = "sanction_lifted"
    APPEAL_DECIDED = "appeal_decided"
    LISTING_REVIEWED = "listing_reviewed"
    REPORT_DECIDED = "report_decided"
    QUEUE_WAITS = "queue_waits"
    VERIFIED = "verified"
    CODE_NOT_SENT = "code_not_sent"
    INTRODUCTION_LOOKED_AT = "introduction_looked_at"
    INTRODUCTION_LET_GO = "introduction_let_go"
    INTRODUCTION_STOPPED = "introduction_stopped"
    RECOMMENDED = "recommended"
    RECOMMENDATION_RETURNED = "recommendation_returned"
    RECOMMENDATION_REMINDER = "recommendation_reminder"
    RECOMMENDATION_WITHDRAWN = "recommendation_withdrawn"
    RECOMMENDATION_STATUS = "recommendation_status"
    LONG_SILENCE = "long_silence"
    PRIVACY_CHANGED = "privacy_changed"


class SanctionKind(StrEnum):
    BAN = "ban"
    """Gets nowhere."""
    MUTE = "mute"
    """Reads, but neither publishes nor proposes nor writes, for a time."""
    WARNING = "warning"


class SanctionReason(StrEnum):
    """Why somebody is banned, muted or warned, as they are told it."""

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
    """made → granted or refused. What stands at asked was begun in an earlier version and never worded."""

    ASKED = "asked"
    MADE = "made"
    GRANTED = "granted"
    REFUSED = "refused"


class ReviewKind(StrEnum):
    """What a moderator decides on; its `object_id` is the number of such a thing."""

    LISTING = "listing"
    APPEAL = "appeal"
    REPORT_LISTING = "report_listing"
    REPORT_INTRODUCTION = "report_introduction"
    REPORT_MESSAGE = "report_message"
    SCREENING = "screening"
    """A company or person whose name is like one on a sanctions list: a hit."""
    DUAL_USE = "dual_use"
    """An introduction held back because a technology may serve arms."""
    VERIFICATION = "verification"
    """A company that asks to be verified by hand."""

    @property
    def is_report(self) -> bool:
        return self in REPORT_KINDS


REPORT_KINDS = (ReviewKind.REPORT_LISTING, ReviewKind.REPORT_INTRODUCTION, ReviewKind.REPORT_MESSAGE)


class ReviewDecision(StrEnum):
    APPROVED = "approved"
    REJECTED = "rejected"
    RETURNED = "returned"
    DROPPED = "dropped"
    """What it was about is gone, or was decided elsewhere."""


class RejectionReason(StrEnum):
    """Why a listing is not published, as its author is told in their language."""

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


class VerificationMethod(StrEnum):
    NUMBER = "number"
    """Its registration number is well-formed: format and check digits, no more."""
    EMAIL = "email"
    """Somebody of it reads mail at its own domain."""
    MODERATOR = "moderator"


class HitState(StrEnum):
    OPEN = "open"
    CLEARED = "cleared"
    CONFIRMED = "confirmed"


class HoldReason(StrEnum):
    SCREENING = "screening"
    DUAL_USE = "dual_use"


class Use(StrEnum):
    """What is counted for each person and day."""

    DRAFT = "draft"
    LISTING = "listing"
    SEARCH = "search"
    PROPOSAL = "proposal"
    REPORT = "report"
    NUMBER = "number"
    """A registration number looked at."""
    MAIL = "mail"
    """A code asked for by mail."""
    CODE = "code"
    """A code typed."""


class DualUseAnswer(StrEnum):
    """Whether a technology could serve arms as well, as its author says."""

    NO = "no"
    YES = "yes"
    UNSURE = "unsure"
