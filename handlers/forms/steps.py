"""The steps of every form: find the draft, take the turn, store it, and then show what follows.

Every step returns the state of the conversation: `form.step`, or END.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update
from telegram.ext import MessageHandler, filters

from bot.context import Context
from bot.usecases.people import daily_caps
from handlers.forms import turn as turns
from handlers.forms import views
from handlers.forms.context import Data, field_context, finish_context
from handlers.forms.form import PREVIEW, Finished, Form
from handlers.forms.showing import END, close_and_show, show_closed, show_finished, show_nothing_open, show_turn
from handlers.forms.turn import Turn
from handlers.forms.user_input import FormPress, Pressed, UserInput, input_of
from handlers.ui.gate import PRIVATE
from handlers.ui.presses import on_press
from handlers.ui.topics import topic_of
from storage.ids import ThreadId
from storage.people import drafts
from storage.people.drafts import DraftRow
from storage.vocabulary import Use

_REPEATED: Final = 1000  # update ids
_TOPIC: Final = "_topic"
"""The topic of the person's chat in which the dialog was opened, if any."""


async def open_form(
    update: Update, context: Context, form: Form, data: Data, *, step: str | None = None, notice: str = ""
) -> str | int:
    """Opens a form at a step, by default its first open question. Replaces an earlier draft of the form.

    If the same update opened it before, shows the open question again. Raises DailyLimitError.
    """
    opened = context.caller.draft
    if opened is not None and opened.form == form.name and _is_repeated(update, opened):
        turn = await turns.show(form, opened.step, field_context(context, opened.data))
        return await show_turn(update, context, form, turn, opened)
    if form.derive is not None:
        data = turns.merged(data, await form.derive(field_context(context, data)))
    ctx = field_context(context, data)
    turn = await turns.show(form, step or form.first_asked(data), ctx, notice)
    prepared = await form.prepare(ctx) if turn.finishes and form.prepare else None
    async with context.services.database.writing() as session:
        await daily_caps.spend(session, context.caller.id, Use.DRAFT, ctx.now)
        draft = await _new_draft(session, context, form, turn, update)
        finished = following = None
        if turn.finishes:
            await drafts.discard(session, draft.id)
            finished = await form.finish(finish_context(context, session, turn.data, prepared))
            following = await _draft_that_follows(session, context, update, finished)
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
        return await _finish(update, context, form, turn, draft)
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
    """The same, and returns the form's name also if this update closed it before the program was killed."""
    if context.caller.draft is not None:
        return await leave(update, context)
    async with context.services.database.reading_once() as session:
        return await drafts.form_closed_by(session, context.caller.id, update.update_id)


def is_open_in(context: Context, topic: ThreadId) -> bool:
    """Returns True if the person's open dialog was opened in this topic, so that what they type there belongs to it."""
    draft = context.caller.draft
    return draft is not None and draft.data.get(_TOPIC) == topic


