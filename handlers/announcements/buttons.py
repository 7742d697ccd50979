"""The buttons of announcements."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from handlers.ui.buttons import Press
from storage.ids import AnnouncementId, EventId
from storage.vocabulary import Language


@dataclass(frozen=True, slots=True)
class FollowPress(Press):
    """A button that an organizer added to an announcement. Presses are counted."""

    KIND: ClassVar[str] = "af1"

    announcement: AnnouncementId
    button: int


@dataclass(frozen=True, slots=True)
class MutePress(Press):
    """Mutes or unmutes the announcements of an event."""

    KIND: ClassVar[str] = "am1"

    event: EventId
    on: int


class AnnounceAct(StrEnum):
    OPEN = "o"
    WRITE = "w"
    WRITTEN = "d"
    AGAIN = "a"
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


@dataclass(frozen=True, slots=True)
class AnnouncePress(Press):
    KIND: ClassVar[str] = "an1"

    announcement: AnnouncementId
    act: AnnounceAct


@dataclass(frozen=True, slots=True)
class NewAnnouncement(Press):
    KIND: ClassVar[str] = "aw1"

    event: EventId


@dataclass(frozen=True, slots=True)
class AnnouncementList(Press):
    KIND: ClassVar[str] = "al1"

    event: EventId
    page: int


@dataclass(frozen=True, slots=True)
class VersionPress(Press):
    """Composes the version in one language anew."""

    KIND: ClassVar[str] = "av1"

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


@dataclass(frozen=True, slots=True)
class FilterPress(Press):
    """Toggles a filter value; an empty value opens a page of the filter's choices."""

    KIND: ClassVar[str] = "ax1"

    announcement: AnnouncementId
    filter: FilterKind
    page: int
    value: str
