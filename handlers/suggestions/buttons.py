"""Buttons of matches, and of text typed outside of a dialog."""

from enum import StrEnum

from handlers.ui.buttons import Press
from storage.ids import DraftId, IntroductionId, SuggestionId
from storage.vocabulary import DismissalReason

ALL = 0
"""Replaces a listing id: the suggestions of all own listings."""


class MatchAct(StrEnum):
    INTRODUCE = "i"
    LATER = "l"
    DISMISS = "d"
    UNDO = "u"
    OPEN = "o"


class MatchPage(Press, kind="mp1"):
    """Shows the suggestion at an index, for one listing or for all."""

    listing: int
    index: int


class MatchPress(Press, kind="m1"):
    suggestion: SuggestionId
    listing: int
    act: MatchAct


class ClosestPress(Press, kind="bf1"):
    """Shows the best candidates, even if none is good enough for a suggestion."""

    listing: int


class DismissalReasonPress(Press, kind="mw1"):
    """The reason of a dismissal."""

    suggestion: SuggestionId
    listing: int
    reason: DismissalReason


class TypedTextAct(StrEnum):
    SEARCH = "s"
    LISTING = "l"
    COMPANY = "c"


class TypedTextPress(Press, kind="hd1"):
    """Searches for the text in the draft, makes it a listing, or registers the company that it names."""

    draft: DraftId
    act: TypedTextAct


class SendTypedTextPress(Press, kind="hs1"):
    """Sends the text in the draft to the other side of an introduction that both accepted."""

    draft: DraftId
    introduction: IntroductionId
