"""The forms that verify a company: by registration number, by a mailed code, or by the organizers."""

import html
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from telegram import Update

from bot.context import Context
from bot.errors import DomainError
from bot.i18n.translator import mark
from bot.usecases.people import daily_caps, registration
from bot.usecases.verification import mail_codes, marks
from bot.usecases.verification.mail_codes import DIGITS, CodeResult
from handlers.forms.context import Data, FieldContext, FinishContext
from handlers.forms.fields import ChoiceField, TextField
from handlers.forms.form import Accept, Choice, Field, Finished, Form, NextForm, Outcome, Question, Refuse
from handlers.forms.opening import open_form
from handlers.forms.user_input import Act, Pressed, Text, UserInput
from handlers.people.buttons import VerifyPress
from handlers.ui.buttons import Place
from handlers.ui.gate import members_only
from handlers.ui.notes import error_text
from handlers.ui.screen import acknowledge
from handlers.ui.view import Button, View, row
from handlers.ui.welcome_views import go, refused
from storage.database import savepoint
from storage.ids import CompanyId
from storage.vocabulary import Use

COMPANY, SITE, ADDRESS, CODE = "company", "_site", "address", "code"
_AGAIN: Final = "again"
_SAID: Final = {
    CodeResult.WRONG: mark("That code is wrong. Use the one from the latest e-mail."),
    CodeResult.NOT_SENT: mark("The e-mail is being sent. Please wait a moment."),
}
_ANEW: Final = {
    CodeResult.USED_UP: mark("Too many attempts. Get a new code."),
    CodeResult.GONE: mark("This code has expired. Get a new one."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _CodeField(Field):
    async def ask(self, ctx: FieldContext) -> Question:
        text = ctx.t(
            "📧 I am sending a code to <b>{address}</b>. Type its {digits} digits here. It works for 30 minutes.",
            address=html.escape(ctx.data[ADDRESS]),
            digits=DIGITS,
        )
        return Question(text=text, choices=((Choice(ctx.t("🔁 Send another one"), Act.CHOOSE, _AGAIN),),))

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        match user_input:
            case Pressed(Act.CHOOSE, value) if value == _AGAIN:
                return Accept({self.key: _AGAIN})
            case Text(text) if len(mail_codes.digits_in(text)) == DIGITS:
                return Accept({self.key: mail_codes.digits_in(text)})
        return Refuse(ctx.t("Type the {digits} digits of the code.", digits=DIGITS))

    def shown(self, ctx: FieldContext) -> str:
        return ""


async def _finish_code(ctx: FinishContext) -> Finished:
    t, data, session, now = ctx.t, ctx.data, ctx.session, ctx.now
    company_id = CompanyId(data[COMPANY])
    try:
        async with savepoint(session):
            if data[CODE] == _AGAIN:
                await mail_codes.ask(session, ctx.caller.id, company_id, data[ADDRESS], now)
                return _restart(data, t("On its way. Only the newest code works."))
            entered = await mail_codes.enter(session, ctx.caller.id, company_id, data[CODE], now)
    except DomainError as error:
        if data[CODE] == _AGAIN:
            return _restart(data, error_text(t, error))
        return Finished(view=refused(ctx.caller, error, row(go(t, Place.COMPANY))))
    if entered in _SAID:
        return _restart(data, t(_SAID[entered]))
    if entered in _ANEW:
        anew = row(Button(text=t("✓ Verify the company"), press=VerifyPress(company_id)))
        return Finished(view=View(text=t(_ANEW[entered]), rows=(anew,)))
    text = t("✅ Verified. Others see ✓ and how, but no name or domain before an introduction.")
    return Finished(view=View(text=text, rows=(row(go(t, Place.COMPANY)),)))


def _restart(data: Data, notice: str) -> Finished:
    kept: dict[str, Any] = {key: value for key, value in data.items() if key in {COMPANY, SITE, ADDRESS}}
    return Finished(next_form=NextForm(form=CODE_FORM, data=kept, notice=notice))


CODE_FORM = Form(
    name="verify_code",
    title=lambda t, _: t("✓ Verify the company"),
    fields=(_CodeField(key=CODE, label=mark("Code")),),
    finish=_finish_code,
    kept=timedelta(days=1),
    aside=mark("Nothing was done."),
)


HOW, NUMBER = "how", "number"
_BY_NUMBER, _BY_MAIL, _BY_HAND = "number", "mail", "hand"
_CAN_MAIL: Final = "_can_mail"
_WAYS: Final = {
    _BY_MAIL: mark("📧 By a code to company e-mail"),
    _BY_NUMBER: mark("🔢 By registration number"),
    _BY_HAND: mark("👀 Ask the organizers"),
}


def _ways(data: Data) -> Mapping[str, str]:
    """Returns the ways to verify. A mailed code needs a configured mail server."""
    return {way: label for way, label in _WAYS.items() if way != _BY_MAIL or data.get(_CAN_MAIL)}


def _address(text: str, ctx: FieldContext) -> str:
    return mail_codes.checked_address(text, ctx.data.get(SITE))


async def _finish(ctx: FinishContext) -> Finished:
    t, data, session, now = ctx.t, ctx.data, ctx.session, ctx.now
    company_id = CompanyId(data[COMPANY])
    if data[HOW] == _BY_MAIL:
        return await _mail(ctx, company_id)
    try:
        # Outside the savepoint, so that a wrong number counts too.
        if data[HOW] == _BY_NUMBER:
            await daily_caps.spend(session, ctx.caller.id, Use.NUMBER, now)
        async with savepoint(session):
            if data[HOW] == _BY_HAND:
                await marks.ask_moderator(session, ctx.caller.id, company_id, now)
                return Finished(
                    view=View(text=t("Requested. The check mark appears once the organizers have checked."))
                )
            number = await marks.by_number(session, ctx.caller.id, company_id, data[NUMBER], now)
    except DomainError as error:
        return Finished(view=refused(ctx.caller, error, row(go(t, Place.COMPANY))))
    shown = html.escape(f"{number.kind} {number.number}")
    text = t("✓ The format of <b>{number}</b> is valid. Shown as “format checked”, not “verified”.", number=shown)
    return Finished(view=View(text=text))


async def _mail(ctx: FinishContext, company_id: CompanyId) -> Finished:
    """Queues the mail with the code, and continues with the form that takes it."""
    t, data, session = ctx.t, ctx.data, ctx.session
    if not data.get(ADDRESS):
        company = go(t, Place.COMPANY)
        return Finished(view=View(text=t(mail_codes.NoWebsiteError.default), rows=(row(company),)))
    try:
        async with savepoint(session):
            address = await mail_codes.ask(session, ctx.caller.id, company_id, data[ADDRESS], ctx.now)
    except mail_codes.TooSoonError as error:
        next_form = NextForm(form=CODE_FORM, data=_data_with_address(data, data[ADDRESS]), notice=t(error.message))
        return Finished(next_form=next_form)
    except DomainError as error:
        return Finished(view=refused(ctx.caller, error, row(go(t, Place.COMPANY))))
    return Finished(next_form=NextForm(form=CODE_FORM, data=_data_with_address(data, address)))


def _data_with_address(data: Data, address: str) -> dict[str, Any]:
    return {COMPANY: data[COMPANY], SITE: data[SITE], ADDRESS: address}


FORM = Form(
    name="verify",
    title=lambda t, _: t("✓ Verify the company"),
    fields=(
        ChoiceField(key=HOW, label=mark("How"), question=mark("How do you want to verify it?"), options=_ways),
        TextField(
            key=ADDRESS,
            label=mark("E-mail"),
            question=mark(
                "Which e-mail address at your company's domain do you use? I send a code there. Nobody else "
                "sees the address."
            ),
            shortest=3,
            longest=254,
            check=_address,
            when=lambda data: data.get(HOW) == _BY_MAIL and bool(data.get(SITE)),
        ),
        TextField(
            key=NUMBER,
            label=mark("Registration number"),
            question=mark("Type its registration or tax number as in your country's register."),
            shortest=5,
            longest=40,
            when=lambda data: data.get(HOW) == _BY_NUMBER,
        ),
    ),
    finish=_finish,
    aside=mark("Nothing was done."),
)


@members_only
async def begin(update: Update, context: Context, press: VerifyPress) -> str | int:
    """Opens the form for one of the caller's companies."""
    await acknowledge(update)
    async with context.services.database.reading() as session:
        company = await registration.own_company(session, context.caller.id, press.company)
    data: dict[str, Any] = {COMPANY: press.company}
    if context.services.settings.can_mail:
        data[_CAN_MAIL] = True
    if company.website:
        data[SITE] = company.website
    return await open_form(update, context, FORM, data)
