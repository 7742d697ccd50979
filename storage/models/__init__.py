"""All tables. Importing this package registers every model in the metadata."""

from storage.models.announcements import Announcement, AnnouncementCopy, AnnouncementPress, AnnouncementVersion
from storage.models.base import Base
from storage.models.companies import Channel, Company, Membership
from storage.models.deliveries import Delivery
from storage.models.digests import Digest, DigestLine
from storage.models.drafts import Draft
from storage.models.events import (
    BoothLook,
    BoothScan,
    Event,
    EventChat,
    EventLook,
    EventOrganizer,
    EventParticipant,
    Exhibitor,
    Hall,
    Import,
    ImportRow,
    ProgrammeItem,
    Star,
)
from storage.models.follow_up import ReportedResult
from storage.models.instances import Lease, ReceivedUpdate
from storage.models.introductions import Introduction, IntroductionOutcome, IntroductionTopic, RelayedMessage
from storage.models.listings import Listing, ListingOrigin, ListingVectors
from storage.models.mail import MailAddress, Mailbox, MailDelivery
from storage.models.meetings import (
    Meeting,
    MeetingAbsence,
    MeetingAttendee,
    MeetingPlace,
    MeetingPlan,
    MeetingProposal,
    MeetingSeat,
    MeetingSetup,
    MeetingSlot,
)
from storage.models.moderation import Appeal, AuditEntry, ReviewItem, Sanction
from storage.models.people import Person
from storage.models.preferences import Preference
from storage.models.recommendations import Recommendation
from storage.models.roles import Link, RoleGrant
from storage.models.safety import CompanyBlock, Report
from storage.models.suggestions import Suggestion, SuggestionSeen, SuggestionVerdict
from storage.models.trust import (
    BlockedCountryPair,
    DualUse,
    IntroductionHold,
    ScreeningHit,
    ScreeningList,
    ScreeningName,
    TrustedCompany,
    Verification,
    VerificationCode,
)
from storage.models.usage import DailyUse

__all__ = [
    "Announcement",
    "AnnouncementCopy",
    "AnnouncementPress",
    "AnnouncementVersion",
    "Appeal",
    "AuditEntry",
    "Base",
    "BlockedCountryPair",
    "BoothLook",
    "BoothScan",
    "Channel",
    "Company",
    "CompanyBlock",
    "DailyUse",
    "Delivery",
    "Digest",
    "DigestLine",
    "Draft",
    "DualUse",
    "Event",
    "EventChat",
    "EventLook",
    "EventOrganizer",
    "EventParticipant",
    "Exhibitor",
    "Hall",
    "Import",
    "ImportRow",
    "Introduction",
    "IntroductionHold",
    "IntroductionOutcome",
    "IntroductionTopic",
    "Lease",
    "Link",
    "Listing",
    "ListingOrigin",
    "ListingVectors",
    "MailAddress",
    "MailDelivery",
    "Mailbox",
    "Meeting",
    "MeetingAbsence",
    "MeetingAttendee",
    "MeetingPlace",
    "MeetingPlan",
    "MeetingProposal",
    "MeetingSeat",
    "MeetingSetup",
    "MeetingSlot",
    "Membership",
    "Person",
    "Preference",
    "ProgrammeItem",
    "ReceivedUpdate",
    "Recommendation",
    "RelayedMessage",
    "Report",
    "ReportedResult",
    "ReviewItem",
    "RoleGrant",
    "Sanction",
    "ScreeningHit",
    "ScreeningList",
    "ScreeningName",
    "Star",
    "Suggestion",
    "SuggestionSeen",
    "SuggestionVerdict",
    "TrustedCompany",
    "Verification",
    "VerificationCode",
]
