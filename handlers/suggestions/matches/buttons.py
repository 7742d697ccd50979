"""The buttons on a suggestion."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from handlers.ui.buttons import Press
from storage.ids import SuggestionId
from storage.vocabulary import DismissalReason

ALL = 0
"""In place of a listing's number: the suggestions of all one's listings."""


class MatchAct(StrEnum):
    INTRODUCE = "i"
    LATER = "l"
    DISMISS = "d"
    UNDO = "u"


@dataclass(frozen=True, slots=True)
class MatchPage(Press):
    """Shows the suggestion at a place in the list of one listing, or of all."""

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
    """Shows the best there are, though none is good enough to be suggested."""

    KIND: ClassVar[str] = "bf1"

    listing: int


@dataclass(frozen=True, slots=True)
class WhyPress(Press):
    """Why a dismissed suggestion is not for them."""

    KIND: ClassVar[str] = "mw1"

    suggestion: SuggestionId
    listing: int
    reason: DismissalReason
