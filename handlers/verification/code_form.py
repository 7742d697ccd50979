"""The form that takes a mailed code, or sends another one."""

import html
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from bot.errors import DomainError
from bot.i18n.translator import mark
from bot.usecases.verification import mail_codes
from bot.usecases.verification.mail_codes import DIGITS, Entered
from handlers.forms.context import Data, FieldContext, FinishContext
from handlers.forms.form import Accept, Choice, Field, Finished, Form, Onward, Outcome, Question, Refuse
from handlers.forms.user_input import Act, Pressed, Text, UserInput
from handlers.people.buttons import VerifyPress
from handlers.ui.buttons import Go, Place
from handlers.ui.screen import Button, View, row
from storage.ids import CompanyId

COMPANY, SITE, ADDRESS, CODE = "company", "_site", "address", "code"
_AGAIN: Final = "again"
_SAID: Final = {
    Entered.WRONG: mark("That code is wrong. Use the one from the latest e-mail."),
    Entered.NOT_SENT: mark("The e-mail is being sent. Please wait a moment."),
}
_ANEW: Final = {
    Entered.USED_UP: mark("Too many attempts. Get a new code."),
    Entered.GONE: mark("This code has expired. Get a new one."),
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


async def _finish(ctx: FinishContext) -> Finished:
    t, data, session, now = ctx.t, ctx.data, ctx.session, ctx.now
    company_id = CompanyId(data[COMPANY])
    try:
        async with session.begin_nested():
            if data[CODE] == _AGAIN:
                await mail_codes.ask(session, ctx.caller.id, company_id, data[ADDRESS], now)
                return _once_more(data, t("On its way. Only the newest code works."))
            entered = await mail_codes.enter(session, ctx.caller.id, company_id, data[CODE], now)
    except DomainError as error:
        if data[CODE] == _AGAIN:
            return _once_more(data, t(error.message, **error.values))
        return Finished(view=View(text=t(error.message, **error.values)))
    if entered in _SAID:
        return _once_more(data, t(_SAID[entered]))
    if entered in _ANEW:
        anew = row(Button(text=t("✓ Verify the company"), press=VerifyPress(company_id)))
        return Finished(view=View(text=t(_ANEW[entered]), rows=(anew,)))
    text = t("✅ Verified. Others see ✓ and how, but no name or domain before an introduction.")
    return Finished(view=View(text=text, rows=(row(Button(text=t("🏢 My company"), press=Go(Place.COMPANY))),)))


def _once_more(data: Data, notice: str) -> Finished:
    kept: dict[str, Any] = {key: value for key, value in data.items() if key in {COMPANY, SITE, ADDRESS}}
    return Finished(onward=Onward(form=FORM, data=kept, notice=notice))


FORM = Form(
    name="verify_code",
    title=lambda t, _: t("✓ Verify the company"),
    fields=(_CodeField(key=CODE, label=mark("Code")),),
    finish=_finish,
    kept=timedelta(days=1),
    aside=mark("Nothing was done."),
)
