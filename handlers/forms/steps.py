"""The steps of every form: take the answer to the open question, store it, and then show what follows.

Every step returns the state of the conversation: `form.step`, or END.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from telegram import Update
from telegram.ext import MessageHandler, filters

from bot.context import Context
from handlers.forms import edits, storing, views
from handlers.forms import turn as turns
from handlers.forms.context import field_context
from handlers.forms.form import PREVIEW, SAVED, Form
from handlers.forms.opening import leave, leave_or_has_left
from handlers.forms.resuming import unfinished
from handlers.forms.showing import END, close_and_show, show_closed, show_finished, show_nothing_open, show_turn
from handlers.forms.storing import is_repeated
from handlers.forms.user_input import FormPress, Pressed, UserInput, input_of
from handlers.ui.gate import PRIVATE
from handlers.ui.presses import on_press
from handlers.ui.screen import acknowledge, reply, strip_buttons
from storage.people import drafts
from storage.people.drafts import DraftRow


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
        """Handles a new message as the answer to the open question, and an edited one as a change of its answer."""
        return await self._take(update, context, input_of(update))

    async def press(self, update: Update, context: Context, press: FormPress) -> str | int:
        """Handles a press as the answer, if its button belongs to the open question."""
        return await self._take(update, context, Pressed(press.act, press.value), press)

    def named(self, name: str) -> Form | None:
        return self._forms.get(name)

    def is_open(self, context: Context) -> bool:
        """Returns True while the person is in a dialog."""
        return context.caller.draft is not None and context.caller.draft.form in self._forms

    async def close_before_detour(self, update: Update, context: Context) -> None:
        """Closes a dialog whose next text would reach others, before a command or a press that is no part of it."""
        draft = context.caller.draft
        if draft is not None and not is_repeated(update, draft) and self.reaches_others_at_once(draft.form):
            await leave(update, context)
            context.let_in(replace(context.caller, draft=None))

    def reaches_others_at_once(self, name: str) -> bool:
        return name in self._forms and self._forms[name].reaches_others_at_once

    async def ask_again(self, update: Update, context: Context) -> str | int | None:
        """Asks the open question again, in the person's language of now. Returns None if no question is open."""
        draft = context.caller.draft
        form = self._forms.get(draft.form) if draft else None
        if draft is None or form is None:
            return None
        turn = await turns.show(form, draft.step, field_context(context, draft.data))
        return None if turn.finishes else await show_turn(update, context, form, turn, draft)

    async def _take(
        self, update: Update, context: Context, user_input: UserInput, press: FormPress | None = None
    ) -> str | int:
        draft = context.caller.draft
        while (state := await self._take_for(update, context, draft, user_input, press)) is None:
            async with context.services.database.reading_once() as session:
                draft = await drafts.active(session, context.caller.id)
        return state

    async def _offer_draft(self, update: Update, context: Context) -> int | None:
        """Offers the latest draft that was kept for later, if any: what led to it may not have reached the person."""
        async with context.services.database.reading_once() as session:
            kept = await drafts.of_person(session, context.caller.id)
        for draft in sorted(kept, key=lambda draft: -draft.id):
            form = self._forms.get(draft.form)
            if form is not None and form.aside == SAVED:
                await acknowledge(update)
                await strip_buttons(update)
                await reply(update, unfinished(context.t, form, draft.data))
                return END
        return None

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
            return await self._offer_draft(update, context) or await show_nothing_open(update, context)
        ctx = field_context(context, draft.data)
        if is_repeated(update, draft):
            turn = await turns.show(form, draft.step, ctx)
        elif update.edited_message is not None:
            turn = await edits.take(form, draft.step, user_input, ctx)
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
            end = await storing.finish(update, context, form, turn, draft)
            return None if end is None else await close_and_show(update, turn, show_finished(update, context, *end))
        if not await storing.advance(update, context, form, turn, draft):
            return None
        return await close_and_show(update, turn, show_turn(update, context, form, turn, draft))


def _belongs_to(press: FormPress | None, draft: DraftRow) -> bool:
    """Returns True if the button belongs to the open question. Typed text always does."""
    return press is None or (press.draft == draft.id and press.step == views.step_of_buttons(draft.step, draft.data))
