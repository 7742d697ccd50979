"""The buttons of introductions."""

from enum import StrEnum
from typing import Final

from handlers.ui.buttons import Press
from storage.ids import IntroductionId, RecommendationId
from storage.vocabulary import DeclineReason, IntroductionTab, Outcome


class IntroAct(StrEnum):
    OPEN = "o"
    ACCEPT = "a"
    ASK = "q"
    LATER = "l"
    NO = "n"
    ANSWER = "r"
    WITHDRAW = "w"
    CONTACT = "c"
    WRITE = "m"
    TIME = "t"
    OUTCOME = "u"
    BLOCK = "b"
    BLOCK_NOW = "B"
    UNBLOCK = "U"
    TEXT = "p"
    """Shows a text for a company that is not on Telegram."""


class IntroPress(Press, kind="i1"):
    introduction: IntroductionId
    act: IntroAct


class LaterPress(Press, kind="il1"):
    """Postpones the introduction by this number of days."""

    introduction: IntroductionId
    days: int


class DeclinePress(Press, kind="in1"):
    introduction: IntroductionId
    reason: DeclineReason


ANY_DAY: Final = 0
"""Replaces the day when the person reports the outcome without a question."""


class OutcomePress(Press, kind="iu1"):
    introduction: IntroductionId
    day: int
    outcome: Outcome


class IntroductionsPage(Press, kind="is1"):
    tab: IntroductionTab
    page: int


class RecommendationAct(StrEnum):
    OPEN = "o"
    YES = "y"
    LATER = "l"
    NO = "n"


class RecommendationPress(Press, kind="ir1"):
    """An answer to an organizer's recommendation."""

    recommendation: RecommendationId
    act: RecommendationAct


class RecommendationLaterPress(Press, kind="irl1"):
    recommendation: RecommendationId
    days: int


class RecommendationDeclinePress(Press, kind="irn1"):
    recommendation: RecommendationId
    reason: DeclineReason
