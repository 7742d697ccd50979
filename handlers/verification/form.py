"""Verifying a company: by its registration number, by a code to its own domain, or by asking the organizers."""

import html
from collections.abc import Mapping
from typing import Any, Final

from telegram import Update

from bot.context import Context
from bot.errors import DomainError, NotAllowedError
from bot.i18n.translator import Translator, mark
from bot.usecases.people import daily_caps
from bot.usecases.verification import mail_codes, marks
from handlers.forms.fields import ChoiceField, TextField
from handlers.forms.form import (
    Asking,
    Data,
    Finished,
    Form,
    Onward,
    Refuse,
)
from handlers.forms.steps import Forms
from handlers.ui.buttons import Go, Place
from handlers.ui.gate import members_only
from handlers.ui.screen import Button, View, acknowledge, row
from handlers.verification import code_form
from handlers.verification.buttons import VerifyPress
from handlers.verification.code_form import ADDRESS, COMPANY, SITE
from storage.ids import CompanyId
from storage.people import companies
from storage.vocabulary import Use

HOW, NUMBER = "how", "number"
_BY_NUMBER, _BY_MAIL, _BY_HAND = "number", "mail", "hand"
_CAN_MAIL: Final = "_can_mail"
_WAYS: Final = {
    _BY_MAIL: mark("📧 By a code to a mail address of its own"),
    _BY_NUMBER: mark("🔢 By its registration number"),
    _BY_HAND: mark("👀 The organizers look at it"),
}


def _ways(data: Data) -> Mapping[str, str]:
    """Without a mail server nobody is offered a mail."""
    return {way: label for way, label in _WAYS.items() if way != _BY_MAIL or data.get(_CAN_MAIL)}


def _address(text: str, asking: Asking) -> str | Refuse:
    try:
        return mail_codes.checked_address(text, asking.data.get(SITE))
    except DomainError as error:
        return Refuse(asking.t(error.message, **{key: html.escape(str(value)) for key, value in error.values.items()}))


def _title(t: Translator, _data: Data) -> str:
    return t("✓ Verify the company")


async def _no_preview(_asking: Asking) -> str:
    return ""


async def _finish(asking: Asking) -> Finished:
    t, data, session, now = asking.t, asking.data, asking.session, asking.services.clock()
    company_id = CompanyId(data[COMPANY])
    if data[HOW] == _BY_MAIL:
        return await _mail(asking, company_id)
    try:
        # Outside of what is taken back when the number is wrong.
        if data[HOW] == _BY_NUMBER:
            await daily_caps.spend(session, asking.caller.id, Use.NUMBER, now)
        async with session.begin_nested():
            if data[HOW] == _BY_HAND:
                await marks.ask_moderator(session, asking.caller.id, company_id, now)
                return Finished(view=View(text=t("Asked. The check mark appears once the organizers have looked.")))
            number = await marks.by_number(session, asking.caller.id, company_id, data[NUMBER], now)
    except DomainError as error:
        return Finished(view=View(text=t(error.message, **error.values)))
    shown = html.escape(f"{number.kind} {number.number}")
    text = t("✓ <b>{number}</b> is well-formed. That is shown as such, and says no more.", number=shown)
    return Finished(view=View(text=text))


async def _mail(asking: Asking, company_id: CompanyId) -> Finished:
    """Has the code mailed, and goes on to where it is typed."""
    t, data, session = asking.t, asking.data, asking.session
    if not data.get(ADDRESS):
        company = Button(text=t("🏢 My company"), press=Go(Place.COMPANY))
        return Finished(view=View(text=t(mail_codes.NoWebsiteError.default), rows=(row(company),)))
    try:
        async with session.begin_nested():
            address = await mail_codes.ask(
                session, asking.caller.id, company_id, data[ADDRESS], asking.services.clock()
            )
    except mail_codes.TooSoonError as error:
        onward = Onward(form=code_form.FORM, data=_kept(data, data[ADDRESS]), notice=t(error.message))
        return Finished(view=None, onward=onward)
    except DomainError as error:
        return Finished(view=View(text=t(error.message, **error.values)))
    return Finished(view=None, onward=Onward(form=code_form.FORM, data=_kept(data, address)))


def _kept(data: Data, address: str) -> dict[str, Any]:
    return {COMPANY: data[COMPANY], SITE: data[SITE], ADDRESS: address}


FORM = Form(
    name="verify",
    title=_title,
    fields=(
        ChoiceField(key=HOW, label=mark("How"), question=mark("How shall it be verified?"), options=_ways),
        TextField(
            key=ADDRESS,
            label=mark("E-mail"),
            question=mark(
                "Which mail address at the domain of your company's website do you read? A code goes there, and nobody "
                "else is shown the address."
            ),
            shortest=3,
            longest=254,
            check=_address,
            when=lambda data: data.get(HOW) == _BY_MAIL and bool(data.get(SITE)),
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

    async def _begin(self, update: Update, context: Context, press: VerifyPress) -> str | int:
        await acknowledge(update)
        async with context.services.database.reading() as session:
            company = await companies.find(session, press.company)
            own = await companies.speaks_for(session, context.caller.id, press.company)
        if not own:
            raise NotAllowedError
        data: dict[str, Any] = {COMPANY: press.company}
        if context.services.settings.can_mail:
            data[_CAN_MAIL] = True
        if company is not None and company.website:
            data[SITE] = company.website
        return await self._forms.begin(update, context, FORM, data)
