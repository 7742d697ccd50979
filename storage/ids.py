"""One type for each kind of id, so that mypy notices when two are mixed up."""

from dataclasses import dataclass
from typing import NewType, TypeAlias

PersonId = NewType("PersonId", int)
"""The Telegram user id: up to 52 bits."""
CompanyId = NewType("CompanyId", int)
ListingId = NewType("ListingId", int)
SuggestionId = NewType("SuggestionId", int)
DraftId = NewType("DraftId", int)
DeliveryId = NewType("DeliveryId", int)
IntroductionId = NewType("IntroductionId", int)
ThreadId = NewType("ThreadId", int)
"""A topic of a person's chat with the bot: Telegram's message_thread_id."""
MessageId = NewType("MessageId", int)
"""A message relayed between two companies; not Telegram's message_id."""
ReportId = NewType("ReportId", int)
EventId = NewType("EventId", int)
HallId = NewType("HallId", int)
ItemId = NewType("ItemId", int)
"""An item of an event's programme."""
AnnouncementId = NewType("AnnouncementId", int)
CopyId = NewType("CopyId", int)
"""The copy of an announcement for one chat."""
DigestId = NewType("DigestId", int)
"""The digest of one group for one day."""
ImportId = NewType("ImportId", int)
RecommendationId = NewType("RecommendationId", int)
"""An organizer's recommendation that two companies meet."""
ChatId = NewType("ChatId", int)
"""A Telegram chat: a person's is their own id, a group's or channel's is negative."""
SanctionId = NewType("SanctionId", int)
AppealId = NewType("AppealId", int)
ReviewId = NewType("ReviewId", int)
"""An item of the moderators' queue."""
EntryId = NewType("EntryId", int)
"""An entry of the audit log."""
MailboxId = NewType("MailboxId", int)
MailId = NewType("MailId", int)
MeetingId = NewType("MeetingId", int)
SlotId = NewType("SlotId", int)
"""A time for meetings at an event."""
PlaceId = NewType("PlaceId", int)
"""A table, a booth, or the video room of an event."""


@dataclass(frozen=True, slots=True)
class ByMail:
    """Somebody who speaks for a company from its mailbox, without a Telegram account."""

    mailbox_id: MailboxId


Speaker: TypeAlias = PersonId | ByMail
"""A person or a mailbox that speaks for a company in an introduction."""
