"""The form for a quote about a good result. The preview asks for consent before the quote is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from telegram import Update

from bot.context import Context
from bot.errors import AllHiddenError
from bot.i18n.translator import mark
from bot.usecases.follow_up import results
from handlers.follow_up import views
from handlers.follow_up.buttons import QuotePress
from handlers.forms.context import FieldContext, FinishContext
from handlers.forms.fields import TextField
from handlers.forms.form import FINISHED_BY, Accept, Choice, Finished, Form, Outcome, Refuse, ends_when_refused
from handlers.forms.opening import open_form
from handlers.forms.user_input import Act, UserInput
from handlers.ui.notes import error_text
from handlers.ui.presses import OldPressError
from handlers.ui.screen import acknowledge
from storage.ids import IntroductionId

INTRODUCTION: Final = "introduction"
_QUOTE: Final = "quote"
_COUNTRY: Final = "_country"
_NAMED: Final = "named"
_UNNAMED: Final = "unnamed"


async def begin(update: Update, context: Context, press: QuotePress) -> str | int:
    """Opens the form. Raises NotYoursError or NoLongerThereError."""
    async with context.services.database.reading() as session:
        country = await results.country_of(session, context.caller.id, press.introduction)
    await acknowledge(update)
    return await open_form(update, context, FORM, {INTRODUCTION: press.introduction, _COUNTRY: country})


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteField(TextField):
    """A sentence of which a word is left when names and contact data are hidden."""

    async def read(self, user_input: UserInput, ctx: FieldContext) -> Outcome:
        outcome = await TextField.read(self, user_input, ctx)
        if isinstance(outcome, Accept):
            try:
                await _masked(ctx.with_data({**ctx.data, **outcome.values}))
            except AllHiddenError as error:
                return Refuse(error_text(ctx.t, error))
        return outcome


async def _masked(ctx: FieldContext) -> str:
    async with ctx.reading() as session:
        number = IntroductionId(ctx.data[INTRODUCTION])
        surroundings = await results.secrets_of_quote(session, ctx.caller.id, number)
    return await results.masked_quote(str(ctx.data[_QUOTE]), surroundings)


async def _preview(ctx: FieldContext) -> str:
    t = ctx.t
    asked = t(
        "May this be quoted in reports about the event and about PartnerBridge? "
        "Names and contact data of both sides are hidden in it."
    )
    shown = views.shown_quote(t, await _masked(ctx), ctx.data[_COUNTRY], None)
    return f"{shown}\n\n{asked}"


def _finishes(ctx: FieldContext) -> Sequence[Choice]:
    t = ctx.t
    return [
        Choice(t("✅ Yes, without our name"), Act.FINISH, _UNNAMED),
        Choice(t("✅ Yes, with our company's name"), Act.FINISH, _NAMED),
    ]


async def _finish(ctx: FinishContext) -> Finished:
    number = IntroductionId(ctx.data[INTRODUCTION])
    consent = ctx.data.get(FINISHED_BY)
    if consent not in {_NAMED, _UNNAMED}:
        raise OldPressError
    await results.allow_quote(ctx.session, ctx.caller.id, number, ctx.prepared, ctx.now, named=consent == _NAMED)
    return Finished(view=views.quoted(ctx.t, number))


FORM: Final = Form(
    name="quote",
    title=lambda t, _: t("A sentence about the result"),
    fields=(
        QuoteField(
            key=_QUOTE,
            label=mark("Sentence"),
            question=mark("What came of it, in one sentence? In any language."),
            shortest=10,
            longest=results.QUOTE_LIMIT,
        ),
    ),
    finish=ends_when_refused(_finish),
    prepare=_masked,
    preview=_preview,
    finishes=_finishes,
    typed=_QUOTE,
    aside=mark("Nobody will read it."),
)
