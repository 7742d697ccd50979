"""Views of an event for the people who take part in it."""

import html

from bot.i18n.translator import Translator
from handlers.announcements.buttons import MutePress
from handlers.events.buttons import EventAct, ExhibitorAct, ExhibitorPress, ProgrammePage
from handlers.events.views import event_button, name_of, when_and_where
from handlers.meetings.buttons import MeetingsAct, MeetingsPress
from handlers.ui.buttons import Place
from handlers.ui.view import Button, Rows, View, row
from handlers.ui.welcome_views import go
from storage.ids import CompanyId, EventId
from storage.models import Event


def joined(t: Translator, event: Event, *, new: bool, registered: bool, sponsor: str | None = None) -> View:
    """Greets a person who scanned a poster."""
    text = (
        t("🎪 Welcome to <b>{event}</b>!", event=name_of(t, event))
        if new
        else t("🎪 You are at <b>{event}</b>.", event=name_of(t, event))
    )
    text += "\n" + when_and_where(t, event) + _sponsor(t, sponsor)
    if new:
        # Says this first, because the reader may decide not to stay.
        text += "\n\n" + t("Only its organizers see which companies take part.")
    return View(text=text, rows=_take_part(t, event.id, registered=registered))


def _sponsor(t: Translator, words: str | None) -> str:
    """Returns the sponsor's line, marked as such, on a line of its own."""
    if not words:
        return ""
    line = t("Sponsor: {words}", words=html.escape(words))
    return f"\n<i>{line}</i>"


def arriving(t: Translator, event: Event, sponsor: str | None) -> str:
    """Returns the event as HTML for a person who has not agreed to the privacy text yet."""
    when = when_and_where(t, event)
    note = t("When you go on, you take part: its organizers see which companies do. Nobody else does.")
    return f"🎪 <b>{name_of(t, event)}</b>\n{when}{_sponsor(t, sponsor)}\n{note}"


def seen(
    t: Translator, event: Event, *, muted: bool, registered: bool, meets: bool = False, sponsor: str | None = None
) -> View:
    """Shows an event to a participant. `meets`: the event has meetings."""
    when = when_and_where(t, event)
    text = f"🎪 <b>{name_of(t, event)}</b>\n{when}{_sponsor(t, sponsor)}"
    mute = (
        Button(text=t("🔔 Turn on announcements"), press=MutePress(event.id, False))
        if muted
        else Button(text=t("🔕 Turn off announcements"), press=MutePress(event.id, True))
    )
    leave = event_button(t("Leave the event"), event.id, EventAct.LEAVE)
    meetings = (row(Button(text=t("📅 My meetings"), press=MeetingsPress(event.id, MeetingsAct.MINE))),)
    rows = (*_take_part(t, event.id, registered=registered), *(meetings if meets and registered else ()))
    return View(text=text, rows=(*rows, row(mute), row(leave)))


def _take_part(t: Translator, event_id: EventId, *, registered: bool) -> Rows:
    programme = Button(text=t("🗓 Programme"), press=ProgrammePage(event_id, -1))
    if not registered:
        return (row(go(t, Place.REGISTER)), row(programme))
    booth = event_button(t("📍 Our booth"), event_id, EventAct.BOOTH_PAGE)
    return (row(programme, booth), row(go(t, Place.MATCHES)))


def at_booth(t: Translator, event_id: EventId, company_id: CompanyId) -> View:
    """Confirms the booth that a person entered for their company."""
    text = t("📍 Noted. People who scan the QR code of your booth see what you offer and need.")
    qr = Button(text=t("🎫 QR code of the booth"), press=ExhibitorPress(event_id, company_id, ExhibitorAct.QR))
    return View(text=text, rows=(row(qr), row(event_button(t("« Back"), event_id, EventAct.SEE))))
