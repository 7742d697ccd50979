"""The buttons of an organizer's recommendations."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from handlers.ui.buttons import Press
from storage.ids import EventId, RecommendationId


@dataclass(frozen=True, slots=True)
class RecommendedPage(Press):
    KIND: ClassVar[str] = "rl1"

    event: EventId
    page: int


class RecommendAct(StrEnum):
    WITHDRAW = "w"
    WITHDRAW_NOW = "W"


@dataclass(frozen=True, slots=True)
class RecommendPress(Press):
    KIND: ClassVar[str] = "rd1"

    recommendation: RecommendationId
    act: RecommendAct
