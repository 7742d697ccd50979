"""The buttons of events, also used by other dialogs."""

from enum import StrEnum

from handlers.ui.buttons import Press
from storage.ids import ChatId, CompanyId, EventId, HallId, ItemId, ListingId, PersonId


class EventAct(StrEnum):
    OPEN = "o"
    LIST = "a"
    NEW = "n"
    CHANGE = "e"
    CODE = "q"
    LOOK = "k"
    TEAM = "t"
    INVITE = "i"
    HALLS = "h"
    NEW_HALL = "H"
    PROGRAMME = "p"
    NEW_ITEM = "P"
    PROGRAMME_FILE = "F"
    CALENDAR = "C"
    CHATS = "g"
    COMPANIES = "c"
    FIND_COMPANY = "y"
    IMPORT = "f"
    LISTS = "L"
    DASHBOARD = "d"
    RECOMMEND = "r"
    RECOMMENDED = "R"
    # For participants
    SEE = "s"
    LEAVE = "l"
    BOOTH_PAGE = "S"
    BOOTH = "b"
    CONTACTS = "X"


class EventPress(Press, kind="e1"):
    """An action on an event; 0 if no event is chosen yet."""

    event: EventId
    act: EventAct


class Printed(StrEnum):
    MENU = "m"
    POSTER = "p"
    A5 = "5"
    TWO_A5 = "2"
    FOUR_A6 = "4"
    TENTS = "t"


class PrintPress(Press, kind="ew1"):
    """Sends something to print; `named` is False for signs that do not name the company."""

    event: EventId
    what: Printed
    named: bool


class TeamPress(Press, kind="et1"):
    """Removes a co-organizer."""

    event: EventId
    person: PersonId


class HallPress(Press, kind="eh1"):
    event: EventId
    hall: HallId


class ChatAct(StrEnum):
    LINK = "l"
    REMOVE = "x"
    OPEN = "o"
    HOURS = "h"
    NO_DIGEST = "n"


class ChatPress(Press, kind="eg1"):
    event: EventId
    chat: ChatId
    act: ChatAct


class DigestHourPress(Press, kind="eo1"):
    """Sets the hour of a group's digest, in the event's time zone."""

    event: EventId
    chat: ChatId
    hour: int


class ChatsPage(Press, kind="eq1"):
    """The groups and channels of an event."""

    event: EventId
    page: int


class OfferedEventsPage(Press, kind="ef1"):
    """A page of the events that a group can be connected to."""

    chat: ChatId
    page: int


class ProgrammeItemAct(StrEnum):
    STAR = "s"
    UNSTAR = "u"
    OPEN = "o"
    CHANGE = "e"
    REMOVE = "x"
    REMOVE_NOW = "X"


class ProgrammeItemPress(Press, kind="ei1"):
    item: ItemId
    act: ProgrammeItemAct


class ProgrammePage(Press, kind="ep1"):
    """A day of the programme by index; -1 shows the current and next items."""

    event: EventId
    day: int


class ExhibitorAct(StrEnum):
    QR = "q"
    CLAIM = "c"
    LOOK = "k"


class ExhibitorPress(Press, kind="ec1"):
    """An action on a company at an event."""

    event: EventId
    company: CompanyId
    act: ExhibitorAct


class ScanPress(Press, kind="es1"):
    """Proposes an introduction to a scanned listing from an own one. 0 selects a suitable one."""

    theirs: ListingId
    mine: ListingId


class CompaniesPage(Press, kind="ek1"):
    event: EventId
    page: int
