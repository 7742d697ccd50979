"""Recommendations: an organizer asks two companies of an event whether they want to meet; both have to agree."""

from bot.usecases.recommendations.answering import Agreed, agree, decline, postpone
from bot.usecases.recommendations.asking import Made, Word, check, recommend, withdraw, word_surroundings
from bot.usecases.recommendations.choosing import Candidate, Match, candidates, find, matches, partners
from bot.usecases.recommendations.deadlines import due
from bot.usecases.recommendations.overview import (
    Invitation,
    Standing,
    State,
    invitation,
    invitations,
    of_event,
    standing_of,
)

__all__ = [
    "Agreed",
    "Candidate",
    "Invitation",
    "Made",
    "Match",
    "Standing",
    "State",
    "Word",
    "agree",
    "candidates",
    "check",
    "decline",
    "due",
    "find",
    "invitation",
    "invitations",
    "matches",
    "of_event",
    "partners",
    "postpone",
    "recommend",
    "standing_of",
    "withdraw",
    "word_surroundings",
]
