"""The buttons of introductions."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from handlers.ui.buttons import Press
from storage.ids import IntroductionId, RecommendationId
from storage.vocabulary import DeclineReason, Outcome, Shelf


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


@dataclass(frozen=True, slots=True)
class IntroPress(Press):
    KIND: ClassVar[str] = "i1"

    introduction: IntroductionId
    act: IntroAct


@dataclass(frozen=True, slots=True)
class LaterPress(Press):
    """Postpones the introduction by this number of days."""

    KIND: ClassVar[str] = "il1"

    introduction: IntroductionId
    days: int


@dataclass(frozen=True, slots=True)
class DeclinePress(Press):
    KIND: ClassVar[str] = "in1"

    introduction: IntroductionId
    reason: DeclineReason


@dataclass(frozen=True, slots=True)
class OutcomePress(Press):
    KIND: ClassVar[str] = "iu1"

    introduction: IntroductionId
    day: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class ShelfPress(Press):
    KIND: ClassVar[str] = "is1"

    shelf: Shelf
    page: int


class MeetAct(StrEnum):
    OPEN = "o"
    YES = "y"
    LATER = "l"
    NO = "n"


@dataclass(frozen=True, slots=True)
class MeetPress(Press):
    """An answer to an organizer's recommendation."""

    KIND: ClassVar[str] = "ir1"

    recommendation: RecommendationId
    act: MeetAct


@dataclass(frozen=True, slots=True)
class MeetLaterPress(Press):
    KIND: ClassVar[str] = "irl1"

    recommendation: RecommendationId
    days: int


@dataclass(frozen=True, slots=True)
class MeetNoPress(Press):
    KIND: ClassVar[str] = "irn1"

    recommendation: RecommendationId
    reason: DeclineReason
