"""Shows the questions of a form, and what follows after its end.

Every function that shows a step returns the state of the conversation: `form.step`, or END.
"""

import asyncio
from collections.abc import Awaitable
from typing import Final

from telegram import Update
from telegram.ext import ConversationHandler

from bot.context import Context
from handlers.forms import turn as turns
from handlers.forms import views
from handlers.forms.context import FieldContext, field_context
from handlers.forms.form import Finished, Form, Question
from handlers.forms.turn import Turn
from handlers.ui import welcome_views
from handlers.ui.screen import acknowledge, replace, reply, strip_buttons
from handlers.ui.view import View
from storage.ids import DraftId
from storage.people import drafts
from storage.people.drafts import DraftRow

END: Final = ConversationHandler.END


async def show_turn(update: Update, context: Context, form: Form, turn: Turn, draft: DraftRow) -> str | int:
    """Shows the question or the preview. Notes a question that did not arrive, so that it is asked again."""
    if turn.leaves:
        await reply(update, views.set_aside(context.t, form))
        return END
    if turn.content is not None:
        view = _view(form, turn, turn.content, field_context(context, turn.data), draft.id)
        if not await (replace if turn.redrawn else reply)(update, view):
            await _note_unseen(context, draft.id)
    if isinstance(turn.content, Question) and turn.content.contact_request is not None:
        await reply(update, View(text="👇", contact_request=turn.content.contact_request))
    return f"{form.name}.{turn.step}"


async def _note_unseen(context: Context, draft_id: DraftId) -> None:
    async with context.services.database.writing() as session:
        await drafts.note(session, draft_id, turns.UNSEEN)


def _view(form: Form, turn: Turn, content: Question | str, ctx: FieldContext, draft_id: DraftId) -> View:
    field = form.field(turn.step)
    notice = f"⚠️ {turn.notice}" if turn.notice else f"✏️ {turn.changed}" if turn.changed else ""
    if isinstance(content, Question) and field is not None:
        return views.question(form, field, content, ctx, draft_id, notice)
    return views.preview(form, str(content), ctx, draft_id, notice, expanded=turn.expanded)


async def show_finished(update: Update, context: Context, finished: Finished, following: DraftRow | None) -> str | int:
    context.services.outbox.wake()
    state: str | int = END
    if finished.view is not None:
        await reply(update, finished.view)
    if finished.next_form is not None and following is not None:
        ctx, form = field_context(context, following.data), finished.next_form.form
        first = await turns.show(form, following.step, ctx, finished.next_form.notice)
        state = await show_turn(update, context, form, first, following)
    if finished.then is not None:
        for view in await finished.then(context.services):
            await reply(update, view)
    return state


async def close_and_show(update: Update, turn: Turn, showing: Awaitable[str | int]) -> str | int:
    """Closes the old question while `showing` the next: a person waits for one request to Telegram instead of three."""
    if turn.drops_keyboard:  # first, since it is a message of its own
        await reply(update, View(text="👌", remove_keyboard=True))
    _, state = await asyncio.gather(_close_question(update, turn), showing)
    return state


async def _close_question(update: Update, turn: Turn) -> None:
    """Replaces the pressed question by its short answer, or at least removes its buttons."""
    if turn.answered is not None:
        await asyncio.gather(acknowledge(update), replace(update, turn.answered))
    elif update.callback_query is not None and not turn.redrawn:
        await asyncio.gather(acknowledge(update), strip_buttons(update))
    else:
        await acknowledge(update)


async def show_closed(update: Update, context: Context, form: Form) -> int:
    """Answers once more an update that set the dialog aside, because Telegram sent it again."""
    await acknowledge(update)
    await strip_buttons(update)
    await reply(update, views.set_aside(context.t, form))
    return END


async def show_nothing_open(update: Update, context: Context) -> int:
    await acknowledge(update)
    await strip_buttons(update)
    await reply(update, welcome_views.nothing_open(context.t, registered=context.caller.registered))
    return END
