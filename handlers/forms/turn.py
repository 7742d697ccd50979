"""The rules of one turn: from the draft and the input to the next question. Does not store or send anything."""

from dataclasses import dataclass, replace
from typing import Any, Final

from bot.errors import DomainError
from handlers.forms import views
from handlers.forms.context import Data, FieldContext
from handlers.forms.form import CHANGING, FINISHED_BY, PREVIEW, Accept, Field, Form, Outcome, Question, Redraw, Refuse
from handlers.forms.user_input import Act, File, Pressed, Text, UserInput, album_of, message_of
from handlers.ui.notes import error_text
from handlers.ui.view import View

_NAVIGATION: Final = frozenset({Act.CANCEL, Act.FINISH, Act.CHANGE, Act.BACK, Act.SKIP, Act.SKIP_REST})
_KEYBOARD: Final = "_keyboard"
"""Set while the keyboard button that shares the phone number is on the person's screen."""
_ALBUM: Final = "_album"
"""The album that was answered last. Its other messages get no answer."""
SAID: Final = "_said"
"""Which question each message of the person answered, by message id. An edit of the message changes that answer."""
_REMEMBERED: Final = 30  # messages of one dialog
UNSEEN: Final = "_unseen"
"""Set if Telegram did not accept the question, so the person has not seen it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The draft after a turn, and the view for the person."""

    step: str
    data: Data
    content: Question | str | None = None
    """The question of `step`, or the text of the preview. None if nothing is asked."""
    notice: str = ""
    """A warning above the question."""
    changed: str = ""
    """What an edit has changed, above the question."""
    expanded: bool = False
    """True if the preview shows the buttons that change an answer (see `Form.collapses`)."""
    redrawn: bool = False
    """True if the view replaces the message whose button was pressed."""
    answered: View | None = None
    """The short form of the answered question."""
    drops_keyboard: bool = False
    finishes: bool = False
    """True if all answers are there and the form finishes."""
    leaves: bool = False
    """True if the person leaves the form. The draft is set aside."""


async def show(form: Form, step: str, ctx: FieldContext, notice: str = "") -> Turn:
    """Asks the question of a step, or shows the preview."""
    step = form.current(step, ctx.data)
    field = form.field(step)
    content: Question | str
    if field is not None:
        content = await (field.ask_again(ctx) if notice else field.ask(ctx))
    elif form.preview is not None:
        content = await form.preview(ctx)
    else:
        return _finish(ctx)
    had = bool(ctx.data.get(_KEYBOARD))
    has = isinstance(content, Question) and content.contact_request is not None
    data = merged(ctx.data, {_KEYBOARD: has or None, UNSEEN: None})
    return Turn(step=step, data=data, content=content, notice=notice, drops_keyboard=had and not has)


async def take(form: Form, step: str, user_input: UserInput, ctx: FieldContext) -> Turn:
    """Reads the input as the answer to a step, and asks the next question."""
    if isinstance(user_input, Pressed) and user_input.act is Act.CANCEL:
        return Turn(step=step, data=ctx.data, leaves=True, drops_keyboard=bool(ctx.data.get(_KEYBOARD)))
    if form.current(step, ctx.data) != step:
        return await show(form, step, ctx, ctx.t("This is still missing.") if step == PREVIEW else "")
    if ctx.data.get(UNSEEN) and not isinstance(user_input, Pressed):
        return await show(form, step, ctx, ctx.t("This question did not reach you before. Please answer it now."))
    field = _field_for(form, step, user_input)
    if field is None or (isinstance(user_input, Pressed) and user_input.act in _NAVIGATION):
        return await _navigate(form, step, field, user_input, ctx)
    return await _answer(form, step, field, user_input, ctx)


