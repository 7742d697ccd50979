"""One turn of a form, free of Telegram: what was given, what the draft becomes, what is shown next."""

from dataclasses import dataclass, replace
from typing import Any, Final

from handlers.forms import views
from handlers.forms.form import (
    CHANGING,
    FINISHED_BY,
    PREVIEW,
    Accept,
    Asking,
    Data,
    Field,
    Finished,
    Form,
    Outcome,
    Question,
    Redraw,
    Refuse,
)
from handlers.forms.user_input import Act, Given, Pressed, Text
from handlers.ui.screen import View
from storage.models import Draft
from storage.people import drafts

_NAVIGATION: Final = frozenset({Act.CANCEL, Act.FINISH, Act.CHANGE, Act.BACK, Act.SKIP, Act.SKIP_REST})
_KEYBOARD: Final = "_keyboard"
"""Set in a draft while the button for sending one's phone number is on the person's screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What a turn came to. `redrawn` views take the place of the message whose button was pressed."""

    view: View | None
    redrawn: bool = False
    answered: View | None = None
    """What the pressed question shrinks to."""
    contact_request: str | None = None
    drops_keyboard: bool = False
    """The keyboard by which a phone number could be sent has done its duty."""
    finished: Finished | None = None
    left: bool = False
    """The person left the form: typed text no longer goes to it."""


async def show(form: Form, draft: Draft, asking: Asking, notice: str = "") -> Turn:
    """The current question or the preview, as a new message."""
    field = form.field(draft.step)
    if field is None or not field.applies(draft.data):
        # A step that this version no longer has, or that other answers made needless: on to what is still open.
        draft.step = form.first_open(draft.data)
        field = form.field(draft.step)
    if field is None and not form.confirmed:
        return await _finish(form, draft, asking)
    if field is None:
        return Turn(view=await views.preview(form, asking, draft.id, notice))
    asked = await field.ask(asking)
    return _asked(form, field, asked, asking, draft, notice)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was given, read by the field that it answers, and what follows from it."""

    field: Field
    outcome: Outcome
    settled: Data


async def read(form: Form, draft: Draft, given: Given, asking: Asking) -> Answer | None:
    """Reads an answer; None where nothing is asked or a button of the form itself was pressed.

    Writes nothing, and may take its time over an encoder: so it is done before the transaction that keeps the answer.
    """
    field = _asked_field(form, draft, given)
    if field is None or (isinstance(given, Pressed) and given.act in _NAVIGATION):
        return None
    outcome = await field.read(given, asking)
    settled: Data = {}
    if isinstance(outcome, Accept) and form.settle is not None:
        settled = await form.settle(replace(asking, data=merged(draft.data, outcome.values)))
    return Answer(field=field, outcome=outcome, settled=settled)


async def take(form: Form, draft: Draft, given: Given, answer: Answer | None, asking: Asking) -> Turn:
    """Carries the draft one turn further."""
    if answer is None:
        moved = await _navigate(form, draft, form.field(draft.step), given, asking)
        return moved or await show(
            form, draft, asking, asking.t("Use the buttons to publish it or to change something.")
        )
    if form.field(draft.step) is None:
        draft.step, asking = answer.field.key, _keep(draft, {CHANGING: True}, asking)
    match answer.outcome:
        case Refuse(why):
            return await show(form, draft, asking, why)
        case Redraw(values):
            asking = _keep(draft, values, asking)
            turn = await show(form, draft, asking)
            return replace(turn, redrawn=isinstance(given, Pressed))
        case Accept(values):
            asking = _keep(draft, values, asking)
            shrunk = views.answered(asking.t, answer.field, answer.field.shown(asking))
            asking = _keep(draft, answer.settled, asking)
            return await _go_on(form, draft, asking, shrunk if isinstance(given, Pressed) else None)


def _asked_field(form: Form, draft: Draft, given: Given) -> Field | None:
    """The field of the step, or at the preview the one that takes what is typed there."""
    field = form.field(draft.step)
    if field is None and form.typed is not None and isinstance(given, Text):
        return form.field(form.typed)
    return field


async def _navigate(form: Form, draft: Draft, field: Field | None, given: Given, asking: Asking) -> Turn | None:
    """What the form's own buttons do; None where none of them was pressed or it does nothing at this step."""
    match given.act if isinstance(given, Pressed) else None:
        case Act.CANCEL:
            draft.active = False
            had_keyboard = bool(draft.data.get(_KEYBOARD))
            return Turn(view=views.set_aside(asking.t, form), left=True, drops_keyboard=had_keyboard)
        case Act.FINISH if field is None and isinstance(given, Pressed):
            return await _finish(form, draft, _keep(draft, {FINISHED_BY: given.value or None}, asking))
        case Act.CHANGE if field is None and isinstance(given, Pressed) and form.field(given.value) is not None:
            draft.step = given.value
            return await show(form, draft, _keep(draft, {CHANGING: True}, asking))
        case Act.BACK:
            draft.step = PREVIEW if draft.data.get(CHANGING) else form.before(draft.step, draft.data) or draft.step
            return await show(form, draft, _keep(draft, {CHANGING: None}, asking))
        case Act.SKIP if field is not None and field.optional:
            asking = _keep(draft, {field.key: None}, asking)
            return await _go_on(form, draft, asking, views.answered(asking.t, field, ""))
        case Act.SKIP_REST if field is not None:
            draft.step = form.first_open(draft.data)
            return replace(await show(form, draft, asking), answered=views.answered(asking.t, field, ""))
    return None


async def _go_on(form: Form, draft: Draft, asking: Asking, answered: View | None) -> Turn:
    changing = draft.data.get(CHANGING)
    draft.step = form.first_open(draft.data) if changing else form.after(draft.step, draft.data)
    asking = _keep(draft, {CHANGING: None}, asking)
    return replace(await show(form, draft, asking), answered=answered)


async def _finish(form: Form, draft: Draft, asking: Asking) -> Turn:
    missing = form.first_open(draft.data)
    if missing != PREVIEW:
        draft.step = missing
        return await show(form, draft, asking, asking.t("This is still missing."))
    asking.session.expunge(draft)
    if not await drafts.discard(asking.session, draft.id):
        return Turn(view=views.set_aside(asking.t, form), left=True)
    finished = await form.finish(asking)
    return Turn(view=finished.view, finished=finished, left=True)


def _asked(form: Form, field: Field, asked: Question, asking: Asking, draft: Draft, notice: str) -> Turn:
    view = views.question(form, field, asked, asking, draft.id, notice)
    had_keyboard = bool(draft.data.get(_KEYBOARD))
    has_keyboard = asked.contact_request is not None
    if had_keyboard != has_keyboard:
        _keep(draft, {_KEYBOARD: True if has_keyboard else None}, asking)
    return Turn(view=view, contact_request=asked.contact_request, drops_keyboard=had_keyboard and not has_keyboard)


def _keep(draft: Draft, values: Data, asking: Asking) -> Asking:
    """Writes values into the draft, as a new dict: the column does not see changes inside the old one."""
    draft.data = merged(draft.data, values)
    return replace(asking, data=draft.data)


def merged(data: Data, values: Data) -> dict[str, Any]:
    """The data with the values in it; None takes one out."""
    return {key: value for key, value in {**data, **values}.items() if value is not None}
