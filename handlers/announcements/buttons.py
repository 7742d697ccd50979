"""The buttons of announcements."""

from enum import StrEnum

from handlers.ui.buttons import Press
from storage.ids import AnnouncementId, EventId
from storage.vocabulary import Language


class AnnouncementButtonPress(Press, kind="af1"):
    """A button that an organizer added to an announcement. Presses are counted."""

    announcement: AnnouncementId
    button: int


class MutePress(Press, kind="am1"):
    """Mutes or unmutes the announcements of an event."""

    event: EventId
    on: bool


class AnnounceAct(StrEnum):
    OPEN = "o"
    AUDIENCE = "f"
    BUTTONS = "b"
    PREVIEW = "p"
    TEST_TEAM = "t"
    URGENT = "u"
    SEND = "s"
    SEND_NOW = "S"
    LATER = "l"
    UNSCHEDULE = "L"
    DISCARD = "x"
    PAUSE = "h"
    RESUME = "r"
    CANCEL = "c"
    CANCEL_NOW = "C"
    RECALL = "k"
    RECALL_NOW = "K"
    REPORT = "i"
    TABLE = "T"
    LANGUAGES = "n"


class AnnouncePress(Press, kind="an1"):
    announcement: AnnouncementId
    act: AnnounceAct


class NewAnnouncement(Press, kind="aw1"):
    event: EventId


class AnnouncementList(Press, kind="al1"):
    event: EventId
    page: int


class VersionPress(Press, kind="av1"):
    """Replaces the version in one language."""

    announcement: AnnouncementId
    language: Language


class FilterKind(StrEnum):
    """A filter of the audience. The values are short because callback data is limited."""

    COUNTRIES = "c"
    SECTORS = "s"
    KINDS = "k"
    LANGUAGES = "l"
    RELATIONS = "r"
    WITHOUT_LISTING = "w"
    UNANSWERED = "u"
    CHATS = "g"

    @property
    def field(self) -> str:
        """The field of `Audience` that the filter sets."""
        return self.name.lower()

    @property
    def is_flag(self) -> bool:
        """Returns True if the filter is only on or off."""
        return self in {FilterKind.WITHOUT_LISTING, FilterKind.UNANSWERED, FilterKind.CHATS}


class FilterPress(Press, kind="ax1"):
    """Toggles a filter value; an empty value opens a page of the filter's choices."""

    announcement: AnnouncementId
    filter: FilterKind
    page: int
    value: str
