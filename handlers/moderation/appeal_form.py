"""The one question of an appeal, opened by the button under what was told of a ban, a mute or a warning."""

from typing import Final

from telegram import Update

from bot.context import Context
from bot.errors import DomainError
from bot.i18n.translator import Translator, mark
from bot.usecases.moderation import appeals
from handlers.forms.fields import TextField
from handlers.forms.form import Asking, Data, Finished, Form
from handlers.forms.steps import END, Forms
from handlers.moderation.buttons import APPEAL_FORM, AppealPress
from handlers.ui import sanction_views
from handlers.ui.screen import acknowledge, reply
from storage.ids import SanctionId

_SANCTION: Final = "sanction"
_WORDS: Final = "words"


def _title(t: Translator, _data: Data) -> str:
    return t("✋ Appeal")


async def _no_preview(_asking: Asking) -> str:
    return ""


async def _finish(asking: Asking) -> Finished:
    data, session = asking.data, asking.session
    try:
        async with session.begin_nested():
            await appeals.make(
                session, asking.caller.id, SanctionId(data[_SANCTION]), data[_WORDS], asking.services.clock()
            )
    except DomainError:
        return Finished(view=sanction_views.once_only(asking.t))
    return Finished(view=sanction_views.handed_in(asking.t))


FORM = Form(
    name=APPEAL_FORM,
    title=_title,
    fields=(
        TextField(
            key=_WORDS,
            label=mark("Your appeal"),
            question=mark("Write in one message why this is a mistake. The organizers read it and answer."),
            longest=appeals.WORDS_LIMIT,
            several_lines=True,
        ),
    ),
    finish_label=_title,
    preview=_no_preview,
    finish=_finish,
    confirmed=False,
    aside=mark("No appeal was handed in. The button above still works."),
)


class Appealing:
    def __init__(self, forms: Forms) -> None:
        self._forms = forms

    async def begin(self, update: Update, context: Context, press: AppealPress) -> str | int:
        """Opens the form for banned, muted and warned people alike, once."""
        services = context.services
        await acknowledge(update)
        try:
            async with services.database.reading() as session:
                await appeals.may_appeal(session, context.caller.id, press.sanction, services.clock())
        except DomainError:
            await reply(update, sanction_views.once_only(context.t))
            return END
        return await self._forms.begin(update, context, FORM, {_SANCTION: press.sanction})
