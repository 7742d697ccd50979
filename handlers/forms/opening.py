"""Opens a form, resumes its draft, or sets it aside.

Opening and resuming return the state of the conversation: `form.step`, or END.
"""

from telegram import Update

from bot.context import Context
from bot.usecases.people import daily_caps
from handlers.forms import storing
from handlers.forms import turn as turns
from handlers.forms.context import Data, field_context, finish_context
from handlers.forms.form import Form
from handlers.forms.showing import close_and_show, show_finished, show_nothing_open, show_turn
from handlers.forms.storing import is_repeated
from storage.people import drafts
from storage.vocabulary import Use


async def open_form(
    update: Update, context: Context, form: Form, data: Data, *, step: str | None = None, notice: str = ""
) -> str | int:
    """Opens a form at a step, by default its first open question. Replaces an earlier draft of the form.

    If the same update opened it before, shows the open question again. Raises DailyLimitError.
    """
    opened = context.caller.draft
    if opened is not None and opened.form == form.name and is_repeated(update, opened):
        turn = await turns.show(form, opened.step, field_context(context, opened.data))
        return await show_turn(update, context, form, turn, opened)
    if form.derive is not None:
        data = turns.merged(data, await form.derive(field_context(context, data)))
    ctx = field_context(context, data)
    turn = await turns.show(form, step or form.first_asked(data), ctx, notice)
    prepared = await form.prepare(ctx) if turn.finishes and form.prepare else None
    async with context.services.database.writing() as session:
        await daily_caps.spend(session, context.caller.id, Use.DRAFT, ctx.now)
        draft = await storing.begin(session, context, form, turn, update)
        finished = following = None
        if turn.finishes:
            await drafts.discard(session, draft.id)
            finished = await form.finish(finish_context(context, session, turn.data, prepared))
            following = await storing.begin_following(session, context, update, finished)
    if finished is not None:
        return await show_finished(update, context, finished, following)
    return await show_turn(update, context, form, turn, draft)


async def resume(update: Update, context: Context, form: Form) -> str | int:
    """Resumes a draft that was set aside, or says that there is none."""
    while (state := await _resume_as_read(update, context, form)) is None:
        pass
    return state


async def _resume_as_read(update: Update, context: Context, form: Form) -> str | int | None:
    """Returns None if the draft has changed since it was read."""
    services = context.services
    async with services.database.reading() as session:
        draft = await drafts.of_form(session, context.caller.id, form.name)
    if draft is None:
        return await show_nothing_open(update, context)
    ctx = field_context(context, draft.data)
    turn = await turns.show(form, draft.step, ctx)
    if turn.finishes:
        end = await storing.finish(update, context, form, turn, draft)
        return None if end is None else await close_and_show(update, turn, show_finished(update, context, *end))
    async with services.database.writing() as session:
        stored = await drafts.reopen(
            session, draft, step=turn.step, data=turn.data, now=ctx.now, expires_at=ctx.now + form.kept
        )
    return await show_turn(update, context, form, turn, draft) if stored else None


async def leave(update: Update, context: Context) -> str | None:
    """Sets the open dialog aside. Returns the name of its form; None if no dialog is open."""
    draft = context.caller.draft
    if draft is None:
        return None
    async with context.services.database.writing_once() as session:
        await drafts.set_aside(session, context.caller.id, update_id=update.update_id)
    return draft.form


async def leave_or_has_left(update: Update, context: Context) -> str | None:
    """Like `leave`, and returns the form's name also if this update closed it before the program was killed."""
    if context.caller.draft is not None:
        return await leave(update, context)
    async with context.services.database.reading_once() as session:
        return await drafts.form_closed_by(session, context.caller.id, update.update_id)
