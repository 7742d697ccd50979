"""The buttons of a person's own listings."""

from enum import StrEnum

from handlers.ui.buttons import Press
from storage.ids import CompanyId, ListingId


class ListingAct(StrEnum):
    OPEN = "o"
    EDIT = "e"
    PAUSE = "p"
    RESUME = "r"
    RENEW = "n"
    CLOSE = "c"
    DELETE = "d"
    UNDELETE = "u"
    MATCHES = "m"
    LIST = "l"
    ABROAD = "a"
    ADD_SECTORS = "s"
    ADD_PARTNERSHIPS = "k"
    ADD_STAGE = "g"
    ADD_IPR = "i"
    ADD_SUMMARY = "t"


class ListingPress(Press, kind="li1"):
    listing: ListingId
    act: ListingAct


class MyListingsPage(Press, kind="lp1"):
    page: int


class BreakPress(Press, kind="bk1"):
    """Hides the company for this many days; 0 shows it again."""

    company: CompanyId
    days: int


class ListingQr(Press, kind="el1"):
    """Sends a link and a QR code that open the listing's card, for a poster, a catalogue or a message."""

    listing: ListingId


class ListingSheetPress(Press, kind="ls1"):
    """Sends a sheet to print. `named`: it names the company."""

    listing: ListingId
    named: bool
