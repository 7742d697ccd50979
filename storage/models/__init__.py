"""The tables, one module a group. Importing this package makes the metadata complete."""

from storage.models.base import Base
from storage.models.companies import Channel, Company, Membership
from storage.models.deliveries import Delivery
from storage.models.drafts import Draft
from storage.models.listings import Listing, ListingVectors
from storage.models.people import Person
from storage.models.suggestions import Suggestion, SuggestionSeen, SuggestionVerdict

__all__ = [
    "Base",
    "Channel",
    "Company",
    "Delivery",
    "Draft",
    "Listing",
    "ListingVectors",
    "Membership",
    "Person",
    "Suggestion",
    "SuggestionSeen",
    "SuggestionVerdict",
]
