"""Introductions: proposing, talking, answering, deadlines, departures, and the contact card at the end."""

from bot.usecases.introductions.answers import accept, decline, postpone, withdraw
from bot.usecases.introductions.contact import ContactCard, ContactPerson, author_name, contact_card, my_contact_card
from bot.usecases.introductions.deadlines import DeadlineJob, due
from bot.usecases.introductions.departures import companies_go
from bot.usecases.introductions.overview import (
    Counterpart,
    Line,
    Seen,
    count_introductions,
    my_introduction,
    my_introductions,
    my_thread,
)
from bot.usecases.introductions.propose import Pitch, Proposed, can_propose, proposals_left, propose
from bot.usecases.introductions.relevance import is_current
from bot.usecases.introductions.results import record_outcome
from bot.usecases.introductions.rules import PITCH_LIMIT, TEXT_LIMIT, Rules
from bot.usecases.introductions.talk import File, Said, relay, say, surroundings_in
from bot.usecases.introductions.vcard import to_vcard

__all__ = [
    "PITCH_LIMIT",
    "TEXT_LIMIT",
    "ContactCard",
    "ContactPerson",
    "Counterpart",
    "DeadlineJob",
    "File",
    "Line",
    "Pitch",
    "Proposed",
    "Rules",
    "Said",
    "Seen",
    "accept",
    "author_name",
    "can_propose",
    "companies_go",
    "contact_card",
    "count_introductions",
    "decline",
    "due",
    "is_current",
    "my_contact_card",
    "my_introduction",
    "my_introductions",
    "my_thread",
    "postpone",
    "proposals_left",
    "propose",
    "record_outcome",
    "relay",
    "say",
    "surroundings_in",
    "to_vcard",
    "withdraw",
]
