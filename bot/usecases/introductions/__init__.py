"""Introductions: proposals, messages, answers, deadlines, departures and contact cards."""

from bot.usecases.introductions.answers import accept, decline, postpone, withdraw
from bot.usecases.introductions.contact import (
    ContactCard,
    ContactPerson,
    SignedMessage,
    my_contact_card,
    signed_message,
)
from bot.usecases.introductions.deadlines import DeadlineJob, due
from bot.usecases.introductions.departures import end_introductions_of
from bot.usecases.introductions.overview import (
    count_introductions,
    first_page,
    list_introductions,
    my_introduction,
    my_introductions,
    my_thread,
)
from bot.usecases.introductions.propose import Pitch, ProposalResult, can_propose, proposals_left, propose
from bot.usecases.introductions.relevance import is_current
from bot.usecases.introductions.results import record_outcome
from bot.usecases.introductions.rules import PITCH_LIMIT, TEXT_LIMIT, Rules
from bot.usecases.introductions.shown_introduction import (
    Counterpart,
    ListedIntroduction,
    ListPage,
    ShownIntroduction,
    ThreadMessage,
)
from bot.usecases.introductions.talk import File, SentMessage, masking_context_of, say
from bot.usecases.introductions.vcard import to_vcard

__all__ = [
    "PITCH_LIMIT",
    "TEXT_LIMIT",
    "ContactCard",
    "ContactPerson",
    "Counterpart",
    "DeadlineJob",
    "File",
    "ListPage",
    "ListedIntroduction",
    "Pitch",
    "ProposalResult",
    "Rules",
    "SentMessage",
    "ShownIntroduction",
    "SignedMessage",
    "ThreadMessage",
    "accept",
    "can_propose",
    "count_introductions",
    "decline",
    "due",
    "end_introductions_of",
    "first_page",
    "is_current",
    "list_introductions",
    "masking_context_of",
    "my_contact_card",
    "my_introduction",
    "my_introductions",
    "my_thread",
    "postpone",
    "proposals_left",
    "propose",
    "record_outcome",
    "say",
    "signed_message",
    "to_vcard",
    "withdraw",
]
