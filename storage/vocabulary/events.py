"""Events: the ways in, lists, announcements."""

from enum import StrEnum


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