async def _answer(form: Form, step: str, field: Field, user_input: UserInput, ctx: FieldContext) -> Turn:
    outcome, derived = await read(form, field, user_input, ctx)
    ctx = _with(ctx, _remembered(ctx.data, user_input, field.key))
    album = album_of(user_input)
    if album is not None:
        is_answered = ctx.data.get(_ALBUM) == album
        ctx = _with(ctx, {_ALBUM: album})
        if is_answered and not isinstance(outcome, Accept):
            values = outcome.values if isinstance(outcome, Redraw) else {}
            return Turn(step=step, data=merged(ctx.data, values))
    if field.key != step:
        step, ctx = field.key, _with(ctx, {CHANGING: True})
    pressed = isinstance(user_input, Pressed)
    match outcome:
        case Refuse(why):
            return await show(form, step, ctx, why)
        case Redraw(values):
            return replace(await show(form, step, _with(ctx, values)), redrawn=pressed)
        case Accept(values):
            ctx = _with(ctx, values)
            answered = views.answered(ctx.t, field, field.shown(ctx)) if pressed else None
            return await _go_on(form, step, _with(ctx, derived), answered)


def _remembered(data: Data, user_input: UserInput, key: str) -> Data:
    message = message_of(user_input)
    if message is None:
        return {}
    said = {**(data.get(SAID) or {}), str(message.message_id): key}
    return {SAID: dict(list(said.items())[-_REMEMBERED:])}


async def read(form: Form, field: Field, user_input: UserInput, ctx: FieldContext) -> tuple[Outcome, Data]:
    """Returns the outcome, and the values derived from an accepted answer."""
    try:
        outcome = await field.read(user_input, ctx)
        if isinstance(outcome, Accept) and form.derive is not None:
            return outcome, await form.derive(_with(ctx, outcome.values))
    except DomainError as error:
        return Refuse(error_text(ctx.t, error)), {}
    return outcome, {}


def _field_for(form: Form, step: str, user_input: UserInput) -> Field | None:
    """Returns the field of the step. At the preview, the field that takes typed text or a file."""
    if step != PREVIEW:
        return form.field(step)
    taker = form.typed if isinstance(user_input, Text) else form.sent if isinstance(user_input, File) else None
    return None if taker is None else form.field(taker)


async def _navigate(form: Form, step: str, field: Field | None, user_input: UserInput, ctx: FieldContext) -> Turn:
    """Handles the form's own buttons, such as Back and Skip."""
    match user_input:
        case Pressed(Act.FINISH, value) if field is None:
            return _finish(_with(ctx, {FINISHED_BY: value or None}))
        case Pressed(Act.CHANGE, "") if field is None:
            return replace(await show(form, step, ctx), expanded=True, redrawn=True)
        case Pressed(Act.CHANGE, value) if field is None and form.field(value) is not None:
            return await show(form, value, _with(ctx, {CHANGING: True}))
        case Pressed(Act.BACK):
            back = ctx.data.get(CHANGING)
            before = (back if isinstance(back, str) else PREVIEW) if back else form.before(step, ctx.data) or step
            return await show(form, before, _with(ctx, {CHANGING: None}))
        case Pressed(Act.SKIP) if field is not None and field.optional:
            return await _go_on(form, step, _with(ctx, {field.key: None}), views.answered(ctx.t, field, ""))
        case Pressed(Act.SKIP_REST) if field is not None:
            turn = await show(form, form.first_open(ctx.data), ctx)
            return replace(turn, answered=views.answered(ctx.t, field, ""))
    return await show(form, step, ctx, ctx.t("Use the buttons to finish or to change something."))


async def _go_on(form: Form, step: str, ctx: FieldContext, answered: View | None) -> Turn:
    back = ctx.data.get(CHANGING)
    following = form.current(str(back), ctx.data) if back else form.after(step, ctx.data)
    return replace(await show(form, following, _with(ctx, {CHANGING: None})), answered=answered)


def _finish(ctx: FieldContext) -> Turn:
    return Turn(step=PREVIEW, data=ctx.data, finishes=True, drops_keyboard=bool(ctx.data.get(_KEYBOARD)))


def _with(ctx: FieldContext, values: Data) -> FieldContext:
    return ctx.with_data(merged(ctx.data, values))


def merged(data: Data, values: Data) -> dict[str, Any]:
    """Returns the data updated with the values. None removes a key."""
    return {key: value for key, value in {**data, **values}.items() if value is not None}
