"""Stores the drafts of forms: begins, advances and finishes them, and recognizes repeated updates."""

from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update

from bot.context import Context
from handlers.forms import turn as turns
from handlers.forms.context import field_context, finish_context
from handlers.forms.form import Finished, Form
from handlers.forms.turn import Turn
from handlers.ui.topics import topic_of
from storage.ids import ThreadId
from storage.people import drafts
from storage.people.drafts import DraftRow

_EDITABLE_FOR: Final = timedelta(hours=48)
"""How long Telegram lets people edit a message."""
_REPEATED: Final = 1000  # update ids
_TOPIC: Final = "_topic"
"""The topic of the person's chat in which the dialog was opened, if any."""


async def begin(session: AsyncSession, context: Context, form: Form, turn: Turn, update: Update) -> DraftRow:
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


async def begin_following(
    session: AsyncSession, context: Context, update: Update, finished: Finished
) -> DraftRow | None:
    """Stores the draft of the form that follows, if any."""
    if finished.next_form is None:
        return None
    form, data = finished.next_form.form, finished.next_form.data
    return await begin(session, context, form, Turn(step=form.first_asked(data), data=data), update)


async def advance(update: Update, context: Context, form: Form, turn: Turn, draft: DraftRow) -> bool:
    """Stores the step and the answers, unless the turn changed nothing.

    Returns False if the draft changed since it was read.
    """
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


async def finish(
    update: Update, context: Context, form: Form, turn: Turn, draft: DraftRow
) -> tuple[Finished, DraftRow | None] | None:
    """Finishes the form and returns the result with the draft of the form that follows, if any.

    Returns None if the draft changed since it was read. If an exception is raised, the draft stays.
    """
    prepared = await form.prepare(field_context(context, turn.data)) if form.prepare else None
    async with context.services.database.writing() as session:
        if not await drafts.discard(session, draft.id, as_of=draft.update_id):
            return None
        if said := turn.data.get(turns.SAID):
            now = context.services.clock()
            await drafts.note_used(
                session, context.caller.id, dict.fromkeys(said, form.name), now=now, until=now + _EDITABLE_FOR
            )
        finished = await form.finish(finish_context(context, session, turn.data, prepared))
        return finished, await begin_following(session, context, update, finished)


def is_repeated(update: Update, draft: DraftRow) -> bool:
    """Returns True if the draft has the answer of this update already.

    Telegram sends an update again if a killed process did not confirm it. Ids ascend, but after a week without updates
    Telegram begins at a random one.
    """
    return draft.update_id is not None and 0 <= draft.update_id - update.update_id < _REPEATED


def is_open_in(context: Context, topic: ThreadId) -> bool:
    """Returns True if the person's open dialog was opened in this topic, so that what they type there belongs to it."""
    draft = context.caller.draft
    return draft is not None and draft.data.get(_TOPIC) == topic
