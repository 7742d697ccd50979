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
    Invitation,
    RecommendationState,
    invitation,
    invitations,
    of_event,
    recommendation_of_event,
)

__all__ = [
    "AgreementResult",
    "Candidate",
    "EventRecommendation",
    "Invitation",
    "Match",
    "NewRecommendation",
    "OrganizerMessage",
    "RecommendationState",
    "agree",
    "candidates",
    "check",
    "decline",
    "due",
    "find",
    "invitation",
    "invitations",
    "masking_context_of",
    "matches",
    "of_event",
    "partners",
    "postpone",
    "recommend",
    "recommendation_of_event",
    "withdraw",
]
