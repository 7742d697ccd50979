"""The buttons of a person's own listings."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from handlers.ui.buttons import Press
from storage.ids import ListingId


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


@dataclass(frozen=True, slots=True)
class ListingPress(Press):
    KIND: ClassVar[str] = "li1"

    listing: ListingId
    act: ListingAct


@dataclass(frozen=True, slots=True)
class MinePage(Press):
    KIND: ClassVar[str] = "lp1"

    page: int


@dataclass(frozen=True, slots=True)
class ListingQr(Press):
    """A link and a QR code that open the listing's card, for a poster, a catalogue or a message."""

    KIND: ClassVar[str] = "el1"

    listing: ListingId
