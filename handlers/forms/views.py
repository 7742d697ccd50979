"""Views of a form: a question with its position, and the preview."""

import dataclasses
import hashlib
import html
import json
from collections.abc import Sequence
from typing import Final

from bot.i18n.translator import Translator
from handlers.forms.context import Data, FieldContext
from handlers.forms.form import CHANGING, PREVIEW, SAVED, Choice, Field, Form, Question
from handlers.forms.user_input import Act, DraftChoice, DraftPress, FormPress
from handlers.ui.view import Button, Rows, Style, View, row
from storage.ids import DraftId

_CHANGES_PER_ROW = 2
_DIGEST_BYTES: Final = 3  # callback data has only 64


def question(form: Form, field: Field, asked: Question, ctx: FieldContext, draft_id: DraftId, notice: str = "") -> View:
    """Shows the position, a notice about the last answer, the question and its buttons."""
    t = ctx.t
    fields = form.asked(ctx.data)
    place = next((number for number, other in enumerate(fields, 1) if other is field), None)
    title = form.title(t, ctx.data)
    heading = f"<b>{html.escape(title)}</b>" if title else ""
    if title and place is not None and len(fields) > 1 and not ctx.data.get(CHANGING):
        heading += " · " + t("{number} of {total}", number=place, total=len(fields))
    parts = [heading, notice, asked.text]
    rows = tuple(_row(choices, draft_id, field.key) for choices in asked.choices)
    navigation = _navigation(form, field, ctx, draft_id)
    return View(text="\n\n".join(part for part in parts if part), rows=(*rows, *navigation))


def preview(
    form: Form, body: str, ctx: FieldContext, draft_id: DraftId, notice: str = "", *, expanded: bool = False
) -> View:
    """Shows the draft as others will see it, with buttons to finish or to change an answer."""
    t = ctx.t
    text = f"{notice}\n\n{body}" if notice else body
    fields = [Choice(f"✏️ {t(field.label)}", Act.CHANGE, field.key) for field in form.fields if field.applies(ctx.data)]
    shown = fields if expanded or not form.collapses else [Choice(t("✏️ Change something"), Act.CHANGE)]
    here = step_of_buttons(PREVIEW, ctx.data)
    changes = tuple(_button(choice, draft_id, here) for choice in shown)
    rows = tuple(changes[i : i + _CHANGES_PER_ROW] for i in range(0, len(changes), _CHANGES_PER_ROW))
    ways = form.finishes(ctx) if form.finishes else ()
    finishes = ways or (Choice(f"✅ {form.finish_label(t, ctx.data)}", Act.FINISH),)
    next_, *others = (_button(choice, draft_id, here) for choice in finishes)
    first = tuple(row(button) for button in (dataclasses.replace(next_, style=Style.NEXT), *others))
    cancel = Choice(t("Not now"), Act.CANCEL)
    return View(text=text, rows=(*first, *rows, row(_button(cancel, draft_id, here))))


def step_of_buttons(step: str, data: Data) -> str:
    """Returns the step as buttons name it. Buttons of a preview name its answers too: others may have come since."""
    if step != PREVIEW:
        return step
    answers = {key: value for key, value in data.items() if not key.startswith("_")}
    written = json.dumps(answers, sort_keys=True).encode()
    return f"{step}-{hashlib.blake2b(written, digest_size=_DIGEST_BYTES).hexdigest()}"


def answered(t: Translator, field: Field, answer: str) -> View:
    """Returns the short form of an answered question: its name and the answer."""
    return View(text=line(t, t(field.label), answer or t("skipped")))


def line(t: Translator, label: str, answer: str) -> str:
    """Returns an answer as HTML, with the language's colon."""
    return t("{label}: <b>{answer}</b>", label=html.escape(label), answer=html.escape(answer))


def lines(fields: Sequence[Field], ctx: FieldContext) -> list[str]:
    shown = {field: field.shown(ctx) for field in fields if field.applies(ctx.data)}
    return [line(ctx.t, ctx.t(field.label), answer) for field, answer in shown.items() if answer]


def set_aside(t: Translator, form: Form) -> View:
    return View(text=t(form.aside), rows=go_on_rows(t, form))


def go_on_rows(t: Translator, form: Form) -> Rows:
    """Returns the button that takes the draft up again, if the form keeps it for that."""
    return (row(go_on(t, form)),) if form.aside == SAVED else ()


def go_on(t: Translator, form: Form) -> Button:
    return Button(text=t("▶️ Go on"), press=DraftPress(form.name, DraftChoice.GO_ON))


def _navigation(form: Form, field: Field, ctx: FieldContext, draft_id: DraftId) -> Rows:
    t, data = ctx.t, ctx.data
    line = []
    if data.get(CHANGING) or form.before(field.key, data) is not None:
        line.append(Choice(t("« Back"), Act.BACK))
    if field.optional:
        line.append(Choice(t("Skip"), Act.SKIP))
    line.append(Choice(t(form.leave_label), Act.CANCEL))
    rows: Rows = (_row(tuple(line), draft_id, field.key),)
    if _rest_may_be_skipped(form, field, data):
        rows = (row(_button(Choice(t("Skip the rest »"), Act.SKIP_REST), draft_id, field.key)), *rows)
    return rows


def _rest_may_be_skipped(form: Form, field: Field, data: Data) -> bool:
    more = form.after(field.key, data) != PREVIEW
    return field.optional and more and not data.get(CHANGING) and form.first_open(data) == PREVIEW


def _row(choices: tuple[Choice, ...], draft_id: DraftId, step: str) -> tuple[Button, ...]:
    return tuple(_button(choice, draft_id, step) for choice in choices)


def _button(choice: Choice, draft_id: DraftId, step: str) -> Button:
    return Button(text=choice.text, press=choice.press or FormPress(draft_id, step, choice.act, choice.value))
