"""The buttons of results."""

from enum import StrEnum

from handlers.ui.buttons import Press
from storage.ids import IntroductionId
from storage.vocabulary import Worth


class WorthPress(Press, kind="uw1"):
    """What the result of an introduction is worth, roughly."""

    introduction: IntroductionId
    worth: Worth


class QuoteAct(StrEnum):
    ASK = "a"
    WRITE = "w"
    TAKE_BACK = "b"


class QuotePress(Press, kind="uq1"):
    introduction: IntroductionId
    act: QuoteAct
