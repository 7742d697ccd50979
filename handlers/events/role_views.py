"""The message about a new role, with the first action that it allows."""

from bot.i18n.translator import Translator
from handlers.events.buttons import EventAct, EventPress
from handlers.moderation.buttons import Line, LinePress
from handlers.moderation.labels import ROLES
from handlers.ui.screen import Button, Rows, View, row
from storage.ids import EventId
from storage.vocabulary import Role


def granted(t: Translator, role: Role) -> View:
    text = t("🎖 You are now <b>{role}</b>. See what you can do: /help", role=t(ROLES[role]))
    return View(text=text, rows=_onward(t, role))


def _onward(t: Translator, role: Role) -> Rows:
    if role is Role.ORGANIZER:
        return (row(Button(text=t("➕ New event"), press=EventPress(EventId(0), EventAct.NEW))),)
    if role in {Role.MODERATOR, Role.ADMIN}:
        return (row(Button(text=t("▶️ Queue"), press=LinePress(Line.QUEUE))),)
    return ()
