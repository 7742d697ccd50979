"""Asks before a new draft replaces an unfinished one, and resumes the unfinished one."""

import html
from collections.abc import Mapping
from typing import Any

from telegram import Update

from bot.context import Context
from bot.i18n.translator import Translator
from handlers.forms.form import Form
from handlers.forms.opening import open_form
from handlers.forms.showing import END
from handlers.forms.user_input import DraftChoice, DraftPress
from handlers.forms.views import go_on
from handlers.ui.screen import reply
from handlers.ui.view import Button, View, row
from storage.people import drafts


async def open_or_offer_draft(
    update: Update,
    context: Context,
    form: Form,
    data: Mapping[str, Any],
    *,
    becomes: Form | None = None,
) -> str | int:
    """Opens the form. Asks first if there is an unfinished draft of the form with answers.

    `becomes` is the form that this one leads to. If given, the draft of that form counts.
    """
    kept = becomes or form
    async with context.services.database.reading() as session:
        draft = await drafts.of_form(session, context.caller.id, kept.name)
    if draft is None or not _has_answers(draft.data, data):
        return await open_form(update, context, form, data)
    async with context.services.database.writing() as session:
        # While the question is open, typed text must not go into the draft.
        await drafts.set_aside(session, context.caller.id)
    await reply(update, unfinished(context.t, kept, draft.data))
    return END


def _has_answers(written: Mapping[str, Any], start: Mapping[str, Any]) -> bool:
    return any(key not in start for key in written if not key.startswith("_"))


def unfinished(t: Translator, form: Form, data: Mapping[str, Any]) -> View:
    """Asks whether to continue a draft with these answers."""
    title = str(data.get("title") or data.get("name") or data.get("name_en") or form.title(t, data))
    text = t("You have an unfinished draft: <b>{title}</b>. Continue?", title=html.escape(title))
    anew = Button(text=t("Start again"), press=DraftPress(form.name, DraftChoice.ANEW))
    return View(text=text, rows=(row(go_on(t, form), anew),))
