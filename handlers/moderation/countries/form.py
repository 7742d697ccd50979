"""The form that blocks a country pair: two countries and a reason, with a preview."""

import html
from dataclasses import dataclass, replace

from bot.i18n.translator import Translator, mark
from bot.usecases.moderation import countries, roles
from bot.usecases.moderation.countries import REASON_LIMIT
from handlers.forms.context import Data, FieldContext, FinishContext
from handlers.forms.country_field import CountryField
from handlers.forms.fields import TextField
from handlers.forms.form import Finished, Form, Outcome, Question, ends_when_refused
from handlers.forms.user_input import UserInput
from handlers.moderation.countries import views
from storage.moderation import blocked_country_pairs
from storage.vocabulary import Role

ONE, OTHER, REASON = "one", "other", "reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Country(CountryField):
    """One of the two countries. Only an admin may answer."""

    question: str

    async def ask(self, ctx: FieldContext) -> Question:
        asked = await CountryField.ask(self, ctx)
        return asked if ctx.data.get("_country_found") else replace(asked, text=ctx.t(self.question))

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        async with ctx.reading() as session:
            await roles.require(session, ctx.caller.id, Role.ADMIN, admins=ctx.settings.admins)
        return await CountryField.read(self, user_input, ctx)


def _title(t: Translator, _data: Data) -> str:
    return t("➕ Block a pair of countries")


async def _preview(ctx: FieldContext) -> str:
    t, data = ctx.t, ctx.data
    lines = [f"<b>{html.escape(views.pair(t, data[ONE], data[OTHER]))}</b>"]
    if data.get(REASON):
        lines.append(f"<blockquote>{html.escape(str(data[REASON]))}</blockquote>")
    return "\n".join([*lines, "", views.about(t), t("You can undo it here and in /audit.")])


@ends_when_refused
async def _finish(ctx: FinishContext) -> Finished:
    t, data, session = ctx.t, ctx.data, ctx.session
    ended = await countries.block_pair(session, ctx.actor, data[ONE], data[OTHER], ctx.now, reason=data.get(REASON))
    view = views.blocked_pairs(t, await blocked_country_pairs.all_pairs(session), 0)
    done = t.n("✅ Done. {count} open introduction ended.", "✅ Done. {count} open introductions ended.", ended)
    return Finished(view=replace(view, text=f"{done}\n\n{view.text}"))


FORM = Form(
    name="apart",
    title=_title,
    fields=(
        _Country(
            key=ONE,
            label=mark("One country"),
            question=mark("Which country? Choose it, or type it in any language."),
        ),
        _Country(
            key=OTHER,
            label=mark("The other country"),
            question=mark("And which other country?"),
        ),
        TextField(
            key=REASON,
            label=mark("Reason"),
            question=mark("Why? Admins read it here and in the log; the companies do not."),
            longest=REASON_LIMIT,
            optional=True,
        ),
    ),
    finish_label=_title,
    preview=_preview,
    finish=_finish,
    aside=mark("Nothing was done."),
)
