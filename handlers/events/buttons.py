"""The buttons of events, also used by other dialogs."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from handlers.ui.buttons import Press
from storage.ids import ChatId, CompanyId, EventId, HallId, ImportId, ItemId, ListingId, PersonId


class EventAct(StrEnum):
    OPEN = "o"
    LIST = "a"
    NEW = "n"
    CHANGE = "e"
    CODE = "q"
    TEAM = "t"
    INVITE = "i"
    HALLS = "h"
    NEW_HALL = "H"
    PROGRAMME = "p"
    NEW_ITEM = "P"
    CHATS = "g"
    COMPANIES = "c"
    IMPORT = "f"
    ANNOUNCEMENTS = "m"
    DASHBOARD = "d"
    RECOMMEND = "r"
    RECOMMENDED = "R"
    # For participants
    SEE = "s"
    LEAVE = "l"
    BOOTH = "b"


@dataclass(frozen=True, slots=True)
class EventPress(Press):
    """An action on an event; 0 if no event is chosen yet."""

    KIND: ClassVar[str] = "e1"

    event: EventId
    act: EventAct


@dataclass(frozen=True, slots=True)
class TeamPress(Press):
    """Removes a co-organizer."""

    KIND: ClassVar[str] = "et1"

    event: EventId
    person: PersonId


@dataclass(frozen=True, slots=True)
class HallPress(Press):
    KIND: ClassVar[str] = "eh1"

    event: EventId
    hall: HallId


class ChatAct(StrEnum):
    LINK = "l"
    REMOVE = "x"
    OPEN = "o"
    HOURS = "h"
    NO_DIGEST = "n"


@dataclass(frozen=True, slots=True)
class ChatPress(Press):
    KIND: ClassVar[str] = "eg1"

    event: EventId
    chat: ChatId
    act: ChatAct


@dataclass(frozen=True, slots=True)
class DigestHourPress(Press):
    """Sets the hour of a group's digest, in the event's time zone."""

    KIND: ClassVar[str] = "eo1"

    event: EventId
    chat: ChatId
    hour: int


@dataclass(frozen=True, slots=True)
class ChatsPage(Press):
    """The groups and channels of an event."""

    KIND: ClassVar[str] = "eq1"

    event: EventId
    page: int


@dataclass(frozen=True, slots=True)
class OfferedEventsPage(Press):
    """A page of the events that a group can be connected to."""

    KIND: ClassVar[str] = "ef1"

    chat: ChatId
    page: int


class ItemAct(StrEnum):
    STAR = "s"
    UNSTAR = "u"
    OPEN = "o"
    CHANGE = "e"
    REMOVE = "x"


@dataclass(frozen=True, slots=True)
class ItemPress(Press):
    KIND: ClassVar[str] = "ei1"

    item: ItemId
    act: ItemAct


@dataclass(frozen=True, slots=True)
class ProgrammePage(Press):
    """One day of the programme by index; -1 for now."""

    KIND: ClassVar[str] = "ep1"

    event: EventId
    day: int


class CompanyAtAct(StrEnum):
    QR = "q"
    CLAIM = "c"
    BOOTH = "b"


@dataclass(frozen=True, slots=True)
class CompanyAtPress(Press):
    """An action on a company at an event."""

    KIND: ClassVar[str] = "ec1"

    event: EventId
    company: CompanyId
    act: CompanyAtAct


@dataclass(frozen=True, slots=True)
class ScanPress(Press):
    """Proposes an introduction to a scanned listing from an own one; 0 chooses a suitable one."""

    KIND: ClassVar[str] = "es1"

    theirs: ListingId
    mine: ListingId


@dataclass(frozen=True, slots=True)
class CompaniesPage(Press):
    KIND: ClassVar[str] = "ek1"

    event: EventId
    page: int


class ImportAct(StrEnum):
    REMARKS = "m"
    """An action on the list in the open dialog, before the import."""
    PROGRESS = "p"
    REPORT = "r"
    UNDO = "u"
    UNDO_NOW = "U"


@dataclass(frozen=True, slots=True)
class ImportPress(Press):
    KIND: ClassVar[str] = "im1"

    number: ImportId
    act: ImportAct
