"""Edited messages in a dialog: the edit of an answer changes the answer, and the dialog goes on where it stood."""

import dataclasses

from bot.i18n.translator import Translator
from handlers.forms import turn as turns
from handlers.forms import views
from handlers.forms.context import FieldContext
from handlers.forms.form import CHANGING, Accept, Form, Redraw, Refuse
from handlers.forms.turn import SAID, Turn, merged
from handlers.forms.user_input import Text, UserInput, message_of


async def take(form: Form, step: str, user_input: UserInput, ctx: FieldContext) -> Turn:
    """Reads an edited message as the answer that it was before, and asks the open question again.

    The edit of a refused answer to the open question is a new answer to it.
    """
    message = message_of(user_input)
    key = None if message is None else (ctx.data.get(SAID) or {}).get(str(message.message_id))
    field = None if key is None else form.field(key)
    if field is None or not field.applies(ctx.data) or _is_command(user_input):
        return await turns.show(form, step, ctx, _unused(form, ctx))
    if field.key == step:
        return await turns.take(form, step, user_input, ctx)
    outcome, derived = await turns.read(form, field, user_input, ctx)
    match outcome:
        case Refuse(why):
            return await turns.show(form, step, ctx, why)
        case Redraw(values):
            back = ctx.data.get(CHANGING) or step
            return await turns.show(form, field.key, ctx.with_data(merged(ctx.data, {**values, CHANGING: back})))
        case Accept(values):
            ctx = ctx.with_data(merged(ctx.data, {**values, **derived}))
            changed = views.line(ctx.t, ctx.t(field.label), field.shown(ctx))
            return dataclasses.replace(await turns.show(form, step, ctx), changed=changed)


def _is_command(user_input: UserInput) -> bool:
    return isinstance(user_input, Text) and user_input.text.startswith("/")


def _unused(form: Form, ctx: FieldContext) -> str:
    if form.reaches_others_at_once:
        return passed_on_unedited(ctx.t)
    return ctx.t("The edit of that message changes nothing here.")


def passed_on_unedited(t: Translator) -> str:
    return t("They do not see edits. Send it as a new message.")
