"""The buttons on a suggestion."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from handlers.ui.buttons import Press
from storage.ids import SuggestionId
from storage.vocabulary import DismissalReason

ALL = 0
"""Instead of a listing id: the suggestions of all own listings."""


class MatchAct(StrEnum):
    INTRODUCE = "i"
    LATER = "l"
    DISMISS = "d"
    UNDO = "u"


@dataclass(frozen=True, slots=True)
class MatchPage(Press):
    """Shows the suggestion at an index, for one listing or for all."""

    KIND: ClassVar[str] = "mp1"

    listing: int
    index: int


@dataclass(frozen=True, slots=True)
class MatchPress(Press):
    KIND: ClassVar[str] = "m1"

    suggestion: SuggestionId
    listing: int
    act: MatchAct


@dataclass(frozen=True, slots=True)
class BestFew(Press):
    """Shows the best candidates although none is good enough for a suggestion."""

    KIND: ClassVar[str] = "bf1"

    listing: int


@dataclass(frozen=True, slots=True)
class WhyPress(Press):
    """The reason of a dismissal."""

    KIND: ClassVar[str] = "mw1"

    suggestion: SuggestionId
    listing: int
    reason: DismissalReason
