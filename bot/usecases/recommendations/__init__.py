"""Recommendations: an organizer asks two companies of an event if they want to meet. Both must agree."""

from bot.usecases.recommendations.answering import AgreementResult, agree, decline, postpone
from bot.usecases.recommendations.asking import (
    NewRecommendation,
    OrganizerMessage,
    check,
    masking_context_of,
    recommend,
    withdraw,
)
from bot.usecases.recommendations.choosing import Candidate, Match, candidates, find, matches, partners
from bot.usecases.recommendations.deadlines import due
from bot.usecases.recommendations.overview import (
    EventRecommendation,
    RecommendationState,
    ShownRecommendation,
    my_recommendation,
    of_event,
    open_recommendations,
    recommendation_of_event,
)

__all__ = [
    "AgreementResult",
    "Candidate",
    "EventRecommendation",
    "Match",
    "NewRecommendation",
    "OrganizerMessage",
    "RecommendationState",
    "ShownRecommendation",
    "agree",
    "candidates",
    "check",
    "decline",
    "due",
    "find",
    "masking_context_of",
    "matches",
    "my_recommendation",
    "of_event",
    "open_recommendations",
    "partners",
    "postpone",
    "recommend",
    "recommendation_of_event",
    "withdraw",
]
