"""The form in which an adviser or organizer gives the e-mail address of a company that is not on Telegram."""

import html
from typing import Any, Final

from telegram import Update

from bot.context import Context
from bot.i18n.translator import mark
from bot.usecases.mail import opening
from bot.usecases.mail.addresses import sendable
from bot.usecases.mail.opening import NewAddress
from bot.usecases.people import registration
from handlers.forms.context import FieldContext, FinishContext
from handlers.forms.fields import TextField
from handlers.forms.form import Finished, Form, Refuse, ends_when_refused
from handlers.forms.opening import open_form
from handlers.forms.showing import END
from handlers.mail.notices import company_row
from handlers.people.buttons import CompanyPress
from handlers.ui.screen import acknowledge, redraw
from handlers.ui.view import View
from storage.ids import CompanyId
from storage.people import memberships
from storage.vocabulary import Relation

COMPANY, COUNTRY, ADDRESS = "company", "_country", "address"
_WRONG: Final = mark("That is not a valid e-mail address. For example: <i>ana@example.com</i>.")


def _address(text: str, ctx: FieldContext) -> str | Refuse:
    return sendable(text) or Refuse(ctx.t(_WRONG))


async def _prepare(ctx: FieldContext) -> NewAddress:
    company_id, country = CompanyId(ctx.data[COMPANY]), str(ctx.data[COUNTRY])
    return NewAddress.of(company_id, country, str(ctx.data[ADDRESS]), from_list=False)


async def _finish(ctx: FinishContext) -> Finished:
    t, new = ctx.t, ctx.prepared
    if not await opening.give_address(ctx.session, ctx.caller.id, new, ctx.now):
        refused = t("📭 The owner of this address wants no mail from me. Nothing is sent there.")
        return Finished(view=View(text=refused, rows=(company_row(t, new.company_id),)))
    text = t(
        "✅ Noted: {address}. When somebody wants to meet them, I ask them there if I may write. Nothing else is sent "
        "before they agree.",
        address=html.escape(new.address),
    )
    return Finished(view=View(text=text, rows=(company_row(t, new.company_id),)))


FORM = Form(
    name="client_mail",
    title=lambda t, _data: t("📧 Their e-mail address"),
    fields=(
        TextField(
            key=ADDRESS,
            label=mark("E-mail"),
            question=mark(
                "At which address does the company itself read mail? I ask there once if I may write about companies "
                "that want to meet them."
            ),
            shortest=3,
            longest=254,
            check=_address,
        ),
    ),
    prepare=_prepare,
    finish=ends_when_refused(_finish),
    aside=mark("Nothing was done."),
)


async def begin(update: Update, context: Context, press: CompanyPress) -> str | int:
    """Opens the form. Companies with people of their own on Telegram need no address."""
    t, person_id = context.t, context.caller.id
    async with context.services.database.reading() as session:
        company = await registration.own_company(session, person_id, press.company)
        membership = await memberships.find(session, person_id, company.id)
    acts = membership is not None and membership.relation is not Relation.REPRESENTATIVE
    if not acts or not context.services.settings.reaches_by_mail:
        text = t("People of this company get everything here, so that no mail is needed.")
        if acts:
            text = t("This bot cannot write mails. Pass requests on yourself: each has a text for that.")
        await redraw(update, View(text=text, rows=(company_row(t, company.id),)))
        return END
    await acknowledge(update)
    data: dict[str, Any] = {COMPANY: company.id, COUNTRY: company.country}
    return await open_form(update, context, FORM, data)
