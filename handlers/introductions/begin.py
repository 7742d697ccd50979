"""Opens the form that proposes an introduction, or says why it cannot be proposed now."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.context import Caller
from bot.errors import DomainError
from bot.settings.settings import Settings
from bot.usecases import introductions
from bot.usecases.introductions import Rules, errors
from handlers.forms.context import FinishContext
from handlers.forms.form import Finished, Onward
from handlers.introductions import propose_form, refusal
from handlers.ui.screen import View
from storage.ids import ListingId


async def refused(
    session: AsyncSession, settings: Settings, caller: Caller, mine: ListingId, theirs: ListingId, now: datetime
) -> View | None:
    """Returns why this introduction cannot be proposed now, or None if it can."""
    rules = Rules.of(settings)
    try:
        await introductions.can_propose(session, caller.id, mine, theirs, now)
        if not await introductions.proposals_left(session, caller.id, rules):
            raise errors.CapReachedError(rules.cap)
    except DomainError as error:
        return await refusal.view(session, caller, error)
    return None


def start(mine: ListingId, theirs: ListingId) -> dict[str, int]:
    return {propose_form.MINE: mine, propose_form.THEIRS: theirs}


async def begin_or_refuse(ctx: FinishContext, mine: ListingId, theirs: ListingId) -> Finished:
    """Finishes another form with this one, or with the reason why it cannot begin."""
    view = await refused(ctx.session, ctx.settings, ctx.caller, mine, theirs, ctx.now)
    if view is not None:
        return Finished(view=view)
    return Finished(onward=Onward(form=propose_form.FORM, data=start(mine, theirs)))
