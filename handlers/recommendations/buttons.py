"""The buttons of an organizer's recommendations."""

from enum import StrEnum

from handlers.ui.buttons import Press
from storage.ids import EventId, RecommendationId


class RecommendedPage(Press, kind="rl1"):
    event: EventId
    page: int


class RecommendAct(StrEnum):
    WITHDRAW = "w"
    WITHDRAW_NOW = "W"


class RecommendPress(Press, kind="rd1"):
    recommendation: RecommendationId
    act: RecommendAct
