"""From a match to an introduction: propose, talk, answer; what time and departures do; and who the other side is."""

from bot.usecases.introductions.answers import accept, decline, postpone, withdraw
from bot.usecases.introductions.contact import ContactCard, ContactPerson, author_name, contact_card, my_contact_card
from bot.usecases.introductions.departures import company_goes
from bot.usecases.introductions.overview import (
    Counterpart,
    Line,
    Seen,
    count_introductions,
    my_introduction,
    my_introductions,
    my_outcomes,
    my_thread,
)
from bot.usecases.introductions.propose import Pitch, Proposed, can_propose, proposals_left, propose
from bot.usecases.introductions.relevance import still_true
from bot.usecases.introductions.results import record_outcome
from bot.usecases.introductions.rules import PITCH_LIMIT, TEXT_LIMIT, Rules
from bot.usecases.introductions.talk import File, Said, answer, ask, relay, say
from bot.usecases.introductions.ticker import Clockwork, due
from bot.usecases.introductions.vcard import to_vcard

__all__ = [
    "PITCH_LIMIT",
    "TEXT_LIMIT",
    "Clockwork",
    "ContactCard",
    "ContactPerson",
    "Counterpart",
    "File",
    "Line",
    "Pitch",
    "Proposed",
    "Rules",
    "Said",
    "Seen",
    "accept",
    "answer",
    "ask",
    "author_name",
    "can_propose",
    "company_goes",
    "contact_card",
    "count_introductions",
    "decline",
    "due",
    "my_contact_card",
    "my_introduction",
    "my_introductions",
    "my_outcomes",
    "my_thread",
    "postpone",
    "proposals_left",
    "propose",
    "record_outcome",
    "relay",
    "say",
    "still_true",
    "to_vcard",
    "withdraw",
]
