"""Whether an introduction can be asked for now: if so on to the form, otherwise why not."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.context import Caller, Services
from bot.errors import DomainError
from bot.usecases import introductions
from bot.usecases.introductions import Rules, errors
from handlers.forms.form import Asking, Finished, Onward
from handlers.introductions import propose_form, refusal
from handlers.ui.screen import View
from storage.ids import ListingId


async def refused(
    session: AsyncSession, services: Services, caller: Caller, mine: ListingId, theirs: ListingId
) -> View | None:
    """None where nothing is in the way. The cap is told here, before anything is written."""
    rules = Rules.of(services.settings)
    try:
        await introductions.can_propose(session, caller.id, mine, theirs, services.clock())
        if not await introductions.proposals_left(session, caller.id, rules):
            raise errors.CapReachedError(rules.cap)
    except DomainError as error:
        return await refusal.view(session, caller, error)
    return None


def start(mine: ListingId, theirs: ListingId) -> dict[str, int]:
    return {propose_form.MINE: mine, propose_form.THEIRS: theirs}


async def begin_or_refuse(asking: Asking, mine: ListingId, theirs: ListingId) -> Finished:
    """For a form that ends where this one begins."""
    view = await refused(asking.session, asking.services, asking.caller, mine, theirs)
    if view is not None:
        return Finished(view=view)
    return Finished(view=None, onward=Onward(form=propose_form.FORM, data=start(mine, theirs)))
