"""Identifiers that must not be mixed up."""

from typing import NewType

PersonId = NewType("PersonId", int)
"""The Telegram user id: up to 52 bits."""
CompanyId = NewType("CompanyId", int)
ListingId = NewType("ListingId", int)
SuggestionId = NewType("SuggestionId", int)
DraftId = NewType("DraftId", int)
DeliveryId = NewType("DeliveryId", int)
IntroductionId = NewType("IntroductionId", int)
MessageId = NewType("MessageId", int)
"""A relayed message, not Telegram's message_id."""
ReportId = NewType("ReportId", int)
EventId = NewType("EventId", int)
HallId = NewType("HallId", int)
ItemId = NewType("ItemId", int)
"""An item of an event's programme."""
AnnouncementId = NewType("AnnouncementId", int)
CopyId = NewType("CopyId", int)
"""An announcement's copy for one chat."""
DigestId = NewType("DigestId", int)
"""What one group is told on one day."""
ImportId = NewType("ImportId", int)
RecommendationId = NewType("RecommendationId", int)
"""Of an organizer: that two companies should meet."""
ChatId = NewType("ChatId", int)
"""A Telegram chat: a person's is their own id, a group's or channel's is negative."""
SanctionId = NewType("SanctionId", int)
AppealId = NewType("AppealId", int)
ReviewId = NewType("ReviewId", int)
"""Something that a moderator is to decide."""
EntryId = NewType("EntryId", int)
"""An entry of the audit log."""
