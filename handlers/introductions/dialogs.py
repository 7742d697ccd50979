"""Steps that open a dialog of an introduction: propose, ask, answer, write."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update

from bot.context import Caller, Context
from bot.errors import DomainError
from bot.settings.settings import Settings
from bot.usecases import introductions
from bot.usecases.introductions import Rules, errors
from handlers.forms.context import Data, FinishContext
from handlers.forms.form import Finished, NextForm
from handlers.forms.opening import open_form
from handlers.forms.showing import END
from handlers.introductions import propose_form, topic_steps, write_form
from handlers.introductions.buttons import IntroAct, IntroPress
from handlers.introductions.cards import refusal
from handlers.suggestions.buttons import MatchPress
from handlers.ui.presses import OldPressError
from handlers.ui.screen import acknowledge, reply
from handlers.ui.view import View
from storage.ids import DraftId, IntroductionId, ListingId
from storage.suggestions import suggestions
from storage.vocabulary import IntroductionStatus

WRITING = frozenset({IntroAct.ASK, IntroAct.ANSWER, IntroAct.WRITE, IntroAct.TIME})


async def from_match(update: Update, context: Context, press: MatchPress) -> str | int:
    """Handles *Introduce us* on a suggestion."""
    async with context.services.database.reading() as session:
        pair = await suggestions.pair_of(session, context.caller.id, press.suggestion)
    if pair is None:
        raise OldPressError
    return await propose(update, context, *pair)


async def propose(update: Update, context: Context, mine: ListingId, theirs: ListingId) -> str | int:
    """Opens the form, or says why the two cannot be introduced now."""
    await acknowledge(update)
    services = context.services
    async with services.database.writing() as session:
        view = await _why_not(session, services.settings, context.caller, mine, theirs, services.clock())
    if view is not None:
        await reply(update, view)
        return END
    return await open_form(update, context, propose_form.FORM, propose_form.start(mine, theirs))


async def finish_with_proposal(ctx: FinishContext, mine: ListingId, theirs: ListingId) -> Finished:
    """Continues with the proposal form after another form, or says why the two cannot be introduced now."""
    view = await _why_not(ctx.session, ctx.settings, ctx.caller, mine, theirs, ctx.now)
    if view is not None:
        return Finished(view=view)
    return Finished(next_form=NextForm(form=propose_form.FORM, data=propose_form.start(mine, theirs)))


async def _why_not(
    session: AsyncSession, settings: Settings, caller: Caller, mine: ListingId, theirs: ListingId, now: datetime
) -> View | None:
    """Returns why this introduction cannot be proposed now, or None if it can."""
    rules = Rules.of(settings)
    try:
        own = await introductions.can_propose(session, caller.id, mine, theirs, now)
        if not await introductions.proposals_left(session, caller.id, own.company_id, rules):
            raise errors.CapReachedError(rules.cap)
    except DomainError as error:
        return await refusal(session, caller, error, now=now)
    return None


async def write(update: Update, context: Context, press: IntroPress) -> str | int:
    """Opens the form for a question, an answer, or messages after the introduction."""
    await acknowledge(update)
    time = press.act is IntroAct.TIME
    if await topic_steps.is_in_topic_of(update, context, press.introduction):
        await reply(update, await topic_steps.prompt(context, press.introduction, time=time))
        return END
    return await _write(update, context, press.introduction, time=time)


async def send(update: Update, context: Context, number: IntroductionId, words: str, typed: DraftId) -> str | int:
    """Sends a text that was typed before the form opened, and deletes its draft. Raises OldPressError if it is gone.

    The form stays open for further messages.
    """
    return await _write(update, context, number, {write_form.WORDS: words, write_form.TYPED_BEFORE: typed})


async def _write(
    update: Update, context: Context, number: IntroductionId, words: Data | None = None, *, time: bool = False
) -> str | int:
    view = None
    async with context.services.database.reading() as session:
        seen = await introductions.my_introduction(session, context.caller.id, number)
        if not seen.my_turn and seen.status is not IntroductionStatus.ACCEPTED:
            now = context.services.clock()
            view = await refusal(session, context.caller, errors.ClosedError(seen.status), seen.id, now=now)
    if view is not None:
        await reply(update, view)
        return END
    since = {write_form.SINCE: context.services.clock().isoformat()}
    data = {**write_form.start(seen, time=time), **since, **(words or {})}
    return await open_form(update, context, write_form.FORM, data)
