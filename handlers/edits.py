"""Answers edits of messages outside of a dialog: says what has become of the message, with the next step."""

from collections.abc import Callable
from typing import Final

from telegram import Update

from bot.context import Context
from bot.i18n.translator import Translator
from handlers.forms.edits import passed_on_unedited
from handlers.forms.form import Form
from handlers.forms.resuming import unfinished
from handlers.forms.turn import SAID
from handlers.search.steps import ask_about_text
from handlers.ui.buttons import Place
from handlers.ui.screen import reply
from handlers.ui.view import View, row
from handlers.ui.welcome_views import go, home_rows
from storage.people import drafts

_COMPANY_FORMS: Final = ("company", "change_company", "first", "client_mail", "verify", "verify_code")
_LISTING_FORMS: Final = ("offer", "need", "express", "change", "quick")
_INTRODUCTION_FORMS: Final = ("introduce", "write", "quote")
_EVENT_FORMS: Final = (
    "event",
    "event_change",
    "look",
    "hall",
    "find_company",
    "booth",
    "booth_look",
    "item",
    "programme_file",
    "meeting_setup",
    "announce",
    "annbuttons",
    "annlater",
    "import",
    "recommend",
)
PLACES: Final = {
    **dict.fromkeys(_COMPANY_FORMS, Place.COMPANY),
    **dict.fromkeys(_LISTING_FORMS, Place.MINE),
    **dict.fromkeys(_INTRODUCTION_FORMS, Place.INTRODUCTIONS),
    **dict.fromkeys(_EVENT_FORMS, Place.EVENTS),
    **dict.fromkeys(("times", "free_times"), Place.MEETINGS),
    "search": Place.SEARCH,
}
"""Where that which a form has stored can be changed. What moderators decide is changed in other ways."""


async def answer(update: Update, context: Context, forms: Callable[[str], Form | None]) -> None:
    """Leads to what an answer has become, or to the draft that holds it. Other messages count as new ones."""
    message = update.edited_message
    if message is None:
        return
    number, t = str(message.message_id), context.t
    async with context.services.database.reading() as session:
        found = await drafts.of_person(session, context.caller.id)
    used = next((draft.data[number] for draft in found if draft.form == drafts.USED and number in draft.data), None)
    if used is not None:
        await reply(update, _used(t, used, forms(used)))
        return
    for draft in found:
        form = forms(draft.form)
        if form is not None and number in (draft.data.get(SAID) or {}):
            await reply(update, unfinished(t, form, draft.data))
            return
    if (message.text or "").startswith("/"):
        await reply(update, View(text=t("I can't act on an edited command. Send it as a new message.")))
    else:
        await ask_about_text(update, context)


def _used(t: Translator, name: str, form: Form | None) -> View:
    """Says that the edit came too late. The button leads to where the answer can be changed."""
    rows = (row(go(t, PLACES[name])),) if name in PLACES else home_rows(t)
    if form is not None and form.reaches_others_at_once:
        return View(text=passed_on_unedited(t), rows=rows)
    return View(text=t("I have used that message already, so the edit changes nothing. Change it here:"), rows=rows)
