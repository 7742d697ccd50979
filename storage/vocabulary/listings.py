"""Offers and needs, and people's answers to suggestions."""

from enum import StrEnum


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
    """The kind of cooperation wanted."""

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


class ListingStatus(StrEnum):
    PUBLISHED = "published"
    PAUSED = "paused"
    CLOSED = "closed"
    EXPIRED = "expired"
    DELETED = "deleted"
    REVIEW = "review"
    """Waiting for a moderator's approval."""
    RETURNED = "returned"
    """A moderator asked the author for a change."""
    REJECTED = "rejected"
    HELD = "held"
    """Hidden by a moderator, or because its people are banned."""
    PRIVATE = "private"
    """Visible to its own company only: the author has not consented, or no longer consents, to be shown abroad."""
    INVITED = "invited"
    """An imported draft that waits for its company's people, or for an organizer who has their consent."""


class ListingConsent(StrEnum):
    """How the company of an imported listing consented to its publication."""

    EXHIBITOR = "exhibitor"
    """The company's own people published it."""
    FORM = "form"
    """In the fair's registration form, as the organizer stated."""
    TOLD = "told"
    """In a conversation or a letter, as the organizer stated."""


class AttachmentKind(StrEnum):
    PHOTO = "photo"
    DOCUMENT = "document"


class DualUseAnswer(StrEnum):
    """The author's answer to the question if a technology could also have military uses."""

    NO = "no"
    YES = "yes"
    UNSURE = "unsure"


class Verdict(StrEnum):
    """One side's answer to a suggestion."""

    LATER = "later"
    DISMISSED = "dismissed"


class DismissalReason(StrEnum):
    """Why a suggestion was dismissed. The matcher learns from it."""

    OTHER_SUBJECT = "other_subject"
    TOO_EARLY = "too_early"
    WRONG_COUNTRY = "wrong_country"
    WRONG_PARTNER = "wrong_partner"
    ALREADY_KNOWN = "already_known"
    OTHER = "other"
