"""The steps of every form: find the draft, take the turn, commit, then speak."""

import logging
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update
from telegram.ext import ConversationHandler, MessageHandler, filters

from bot.context import Context
from bot.usecases.people import daily_caps
from handlers.forms import turn as turns
from handlers.forms.form import PREVIEW, Asking, Data, Form
from handlers.forms.turn import Answer, Turn
from handlers.forms.user_input import FormPress, Given, Pressed, given_by
from handlers.ui import welcome_views
from handlers.ui.gate import PRIVATE
from handlers.ui.presses import on_press
from handlers.ui.screen import View, acknowledge, replace, reply, strip_buttons
from storage.models import Draft
from storage.people import drafts
from storage.vocabulary import Use

log = logging.getLogger(__name__)

END: Final = ConversationHandler.END


class Forms:
    """The forms that this version knows, by name, and the steps that carry a person through them."""

    def __init__(self, *forms: Form) -> None:
        self._forms = {form.name: form for form in forms}

    def states(self) -> dict[object, list[Any]]:
        """Every step of every form as a state of the one conversation, each taking anything a person may send."""
        anything = [
            on_press(FormPress, self.press),
            MessageHandler(PRIVATE & ~filters.COMMAND, self.answer),
        ]
        steps = [f"{form.name}.{field.key}" for form in self._forms.values() for field in form.fields]
        previews = [f"{name}.{PREVIEW}" for name in self._forms]
        return dict.fromkeys([*steps, *previews], anything)

    async def begin(self, update: Update, context: Context, form: Form, data: Data) -> str | int:
        """Starts a form at its first open question, in place of an earlier draft of it. Raises DailyLimitError."""
        data = await self._settled(context, form, data)
        async with context.services.database.writing() as session:
            await daily_caps.spend(session, context.caller.id, Use.DRAFT, context.services.clock())
            draft = await self._new_draft(session, context, form, data, update)
            turn = await turns.show(form, draft, self._asking(context, session, draft))
            draft, turn = await self._onward(session, context, update, draft, turn)
            state = END if turn.left else _state(draft)
        return await self._speak(update, turn, state)

    async def resume(self, update: Update, context: Context, form: Form) -> str | int:
        """Goes on with a draft that was set aside; says so if it is gone."""
        async with context.services.database.writing() as session:
            draft = await drafts.of_form(session, context.caller.id, form.name)
            if draft is not None:
                await drafts.resume(session, draft)
                turn = await turns.show(form, draft, self._asking(context, session, draft))
                state = _state(draft)
        if draft is None:
            return await self._nothing_open(update, context)
        return await self._speak(update, turn, state)

    async def leave(self, update: Update, context: Context) -> bool:
        """Sets the open dialog aside; False if there was none."""
        async with context.services.database.writing() as session:
            draft = await drafts.active(session, context.caller.id)
            await drafts.set_aside(session, context.caller.id)
        return draft is not None

    async def answer(self, update: Update, context: Context) -> str | int:
        """Takes a message as the answer to the open question."""
        return await self._take(update, context, given_by(update))

    async def press(self, update: Update, context: Context, press: FormPress) -> str | int:
        """Takes a press as the answer, if the button belongs to the open question."""
        return await self._take(update, context, Pressed(press.act, press.value), press)

    async def _take(
        self, update: Update, context: Context, given: Given | None, press: FormPress | None = None
    ) -> str | int:
        answer = await self._read(context, given, press)
        async with context.services.database.writing() as session:
            draft = await drafts.active(session, context.caller.id)
            form = self._forms.get(draft.form) if draft else None
            if draft is not None and form is not None:
                asking = self._asking(context, session, draft)
                turn = await self._turn(form, draft, given, answer, press, update, asking)
                draft, turn = await self._onward(session, context, update, draft, turn)
                state = END if turn.left else _state(draft)
        if draft is None or form is None:
            return await self._nothing_open(update, context)
        context.services.deliveries.wake()
        await acknowledge(update)
        if update.callback_query is not None and not turn.redrawn and turn.answered is None:
            await strip_buttons(update)
        return await self._speak(update, turn, state)

    async def _read(self, context: Context, given: Given | None, press: FormPress | None) -> Answer | None:
        """What was given, understood: with no lock held, since an encoder may have to be asked."""
        async with context.services.database.reading() as session:
            draft = await drafts.active(session, context.caller.id)
            form = self._forms.get(draft.form) if draft else None
            if draft is None or form is None or given is None or not _is_of(press, draft):
                return None
            return await turns.read(form, draft, given, self._asking(context, session, draft))

    async def _turn(
        self,
        form: Form,
        draft: Draft,
        given: Given | None,
        answer: Answer | None,
        press: FormPress | None,
        update: Update,
        asking: Asking,
    ) -> Turn:
        if draft.update_id == update.update_id:
            return await turns.show(form, draft, asking)
        if given is None or not _is_of(press, draft):
            note = asking.t("That button is from an earlier step. This is where you are:")
            return await turns.show(form, draft, asking, note)
        now = asking.services.clock()
        draft.updated_at, draft.expires_at, draft.update_id = now, now + form.kept, update.update_id
        return await turns.take(form, draft, given, answer, asking)

    async def _speak(self, update: Update, turn: Turn, state: str | int) -> str | int:
        if turn.drops_keyboard:
            await reply(update, View(text="👌", remove_keyboard=True))
        if turn.redrawn and turn.view is not None:
            await replace(update, turn.view)
        else:
            await self._move_on(update, turn)
        if turn.contact_request is not None:
            await reply(update, View(text="👇", contact_request=turn.contact_request))
        if turn.finished is not None and turn.finished.then is not None:
            for view in await turn.finished.then():
                await reply(update, view)
        return state

    async def _move_on(self, update: Update, turn: Turn) -> None:
        """The pressed question shrinks to its answer; what comes next is a new message."""
        if turn.answered is not None:
            await replace(update, turn.answered)
        if turn.view is not None:
            await reply(update, turn.view)

    async def _nothing_open(self, update: Update, context: Context) -> int:
        await acknowledge(update)
        await strip_buttons(update)
        await reply(update, welcome_views.nothing_open(context.t, registered=context.caller.registered))
        return END

    async def _settled(self, context: Context, form: Form, data: Data) -> Data:
        if form.settle is None:
            return data
        async with context.services.database.reading() as session:
            asking = Asking(data=data, caller=context.caller, services=context.services, session=session)
            return turns.merged(data, await form.settle(asking))

    async def _onward(
        self, session: AsyncSession, context: Context, update: Update, draft: Draft, turn: Turn
    ) -> tuple[Draft, Turn]:
        """Where a form ended in another one: that one's draft and first view."""
        if turn.finished is None or turn.finished.onward is None:
            return draft, turn
        onward = turn.finished.onward
        draft = await self._new_draft(session, context, onward.form, onward.data, update)
        asking = self._asking(context, session, draft)
        return draft, await turns.show(onward.form, draft, asking, onward.notice)

    async def _new_draft(
        self, session: AsyncSession, context: Context, form: Form, data: Data, update: Update
    ) -> Draft:
        now = context.services.clock()
        draft = await drafts.begin(
            session,
            context.caller.id,
            form=form.name,
            step=form.first_asked(data),
            data=data,
            now=now,
            expires_at=now + form.kept,
        )
        draft.update_id = update.update_id
        return draft

    def _asking(self, context: Context, session: AsyncSession, draft: Draft) -> Asking:
        return Asking(data=draft.data, caller=context.caller, services=context.services, session=session)


def _is_of(press: FormPress | None, draft: Draft) -> bool:
    """Whether a button belongs to the question that is open; what is typed always does."""
    return press is None or (press.draft == draft.id and press.step == draft.step)


def _state(draft: Draft) -> str:
    return f"{draft.form}.{draft.step}"
