"""The tables, one module a group. Importing this package makes the metadata complete."""

from storage.models.announcements import Announcement, AnnouncementCopy, AnnouncementPress, AnnouncementVersion
from storage.models.base import Base
from storage.models.companies import Channel, Company, Membership
from storage.models.deliveries import Delivery
from storage.models.drafts import Draft
from storage.models.events import (
    Event,
    EventChat,
    EventOrganizer,
    EventParticipant,
    Exhibitor,
    Hall,
    Import,
    ImportRow,
    ProgrammeItem,
    Star,
)
from storage.models.introductions import Introduction, IntroductionOutcome, RelayedMessage
from storage.models.listings import Listing, ListingVectors
from storage.models.people import Person
from storage.models.preferences import Preference
from storage.models.roles import Link, RoleGrant
from storage.models.safety import CompanyBlock, Report
from storage.models.suggestions import Suggestion, SuggestionSeen, SuggestionVerdict

__all__ = [
    "Announcement",
    "AnnouncementCopy",
    "AnnouncementPress",
    "AnnouncementVersion",
    "Base",
    "Channel",
    "Company",
    "CompanyBlock",
    "Delivery",
    "Draft",
    "Event",
    "EventChat",
    "EventOrganizer",
    "EventParticipant",
    "Exhibitor",
    "Hall",
    "Import",
    "ImportRow",
    "Introduction",
    "IntroductionOutcome",
    "Link",
    "Listing",
    "ListingVectors",
    "Membership",
    "Person",
    "Preference",
    "ProgrammeItem",
    "RelayedMessage",
    "Report",
    "RoleGrant",
    "Star",
    "Suggestion",
    "SuggestionSeen",
    "SuggestionVerdict",
]
