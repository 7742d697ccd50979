"""/introductions, and recording an outcome."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Update

from bot.context import Context
from bot.errors import DomainError
from bot.usecases import introductions, recommendations
from bot.usecases.introductions import ShownIntroduction
from handlers.introductions import answer_views, list_views
from handlers.introductions.buttons import OutcomePress, ShelfPress
from handlers.introductions.cards import refusal
from handlers.introductions.list_views import ShownShelf
from handlers.ui.gate import members_only
from handlers.ui.pages import Page
from handlers.ui.screen import acknowledge, redraw, replace, reply
from storage.vocabulary import Shelf


@members_only
async def show(update: Update, context: Context) -> None:
    """Shows recommendations and the shelf with the person's turns."""
    await acknowledge(update)
    async with context.services.database.reading() as session:
        shown = await _shown(session, context, None, 0)
        asked = await recommendations.invitations(session, context.caller.id, limit=list_views.PER_PAGE)
    await reply(update, list_views.introductions(context.t, shown, asked))


@members_only
async def turn_page(update: Update, context: Context, press: ShelfPress) -> None:
    await acknowledge(update)
    async with context.services.database.reading() as session:
        shown = await _shown(session, context, press.shelf, press.page)
    await replace(update, list_views.introductions(context.t, shown))


async def _shown(session: AsyncSession, context: Context, shelf: Shelf | None, index: int) -> ShownShelf:
    """Loads one page; without a shelf, the person's turns if there are any, else all."""
    counts = await introductions.count_introductions(session, context.caller.id)
    shelf = shelf or (Shelf.MY_TURN if counts[Shelf.MY_TURN] else Shelf.ALL)
    page = Page(total=counts[shelf], size=list_views.PER_PAGE, asked=index)
    here: Sequence[ShownIntroduction] = ()
    if counts[shelf]:
        here = await introductions.my_introductions(
            session, context.caller.id, shelf=shelf, offset=page.offset, limit=page.size
        )
    return ShownShelf(shelf=shelf, counts=counts, page=page, here=here)


@members_only
async def record(update: Update, context: Context, press: OutcomePress) -> None:
    """Records an outcome, whether the bot asked for it or not."""
    now = context.services.clock()
    view = answer_views.thanks(context.t)
    try:
        async with context.services.database.writing() as session:
            await introductions.record_outcome(
                session, context.caller.id, press.introduction, press.day or None, press.outcome, now
            )
    except DomainError as error:
        async with context.services.database.reading() as session:
            view = await refusal(session, context.caller, error, press.introduction)
    await redraw(update, view)