class Forms:
    """The forms of this version by name, and the steps that read answers to their questions."""

    def __init__(self, *forms: Form, unasked: Callable[[Update, Context], Awaitable[None]]) -> None:
        """`unasked` answers a message to a dialog that was closed meanwhile."""
        self._forms = {form.name: form for form in forms}
        self._unasked = unasked

    def states(self) -> dict[object, list[Any]]:
        """Returns the same handlers for every step of every form. They accept every kind of message and press."""
        anything = [on_press(FormPress, self.press), MessageHandler(PRIVATE & ~filters.COMMAND, self.answer)]
        steps = [f"{form.name}.{field.key}" for form in self._forms.values() for field in form.fields]
        previews = [f"{name}.{PREVIEW}" for name in self._forms]
        return dict.fromkeys([*steps, *previews], anything)

    async def answer(self, update: Update, context: Context) -> str | int:
        """Handles a message as the answer to the open question."""
        return await self._take(update, context, input_of(update))

    async def press(self, update: Update, context: Context, press: FormPress) -> str | int:
        """Handles a press as the answer, if its button belongs to the open question."""
        return await self._take(update, context, Pressed(press.act, press.value), press)

    def is_open(self, context: Context) -> bool:
        """Returns True while the person is in a dialog."""
        return context.caller.draft is not None and context.caller.draft.form in self._forms

    async def close_before_detour(self, update: Update, context: Context) -> None:
        """Closes a dialog whose next text would reach others, before a command or a press that is no part of it."""
        draft = context.caller.draft
        if draft is not None and not _is_repeated(update, draft) and self.reaches_others_at_once(draft.form):
            await leave(update, context)
            context.let_in(replace(context.caller, draft=None))

    def reaches_others_at_once(self, name: str) -> bool:
        return name in self._forms and self._forms[name].reaches_others_at_once

    async def edited(self, update: Update, context: Context) -> str | int | None:
        """Tells a person in a dialog that edited messages are ignored, and asks the open question again."""
        note = context.t(
            "I can't see edits to sent messages. Send it as a new message. To change earlier answers, use the buttons."
        )
        return await self.ask_again(update, context, note)

    async def ask_again(self, update: Update, context: Context, notice: str = "") -> str | int | None:
        """Asks the open question again, in the person's language of now. Returns None if no question is open."""
        draft = context.caller.draft
        form = self._forms.get(draft.form) if draft else None
        if draft is None or form is None:
            return None
        turn = await turns.show(form, draft.step, field_context(context, draft.data), notice)
        return None if turn.finishes else await show_turn(update, context, form, turn, draft)

    async def _take(
        self, update: Update, context: Context, user_input: UserInput, press: FormPress | None = None
    ) -> str | int:
        draft = context.caller.draft
        while (state := await self._take_for(update, context, draft, user_input, press)) is None:
            async with context.services.database.reading_once() as session:
                draft = await drafts.active(session, context.caller.id)
        return state

    async def _take_for(
        self, update: Update, context: Context, draft: DraftRow | None, user_input: UserInput, press: FormPress | None
    ) -> str | int | None:
        """Returns None if another process changed the draft meanwhile. The caller then handles the input again."""
        form = self._forms.get(draft.form) if draft else None
        if (draft is None or form is None) and press is None:
            await self._unasked(update, context)
            return END
        if draft is None or form is None:
            closed = None if draft is not None else self._forms.get(await leave_or_has_left(update, context) or "")
            if closed is not None:
                return await show_closed(update, context, closed)
            return await show_nothing_open(update, context)
        ctx = field_context(context, draft.data)
        if _is_repeated(update, draft):
            turn = await turns.show(form, draft.step, ctx)
        elif press is None and form.is_interrupted is not None and await form.is_interrupted(ctx):
            await leave(update, context)
            await self._unasked(update, context)
            return END
        elif not _belongs_to(press, draft):
            note = ctx.t("That button is from an earlier step. This is where you are:")
            turn = await turns.show(form, draft.step, ctx, note)
        else:
            turn = await turns.take(form, draft.step, user_input, ctx)
        if turn.finishes:
            return await _finish(update, context, form, turn, draft)
        if not await _store(update, context, form, turn, draft):
            return None
        return await close_and_show(update, turn, show_turn(update, context, form, turn, draft))


async def _store(update: Update, context: Context, form: Form, turn: Turn, draft: DraftRow) -> bool:
    """Returns False if the draft changed since it was read. Writes nothing if the turn changed nothing."""
    if (turn.step, turn.data) == (draft.step, draft.data) and not turn.leaves:
        return True
    now = context.services.clock()
    return await drafts.advance(
        context.services.database,
        draft,
        step=turn.step,
        data=turn.data,
        active=not turn.leaves,
        update_id=update.update_id,
        now=now,
        expires_at=now + form.kept,
    )


async def _finish(update: Update, context: Context, form: Form, turn: Turn, draft: DraftRow) -> str | int | None:
    """Returns None if the draft changed since it was read. If an exception is raised, the draft stays."""
    prepared = await form.prepare(field_context(context, turn.data)) if form.prepare else None
    async with context.services.database.writing() as session:
        if not await drafts.discard(session, draft.id, as_of=draft.update_id):
            return None
        finished = await form.finish(finish_context(context, session, turn.data, prepared))
        following = await _draft_that_follows(session, context, update, finished)
    return await close_and_show(update, turn, show_finished(update, context, finished, following))


async def _draft_that_follows(
    session: AsyncSession, context: Context, update: Update, finished: Finished
) -> DraftRow | None:
    """Stores the draft of the form that follows, if any."""
    if finished.next_form is None:
        return None
    form, data = finished.next_form.form, finished.next_form.data
    return await _new_draft(session, context, form, Turn(step=form.first_asked(data), data=data), update)


async def _new_draft(session: AsyncSession, context: Context, form: Form, turn: Turn, update: Update) -> DraftRow:
    now = context.services.clock()
    return await drafts.begin(
        session,
        context.caller.id,
        form=form.name,
        step=turn.step,
        data=turns.merged(turn.data, {_TOPIC: topic_of(update)}),
        update_id=update.update_id,
        now=now,
        expires_at=now + form.kept,
    )


def _is_repeated(update: Update, draft: DraftRow) -> bool:
    """Returns True if the draft has the answer of this update already.

    Telegram sends an update again if a killed process did not confirm it. Ids ascend, but after a week without updates
    Telegram begins at a random one.
    """
    return draft.update_id is not None and 0 <= draft.update_id - update.update_id < _REPEATED


def _belongs_to(press: FormPress | None, draft: DraftRow) -> bool:
    """Returns True if the button belongs to the open question. Typed text always does."""
    return press is None or (press.draft == draft.id and press.step == views.step_of_buttons(draft.step, draft.data))
