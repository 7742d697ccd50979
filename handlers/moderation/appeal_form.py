"""The form of an appeal: one question. The button under the notice of a sanction opens it."""

from typing import Final

from telegram import Update

from bot.context import Context
from bot.errors import DomainError
from bot.i18n.translator import mark
from bot.usecases.moderation import appeals
from handlers.forms.context import FinishContext
from handlers.forms.fields import TextField
from handlers.forms.form import Finished, Form
from handlers.forms.opening import open_form
from handlers.forms.showing import END
from handlers.moderation.buttons import APPEAL_FORM, AppealPress
from handlers.ui import sanction_views
from handlers.ui.screen import acknowledge, reply
from storage.database import savepoint
from storage.ids import SanctionId

_SANCTION: Final = "sanction"
_WORDS: Final = "words"


async def _finish(ctx: FinishContext) -> Finished:
    sanction_id, words = SanctionId(ctx.data[_SANCTION]), ctx.data[_WORDS]
    try:
        async with savepoint(ctx.session):
            await appeals.make(ctx.session, ctx.caller.id, sanction_id, words, ctx.now)
    except DomainError:
        return Finished(view=sanction_views.once_only(ctx.t))
    return Finished(view=sanction_views.handed_in(ctx.t))


FORM = Form(
    name=APPEAL_FORM,
    title=lambda t, _: t("✋ Appeal"),
    fields=(
        TextField(
            key=_WORDS,
            label=mark("Your appeal"),
            question=mark("Write in one message why this is a mistake. The organizers will read it and answer."),
            longest=appeals.WORDS_LIMIT,
            several_lines=True,
        ),
    ),
    finish=_finish,
    reaches_others_at_once=True,
    aside=mark("You have not appealed. The button above still works."),
)


async def begin(update: Update, context: Context, press: AppealPress) -> str | int:
    """Opens the form; a person can appeal once against each sanction."""
    services = context.services
    await acknowledge(update)
    try:
        async with services.database.reading() as session:
            await appeals.may_appeal(session, context.caller.id, press.sanction, services.clock())
    except DomainError:
        await reply(update, sanction_views.once_only(context.t))
        return END
    return await open_form(update, context, FORM, {_SANCTION: press.sanction})
