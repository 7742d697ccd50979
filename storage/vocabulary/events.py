"""Events: links, participants, imported lists, announcements."""

from enum import StrEnum


class LinkKind(StrEnum):
    """What a deep link does. The first letter of the value is the first letter of the start parameter."""

    BOOTH = "b"
    """Shows the open listings of a company at its booth."""
    LISTING = "l"
    """Shows one listing."""
    ROLE = "r"
    """Grants a role, once."""
    TEAM = "t"
    """Makes the person a co-organizer of an event, once."""
    CLAIM = "c"
    """Hands an imported company over to its own people, once."""


class JoinedBy(StrEnum):
    """How a person joined an event."""

    LINK = "link"
    CODE = "code"
    BOOTH = "booth"
    CLAIM = "claim"
    ORGANIZER = "organizer"
    MEETING = "meeting"
    """Agreed to meet somebody there."""


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
    """How one message of an announcement is copied to a recipient."""

    TEXT = "text"
    MEDIA = "media"
    """One message with a file, which may have a caption."""
    ALBUM = "album"
    OTHER = "other"
    """A poll, location, voice message, …: copied unchanged."""


class SkipReason(StrEnum):
    """Why a recipient was skipped."""

    MUTED = "muted"
    ENOUGH_TODAY = "enough_today"
    LEFT = "left"
    CANCELLED = "cancelled"


class RecallState(StrEnum):
    DELETED = "deleted"
    REFUSED = "refused"


class RowOutcome(StrEnum):
    """The result of importing one row."""

    CREATED = "created"
    ADDED = "added"
    """The company was registered already and was added to the event."""
    UPDATED = "updated"
    SAME = "same"
    DUPLICATE = "duplicate"
    """The same company as in an earlier row of this table."""
    SKIPPED = "skipped"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    """Emptied, because the person in the row asked for the deletion of their data."""
