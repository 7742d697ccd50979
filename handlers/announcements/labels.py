"""Labels of announcement statuses and button targets, as message ids, and buttons made of them."""

from typing import Final

from bot.i18n.translator import Translator, mark
from bot.usecases.announcements.compose import LinkButton
from handlers.announcements.buttons import AnnounceAct, AnnouncementList, AnnouncePress
from handlers.ui.buttons import Place
from handlers.ui.view import Button, row
from storage.ids import AnnouncementId, EventId
from storage.vocabulary import AnnouncementStatus, SkipReason

STATES: Final[dict[AnnouncementStatus, str]] = {
    AnnouncementStatus.DRAFT: mark("✏️ Draft"),
    AnnouncementStatus.SCHEDULED: mark("⏰ Scheduled"),
    AnnouncementStatus.RUNNING: mark("📤 On its way"),
    AnnouncementStatus.PAUSED: mark("⏸ Paused"),
    AnnouncementStatus.DONE: mark("✅ Sent"),
    AnnouncementStatus.CANCELLED: mark("⏹ Cancelled"),
    AnnouncementStatus.RECALLING: mark("↩️ Being recalled"),
    AnnouncementStatus.RECALLED: mark("↩️ Recalled"),
}
SKIPS: Final[dict[SkipReason, str]] = {
    SkipReason.MUTED: mark("turned off announcements"),
    SkipReason.ENOUGH_TODAY: mark("reached today's limit of announcements"),
    SkipReason.LEFT: mark("left the event"),
    SkipReason.CANCELLED: mark("cancelled before their turn"),
}
PLACES: Final[dict[str, str]] = {
    Place.PROGRAMME: mark("🗓 Programme"),
    Place.MEETINGS: mark("📅 My meetings"),
    Place.MATCHES: mark("🤝 Matches"),
    Place.OFFER: mark("📤 Offer something"),
    Place.NEED: mark("📥 Look for something"),
}
"""Targets in the bot that a button can open."""


def text_of(t: Translator, button: LinkButton) -> str:
    """Returns the label of a target in the reader's language, or the organizer's own text."""
    return t(PLACES[button.place]) if button.place in PLACES else button.text


def button(t: Translator, label: str, number: AnnouncementId, act: AnnounceAct) -> Button:
    return Button(text=t(label), press=AnnouncePress(number, act))


def back(t: Translator, event_id: EventId) -> tuple[Button, ...]:
    return row(Button(text=t("« All announcements"), press=AnnouncementList(event_id, 0)))
