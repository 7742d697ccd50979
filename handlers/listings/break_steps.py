"""Taking a break as a company, and coming back."""

from typing import Final

from telegram import Update

from bot.context import Context
from bot.usecases.listings import breaks
from handlers.listings import break_views
from handlers.listings.buttons import BreakPress
from handlers.ui.gate import members_only
from handlers.ui.match_index import update_index
from handlers.ui.notice import NoticeContext, Renderer
from handlers.ui.screen import respond
from handlers.ui.view import View
from storage.ids import CompanyId
from storage.listings import changes
from storage.people import memberships
from storage.vocabulary import Topic


@members_only
async def act(update: Update, context: Context, press: BreakPress) -> None:
    """Begins a break, changes its length, or ends it."""
    services, person_id, now = context.services, context.caller.id, context.services.clock()
    async with services.database.writing() as session:
        if press.days == break_views.END:
            seen = await breaks.end(session, person_id, press.company, now)
            view = break_views.ended(context.t, seen.company)
        else:
            seen = await breaks.begin(session, person_id, press.company, press.days, now)
            view = break_views.taken(context.t, seen, press.days)
    await update_index(services, seen.changed)
    await respond(update, view)


async def _over(ctx: NoticeContext) -> View | None:
    """Returns None if the company is on a break again."""
    company = await memberships.represented(ctx.session, ctx.person_id, CompanyId(ctx.payload["company_id"]))
    if company is None or await changes.break_until(ctx.session, company.id) is not None:
        return None
    return break_views.over(ctx.t, company)


NOTICES: Final[dict[str, Renderer]] = {Topic.BREAK_OVER: _over}
