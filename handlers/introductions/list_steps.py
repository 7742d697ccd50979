"""/introductions: the list, its tabs and pages."""

from collections.abc import Sequence

from telegram import Update

from bot.context import Context
from bot.usecases import introductions, recommendations
from bot.usecases.introductions import ListPage
from bot.usecases.recommendations import ShownRecommendation
from handlers.introductions import list_views
from handlers.introductions.buttons import IntroductionsPage
from handlers.ui.gate import members_only
from handlers.ui.pages import Page
from handlers.ui.screen import acknowledge, replace, reply
from handlers.ui.view import View


@members_only
async def show(update: Update, context: Context) -> None:
    """Shows recommendations and the introductions that wait for the person, or all if none does."""
    await acknowledge(update)
    person_id, recommended = context.caller.id, list[ShownRecommendation]()
    database = context.services.database
    shown = await introductions.first_page(database, person_id, list_views.PER_PAGE, context.caller.acting_for)
    if shown.recommended:
        async with database.reading() as session:
            recommended = await recommendations.open_recommendations(session, person_id, limit=list_views.PER_PAGE)
    page = Page(total=shown.counts[shown.tab], size=list_views.PER_PAGE, asked=0)
    await reply(update, _view(context, shown, page, recommended))


@members_only
async def turn_page(update: Update, context: Context, press: IntroductionsPage) -> None:
    await acknowledge(update)
    person_id, company_id = context.caller.id, context.caller.acting_for
    async with context.services.database.reading() as session:
        counts = await introductions.count_introductions(session, person_id, company_id)
        page = Page(total=counts[press.tab], size=list_views.PER_PAGE, asked=press.page)
        here = await introductions.list_introductions(
            session, person_id, press.tab, company_id=company_id, offset=page.offset, limit=page.size
        )
    await replace(update, _view(context, ListPage(press.tab, counts, here), page))


def _view(context: Context, shown: ListPage, page: Page, recommended: Sequence[ShownRecommendation] = ()) -> View:
    caller = context.caller
    names = caller.companies if len(caller.companies) > 1 else {}
    return list_views.introductions(caller.t, shown, page, recommended, names=names, acting_name=caller.acting_name)
