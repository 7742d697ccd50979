"""The tables, one module a group. Importing this package makes the metadata complete."""

from storage.models.base import Base
from storage.models.companies import Channel, Company, Membership
from storage.models.deliveries import Delivery
from storage.models.drafts import Draft
from storage.models.introductions import Introduction, IntroductionOutcome, RelayedMessage
from storage.models.listings import Listing, ListingVectors
from storage.models.people import Person
from storage.models.preferences import Preference
from storage.models.safety import CompanyBlock, Report
from storage.models.suggestions import Suggestion, SuggestionSeen, SuggestionVerdict

__all__ = [
    "Base",
    "Channel",
    "Company",
    "CompanyBlock",
    "Delivery",
    "Draft",
    "Introduction",
    "IntroductionOutcome",
    "Listing",
    "ListingVectors",
    "Membership",
    "Person",
    "Preference",
    "RelayedMessage",
    "Report",
    "Suggestion",
    "SuggestionSeen",
    "SuggestionVerdict",
]
