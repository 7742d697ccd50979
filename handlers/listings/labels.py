"""Labels of the fixed answers about a listing, as message ids."""

from bot.i18n.translator import mark
from storage.vocabulary import (
    DualUseAnswer,
    IprStatus,
    Kind,
    ListingStatus,
    Partnership,
    ProfileType,
    RejectionReason,
    Stage,
)

KIND_SIGNS: dict[Kind, str] = {Kind.OFFER: "📤", Kind.NEED: "📥"}

PROFILE_TYPES: dict[Kind, dict[str, str]] = {
    Kind.OFFER: {
        ProfileType.BUSINESS_OFFER: mark("📦 Products or services"),
        ProfileType.TECHNOLOGY_OFFER: mark("⚙️ A technology or know-how"),
    },
    Kind.NEED: {
        ProfileType.BUSINESS_REQUEST: mark("📦 Products, services, distributors"),
        ProfileType.TECHNOLOGY_REQUEST: mark("⚙️ A technology or know-how"),
        ProfileType.RESEARCH_REQUEST: mark("🔬 Partners for joint research"),
    },
}

PROFILE_NAMES: dict[str, str] = {
    ProfileType.BUSINESS_OFFER: mark("Business offer"),
    ProfileType.BUSINESS_REQUEST: mark("Business request"),
    ProfileType.TECHNOLOGY_OFFER: mark("Technology offer"),
    ProfileType.TECHNOLOGY_REQUEST: mark("Technology request"),
    ProfileType.RESEARCH_REQUEST: mark("Research request"),
}

STAGES: dict[str, str] = {
    Stage.CONCEPT: mark("Concept"),
    Stage.DEVELOPMENT: mark("Under development"),
    Stage.LAB: mark("Lab tested"),
    Stage.DEMONSTRATION: mark("Available for demonstration"),
    Stage.MARKET: mark("Already on the market"),
}

DUAL_USE: dict[str, str] = {
    DualUseAnswer.NO: mark("No, civil use only"),
    DualUseAnswer.YES: mark("Yes, or it needs a licence"),
    DualUseAnswer.UNSURE: mark("I am not sure"),
}

IPR: dict[str, str] = {
    IprStatus.NONE: mark("No protection"),
    IprStatus.SECRET: mark("Secret know-how"),
    IprStatus.APPLIED: mark("Patent applied for"),
    IprStatus.GRANTED: mark("Patent granted"),
}

PARTNERSHIPS: dict[str, str] = {
    Partnership.COMMERCIAL: mark("Commercial agency or distribution"),
    Partnership.INVESTMENT: mark("Investment or joint venture"),
    Partnership.OUTSOURCING: mark("Outsourcing or subcontracting"),
    Partnership.SUPPLIER: mark("Supply"),
    Partnership.TECHNICAL_ASSISTANCE: mark("Commercial agreement with technical assistance"),
    Partnership.RESEARCH: mark("R&D cooperation"),
    Partnership.LICENCE: mark("Licence"),
}

MONTHS: dict[str, str] = {
    "1": mark("1 month"),
    "3": mark("3 months"),
    "6": mark("6 months"),
    "12": mark("12 months"),
}

STATUSES: dict[ListingStatus, str] = {
    ListingStatus.PUBLISHED: mark("🟢 published"),
    ListingStatus.PAUSED: mark("⏸ paused"),
    ListingStatus.CLOSED: mark("☑️ closed"),
    ListingStatus.EXPIRED: mark("⌛ expired"),
    ListingStatus.DELETED: mark("🗑 deleted"),
    ListingStatus.REVIEW: mark("🔍 in review"),
    ListingStatus.RETURNED: mark("📝 to be changed"),
    ListingStatus.REJECTED: mark("🚫 not published"),
    ListingStatus.HELD: mark("🚫 hidden by the organizers"),
    ListingStatus.PRIVATE: mark("🔒 private: nobody else sees it"),
    ListingStatus.INVITED: mark("📝 draft from a list: nobody else sees it"),
}

REJECTIONS: dict[RejectionReason, str] = {
    RejectionReason.UNCLEAR: mark("It is not clear what is offered or needed."),
    RejectionReason.CONTACT_DATA: mark("It contains contact data or names. These are exchanged once both have agreed."),
    RejectionReason.ADVERTISING: mark("It is advertising."),
    RejectionReason.PRICE_FISHING: mark("It is just asking the price."),
    RejectionReason.FORBIDDEN: mark("It is about goods that are not allowed here."),
    RejectionReason.DUPLICATE: mark("The same listing already exists."),
    RejectionReason.NO_PARTNER_SOUGHT: mark("It does not look for a partner."),
    RejectionReason.OTHER: mark("Another reason"),
}
"""The reasons of rejection as the author reads them."""

FIELDS: dict[str, str] = {
    "title": mark("Title"),
    "summary": mark("Description"),
    "sectors": mark("Sectors"),
    "profile_type": mark("Kind"),
    "attachment": mark("Attachment"),
}
"""Fields that moderators can ask an author to change."""
