"""Steps that open a dialog of an introduction: propose, ask, answer, write."""

from telegram import Update

from bot.context import Context
from bot.usecases import introductions
from bot.usecases.introductions import errors
from handlers.forms.steps import END, open_form
from handlers.introductions import propose_form, refusal, write_form
from handlers.introductions.begin import refused, start
from handlers.introductions.buttons import IntroAct, IntroPress
from handlers.suggestions.buttons import MatchPress
from handlers.ui.presses import OldPressError
from handlers.ui.screen import acknowledge, reply
from storage.ids import ListingId
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
        view = await refused(session, services.settings, context.caller, mine, theirs, services.clock())
    if view is not None:
        await reply(update, view)
        return END
    return await open_form(update, context, propose_form.FORM, start(mine, theirs))


async def write(update: Update, context: Context, press: IntroPress) -> str | int:
    """Opens the form for a question, an answer, or messages after the introduction."""
    await acknowledge(update)
    view = None
    async with context.services.database.reading() as session:
        seen = await introductions.my_introduction(session, context.caller.id, press.introduction)
        if not seen.my_turn and seen.status is not IntroductionStatus.ACCEPTED:
            view = await refusal.view(session, context.caller, errors.ClosedError(seen.status), seen.id)
    if view is not None:
        await reply(update, view)
        return END
    data = write_form.start(seen, time=press.act is IntroAct.TIME)
    return await open_form(update, context, write_form.FORM, data)
