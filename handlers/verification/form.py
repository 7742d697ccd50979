"""Verifying a company: by its registration number, or by asking the organizers to look."""

import html
from typing import Any, Final

from telegram import Update

from bot.context import Context
from bot.errors import DomainError
from bot.i18n import Translator, mark
from bot.usecases import verification
from handlers.access import members_only
from handlers.form.fields import ChoiceField, TextField
from handlers.form.form import Asking, Data, Finished, Form
from handlers.form.steps import Forms
from handlers.screen import View, acknowledge
from handlers.verification.buttons import VerifyPress
from storage.ids import CompanyId

COMPANY, HOW, NUMBER = "company", "how", "number"
_BY_NUMBER, _BY_HAND = "number", "hand"
_WAYS: Final = {_BY_NUMBER: mark("🔢 By its registration number"), _BY_HAND: mark("👀 The organizers look at it")}


def _title(t: Translator, _data: Data) -> str:
    return t("✓ Verify the company")


async def _no_preview(_asking: Asking) -> str:
    return ""


async def _finish(asking: Asking) -> Finished:
    t, data, session, now = asking.t, asking.data, asking.session, asking.services.clock()
    company_id = CompanyId(data[COMPANY])
    try:
        async with session.begin_nested():
            if data[HOW] == _BY_HAND:
                await verification.ask_moderator(session, asking.caller.id, company_id, now)
                return Finished(view=View(text=t("Asked. The check mark appears once the organizers have looked.")))
            number = await verification.by_number(session, asking.caller.id, company_id, data[NUMBER], now)
    except DomainError as error:
        return Finished(view=View(text=t(error.message, **error.values)))
    shown = html.escape(f"{number.kind} {number.number}")
    text = t("✓ <b>{number}</b> is well-formed. That is shown as such, and says no more.", number=shown)
    return Finished(view=View(text=text))


FORM = Form(
    name="verify",
    title=_title,
    fields=(
        ChoiceField(
            key=HOW, label=mark("How"), question=mark("How shall it be verified?"), options=lambda _data: _WAYS
        ),
        TextField(
            key=NUMBER,
            label=mark("Number"),
            question=mark("Type its registration or tax number, as it stands in your country's register."),
            shortest=5,
            longest=40,
            when=lambda data: data.get(HOW) == _BY_NUMBER,
        ),
    ),
    finish_label=_title,
    preview=_no_preview,
    finish=_finish,
    confirmed=False,
    aside=mark("Nothing was done."),
)


class Verifying:
    """The button that opens the form: part of the conversation."""

    def __init__(self, forms: Forms) -> None:
        self._forms = forms
        self.begin = members_only(self._begin)

    async def _begin(self, update: Update, context: Context) -> str | int | None:
        query = update.callback_query
        press = VerifyPress.unpack(query.data if query else None)
        if press is None:
            return None
        await acknowledge(update)
        data: dict[str, Any] = {COMPANY: press.company}
        return await self._forms.begin(update, context, FORM, data)
